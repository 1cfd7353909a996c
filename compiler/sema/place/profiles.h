#pragma once

#include <string>
#include <vector>

#include "compiler/sema/context.h"
#include "compiler/sema/place/entries.h"

namespace itw::sema {

/// Finds what `--profile` and `--site` name; unknown names are reported.
void chooseProfile(Context& context);

/// What the chosen profile binds `path` to (`lr`, `digits.place`), or null.
const syntax::ProfileEntry* profileBinding(const Context& context, const std::string& path);

/// The range or list that the chosen profile narrows `path` to, or null.
const syntax::ProfileEntry* profileRange(const Context& context, const std::string& path);

/// Whether a value is one that the chosen profile narrows its param to; reported if not.
bool liesInProfile(Context& context, const std::string& path, const Item& item);

/// What the chosen profile says of a shape: the entries of `quad.walltime = 4h`, checked.
std::vector<Entry> profileEntriesOf(Context& context, const Symbol& shape);

/// Checks every entry of every profile of the user's file, chosen or not.
void checkProfiles(Context& context);

/// "profile booster", or an empty text.
std::string profileText(const Context& context);

}  // namespace itw::sema
