#include <gtest/gtest.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <string>

#include "runtime/process/child.h"

namespace itw::process {
namespace {

/// Everything until the end of the stream, however slowly it comes.
std::string drain(const Descriptor& from) {
  std::string text;
  char bytes[256];
  while (true) {
    pollfd wait{.fd = from.number(), .events = POLLIN, .revents = 0};
    ::poll(&wait, 1, 10000);
    const ssize_t count = read(from.number(), bytes, sizeof bytes);
    if (count <= 0) return text;
    text.append(bytes, static_cast<std::size_t>(count));
  }
}

Command shell(const std::string& script) {
  return {.program = "/bin/sh", .arguments = {"-c", script}, .environment = {}, .descriptors = {}};
}

/// Whether the process is there and no zombie that its new parent has not looked at yet.
bool exists(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string stat;
  return std::getline(file, stat) && stat.find(") Z ") == std::string::npos;
}

/// Whether the process is gone within five seconds.
bool vanishes(pid_t pid) {
  for (int attempt = 0; attempt < 500; ++attempt) {
    if (!exists(pid)) return true;
    usleep(10000);
  }
  return false;
}

TEST(ChildTest, outputErrorsAndExitCodeAreCaptured) {
  auto child = Child::spawn(shell("echo out; echo err >&2; exit 3"));
  ASSERT_TRUE(child) << child.error().message;
  EXPECT_EQ(drain(child->output()), "out\n");
  EXPECT_EQ(drain(child->errors()), "err\n");
  const ExitStatus status = child->wait();
  EXPECT_EQ(status.text(), "exit code 3");
  EXPECT_FALSE(status.succeeded());
}

TEST(ChildTest, aSignalIsNamed) {
  auto child = Child::spawn(shell("kill -SEGV $$"));
  ASSERT_TRUE(child);
  EXPECT_EQ(child->wait().text(), "signal 11 (SIGSEGV)");
}

TEST(ChildTest, aMissingProgramIsAnError) {
  auto child = Child::spawn(
      {.program = "/no/such/program", .arguments = {}, .environment = {}, .descriptors = {}});
  ASSERT_FALSE(child);
  EXPECT_EQ(child.error().code, "R0101");
  EXPECT_EQ(child.error().message, "start /no/such/program: No such file or directory");
}

TEST(ChildTest, descriptorsArriveUnderTheirNumbersEvenWhenCrossed) {
  auto first = makePipe();
  auto second = makePipe();
  ASSERT_TRUE(first && second);
  Command command = shell("echo to five >&5; echo to six >&6");
  // Each target may be the other's source.
  command.descriptors = {{first->write.number(), 5}, {second->write.number(), 6}};
  auto child = Child::spawn(command);
  ASSERT_TRUE(child);
  first->write.close();
  second->write.close();
  EXPECT_EQ(drain(first->read), "to five\n");
  EXPECT_EQ(drain(second->read), "to six\n");
  EXPECT_TRUE(child->wait().succeeded());
}

TEST(ChildTest, noOtherDescriptorLeaks) {
  auto pipe = makePipe();
  ASSERT_TRUE(pipe);
  auto child = Child::spawn(shell("ls /proc/$$/fd"));
  ASSERT_TRUE(child);
  const std::string listed = drain(child->output());
  EXPECT_EQ(listed, "0\n1\n2\n");
}

TEST(ChildTest, theEnvironmentIsAddedTo) {
  setenv("ITW_TEST_VALUE", "old", 1);
  Command command = shell("echo $ITW_TEST_VALUE; env | grep -c ITW_TEST_VALUE");
  command.environment = {"ITW_TEST_VALUE=new"};
  auto child = Child::spawn(command);
  ASSERT_TRUE(child);
  EXPECT_EQ(drain(child->output()), "new\n1\n");
}

TEST(ChildTest, whatAChildLeavesBehindIsKilledWithItsGroup) {
  auto child = Child::spawn(shell("sleep 1000 & echo $!"));
  ASSERT_TRUE(child);
  std::string text;
  char byte = 0;
  while (byte != '\n') {
    pollfd wait{.fd = child->output().number(), .events = POLLIN, .revents = 0};
    ::poll(&wait, 1, 10000);
    if (read(child->output().number(), &byte, 1) == 1) text += byte;
  }
  const pid_t grandchild = std::stoi(text);
  child->wait();
  EXPECT_TRUE(vanishes(grandchild));
}

TEST(ChildTest, destructionKillsIt) {
  pid_t pid = -1;
  {
    auto child = Child::spawn(shell("sleep 1000"));
    ASSERT_TRUE(child);
    pid = child->pid();
    EXPECT_FALSE(child->poll());
  }
  EXPECT_FALSE(exists(pid));
}

TEST(ChildTest, itDiesWithAParentThatIsKilled) {
  auto pipe = makePipe();
  ASSERT_TRUE(pipe);
  const pid_t parent = fork();
  if (parent == 0) {
    auto child = Child::spawn(shell("trap '' TERM INT HUP; sleep 1000"));
    const pid_t pid = child ? child->pid() : -1;
    (void)!write(pipe->write.number(), &pid, sizeof pid);
    kill(getpid(), SIGKILL);
  }
  pid_t pid = -1;
  ASSERT_EQ(read(pipe->read.number(), &pid, sizeof pid), static_cast<ssize_t>(sizeof pid));
  waitpid(parent, nullptr, 0);
  ASSERT_GT(pid, 0);
  EXPECT_TRUE(vanishes(pid));
}

}  // namespace
}  // namespace itw::process
