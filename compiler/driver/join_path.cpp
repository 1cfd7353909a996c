#include "compiler/driver/join_path.h"

#include <algorithm>
#include <vector>

namespace itw {

std::string joinPath(const std::string& importer, const std::string& file) {
  const auto slash = importer.rfind('/');
  const bool absolute = file.starts_with('/');
  std::string path =
      absolute || slash == std::string::npos ? file : importer.substr(0, slash + 1) + file;
  std::vector<std::string> parts;
  for (std::size_t at = 0; at <= path.size();) {
    const std::size_t end = std::min(path.find('/', at), path.size());
    const std::string part = path.substr(at, end - at);
    const bool climbs = part == ".." && !parts.empty() && parts.back() != "..";
    if (climbs) parts.pop_back();
    if (!climbs && !part.empty() && part != ".") parts.push_back(part);
    at = end + 1;
  }
  std::string result = path.starts_with('/') ? "/" : "";
  for (const std::string& part : parts) {
    if (!result.empty() && result.back() != '/') result += '/';
    result += part;
  }
  return result;
}

}  // namespace itw
