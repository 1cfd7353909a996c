#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <tl/expected.hpp>
