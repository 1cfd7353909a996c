#pragma once

#include <utility>

#include "compiler/base/result.h"

namespace itw::process {

/// Owns a file descriptor and closes it.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
  }
  ~Descriptor() { close(); }

  int number() const { return number_; }
  bool open() const { return number_ >= 0; }
  void close();

 private:
  int number_ = -1;
};

/// The two ends of a pipe; neither is inherited by children.
struct Pipe {
  Descriptor read;
  Descriptor write;
};

/// A new pipe.
Result<Pipe> makePipe();

/// Makes reads and writes return at once.
void setNonBlocking(const Descriptor& descriptor);

}  // namespace itw::process
