#include <algorithm>

#include "compiler/base/nearest.h"
#include "compiler/base/version.h"
#include "runtime/cli/output.h"
#include "runtime/cli/verb.h"

namespace itw::cli {
namespace {

/// Whether a format was asked for; looked up by hand, since it decides how a bad command line is
/// told.
bool asksFor(const std::string& format, const std::vector<std::string>& words) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--format=" + format) return true;
    if (words[i] == "--format" && i + 1 < words.size() && words[i + 1] == format) return true;
  }
  return false;
}

bool asksForJson(const std::vector<std::string>& words) { return asksFor("json", words); }

std::string generalHelp() {
  std::string text = "itwc " + std::string(buildVersion()) +
                     ": checks, plans and runs experiments in scientific machine learning\n\n"
                     "usage: itwc VERB [options]\n\n";
  std::size_t width = 0;
  for (const VerbEntry& verb : allVerbs()) width = std::max(width, verb.name.size());
  for (const VerbEntry& verb : allVerbs()) {
    text += "  " + std::string(verb.name) + std::string(width - verb.name.size() + 2, ' ');
    text += std::string(verb.summary) + "\n";
  }
  return text +
         "\n`itwc VERB --help` shows a verb's options; `itwc --version` the version.\n\n"
         "examples:\n"
         "  itwc init first && itwc run first/experiment.itw\n"
         "  itwc check experiment.itw --set lr=3e-4\n";
}

Error unknownVerb(const std::string& word) {
  std::vector<std::string> names;
  for (const VerbEntry& verb : allVerbs()) names.emplace_back(verb.name);
  const std::string nearest = nearestName(word, names);
  const std::string help = nearest.empty() ? std::string("`itwc --help` lists the verbs")
                                           : "did you mean `" + nearest + "`?";
  Error error = makeError(ErrorClass::Usage, "no verb named `" + word + "`", help);
  error.code = "R1001";
  return error;
}

int runVerb(const VerbEntry& entry, const std::vector<std::string>& words, Console& console) {
  const std::unique_ptr<Verb> verb = entry.make();
  Options options(entry.name);
  verb->declare(options);
  const auto parsed = options.parse({words.begin() + 1, words.end()});
  if (!parsed) return reportError(console, asksForJson(words), entry.name, parsed.error());
  if (options.wantsHelp()) {
    console.result(options.help(entry.summary));
    return 0;
  }
  return verb->run(console);
}

int dispatch(const std::vector<std::string>& words, Console& console) {
  const std::string first = words.empty() ? "" : words[0];
  if (first == "--help" || first == "-h" || first == "help") {
    console.result(generalHelp());
    return 0;
  }
  if (first == "--version") {
    console.result("itwc " + std::string(buildVersion()) + "\n");
    return 0;
  }
  for (const VerbEntry& entry : allVerbs()) {
    if (entry.name == first) return runVerb(entry, words, console);
  }
  if (!words.empty()) {
    return reportError(console, asksForJson(words), "usage", unknownVerb(first));
  }
  console.note(generalHelp());
  return exitCodeOf(ErrorClass::Usage);
}

}  // namespace

int runCommandLine(const std::vector<std::string>& words, Console& console) {
  if (asksFor("short", words)) console.tellShort();
  const int code = dispatch(words, console);
  if (console.resultFailed()) {
    console.error(makeError(ErrorClass::Environment, "standard output cannot be written",
                            "the disk is full or the reader has gone"));
  }
  return console.exitCode(code);
}

}  // namespace itw::cli
