#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "runtime/event/message.h"

namespace itw::store {

/// Outputs as the database keeps them: a JSON array of objects.
std::string outputsToJson(const std::vector<event::OutputValue>& outputs);
/// Back; what is not of that form is left out.
std::vector<event::OutputValue> outputsFromJson(std::string_view text);

}  // namespace itw::store
