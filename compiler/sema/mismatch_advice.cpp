#include "compiler/sema/mismatch_advice.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "compiler/sema/arguments.h"
#include "compiler/sema/candidates.h"
#include "compiler/sema/names_diagnostics.h"
#include "compiler/sema/suggest.h"

namespace itw::sema {
namespace {

struct UnitExample {
  const char* dimension;
  const char* text;
};

constexpr UnitExample kExamples[] = {
    {"duration", "`2h`, `30min` or `6h30min`"},
    {"bytes", "`4GiB` or `500MB`"},
    {"frequency", "`100Hz`"},
    {"power", "`1.9kW` or `300W`"},
    {"energy", "`500Wh` or `2kWh`"},
    {"rate", "`600GB/s` or `200Gbit/s`"},
    {"mass", "`380g` or `2kg`"},
    {"carbon", "`380g/kWh`"},
    {"epochs", "`3 epochs`"},
    {"steps", "`100 steps`"},
    {"samples", "`1000 samples`"},
    {"trials", "`200 trials`"},
    {"gpu_h", "`500 gpu_h`"},
    {"cpu_h", "`500 cpu_h`"},
};

// The text of a string that is written out here, or null.
const std::string* literalText(const Item& item) {
  const std::string* text = item.scalar.value ? item.scalar.value->string() : nullptr;
  const bool written = text != nullptr && item.type->is(TypeKind::String) &&
                       item.span.end - item.span.begin == text->size() + 2;
  return written ? text : nullptr;
}

bool isName(const std::string& text) {
  const auto part = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
  };
  return !text.empty() && std::isdigit(static_cast<unsigned char>(text[0])) == 0 &&
         std::all_of(text.begin(), text.end(), part);
}

// Whether a component can be written by its name alone.
bool standsAlone(Context& context, const Symbol& symbol) {
  for (const Parameter& parameter : signatureOf(context, symbol).parameters)
    if (!parameter.port && parameter.syntax->fallback == nullptr) return false;
  return true;
}

// What a text names where a component, shape, field or series is asked for; or an empty text.
std::string namedIn(Context& context, const Scope& scope, const std::string& text,
                    const Type& expected) {
  if (expected.is(TypeKind::Series) || expected.is(TypeKind::Field)) return text;
  if (!expected.is(TypeKind::Component) && !expected.is(TypeKind::Shape)) return "";
  const NamePlace place{false, &expected};
  const auto names = candidates(context, scope, place);
  if (std::find(names.begin(), names.end(), text) != names.end()) return text;
  return context.suggestionsLeft-- > 0 ? nearest(text, names) : "";
}

void offer(Diagnostic& diagnostic, const std::string& help, const std::string& written) {
  diagnostic.help = help;
  diagnostic.fixes = {
      {fmt::format("write `{}`", written), Applicability::Maybe, {{diagnostic.span, written}}}};
}

void adviseOnName(Context& context, const Scope& scope, const std::string& text,
                  const Type& expected, Diagnostic& diagnostic) {
  const bool list = expected.is(TypeKind::List) && expected.inner != nullptr;
  const Type& wanted = list ? *expected.inner : expected;
  const std::string name = isName(text) ? namedIn(context, scope, text, wanted) : "";
  if (name.empty()) return;
  const std::string written = list ? fmt::format("[{}]", name) : name;
  for (const Symbol* symbol : context.symbols.find(scope.module, name)) {
    const bool meant = canStand(context, scope, *symbol, {false, &wanted});
    if (!meant || symbol->kind != SymbolKind::Component || standsAlone(context, *symbol)) continue;
    diagnostic.help = fmt::format("names stand without quotes: `{}(...)`", name);
    return;
  }
  offer(diagnostic, fmt::format("names stand without quotes: `{}`", written), written);
}

// `cache(false)`: the words that say so.
void adviseOnWord(const Item& item, const Type& expected, Diagnostic& diagnostic) {
  std::vector<std::string_view> members(expected.members.begin(), expected.members.end());
  const auto has = [&](std::string_view word) {
    return std::find(members.begin(), members.end(), word) != members.end();
  };
  diagnostic.help = fmt::format("it is one of {}", listed(members));
  if (!item.type->is(TypeKind::Bool) || !item.scalar.value || !has("always") || !has("never"))
    return;
  const bool on = item.scalar.truth == expr::Tri::True;
  offer(diagnostic, fmt::format("write `{}`", on ? "always" : "never"), on ? "always" : "never");
}

}  // namespace

std::string unitExamples(const Type& type) {
  for (const UnitExample& example : kExamples) {
    const expr::NamedDimension* named = expr::findDimension(example.dimension);
    if (named != nullptr && named->dimension == type.dimension) return example.text;
  }
  return "";
}

std::string durationOfClock(const std::string& text) {
  std::vector<std::string> parts(1);
  for (char c : text) {
    if (c == ':')
      parts.emplace_back();
    else if (std::isdigit(static_cast<unsigned char>(c)) != 0)
      parts.back() += c;
    else
      return "";
  }
  if (parts.size() != 3) return "";
  constexpr const char* kUnits[] = {"h", "min", "s"};
  std::string written;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    parts[i].erase(0, parts[i].find_first_not_of('0'));
    if (!parts[i].empty()) written += parts[i] + kUnits[i];
  }
  return written;
}

void adviseOnMismatch(Context& context, const Scope& scope, const Item& item, const Type& expected,
                      Diagnostic& diagnostic) {
  if (!diagnostic.fixes.empty()) return;
  if (const std::string* text = literalText(item)) {
    const std::string clock =
        expected.is(TypeKind::Measure) && unitExamples(expected).starts_with("`2h")
            ? durationOfClock(*text)
            : "";
    if (!clock.empty())
      offer(diagnostic, fmt::format("a time has its units: `{}`", clock), clock);
    else
      adviseOnName(context, scope, *text, expected, diagnostic);
    return;
  }
  if (expected.is(TypeKind::Enum) && item.type->is(TypeKind::Bool))
    adviseOnWord(item, expected, diagnostic);
}

}  // namespace itw::sema
