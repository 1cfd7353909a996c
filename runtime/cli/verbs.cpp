#include "runtime/cli/verbs.h"

#include <array>

#include "runtime/cli/verb.h"

namespace itw::cli {

std::span<const VerbEntry> allVerbs() {
  static constexpr std::array kVerbs = {
      VerbEntry{"init", "write a first experiment that runs", makeInitVerb},
      VerbEntry{"check", "say what is wrong with a file", makeCheckVerb},
      VerbEntry{"fix", "mend what can be mended without a person", makeFixVerb},
      VerbEntry{"fmt", "put files into the one style", makeFmtVerb},
      VerbEntry{"manifest", "write the signatures of a file's Python steps", makeManifestVerb},
      VerbEntry{"data", "look into a file of data and write its schema", makeDataVerb},
      VerbEntry{"lock", "pin the packages that files import", makeLockVerb},
      VerbEntry{"plan", "show or freeze what a run would do", makePlanVerb},
      VerbEntry{"graph", "draw the tasks and what flows between them", makeGraphVerb},
      VerbEntry{"config", "show params, their values and who set them", makeConfigVerb},
      VerbEntry{"run", "carry out a pipeline or a frozen plan", makeRunVerb},
      VerbEntry{"test", "carry out the tests of a file", makeTestVerb},
      VerbEntry{"resume", "go on with a run that did not end well", makeResumeVerb},
      VerbEntry{"runs", "list the runs", makeRunsVerb},
      VerbEntry{"show", "show a run: tasks, metrics, results", makeShowVerb},
      VerbEntry{"logs", "show what tasks printed and logged", makeLogsVerb},
      VerbEntry{"explain", "explain a diagnostic, or a name of the library", makeExplainVerb},
  };
  return kVerbs;
}

}  // namespace itw::cli
