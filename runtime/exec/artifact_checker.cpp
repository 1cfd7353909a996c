#include "runtime/exec/artifact_checker.h"

#include "runtime/store/content.h"
#include "runtime/store/disk.h"

namespace itw::exec {

void ArtifactChecker::check(const std::vector<event::OutputValue>& outputs, const Answer& answer) {
  std::vector<std::string> doubtful;
  for (const event::OutputValue& output : outputs) {
    if (output.digest.empty()) continue;
    const auto stamp = store::stampOf(store_.artifacts().pathOf(output.digest));
    if (!stamp) return answer("artifact " + output.digest + " is missing");
    if (index_.digestOf(*stamp) != output.digest) doubtful.push_back(output.digest);
  }
  if (doubtful.empty()) return answer({});
  background_.post([this, doubtful = std::move(doubtful), answer]() -> Background::Completion {
    for (const std::string& digest : doubtful) {
      const auto whole = store_.artifacts().verify(digest);
      if (whole && *whole) continue;
      // Taken away, so that the content that belongs under this name can take its place.
      store::removeAll(store_.artifacts().pathOf(digest));
      return [answer, digest] { answer("artifact " + digest + " is damaged"); };
    }
    return [this, doubtful, answer] {
      remember(doubtful);
      answer({});
    };
  });
}

void ArtifactChecker::remember(const std::vector<std::string>& digests) {
  for (const std::string& digest : digests) {
    const auto stamp = store::stampOf(store_.artifacts().pathOf(digest));
    if (stamp) index_.remember(*stamp, digest);
  }
}

}  // namespace itw::exec
