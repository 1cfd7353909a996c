#pragma once

#include <functional>
#include <string>
#include <vector>

#include "runtime/exec/background.h"
#include "runtime/store/index.h"
#include "runtime/store/store.h"

namespace itw::exec {

/// Says whether outputs that a journal names can still be used: their files must be in the store
/// with the content that their names say. Files that were hashed before and have not been touched
/// since are not read again.
class ArtifactChecker {
 public:
  /// Called once with what is wrong, as a clause; empty when nothing is.
  using Answer = std::function<void(const std::string& problem)>;

  ArtifactChecker(const store::Store& store, store::Index& index, Background& background)
      : store_(store), index_(index), background_(background) {}

  /// May answer at once.
  void check(const std::vector<event::OutputValue>& outputs, const Answer& answer);
  /// Remembers files that the store has just taken.
  void remember(const std::vector<std::string>& digests);

 private:
  const store::Store& store_;
  store::Index& index_;
  Background& background_;
};

}  // namespace itw::exec
