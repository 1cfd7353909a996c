#include "compiler/driver/package_diagnostics.h"

#include "compiler/driver/driver_diagnostics.h"

namespace itw {
namespace {

std::string quoted(const std::string& text) { return "`" + text + "`"; }

}  // namespace

Diagnostic packageNotLocked(const PackageImport& import, const std::string& nearest,
                            const std::vector<std::string>& locked) {
  Diagnostic diagnostic{
      .kind = DiagKind::PackageNotLocked,
      .span = import.span,
      .message = quoted(import.lock) + " has no package " + quoted(import.package),
      .help = "`itwc lock --add " + import.package + "=FOLDER` locks it"};
  if (!locked.empty()) diagnostic.note = "it has " + listed(locked);
  if (!nearest.empty()) diagnostic.help = "did you mean " + quoted(nearest) + "?";
  return diagnostic;
}

Diagnostic packageChanged(const PackageImport& import, const std::string& file,
                          const std::string& what) {
  return {.kind = DiagKind::PackageChanged,
          .span = import.span,
          .message = quoted(file) + " of the package " + quoted(import.package) + " " + what,
          .note = "a package is used as " + quoted(import.lock) + " knows it, or not at all",
          .help = "put the locked version back, or accept the new one with `itwc lock`"};
}

Diagnostic moduleNotInPackage(const PackageImport& import, const std::string& nearest,
                              const std::vector<std::string>& modules) {
  return {.kind = DiagKind::ModuleNotInPackage,
          .span = import.span,
          .message =
              "the package " + quoted(import.package) + " has no module " + quoted(import.module),
          .help = nearest.empty() ? "it has " + listed(modules)
                                  : "did you mean " + quoted(nearest) + "?"};
}

Diagnostic lockUnreadable(const PackageImport& import, const std::string& reason) {
  return {.kind = DiagKind::LockUnreadable,
          .span = import.span,
          .message = quoted(import.lock) + " cannot be used: " + reason,
          .help = "restore it, or remove it and write it anew with `itwc lock`"};
}

Diagnostic importLeavesPackage(Span import, const std::string& file, const std::string& package) {
  return {
      .kind = DiagKind::ImportLeavesPackage,
      .span = import,
      .message = quoted(file) + " is no file that is locked with the package " + quoted(package),
      .help = "a package imports its own files, the standard library and other packages"};
}

Diagnostic lockedOtherwise(const PackageImport& import, const std::string& importer) {
  return {.kind = DiagKind::LockedOtherwise,
          .span = import.span,
          .message = quoted(importer) + " was locked with another version of " +
                     quoted(import.package) + " than " + quoted(import.lock) + " has",
          .help = "test it with this one, or take the version that it was locked with"};
}

}  // namespace itw
