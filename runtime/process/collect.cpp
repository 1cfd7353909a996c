#include "runtime/process/collect.h"

#include <poll.h>
#include <unistd.h>

#include <array>

namespace itw::process {
namespace {

void drain(Descriptor& from, std::string& text) {
  std::array<char, 65536> buffer;
  const ssize_t count = read(from.number(), buffer.data(), buffer.size());
  if (count > 0) text.append(buffer.data(), static_cast<std::size_t>(count));
  if (count == 0) from.close();
}

}  // namespace

Collected collect(Child& child) {
  Collected collected;
  while (child.output().open() || child.errors().open()) {
    std::array<pollfd, 2> polled = {
        {{child.outputNumber(), POLLIN, 0}, {child.errorsNumber(), POLLIN, 0}}};
    (void)poll(polled.data(), polled.size(), -1);
    if (polled[0].revents != 0) drain(child.output(), collected.output);
    if (polled[1].revents != 0) drain(child.errors(), collected.errors);
  }
  collected.status = child.wait();
  return collected;
}

}  // namespace itw::process
