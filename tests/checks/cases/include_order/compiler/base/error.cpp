#include "compiler/base/error.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

#include "compiler/diag/diagnostic.h"
