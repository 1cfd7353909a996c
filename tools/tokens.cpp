// For the test of the editors' grammars: what the compiler takes the tokens of a file for, and the
// tables that the grammars repeat. tokens FILE prints `class begin end` a line, bytes from 0;
// tokens --tables prints `table word` a line.
#include <cctype>
#include <cstdio>
#include <map>
#include <string>

#include "compiler/driver/reference.h"
#include "compiler/expr/units.h"
#include "compiler/parse/keywords.h"
#include "compiler/parse/parsed_file.h"
#include "compiler/parse/parser.h"

namespace {

using itw::syntax::TokenKind;

const char* classOf(TokenKind kind, std::string_view text) {
  switch (kind) {
    case TokenKind::Comment:
    case TokenKind::DocComment:
      return "comment";
    case TokenKind::String:
      return "string";
    case TokenKind::Name:
      return "name";
    case TokenKind::True:
    case TokenKind::False:
    case TokenKind::None:
      return "constant";
    default:
      break;
  }
  const auto first = static_cast<unsigned char>(text.empty() ? ' ' : text[0]);
  if (std::isdigit(first)) return "number";
  if (first != '_' && !std::isalpha(first)) return "other";
  // A word that is no keyword here may be of a kind of its own: the name of an argument.
  return itw::syntax::textOf(kind) == "`" + std::string(text) + "`" ? "keyword" : "name";
}

int printTokens(const char* path) {
  auto text = itw::DiskFileSystem().read(path);
  if (!text) return 6;
  itw::SourceMap sources;
  itw::DiagnosticSink diagnostics;
  const itw::FileId file = sources.add(path, *std::move(text));
  const std::string_view source = sources.file(file).text();
  const auto parsed = itw::parsing::parseFile(file, source, diagnostics);
  if (diagnostics.errorCount() > 0) return 1;
  std::map<std::uint32_t, TokenKind> decided;
  for (const itw::syntax::Token& token : parsed.program.tokens)
    if (token.begin != token.end) decided[token.begin] = token.kind;
  for (const itw::syntax::Token& token : parsed.lexed) {
    if (token.kind == TokenKind::Newline || token.begin == token.end) continue;
    const auto place = decided.find(token.begin);
    const TokenKind kind = place == decided.end() ? token.kind : place->second;
    std::printf("%s %u %u\n", classOf(kind, token.text(source)), token.begin, token.end);
  }
  return 0;
}

int printTables() {
  for (std::string_view word : itw::parsing::allKeywords())
    std::printf("keyword %s\n", std::string(word).c_str());
  for (const itw::expr::Unit& unit : itw::expr::allUnits())
    std::printf("unit %s\n", std::string(unit.name).c_str());
  for (const itw::ReferenceModule& module : itw::standardReference())
    for (const itw::ReferenceEntry& entry : module.entries)
      std::printf("declared %s\n", entry.name.c_str());
  return 0;
}

}  // namespace

int main(int count, char** words) {
  if (count != 2) return 2;
  return std::string_view(words[1]) == "--tables" ? printTables() : printTokens(words[1]);
}
