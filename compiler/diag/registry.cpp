#include <array>
#include <string_view>

#include "compiler/base/check.h"
#include "compiler/diag/diagnostic.h"

namespace itw {

namespace {

struct Entry {
  std::string_view code;
  std::string_view title;
};

constexpr std::array kEntries = {
#define ITW_DIAG(kind, code, title) Entry{code, title},
#include "compiler/diag/kinds.def"
#undef ITW_DIAG
};

const Entry& entryOf(DiagKind kind) {
  const auto index = static_cast<std::size_t>(kind);
  ITW_CHECK(index < kEntries.size(), "a kind that is not in the registry");
  return kEntries[index];
}

constexpr bool codesAreUnique() {
  for (std::size_t i = 0; i < kEntries.size(); ++i) {
    for (std::size_t j = i + 1; j < kEntries.size(); ++j) {
      if (kEntries[i].code == kEntries[j].code) return false;
    }
  }
  return true;
}

static_assert(codesAreUnique(), "two kinds of compiler/diag/kinds.def have the same code");

}  // namespace

std::string_view codeOf(DiagKind kind) { return entryOf(kind).code; }

std::string_view titleOf(DiagKind kind) { return entryOf(kind).title; }

Severity severityOf(DiagKind kind) {
  const char first = codeOf(kind).front();
  if (first == 'W') return Severity::Warning;
  return first == 'N' ? Severity::Note : Severity::Error;
}

std::string_view wordOf(Severity severity) {
  switch (severity) {
    case Severity::Error:
      return "error";
    case Severity::Warning:
      return "warning";
    case Severity::Note:
      return "note";
  }
  return "error";
}

}  // namespace itw
