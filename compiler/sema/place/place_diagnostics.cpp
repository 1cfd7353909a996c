#include "compiler/sema/place/place_diagnostics.h"

#include <fmt/format.h>

#include "compiler/sema/names_diagnostics.h"

namespace itw::sema {
namespace {

Diagnostic plain(DiagKind kind, Span span, std::string message, std::string help = {}) {
  return {.kind = kind, .span = span, .message = std::move(message), .help = std::move(help)};
}

std::string textOf(const BlockName& block) {
  return block.name.empty() ? fmt::format("`{}`", block.kind)
                            : fmt::format("the {} `{}`", block.kind, block.name);
}

}  // namespace

Diagnostic unknownEntry(const syntax::Name& name, const BlockName& block,
                        const std::string& nearest, const std::vector<std::string_view>& known) {
  std::string kind = block.name.empty() ? fmt::format("`{}`", block.kind) : withArticle(block.kind);
  return suggesting(plain(DiagKind::UnknownArgument, name.span,
                          fmt::format("{} has no entry `{}`", textOf(block), name.text)),
                    nearest,
                    foreignOr(name.text, fmt::format("{} may have {}", kind, listed(known))));
}

Diagnostic entryTooSmall(const Item& item, const std::string& entry, const BlockName& block,
                         double least) {
  std::string kind = block.name.empty() ? fmt::format("`{}`", block.kind) : withArticle(block.kind);
  Diagnostic diagnostic = plain(
      DiagKind::ShapeEntry, item.span,
      fmt::format("`{}` is {}, and {} has {:g} or more", entry, valueText(item), kind, least));
  if (item.provenance) {
    diagnostic.setBy = item.provenance->setBy;
    diagnostic.labels.push_back(
        {item.provenance->declared, fmt::format("`{}` is declared here", item.provenance->name)});
  }
  return diagnostic;
}

Diagnostic entryWithoutEffect(const Entry& entry, const std::string& reason) {
  return plain(DiagKind::EntryWithoutEffect, entry.span,
               fmt::format("`{}` has no effect here", entry.name->text),
               fmt::format("remove it: {}", reason));
}

Diagnostic unreachableAlternative(Span later, const std::string& shape, Span earlier) {
  Diagnostic diagnostic =
      plain(DiagKind::EntryWithoutEffect, later,
            fmt::format("this alternative of `{}` is never chosen", shape),
            "put it first, or remove it: alternatives are tried in the order written");
  diagnostic.labels.push_back({earlier, "wherever it would fit, this one fits first"});
  return diagnostic;
}

Diagnostic entryMissing(Span place, const BlockName& block,
                        const std::vector<std::string_view>& missing) {
  return plain(DiagKind::EntryMissing, place,
               fmt::format("{} does not say its {}", textOf(block), listed(missing)),
               fmt::format("add `{} = ...`", missing[0]));
}

Diagnostic repeatedBlock(Span later, const BlockName& block, Span earlier) {
  Diagnostic diagnostic =
      plain(DiagKind::DuplicateName, later,
            block.name.empty() ? fmt::format("`{}` stands twice in this site", block.kind)
                               : fmt::format("there is a {} `{}` already", block.kind, block.name),
            block.name.empty() ? "put all of its entries into one" : "rename one of them");
  diagnostic.labels.push_back({earlier, "first here"});
  return diagnostic;
}

Diagnostic unknownSiteEntry(const syntax::Name& keyword, const std::string& site,
                            const std::string& nearest) {
  const bool named = keyword.text == "node" || keyword.text == "queue";
  if (named || keyword.text == "links" || keyword.text == "energy")
    return plain(DiagKind::UnknownArgument, keyword.span,
                 fmt::format("`{}` is no value of a site but a block", keyword.text),
                 fmt::format("write `{}{} {{ ... }}`", keyword.text, named ? " NAME" : ""));
  return suggesting(plain(DiagKind::UnknownArgument, keyword.span,
                          fmt::format("the site `{}` has no entry `{}`", site, keyword.text)),
                    nearest, "a site may have `scheduler`, `node`, `queue`, `links` and `energy`");
}

Diagnostic unknownNode(Span use, const std::string& name, const std::string& site,
                       const std::string& nearest, const std::vector<std::string_view>& known) {
  return suggesting(plain(DiagKind::UnknownName, use,
                          fmt::format("the site `{}` has no node type `{}`", site, name)),
                    nearest,
                    known.empty() ? "declare it: `node " + name + " { ... }`"
                                  : fmt::format("it has {}", listed(known)));
}

Diagnostic nodesWithoutType(Span use, const std::vector<std::string_view>& nodes) {
  std::string name(nodes.empty() ? "gpu_node" : nodes[0]);
  return plain(DiagKind::EntryMissing, use, "a queue says how many nodes it has and of which type",
               fmt::format("write `nodes = 8 of {}`", name));
}

Diagnostic moreThanThere(const Entry& entry, const Entry& bound) {
  Diagnostic diagnostic =
      plain(DiagKind::SiteContradiction, entry.item.span,
            fmt::format("`{}` is {}, and the queue has {} nodes", entry.name->text,
                        valueText(entry.item), valueText(bound.item)),
            "a job cannot get more nodes than the queue has");
  diagnostic.labels.push_back({bound.span, "its nodes are counted here"});
  return diagnostic;
}

Diagnostic unusedNode(const syntax::Name& name, const std::string& site) {
  Diagnostic diagnostic =
      plain(DiagKind::EntryWithoutEffect, name.span,
            fmt::format("no queue of `{}` has nodes of the type `{}`", site, name.text),
            "give them to a queue with `nodes = N of " + name.text + "`, or remove the type");
  diagnostic.onlyIfAlone = true;
  return diagnostic;
}

Diagnostic unknownProfileKey(Span use, const std::string& path, const std::string& nearest) {
  return suggesting(plain(DiagKind::UnknownProfileKey, use,
                          fmt::format("nothing that a profile can set is named `{}`", path)),
                    nearest,
                    "a profile sets params, `pipeline.argument`, `shape.entry` and `site`");
}

Diagnostic profileSetsTwice(Span later, const std::string& path, Span earlier) {
  Diagnostic diagnostic =
      plain(DiagKind::RepeatedArgument, later, fmt::format("`{}` is set twice", path));
  diagnostic.labels.push_back({earlier, "first here"});
  return diagnostic;
}

Diagnostic notASite(Span use, const std::string& name, const std::string& nearest) {
  return suggesting(plain(DiagKind::UnknownName, use,
                          name.empty() ? "this is no name of a site"
                                       : fmt::format("no site is named `{}`", name)),
                    nearest, "declare it: `site juwels { ... }`");
}

Diagnostic narrowsNonNumber(Span use, const std::string& path, const Type& type) {
  return plain(DiagKind::RangeForm, use,
               fmt::format("`{}` is {}, which has no range to narrow", path, withArticle(type)),
               fmt::format("bind it: `{} = ...`", path));
}

Diagnostic narrowsNothing(Span entry, const std::string& path, const std::string& declared,
                          Span declaredAt) {
  Diagnostic diagnostic =
      plain(DiagKind::EntryWithoutEffect, entry,
            fmt::format("this narrows nothing: `{}` lies in {} anyway", path, declared),
            "narrow the range, or remove the entry");
  diagnostic.labels.push_back({declaredAt, "the range is declared here"});
  return diagnostic;
}

Diagnostic widensRange(Span use, const std::string& path, const std::string& declared,
                       Span declaredAt) {
  Diagnostic diagnostic = plain(DiagKind::ProfileWidens, use,
                                fmt::format("this lets `{}` out of its range {}", path, declared),
                                "a profile may narrow a range, never widen it");
  diagnostic.labels.push_back({declaredAt, "the range is declared here"});
  return diagnostic;
}

Diagnostic outsideNarrowed(const Item& item, const std::string& path, const std::string& range,
                           Span narrowed) {
  const bool drawn = item.provenance == nullptr;
  const std::string setBy = drawn ? "" : item.provenance->setBy;
  const bool bound = setBy.starts_with("profile ");
  std::string help = drawn ? "draw inside the range, or leave the profile out"
                     : setBy.starts_with("--set ")
                         ? "set it inside the range, or leave the profile out"
                     : bound ? "bind it inside the range"
                             : fmt::format("bind `{}` in the profile too", path);
  Diagnostic diagnostic =
      plain(DiagKind::OutOfRange, drawn ? item.span : narrowed,
            fmt::format("`{}` is {}, which is not in {}", path, valueText(item), range), help);
  if (drawn) {
    diagnostic.labels.push_back({narrowed, "the profile narrows it here"});
    diagnostic.setBy = "the chosen profile";
    return diagnostic;
  }
  if (!bound) diagnostic.setBy = setBy;
  diagnostic.labels.push_back(
      bound ? Label{item.span, "it is bound here"}
            : Label{item.provenance->declared, fmt::format("`{}` is declared here", path)});
  return diagnostic;
}

Diagnostic emptyProfile(const Symbol& symbol) {
  return plain(DiagKind::EntryWithoutEffect, symbol.span,
               fmt::format("the profile `{}` sets nothing", symbol.name), "remove it");
}

Diagnostic unknownChoice(DiagKind kind, const std::string& option, const std::string& name,
                         const std::string& nearest, const std::vector<std::string_view>& known) {
  std::string word = option.substr(2);
  std::string otherwise = known.empty() ? fmt::format("it declares no {} at all", word)
                                        : fmt::format("it has {}", listed(known));
  return {.kind = kind,
          .message = fmt::format("the file declares no {} `{}`", word, name),
          .setBy = fmt::format("{} {}", option, name),
          .help = nearest.empty() ? otherwise : didYouMean(nearest)};
}

}  // namespace itw::sema
