#pragma once

#include <c10/util/Exception.h>

#include <exception>
#include <new>
#include <type_traits>

#include "compiler/base/result.h"

namespace itw::train {

/// What LibTorch threw, as an error of ours: its first line, without the backtrace.
Error torchError(const c10::Error& thrown);
/// Memory ran out outside LibTorch.
Error outOfMemory();
/// Anything else that a library threw.
Error foreignError(const std::exception& thrown);

/// Runs what may throw; the only place where exceptions of LibTorch end.
template <class F>
auto guarded(F&& function) -> std::invoke_result_t<F> {
  try {
    return function();
  } catch (const c10::Error& thrown) {
    return fail(torchError(thrown));
  } catch (const std::bad_alloc&) {
    return fail(outOfMemory());
  } catch (const std::exception& thrown) {
    return fail(foreignError(thrown));
  }
}

}  // namespace itw::train
