#include <gtest/gtest.h>

#include <cstdio>
#include <deque>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "compiler/driver/standard_library.h"
#include "compiler/parse/parser.h"
#include "compiler/sema/checked_program.h"

namespace itw {
namespace {

/// Kind and name with the parameters, which the worker may list in any order.
using Listing = std::map<std::string, std::set<std::string>>;

/// What stdlib declares. A kind of components has names of its own: there is a loss and a metric
/// `mse`.
Listing declared() {
  SourceMap sources;
  DiagnosticSink diagnostics;
  std::deque<syntax::File> trees;
  std::vector<sema::Module> modules;
  for (const StandardModule& module : standardModules()) {
    const FileId file = sources.add(module.path, std::string(module.text));
    trees.push_back(parse(sources, file, diagnostics));
    modules.push_back({module.name, &trees.back(), true});
  }
  EXPECT_FALSE(diagnostics.hasErrors());
  Listing listing;
  for (const sema::Declared& each : sema::listDeclared(modules)) {
    listing[each.kind + " " + each.name] = {each.parameters.begin(), each.parameters.end()};
  }
  return listing;
}

std::string outputOf(const std::string& command) {
  std::string text;
  FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return text;
  char buffer[4096];
  while (const std::size_t read = std::fread(buffer, 1, sizeof buffer, pipe)) {
    text.append(buffer, read);
  }
  EXPECT_EQ(::pclose(pipe), 0);
  return text;
}

/// What the worker implements.
Listing implemented() {
  const auto document = nlohmann::json::parse(outputOf(ITW_WORKER_PATH " --registry"));
  Listing listing;
  const auto add = [&](const nlohmann::json& entry, const std::string& kind) {
    listing[kind + " " + entry.at("name").get<std::string>()] =
        entry.at("parameters").get<std::set<std::string>>();
  };
  for (const auto& op : document.at("ops")) add(op, "op");
  for (const auto& task : document.at("tasks")) add(task, "task");
  for (const auto& component : document.at("components")) {
    add(component, component.at("kind").get<std::string>());
  }
  return listing;
}

TEST(Registry, theStandardLibraryAndTheWorkerAgree) {
  const Listing wanted = declared();
  const Listing there = implemented();
  ASSERT_GT(wanted.size(), 20U);
  for (const auto& [name, parameters] : wanted) {
    const auto found = there.find(name);
    if (found == there.end()) {
      ADD_FAILURE() << name << " is declared, but the worker does not implement it";
    } else {
      EXPECT_EQ(found->second, parameters) << name;
    }
  }
  for (const auto& [name, parameters] : there) {
    EXPECT_TRUE(wanted.count(name) == 1)
        << name << " is implemented, but stdlib does not declare it";
  }
}

}  // namespace
}  // namespace itw
