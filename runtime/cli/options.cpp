#include "runtime/cli/options.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "compiler/base/nearest.h"

namespace itw::cli {
namespace {

/// A line of the help: "--set PATH=VALUE" and what it does.
struct Row {
  std::string form;
  std::string help;
};

std::string listed(const std::vector<Row>& rows) {
  std::size_t width = 0;
  for (const Row& row : rows) width = std::max(width, row.form.size());
  std::string text;
  for (const Row& row : rows) {
    text += "  " + row.form + std::string(width - row.form.size() + 2, ' ') + row.help + "\n";
  }
  return text;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

}  // namespace

struct Options::Parser {
  CLI::App app;
  std::vector<Row> arguments;
  std::vector<Row> options;
  std::vector<std::string> names;  ///< Of options, for suggestions.
  std::string usage;
  std::vector<std::string> examples;
  bool wantsHelp = false;

  CLI::Option* add(CLI::Option* option, const std::string& name, std::string placeholder,
                   const std::string& text) {
    names.push_back(name);
    options.push_back({placeholder.empty() ? name : name + " " + placeholder, text});
    option->type_name(std::move(placeholder));
    return option;
  }

  Error explain(const CLI::ParseError& error) const;
};

Error Options::Parser::explain(const CLI::ParseError& error) const {
  std::string message = error.what();
  std::string help = "`" + app.get_name() + " --help` shows what there is";
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
    const std::string word = app.remaining().empty() ? "" : app.remaining().front();
    const bool isOption = word.size() > 1 && word[0] == '-';
    message = isOption ? "no option `" + word + "`" : "one argument too many: `" + word + "`";
    const std::string nearest = isOption ? nearestName(word.substr(0, word.find('=')), names) : "";
    if (!nearest.empty()) help = "did you mean `" + nearest + "`?";
  } else if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) {
    message = message.substr(0, message.find(' ')) + " is missing";
    help = "usage: " + usage;
  } else if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
    const bool missing = message.find("missing") != std::string::npos;
    const std::string name = message.substr(0, message.find(':'));
    message = "`" + name + "`" + (missing ? " has no value" : " is given twice");
  }
  Error result = makeError(ErrorClass::Usage, std::move(message), std::move(help));
  result.code = "R1001";
  return result;
}

Options::Options(std::string_view verb) : parser_(std::make_unique<Parser>()) {
  parser_->app.name("itwc " + std::string(verb));
  parser_->app.set_help_flag("--help,-h");
  parser_->names.push_back("--help");
  parser_->usage = parser_->app.get_name() + " [options]";
}

Options::~Options() = default;

void Options::required(const std::string& name, std::string& value, const std::string& help) {
  parser_->app.add_option(name, value)->required();
  parser_->arguments.push_back({name, help});
  parser_->usage += " " + name;
}

void Options::optional(const std::string& name, std::string& value, const std::string& help) {
  parser_->app.add_option(name, value);
  parser_->arguments.push_back({name, help});
  parser_->usage += " [" + name + "]";
}

void Options::rest(const std::string& name, std::vector<std::string>& values,
                   const std::string& help) {
  parser_->app.add_option(name, values)->required();
  parser_->arguments.push_back({name, help});
  parser_->usage += " " + name + "...";
}

void Options::text(const std::string& name, std::string& value, const Words& words) {
  parser_->add(parser_->app.add_option(name, value), name, words.placeholder, words.help);
}

void Options::repeated(const std::string& name, std::vector<std::string>& values,
                       const Words& words) {
  // One value an occurrence, or the arguments that follow would be taken as further values.
  parser_->app.add_option(name, values)->allow_extra_args(false);
  parser_->add(parser_->app.get_option(name), name, words.placeholder, words.help);
}

void Options::count(const std::string& name, std::int64_t& value, const Words& words) {
  const auto atLeastOne = [](const std::string& given) -> std::string {
    const bool digits = !given.empty() && given.size() < 19 &&
                        given.find_first_not_of("0123456789") == std::string::npos;
    return digits && given.find_first_not_of('0') != std::string::npos
               ? ""
               : "`" + given + "` is not a number from 1";
  };
  CLI::Option* option = parser_->app.add_option(name, value)->check(atLeastOne);
  parser_->add(option, name, words.placeholder, words.help);
}

void Options::flag(const std::string& name, bool& value, const std::string& help) {
  parser_->add(parser_->app.add_flag(name, value), name, "", help);
}

void Options::choice(const std::string& name, std::string& value,
                     const std::vector<std::string>& words, const std::string& help) {
  const auto isWord = [words](const std::string& given) -> std::string {
    if (std::find(words.begin(), words.end(), given) != words.end()) return "";
    return "`" + given + "` is none of " + joined(words);
  };
  std::string placeholder;
  for (const std::string& word : words) placeholder += (placeholder.empty() ? "" : "|") + word;
  parser_->add(parser_->app.add_option(name, value)->check(isWord), name, placeholder, help);
}

void Options::examples(const std::string& first, const std::string& second) {
  parser_->examples = {first, second};
}

Result<void> Options::parse(const std::vector<std::string>& words) {
  std::vector<std::string> backwards(words.rbegin(), words.rend());
  try {
    parser_->app.parse(std::move(backwards));
  } catch (const CLI::CallForHelp&) {
    parser_->wantsHelp = true;
  } catch (const CLI::ParseError& error) {
    return fail(parser_->explain(error));
  }
  return {};
}

bool Options::wantsHelp() const { return parser_->wantsHelp; }

std::string Options::help(std::string_view summary) const {
  std::vector<Row> options = parser_->options;
  options.push_back({"--help", "show this text"});
  std::string text = "usage: " + parser_->usage + "\n\n" + std::string(summary) + "\n";
  if (!parser_->arguments.empty()) text += "\n" + listed(parser_->arguments);
  text += "\n" + listed(options);
  if (!parser_->examples.empty()) text += "\nexamples:\n";
  for (const std::string& example : parser_->examples) text += "  " + example + "\n";
  return text;
}

}  // namespace itw::cli
