#include "compiler/diag/render.h"
#include "compiler/driver/fix.h"
#include "compiler/plan/json_writer.h"
#include "runtime/cli/compile_options.h"
#include "runtime/cli/output.h"
#include "runtime/cli/replace_file.h"
#include "runtime/cli/verbs.h"

namespace itw::cli {
namespace {

class FixVerb final : public Verb {
 public:
  void declare(Options& options) override {
    options.required("FILE", file_, "the file to mend, such as experiment.itw");
    options.flag("--maybe", maybe_, "apply also fixes that may not be what you mean");
    options.flag("--check", check_, "change nothing; exit 11 when the file would change");
    format_.declare(options);
    options.examples("itwc fix experiment.itw", "itwc fix --maybe --check experiment.itw");
  }

  int run(Console& console) override {
    const FixedFile fixed = fixFile(DiskFileSystem(), {.path = file_},
                                    maybe_ ? Applicability::Maybe : Applicability::Automatic);
    if (!fixed.applied.empty() && !check_) {
      if (auto written = replaceFile(file_, fixed.text); !written) {
        return reportError(console, format_.json(), "fix", written.error());
      }
    }
    const int code = exitCodeOf(fixed);
    if (format_.json()) {
      printJson(console, fixed, code == 0);
    } else {
      print(console, fixed);
    }
    return code;
  }

 private:
  int exitCodeOf(const FixedFile& fixed) const {
    return check_ && !fixed.applied.empty() ? kWouldChange : fixed.rest->exitCode;
  }

  void print(Console& console, const FixedFile& fixed) const {
    for (const AppliedFix& fix : fixed.applied) {
      console.result(file_ + ":" + std::to_string(fix.place.line) + ":" +
                     std::to_string(fix.place.column) + ": " + std::string(codeOf(fix.kind)) +
                     ", " + fix.title + "\n");
    }
    const bool read = fixed.rest->sources.size() > 0;
    if (fixed.applied.empty() && read) console.result("nothing to fix in " + file_ + "\n");
    if (!fixed.applied.empty() && check_) console.result(file_ + " would change\n");
    noteDiagnostics(console, *fixed.rest);
  }

  void printJson(Console& console, const FixedFile& fixed, bool ok) const {
    std::string text;
    plan::JsonWriter out(text);
    out.beginObject();
    out.key("changed");
    out.boolean(!fixed.applied.empty());
    out.key("diagnostics");
    out.raw(renderJson(fixed.rest->sources, fixed.rest->diagnostics));
    out.key("file");
    out.string(file_);
    out.key("fixes");
    out.beginArray();
    for (const AppliedFix& fix : fixed.applied) writeFix(out, fix);
    out.endArray();
    out.key("itw");
    out.integer(1);
    out.key("kind");
    out.string("fix");
    out.key("ok");
    out.boolean(ok);
    out.endObject();
    console.result(text + "\n");
  }

  static void writeFix(plan::JsonWriter& out, const AppliedFix& fix) {
    out.beginObject();
    out.key("code");
    out.string(codeOf(fix.kind));
    out.key("column");
    out.integer(fix.place.column);
    out.key("line");
    out.integer(fix.place.line);
    out.key("title");
    out.string(fix.title);
    out.endObject();
  }

  std::string file_;
  bool maybe_ = false;
  bool check_ = false;
  FormatOption format_;
};

}  // namespace

std::unique_ptr<Verb> makeFixVerb() { return std::make_unique<FixVerb>(); }

}  // namespace itw::cli
