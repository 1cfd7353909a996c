#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <deque>
#include <fstream>
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

/// "op std.nn.conv3d": the lines of stdlib/unimplemented.txt.
std::set<std::string> unimplemented() {
  std::set<std::string> lines;
  std::ifstream file(ITW_UNIMPLEMENTED);
  for (std::string line; std::getline(file, line);)
    if (!line.empty() && line[0] != '#') lines.insert(line);
  return lines;
}

/// What needs no worker: itwc itself will carry these out.
bool isOfController(const std::string& name) {
  constexpr std::string_view kKinds[] = {"pruner ", "scheduler ", "searcher ", "tracker "};
  return std::any_of(std::begin(kKinds), std::end(kKinds),
                     [&](std::string_view kind) { return name.rfind(kind, 0) == 0; });
}

TEST(Registry, whatIsNotImplementedIsDeclaredAndNotImplemented) {
  const Listing wanted = declared();
  const Listing there = implemented();
  for (const std::string& name : unimplemented()) {
    EXPECT_EQ(wanted.count(name), 1U) << name << " is not declared";
    EXPECT_EQ(there.count(name), 0U) << name << " is implemented: take it off the list";
  }
}

TEST(Registry, theStandardLibraryAndTheWorkerAgree) {
  const Listing wanted = declared();
  const Listing there = implemented();
  const std::set<std::string> later = unimplemented();
  ASSERT_GT(wanted.size(), 20U);
  for (const auto& [name, parameters] : wanted) {
    if (later.count(name) == 1 || isOfController(name)) continue;
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
