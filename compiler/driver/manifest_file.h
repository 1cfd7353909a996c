#pragma once

#include <string>
#include <string_view>

#include "compiler/base/result.h"
#include "compiler/sema/step/manifest.h"
#include "compiler/source/source_map.h"

namespace itw {

/// Where the manifest of a program is: `calorimeter.manifest.json` beside `calorimeter.itw`.
std::string manifestPathOf(const std::string& program);

/// Reads the text of a manifest.
Result<sema::Manifest> readManifest(std::string_view text);

/// The manifest beside a program, and which of its functions have changed since it was written.
sema::ManifestInput loadManifest(const FileSystem& files, const std::string& program);

}  // namespace itw
