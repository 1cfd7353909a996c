// Turns files into a C++ source: embed FUNCTION OUT FILE... writes OUT, which defines
// `std::span<const itw::EmbeddedFile> itw::FUNCTION()`.
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

namespace {

constexpr std::size_t kBytesPerLine = 100;

std::string literalOf(const std::string& bytes) {
  std::string text;
  for (std::size_t at = 0; at < bytes.size(); at += kBytesPerLine) {
    text += "\n    \"";
    for (const char c : bytes.substr(at, kBytesPerLine)) {
      char escaped[8];
      // Three octal digits always end the escape, whatever follows.
      std::snprintf(escaped, sizeof escaped, "\\%03o", static_cast<unsigned char>(c));
      const bool plain = c >= ' ' && c <= '~' && c != '"' && c != '\\' && c != '?';
      text += plain ? std::string(1, c) : std::string(escaped);
    }
    text += '"';
  }
  return text.empty() ? "\"\"" : text;
}

bool read(const std::string& path, std::string& bytes) {
  std::ifstream file(path, std::ios::binary);
  bytes.assign(std::istreambuf_iterator<char>(file), {});
  return file.good() || file.eof();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  std::string out =
      "#include <array>\n#include <span>\n\n#include \"compiler/base/embedded.h\"\n\n";
  out += "namespace itw {\n\nstd::span<const EmbeddedFile> " + std::string(argv[1]) + "();\n\n";
  out += "std::span<const EmbeddedFile> " + std::string(argv[1]) + "() {\n";
  out += "  static constexpr std::array<EmbeddedFile, " + std::to_string(argc - 3) + "> kFiles{{\n";
  for (int i = 3; i < argc; ++i) {
    const std::string path = argv[i];
    std::string bytes;
    if (!read(path, bytes)) {
      std::fprintf(stderr, "embed: cannot read %s\n", path.c_str());
      return 1;
    }
    out += "  {\"" + path.substr(path.rfind('/') + 1) + "\", std::string_view(" + literalOf(bytes) +
           ", " + std::to_string(bytes.size()) + ")},\n";
  }
  out += "  }};\n  return kFiles;\n}\n\n}  // namespace itw\n";
  std::ofstream file(argv[2], std::ios::binary);
  file << out;
  return file.flush().good() ? 0 : 1;
}
