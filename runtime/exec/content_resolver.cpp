#include "runtime/exec/content_resolver.h"

#include <algorithm>
#include <filesystem>
#include <utility>

namespace itw::exec {
namespace {

std::uint8_t nibble(char digit) {
  return static_cast<std::uint8_t>(digit <= '9' ? digit - '0' : digit - 'a' + 10);
}

/// The bytes of "sha256:...", which the store has written itself.
Digest digestIn(std::string_view text) {
  constexpr std::size_t kPrefix = 7;
  Digest digest{};
  if (text.size() != kPrefix + 2 * digest.size()) return sha256(text);
  for (std::size_t at = 0; at < digest.size(); ++at) {
    const char* pair = text.data() + kPrefix + 2 * at;
    digest[at] = static_cast<std::uint8_t>(nibble(pair[0]) << 4 | nibble(pair[1]));
  }
  return digest;
}

Digest contentOf(const event::OutputValue& value) {
  return value.digest.empty() ? sha256(value.value) : digestIn(value.digest);
}

}  // namespace

std::string ContentResolver::absolute(const expr::Path& path) const {
  return (std::filesystem::path(directory_) / path.base / path.text).lexically_normal().string();
}

std::optional<std::string> ContentResolver::knownDigest(const std::string& path) {
  const auto stamp = store::stampOf(path);
  if (!stamp) return std::nullopt;
  const auto seen = files_.find(path);
  if (seen != files_.end() && seen->second.stamp == *stamp) return seen->second.digest;
  if (!store::isSettled(*stamp)) return std::nullopt;
  const auto digest = index_.digestOf(*stamp);
  if (digest) files_[path] = {path, *stamp, *digest};
  return digest;
}

void ContentResolver::resolve(plan::TaskId task, const store::RunState& state,
                              const Answer& answer) {
  std::vector<std::string> unknown;
  for (const plan::NamedPath& each : plan::pathsOf(plan_.tasks[task.index()])) {
    const std::string path = absolute(each.path);
    if (!knownDigest(path)) unknown.push_back(path);
  }
  if (unknown.empty()) return answer(keyOf(task, state));
  hash(std::move(unknown), [this, task, &state, answer] { answer(keyOf(task, state)); });
}

void ContentResolver::hash(std::vector<std::string> paths, const std::function<void()>& then) {
  background_.post([this, paths = std::move(paths), then]() -> Background::Completion {
    std::vector<store::InputFile> files;
    for (const std::string& path : paths) {
      auto file = store::hashFile(path);
      if (file) files.push_back(*std::move(file));
    }
    return [this, files = std::move(files), then] {
      for (const store::InputFile& file : files) {
        files_[file.path] = file;
        if (store::isSettled(file.stamp)) index_.remember(file.stamp, file.digest);
      }
      then();
    };
  });
}

std::optional<plan::ContentKey> ContentResolver::keyOf(plan::TaskId task,
                                                       const store::RunState& state) const {
  const plan::Task& node = plan_.tasks[task.index()];
  plan::TaskContent content;
  for (const plan::NamedPath& each : plan::pathsOf(node)) {
    const auto file = files_.find(absolute(each.path));
    if (file == files_.end()) return std::nullopt;
    content.files.push_back(digestIn(file->second.digest));
  }
  for (const plan::Input& input : node.inputs) {
    auto& digests = content.inputs.emplace_back();
    for (const plan::Source& source : input.sources) {
      const store::TaskRecord* producer = state.find(plan_.tasks[source.task.index()].id);
      if (producer == nullptr) return std::nullopt;
      digests.push_back(contentOf(store::outputOf(*producer, source.output)));
    }
  }
  return plan::contentKey(plan_, node, content);
}

bool ContentResolver::filesUnchanged(plan::TaskId task) const {
  const auto paths = plan::pathsOf(plan_.tasks[task.index()]);
  return std::all_of(paths.begin(), paths.end(), [this](const plan::NamedPath& each) {
    const std::string path = absolute(each.path);
    const auto file = files_.find(path);
    return file != files_.end() && store::stampOf(path) == file->second.stamp;
  });
}

}  // namespace itw::exec
