#include <cstddef>
#include <cstdint>
#include <string>

#include "compiler/base/check.h"
#include "compiler/diag/render.h"
#include "compiler/parse/parser.h"
#include "compiler/syntax/tree_binary.h"
#include "compiler/syntax/tree_dump.h"

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
  return 0;
}
