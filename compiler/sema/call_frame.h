#pragma once

#include "compiler/sema/context.h"

namespace itw::sema {

/// Says for as long as it lives that what is reported stands inside a call of a pipeline or model.
class CallFrame {
 public:
  CallFrame(Context& context, Span call, const std::string& callee) : context_(context) {
    context_.calls.push_back({call, callee});
  }
  ~CallFrame() { context_.calls.pop_back(); }
  CallFrame(const CallFrame&) = delete;
  CallFrame& operator=(const CallFrame&) = delete;

 private:
  Context& context_;
};

}  // namespace itw::sema
