#include <ATen/ATen.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include "compiler/base/error.cpp"
#include "tests/unit/helper.h"
