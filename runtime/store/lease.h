#pragma once

#include <memory>
#include <optional>
#include <string>

#include "compiler/base/result.h"

namespace itw::store {

/// Who works on a run: enough to tell, from any machine that sees the folder, whether it still
/// does.
struct LeaseHolder {
  std::string host;
  std::string bootId;
  std::string pidSpace;  ///< Process ids of another container mean nothing here.
  long pid = 0;
  long long startTime = 0;  ///< Of the process, since process ids are reused.
};

/// This process as a holder.
LeaseHolder thisHolder();

/// What a lease's file says.
struct LeaseView {
  LeaseHolder holder;
  bool alive =
      false;  ///< False when the holder is known, or after 30 silent seconds presumed, dead.
};

/// The lease on a run, or none when nobody holds it.
std::optional<LeaseView> lookAtLease(const std::string& path);

/// The exclusive right to write one run's folder, as a file that is touched every few seconds.
/// Locks of the kernel do not reach across the network file systems where projects live.
class Lease {
 public:
  /// Seconds between beats that keep the lease.
  static constexpr int kBeatSeconds = 5;

  /// Takes a free lease, or that of a dead holder. Error R0204 when its holder lives.
  static Result<std::unique_ptr<Lease>> take(const std::string& path, const std::string& run);

  Lease(const Lease&) = delete;
  Lease& operator=(const Lease&) = delete;
  /// Gives it back.
  ~Lease();

  /// Says that we live. Error R0204 when another one took the lease while we were away.
  Result<void> beat();

 private:
  Lease(std::string path, std::string run, int file)
      : path_(std::move(path)), run_(std::move(run)), file_(file) {}

  std::string path_;
  std::string run_;
  int file_;
};

}  // namespace itw::store
