#pragma once

#include <memory>

#include "runtime/cli/verb.h"

namespace itw::cli {

/// One function a verb, each defined in a file of its own, init_verb.cpp and so on.
std::unique_ptr<Verb> makeCheckVerb();
std::unique_ptr<Verb> makeConfigVerb();
std::unique_ptr<Verb> makeDataVerb();
std::unique_ptr<Verb> makeExplainVerb();
std::unique_ptr<Verb> makeFixVerb();
std::unique_ptr<Verb> makeFmtVerb();
std::unique_ptr<Verb> makeGraphVerb();
std::unique_ptr<Verb> makeInitVerb();
std::unique_ptr<Verb> makeLockVerb();
std::unique_ptr<Verb> makeLogsVerb();
std::unique_ptr<Verb> makeManifestVerb();
std::unique_ptr<Verb> makePlanVerb();
std::unique_ptr<Verb> makeResumeVerb();
std::unique_ptr<Verb> makeRunVerb();
std::unique_ptr<Verb> makeRunsVerb();
std::unique_ptr<Verb> makeShowVerb();
std::unique_ptr<Verb> makeTestVerb();

}  // namespace itw::cli
