#include <cstddef>
#include <cstdint>
#include <string>

#include "compiler/base/check.h"
#include "compiler/diag/render.h"
#include "compiler/parse/parser.h"
#include "compiler/syntax/tree_binary.h"
#include "compiler/syntax/tree_dump.h"

namespace {

/// What the formatter makes of a text is the same when it is formatted again; that it means the
/// same the formatter checks itself.
void checkFormat(const std::string& text) {
  itw::SourceMap sources;
  itw::DiagnosticSink diagnostics;
  const auto once = itw::format(sources, sources.add("fuzz.itw", text), diagnostics);
  ITW_CHECK(once.has_value() != diagnostics.hasErrors(), "a refusal needs a reason");
  if (!once) return;
  const auto twice = itw::format(sources, sources.add("again.itw", *once), diagnostics);
  ITW_CHECK(twice == once, "formatting twice must change nothing");
}

}  // namespace

/// Any bytes end in a tree and in diagnostics that can be rendered.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  itw::SourceMap sources;
  itw::DiagnosticSink diagnostics;
  const itw::FileId file = sources.add("fuzz.itw", text);
  const itw::syntax::File tree = itw::parse(sources, file, diagnostics);
  diagnostics.sort();
  itw::renderHuman(sources, diagnostics, false);
  itw::renderJson(sources, diagnostics);
  const auto again = itw::syntax::readTree(itw::syntax::writeTree(tree), file);
  ITW_CHECK(again.has_value(), "the binary form must read back");
  ITW_CHECK(itw::syntax::dumpTree(*again, true) == itw::syntax::dumpTree(tree, true),
            "the binary form must read back unchanged");
  checkFormat(text);
  return 0;
}
