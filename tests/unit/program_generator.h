#pragma once

#include <random>
#include <string>

namespace itw::test {

/// Programs that the grammar takes, made at random: every construct, expressions of every operator,
/// and a comment, `# c17 `, at many of the places where one may stand. Names and types mean
/// nothing.
class ProgramGenerator {
 public:
  explicit ProgramGenerator(std::uint32_t seed) : random_(seed) {}

  std::string program();
  /// Of the last program.
  int comments() const { return comments_; }

 private:
  std::string declaration(int kind);
  /// What only libraries declare: an op, a task or a component.
  std::string native(const std::string& number);
  std::string opStatement();
  std::string statements(int count, std::string (ProgramGenerator::*one)());
  std::string block(int count, std::string (ProgramGenerator::*one)());
  std::string modelStatement();
  std::string pipelineStatement();
  std::string sweepStatement();
  std::string studyStatement();
  std::string siteStatement();
  std::string testStatement();
  std::string entry();
  std::string call();
  std::string chain();
  std::string clauses();
  std::string value(int depth);
  std::string listOf(const char* open, const char* close, int count, const std::string& what);
  std::string parameters();
  std::string type(int depth);
  std::string tensor();
  std::string name();
  std::string literal();
  std::string lineEnd();

  bool chance(unsigned of) { return random_() % of == 0; }
  int below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }
  template <std::size_t N>
  std::string oneOf(const char* const (&words)[N]) {
    return words[random_() % N];
  }

  std::mt19937 random_;
  int comments_ = 0;
};

}  // namespace itw::test
