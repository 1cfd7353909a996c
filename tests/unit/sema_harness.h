#pragma once

#include <initializer_list>
#include <string>

#include "compiler/diag/render.h"
#include "compiler/driver/driver.h"

namespace itw {

/// A text in the place of a file.
class TextFile final : public FileSystem {
 public:
  explicit TextFile(std::string text) : text_(std::move(text)) {}
  Result<std::string> read(const std::string&) const override { return text_; }

 private:
  std::string text_;
};

/// A program of the user that was checked, "lr=2" standing for `--set lr=2`.
inline std::unique_ptr<Compilation> checkText(const std::string& text,
                                              std::initializer_list<std::string> settings = {}) {
  CompileRequest request{.path = "x.itw"};
  for (const std::string& setting : settings) {
    auto equals = setting.find('=');
    request.overrides.push_back({setting.substr(0, equals), setting.substr(equals + 1)});
  }
  return checkFile(TextFile("itw 1\n" + text), request);
}

/// The codes of what was reported, in order: "E0201 E0301".
inline std::string codesOf(const Compilation& unit) {
  std::string codes;
  for (const Diagnostic& diagnostic : unit.diagnostics.all())
    codes += (codes.empty() ? "" : " ") + std::string(codeOf(diagnostic.kind));
  return codes;
}

/// Everything that was reported, as a user reads it.
inline std::string reportOf(const Compilation& unit) {
  return renderHuman(unit.sources, unit.diagnostics, false);
}

}  // namespace itw
