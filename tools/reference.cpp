// Writes the language reference into a folder, as Markdown: the standard library from its doc
// comments, the diagnostics with their pages, the units, and the grammar. reference OUT GRAMMAR.
#include "compiler/driver/reference.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>

#include "compiler/base/embedded.h"
#include "compiler/expr/units.h"
#include "compiler/source/source_map.h"

namespace itw {

// Made by the build from compiler/diag/explain/*.md.
std::span<const EmbeddedFile> explainPages();

namespace {

struct Title {
  const char* code;
  const char* title;
};

constexpr Title kTitles[] = {
#define ITW_DIAG(kind, code, title) {code, title},
#include "compiler/diag/kinds.def"
#undef ITW_DIAG
};

bool write(const std::string& path, const std::string& text) {
  std::ofstream out(path, std::ios::binary);
  out << text;
  return static_cast<bool>(out.flush());
}

/// The headings of a page, one level below that of its code.
std::string lowered(std::string_view page) {
  std::string text;
  bool lineStarts = true;
  for (char c : page) {
    if (lineStarts && c == '#') text += '#';
    lineStarts = c == '\n';
    text += c;
  }
  return text;
}

std::string diagnosticsPage() {
  std::string text = "# Diagnostics\n\n`itwc explain CODE` shows the same.\n\n";
  for (const Title& each : kTitles) {
    text += "## " + std::string(each.code) + ": " + each.title + "\n\n";
    for (const EmbeddedFile& page : explainPages())
      if (page.name.substr(0, page.name.rfind('.')) == each.code)
        text += lowered(page.bytes) + "\n";
  }
  return text;
}

std::string unitsPage() {
  std::string text = "# Units\n\n| unit | measures | one of it |\n| --- | --- | --- |\n";
  for (const expr::Unit& unit : expr::allUnits()) {
    const expr::NamedDimension* dimension = expr::namedDimension(unit.dimension);
    const std::string base = dimension == nullptr ? "" : std::string(dimension->base);
    text += "| `";
    text += unit.name;
    text += "` | ";
    text += expr::textOf(unit.dimension);
    text += " | ";
    text += std::to_string(unit.numerator);
    if (unit.denominator != 1) text += "/" + std::to_string(unit.denominator);
    text += " ";
    text += base;
    text += " |\n";
  }
  return text;
}

std::string indexPage(const std::vector<ReferenceModule>& modules) {
  std::string text = "# Reference\n\n";
  for (const ReferenceModule& module : modules) {
    text += "- [" + module.name + "](" + module.name + ".md):";
    for (const ReferenceEntry& entry : module.entries)
      text += " `" + entry.name.substr(module.name.size() + 1) + "`";
    text += "\n";
  }
  return text + "- [Units](units.md)\n- [Grammar](grammar.md)\n- [Diagnostics](diagnostics.md)\n";
}

bool writeAll(const std::string& folder, const std::string& grammar) {
  const std::vector<ReferenceModule> modules = standardReference();
  bool good = write(folder + "/index.md", indexPage(modules));
  for (const ReferenceModule& module : modules)
    good = write(folder + "/" + module.name + ".md", toMarkdown(module)) && good;
  good = write(folder + "/units.md", unitsPage()) && good;
  good = write(folder + "/diagnostics.md", diagnosticsPage()) && good;
  return write(folder + "/grammar.md", "# Grammar\n\n```antlr\n" + grammar + "```\n") && good;
}

}  // namespace
}  // namespace itw

int main(int count, char** words) {
  if (count != 3) return 2;
  const itw::Result<std::string> grammar = itw::DiskFileSystem().read(words[2]);
  std::error_code error;
  std::filesystem::create_directories(words[1], error);
  if (!grammar || error || !itw::writeAll(words[1], *grammar)) {
    std::fprintf(stderr, "cannot write the reference to %s\n", words[1]);
    return 6;
  }
  return 0;
}
