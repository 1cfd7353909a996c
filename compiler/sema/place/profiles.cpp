#include "compiler/sema/place/profiles.h"

#include <algorithm>

#include "compiler/sema/elaborate.h"
#include "compiler/sema/place/narrowing.h"
#include "compiler/sema/place/place_diagnostics.h"
#include "compiler/sema/suggest.h"

namespace itw::sema {
namespace {

using Path = std::vector<syntax::Name>;

std::string textOf(const Path& path) {
  std::string text;
  for (const syntax::Name& part : path) text += (text.empty() ? "" : ".") + part.text;
  return text;
}

const syntax::ProfileDecl* declarationOf(const Symbol* profile) {
  if (profile == nullptr) return nullptr;
  return std::get_if<syntax::ProfileDecl>(&profile->declaration->node);
}

// A pipeline's argument may be named without its pipeline where no declaration has the name.
const syntax::ProfileEntry* entryOf(const Context& context, const std::string& path, bool narrows) {
  const char* ending = narrows ? " in" : "";
  auto found = context.profileEntries.find(path + ending);
  if (found != context.profileEntries.end()) return found->second;
  auto dot = path.rfind('.');
  if (dot == std::string::npos || context.profileEntries.empty()) return nullptr;
  std::string bare = path.substr(dot + 1);
  if (!context.symbols.inModule(0, bare).empty()) return nullptr;
  found = context.profileEntries.find(bare + ending);
  return found == context.profileEntries.end() ? nullptr : found->second;
}

const Symbol* choose(Context& context, SymbolKind kind, const std::string& name) {
  if (name.empty()) return nullptr;
  std::vector<std::string_view> known;
  for (const Symbol& symbol : context.symbols.all()) {
    if (symbol.module != 0 || symbol.kind != kind) continue;
    if (symbol.name == name) return &symbol;
    known.push_back(symbol.name);
  }
  bool site = kind == SymbolKind::Site;
  context.report(unknownChoice(site ? DiagKind::UnknownSite : DiagKind::UnknownProfile,
                               site ? "--site" : "--profile", name, nearest(name, known), known));
  return nullptr;
}

}  // namespace

void chooseProfile(Context& context) {
  context.profile = choose(context, SymbolKind::Profile, context.input.profile);
  context.site = choose(context, SymbolKind::Site, context.input.site);
  if (const syntax::ProfileDecl* profile = declarationOf(context.profile))
    for (const syntax::ProfileEntry& each : profile->entries)
      context.profileEntries.emplace(textOf(each.path) + (each.narrows ? " in" : ""), &each);
  const syntax::ProfileEntry* entry = entryOf(context, "site", false);
  if (entry == nullptr || !context.input.site.empty()) return;
  const auto* name = std::get_if<syntax::NameExpr>(&entry->value->node);
  if (name == nullptr) return;
  for (const Symbol* symbol : context.symbols.inModule(0, name->name))
    if (symbol->kind == SymbolKind::Site) context.site = symbol;
}

const syntax::ProfileEntry* profileBinding(const Context& context, const std::string& path) {
  return entryOf(context, path, false);
}

const syntax::ProfileEntry* profileRange(const Context& context, const std::string& path) {
  return entryOf(context, path, true);
}

bool liesInProfile(Context& context, const std::string& path, const Item& item) {
  const syntax::ProfileEntry* entry = profileRange(context, path);
  if (entry == nullptr || item.isError() || item.isNone() || !item.scalar.value) return true;
  // What is wrong with the entry is told where the profile is checked.
  const std::size_t before = context.sink.all().size();
  const Allowed allowed = readAllowed(context, Scope{}, *entry->value, item.type);
  context.sink.takeSince(before);
  if (allowed.contains(item)) return true;
  std::string text(context.input.sources->text(entry->value->span));
  context.report(outsideNarrowed(item, path, text, entry->value->span));
  return false;
}

std::string profileText(const Context& context) {
  return context.profile == nullptr ? "" : "profile " + context.profile->name;
}

}  // namespace itw::sema
