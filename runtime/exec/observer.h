#pragma once

#include <string>

#include "compiler/base/error.h"
#include "runtime/event/message.h"

namespace itw::exec {

/// Told what happens while a run goes on, in order, from the loop's thread; for progress on a
/// terminal. It must return at once.
class Observer {
 public:
  virtual ~Observer() = default;
  /// The first call: the run has its id.
  virtual void runStarts(const std::string& /*run*/, std::size_t /*tasks*/) {}
  virtual void taskStarts(const std::string& /*task*/) {}
  /// Where a running task is; often.
  virtual void progress(const std::string& /*task*/, const event::Progress&) {}
  /// A new point of a series.
  virtual void metric(const std::string& /*task*/, const event::Metric&) {}
  /// A line that the task logged.
  virtual void log(const std::string& /*task*/, const event::Log&) {}
  /// `state` is "done", "cached", "failed", "skipped" or "cancelled".
  virtual void taskEnds(const std::string& /*task*/, const std::string& /*state*/,
                        double /*seconds*/) {}
  virtual void taskFailed(const std::string& /*task*/, const Error&) {}
  virtual void note(const std::string& /*text*/) {}
};

}  // namespace itw::exec
