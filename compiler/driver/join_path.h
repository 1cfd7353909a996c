#pragma once

#include <string>

namespace itw {

/// `folder/../x.itw` without its detours; `file` is relative to the folder of `importer`.
std::string joinPath(const std::string& importer, const std::string& file);

}  // namespace itw
