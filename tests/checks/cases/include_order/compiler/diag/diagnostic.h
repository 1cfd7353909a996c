#include <boost/any.hpp>
#include <tl/expected.hpp>

#include "compiler/base/error.h"
#include "error.h"
