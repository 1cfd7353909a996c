#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/diag/diagnostic.h"
#include "compiler/sema/item.h"
#include "compiler/sema/place/entries.h"
#include "compiler/sema/symbols.h"

namespace itw::sema {

Diagnostic unknownEntry(const syntax::Name& name, const BlockName& block,
                        const std::string& nearest, const std::vector<std::string_view>& known);
Diagnostic entryTooSmall(const Item& item, const std::string& entry, const BlockName& block,
                         double least);
/// An entry that another one of the same block makes meaningless.
/// A profile's range that is the declared one.
Diagnostic narrowsNothing(Span entry, const std::string& path, const std::string& declared,
                          Span declaredAt);
Diagnostic entryWithoutEffect(const Entry& entry, const std::string& reason);
/// An alternative that is never chosen, as an earlier one asks for no more.
Diagnostic unreachableAlternative(Span later, const std::string& shape, Span earlier);

/// A part that a site, queue or node needs.
Diagnostic entryMissing(Span place, const BlockName& block,
                        const std::vector<std::string_view>& missing);
/// Two nodes or queues of one name, or a block that stands twice.
Diagnostic repeatedBlock(Span later, const BlockName& block, Span earlier);
Diagnostic unknownSiteEntry(const syntax::Name& keyword, const std::string& site,
                            const std::string& nearest);
Diagnostic unknownNode(Span use, const std::string& name, const std::string& site,
                       const std::string& nearest, const std::vector<std::string_view>& known);
/// `nodes = 8` where `8 of gpu_node` is needed.
Diagnostic nodesWithoutType(Span use, const std::vector<std::string_view>& nodes);
/// More than there is: `max_nodes` above `nodes`.
Diagnostic moreThanThere(const Entry& entry, const Entry& bound);
Diagnostic unusedNode(const syntax::Name& name, const std::string& site);

/// A profile's entry for something that cannot be set.
Diagnostic unknownProfileKey(Span use, const std::string& path, const std::string& nearest);
Diagnostic profileSetsTwice(Span later, const std::string& path, Span earlier);
/// `site = x` where x is no site.
Diagnostic notASite(Span use, const std::string& name, const std::string& nearest);
Diagnostic narrowsNonNumber(Span use, const std::string& path, const Type& type);
Diagnostic widensRange(Span use, const std::string& path, const std::string& declared,
                       Span declaredAt);
/// A range of the profile that the default of the param is outside of.
Diagnostic outsideNarrowed(const Item& item, const std::string& path, const std::string& range,
                           Span narrowed);
Diagnostic emptyProfile(const Symbol& symbol);
/// `--profile` or `--site` of something that the file does not declare.
Diagnostic unknownChoice(DiagKind kind, const std::string& option, const std::string& name,
                         const std::string& nearest, const std::vector<std::string_view>& known);

}  // namespace itw::sema
