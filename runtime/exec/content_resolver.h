#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "compiler/plan/plan.h"
#include "runtime/exec/background.h"
#include "runtime/store/content.h"
#include "runtime/store/run_state.h"

namespace itw::exec {

/// Computes what a task is by content, once all of its inputs are there. Files that the task reads
/// are hashed in the background, each once however many tasks read it.
class ContentResolver {
 public:
  /// Called once; without a key when a file cannot be read, which is for the task to report.
  using Answer = std::function<void(std::optional<plan::ContentKey>)>;

  ContentResolver(const plan::Plan& plan, const std::string& directory, store::Index& index,
                  Background& background)
      : plan_(plan), directory_(directory), index_(index), background_(background) {}

  /// May answer at once. `state` has the outputs of all tasks that the task needs.
  void resolve(plan::TaskId task, const store::RunState& state, const Answer& answer);

  /// Whether the files that the task read are still those that its key was made of.
  bool filesUnchanged(plan::TaskId task) const;

 private:
  std::string absolute(const expr::Path& path) const;
  std::optional<std::string> knownDigest(const std::string& path);
  void hash(std::vector<std::string> paths, const std::function<void()>& then);
  std::optional<plan::ContentKey> keyOf(plan::TaskId task, const store::RunState& state) const;

  const plan::Plan& plan_;
  const std::string& directory_;
  store::Index& index_;
  Background& background_;
  std::map<std::string, store::InputFile> files_;
};

}  // namespace itw::exec
