#pragma once

#include <memory>

#include "runtime/cli/verb.h"

namespace itw::cli {

// One function a verb, each defined in a file of its own, init_verb.cpp and so on.
std::unique_ptr<Verb> makeInitVerb();

}  // namespace itw::cli
