#include <algorithm>

#include "compiler/plan/json_writer.h"
#include "runtime/cli/inspection_text.h"
#include "runtime/cli/output.h"
#include "runtime/cli/verbs.h"
#include "runtime/exec/exec_options.h"
#include "runtime/exec/worker_errors.h"
#include "runtime/process/collect.h"

namespace itw::cli {
namespace {

std::string documentOf(const FoundData& data, const std::string& file) {
  std::string text;
  plan::JsonWriter out(text);
  out.beginObject();
  out.key("convert");
  out.boolean(data.convert);
  out.key("diagnostics");
  out.raw("[]");
  out.key("fields");
  out.beginArray();
  for (const FoundField& field : data.fields) {
    out.beginObject();
    for (const auto& [name, value] :
         {std::pair("name", &field.name), std::pair("note", &field.note),
          std::pair("type", &field.type)}) {
      out.key(name);
      out.string(*value);
    }
    out.endObject();
  }
  out.endArray();
  out.key("file");
  out.string(file);
  out.key("itw");
  out.integer(1);
  out.key("kind");
  out.string("data");
  out.key("ok");
  out.boolean(true);
  out.key("reader");
  out.string(data.reader);
  out.key("rows");
  out.integer(data.rows);
  out.endObject();
  return text + "\n";
}

class DataVerb final : public Verb {
 public:
  void declare(Options& options) override {
    options.required("ACTION", action_, "`inspect`: write a program that reads the file");
    options.required("FILE", file_, "a file of data: .csv, .npy, .npz or .safetensors");
    format_.declare(options);
    options.examples("itwc data inspect points.csv",
                     "itwc data inspect points.csv > points.itw && itwc check points.itw");
  }

  int run(Console& console) override {
    auto data = inspect();
    if (!data) return reportError(console, format_.json(), "data", data.error());
    console.result(format_.json() ? documentOf(*data, file_) : programFor(*data, file_));
    return 0;
  }

 private:
  Result<FoundData> inspect() const {
    if (action_ != "inspect") {
      Error error = makeError(ErrorClass::Usage, "`data` cannot `" + action_ + "`",
                              "it can `inspect` a file");
      error.code = "R1001";
      return fail(std::move(error));
    }
    const std::string worker = exec::findWorker();
    if (worker.empty()) return fail(exec::noWorkerProgram());
    auto child = process::Child::spawn({.program = worker, .arguments = {"--inspect", file_}});
    if (!child) return fail(std::move(child.error()));
    const process::Collected collected = process::collect(*child);
    if (!collected.status.succeeded())
      return fail(exec::workerNeverReady(collected.status, collected.errors));
    auto data = readInspection(collected.output);
    if (!data) return data;
    const bool any = std::any_of(data->fields.begin(), data->fields.end(),
                                 [](const FoundField& field) { return !field.type.empty(); });
    if (!any && !format_.json()) return fail(nothingToRead(*data));
    return data;
  }

  Error nothingToRead(const FoundData& data) const {
    Error error = makeError(ErrorClass::Task, "nothing in `" + file_ + "` can be a field");
    error.code = "R0313";
    for (const FoundField& field : data.fields)
      error.causes.push_back((field.name.empty() ? "" : "`" + field.name + "`: ") + field.note);
    return error;
  }

  std::string action_;
  std::string file_;
  FormatOption format_;
};

}  // namespace

std::unique_ptr<Verb> makeDataVerb() { return std::make_unique<DataVerb>(); }

}  // namespace itw::cli
