#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "compiler/base/check.h"
#include "compiler/parse/parser.h"

namespace {

// Everything but blanks and line ends: tokens, and comments with their texts.
std::string withoutBlanks(const std::string& text) {
  std::string kept;
  for (const char each : text)
    if (each != ' ' && each != '\t' && each != '\n' && each != '\r') kept += each;
  return kept;
}

}  // namespace

/// What the formatter makes of a text has all of its characters but blanks, and is the same when it
/// is formatted again; that it means the same the formatter checks itself.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  itw::SourceMap sources;
  itw::DiagnosticSink diagnostics;
  const auto once = itw::format(sources, sources.add("fuzz.itw", text), diagnostics);
  ITW_CHECK(once.has_value() != diagnostics.hasErrors(), "a refusal needs a reason");
  if (!once) return 0;
  ITW_CHECK(withoutBlanks(*once) == withoutBlanks(text), "formatting must lose nothing");
  const auto twice = itw::format(sources, sources.add("again.itw", *once), diagnostics);
  ITW_CHECK(twice == once, "formatting twice must change nothing");
  return 0;
}
