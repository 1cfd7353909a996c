#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.h"

namespace itw::cli {

/// What the help says of an option: `--set PATH=VALUE  bind a param`.
struct Words {
  std::string placeholder;
  std::string help;
};

/// The options and arguments of one verb: each call names one and the variable that it fills. What
/// is not given leaves its variable as it is. Names are written as users type them: "--set".
class Options {
 public:
  explicit Options(std::string_view verb);
  ~Options();
  Options(const Options&) = delete;
  Options& operator=(const Options&) = delete;

  /// An argument that must be there.
  void required(const std::string& name, std::string& value, const std::string& help);
  /// An argument that may follow.
  void optional(const std::string& name, std::string& value, const std::string& help);
  /// All further arguments, at least one.
  void rest(const std::string& name, std::vector<std::string>& values, const std::string& help);

  /// `--name TEXT`, once.
  void text(const std::string& name, std::string& value, const Words& words);
  /// `--name TEXT`, any number of times, kept in order.
  void repeated(const std::string& name, std::vector<std::string>& values, const Words& words);
  /// `--name N` with N at least 1.
  void count(const std::string& name, std::int64_t& value, const Words& words);
  /// `--name` alone.
  void flag(const std::string& name, bool& value, const std::string& help);
  /// `--name ONE` of the given words.
  void choice(const std::string& name, std::string& value, const std::vector<std::string>& words,
              const std::string& help);

  /// Two command lines that users can copy, shown at the end of the help.
  void examples(const std::string& first, const std::string& second);

  /// Fills the variables from the words after the verb. The error is of class Usage and names the
  /// nearest option for one that is not there.
  Result<void> parse(const std::vector<std::string>& words);
  /// After parse: `--help` was among the words.
  bool wantsHelp() const;
  /// The help text: what the verb does, its arguments and options, two examples.
  std::string help(std::string_view summary) const;

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace itw::cli
