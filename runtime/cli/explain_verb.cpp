#include <algorithm>
#include <array>
#include <cctype>

#include "compiler/base/embedded.h"
#include "compiler/base/nearest.h"
#include "compiler/plan/json_writer.h"
#include "runtime/cli/output.h"
#include "runtime/cli/verbs.h"

namespace itw {

// Made by the build from compiler/diag/explain/*.md.
std::span<const EmbeddedFile> explainPages();

}  // namespace itw

namespace itw::cli {
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

const Entry* findEntry(std::string_view code) {
  const auto* found = std::find_if(kEntries.begin(), kEntries.end(),
                                   [&](const Entry& entry) { return entry.code == code; });
  return found == kEntries.end() ? nullptr : found;
}

std::string_view pageOf(std::string_view code) {
  for (const EmbeddedFile& page : explainPages()) {
    if (page.name.substr(0, page.name.rfind('.')) == code) return page.bytes;
  }
  return {};
}

Error unknownCode(const std::string& code) {
  std::vector<std::string> codes;
  for (const Entry& entry : kEntries) codes.emplace_back(entry.code);
  const std::string nearest = nearestName(code, codes);
  Error error = makeError(
      ErrorClass::Usage, "no diagnostic has the code `" + code + "`",
      nearest.empty() ? "`itwc explain --all` lists the codes" : "did you mean `" + nearest + "`?");
  error.code = "R1001";
  return error;
}

void writeEntry(plan::JsonWriter& out, const Entry& entry) {
  out.beginObject();
  out.key("code");
  out.string(entry.code);
  out.key("page");
  out.string(pageOf(entry.code));
  out.key("title");
  out.string(entry.title);
  out.endObject();
}

std::string toJson(const std::vector<Entry>& entries) {
  std::string text;
  plan::JsonWriter out(text);
  out.beginObject();
  out.key("codes");
  out.beginArray();
  for (const Entry& entry : entries) writeEntry(out, entry);
  out.endArray();
  out.key("diagnostics");
  out.raw("[]");
  out.key("itw");
  out.integer(1);
  out.key("kind");
  out.string("explain");
  out.key("ok");
  out.boolean(true);
  out.endObject();
  return text + "\n";
}

std::string toText(const Entry& entry) {
  std::string text = std::string(entry.code) + ": " + std::string(entry.title) + "\n";
  const std::string_view page = pageOf(entry.code);
  return page.empty() ? text : text + "\n" + std::string(page);
}

class ExplainVerb final : public Verb {
 public:
  void declare(Options& options) override {
    options.optional("CODE", code_, "the code of a diagnostic, such as E0201");
    options.flag("--all", all_, "list all codes with their titles");
    format_.declare(options);
    options.examples("itwc explain E0201", "itwc explain --all");
  }

  int run(Console& console) override {
    if (code_.empty() != all_) {
      Error error = makeError(ErrorClass::Usage, "give a code or `--all`",
                              "a diagnostic shows its code in brackets: `error[E0201]`");
      error.code = "R1001";
      return reportError(console, format_.json(), "explain", error);
    }
    return all_ ? list(console) : explain(console);
  }

 private:
  int list(Console& console) const {
    std::vector<Entry> entries(kEntries.begin(), kEntries.end());
    std::sort(entries.begin(), entries.end(),
              [](const Entry& a, const Entry& b) { return a.code < b.code; });
    if (format_.json()) {
      console.result(toJson(entries));
      return 0;
    }
    for (const Entry& entry : entries) {
      console.result(std::string(entry.code) + "  " + std::string(entry.title) + "\n");
    }
    return 0;
  }

  int explain(Console& console) const {
    std::string code = code_;
    std::transform(code.begin(), code.end(), code.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    const Entry* entry = findEntry(code);
    if (entry == nullptr) return reportError(console, format_.json(), "explain", unknownCode(code));
    console.result(format_.json() ? toJson({*entry}) : toText(*entry));
    return 0;
  }

  std::string code_;
  bool all_ = false;
  FormatOption format_;
};

}  // namespace

std::unique_ptr<Verb> makeExplainVerb() { return std::make_unique<ExplainVerb>(); }

}  // namespace itw::cli
