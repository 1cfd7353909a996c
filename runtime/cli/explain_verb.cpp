#include <algorithm>
#include <array>
#include <cctype>

#include "compiler/base/embedded.h"
#include "compiler/base/nearest.h"
#include "compiler/driver/reference.h"
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

Error unknownWord(const std::string& word) {
  std::vector<std::string> known;
  for (const Entry& entry : kEntries) known.emplace_back(entry.code);
  for (const ReferenceModule& module : standardReference())
    for (const ReferenceEntry& entry : module.entries) {
      known.push_back(entry.name);
      known.push_back(entry.name.substr(entry.name.rfind('.') + 1));
    }
  const std::string nearest = nearestName(word, known);
  Error error = makeError(
      ErrorClass::Usage, "no diagnostic and no name of the standard library is `" + word + "`",
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

void writeEntry(plan::JsonWriter& out, const ReferenceEntry& entry) {
  out.beginObject();
  out.key("doc");
  out.string(entry.doc);
  out.key("implemented");
  out.boolean(entry.implemented);
  out.key("kind");
  out.string(entry.kind);
  out.key("name");
  out.string(entry.name);
  out.key("text");
  out.string(entry.text);
  out.endObject();
}

/// The envelope around a list of codes or declarations, which `name` says.
template <class Item>
std::string toJson(std::string_view name, const std::vector<Item>& entries) {
  std::string text;
  plan::JsonWriter out(text);
  out.beginObject();
  out.key(name);
  out.beginArray();
  for (const Item& entry : entries) writeEntry(out, entry);
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

std::string toText(const ReferenceEntry& entry) {
  std::string text = entry.name + " (" + entry.kind + ")\n\n";
  if (!entry.doc.empty()) text += entry.doc + "\n\n";
  text += std::string(entry.text) + "\n";
  if (!entry.implemented) text += "\nchecked and planned; this version cannot run it yet\n";
  return text;
}

std::string toText(const Entry& entry) {
  std::string text = std::string(entry.code) + ": " + std::string(entry.title) + "\n";
  const std::string_view page = pageOf(entry.code);
  return page.empty() ? text : text + "\n" + std::string(page);
}

class ExplainVerb final : public Verb {
 public:
  void declare(Options& options) override {
    options.optional("WORD", word_, "a diagnostic's code, E0201, or a name: linear, std.nn.linear");
    options.flag("--all", all_, "list all codes with their titles");
    format_.declare(options);
    options.examples("itwc explain E0201", "itwc explain linear");
  }

  int run(Console& console) override {
    if (word_.empty() != all_) {
      Error error = makeError(ErrorClass::Usage, "give a code, a name or `--all`",
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
      console.result(toJson("codes", entries));
      return 0;
    }
    for (const Entry& entry : entries) {
      console.result(std::string(entry.code) + "  " + std::string(entry.title) + "\n");
    }
    return 0;
  }

  int explain(Console& console) const {
    std::string code = word_;
    std::transform(code.begin(), code.end(), code.begin(),
                   [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    if (const Entry* entry = findEntry(code)) {
      console.result(format_.json() ? toJson("codes", std::vector<Entry>{*entry}) : toText(*entry));
      return 0;
    }
    const std::vector<ReferenceEntry> found = findInReference(word_);
    if (found.empty()) return reportError(console, format_.json(), "explain", unknownWord(word_));
    if (format_.json()) {
      console.result(toJson("declarations", found));
      return 0;
    }
    for (std::size_t i = 0; i < found.size(); ++i)
      console.result((i == 0 ? "" : "\n") + toText(found[i]));
    return 0;
  }

  std::string word_;
  bool all_ = false;
  FormatOption format_;
};

}  // namespace

std::unique_ptr<Verb> makeExplainVerb() { return std::make_unique<ExplainVerb>(); }

}  // namespace itw::cli
