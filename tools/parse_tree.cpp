// Stage 0: parses a module of the standard library and writes its tree as bytes, so that itwc need
// not parse it at every start. parse_tree OUT FILE NAME, where NAME is what diagnostics call the
// file.
#include <cstdio>
#include <fstream>
#include <string>
#include <utility>

#include "compiler/diag/render.h"
#include "compiler/parse/parser.h"
#include "compiler/syntax/tree_binary.h"

int main(int count, char** words) {
  if (count != 4) return 2;
  itw::Result<std::string> text = itw::DiskFileSystem().read(words[2]);
  if (!text) {
    std::fprintf(stderr, "%s\n", text.error().message.c_str());
    return 6;
  }
  itw::SourceMap sources;
  itw::DiagnosticSink diagnostics;
  const itw::FileId file = sources.add(words[3], *std::move(text));
  const itw::syntax::File tree = itw::parse(sources, file, diagnostics);
  if (!diagnostics.all().empty()) {
    std::fputs(itw::renderHuman(sources, diagnostics, false).c_str(), stderr);
    return 1;
  }
  std::ofstream out(words[1], std::ios::binary);
  out << itw::syntax::writeTree(tree);
  return out.flush() ? 0 : 6;
}
