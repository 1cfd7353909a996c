#include "compiler/parse/keywords.h"

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <utility>

#include "compiler/parse/character.h"

namespace itw::parsing {

using syntax::TokenKind;

namespace {

struct Keyword {
  std::string_view word;
  TokenKind kind;
};

constexpr std::array kHard = {
    Keyword{"and", TokenKind::And},     Keyword{"or", TokenKind::Or},
    Keyword{"not", TokenKind::Not},     Keyword{"in", TokenKind::In},
    Keyword{"where", TokenKind::Where}, Keyword{"if", TokenKind::If},
    Keyword{"then", TokenKind::Then},   Keyword{"else", TokenKind::Else},
    Keyword{"for", TokenKind::For},     Keyword{"on", TokenKind::On},
    Keyword{"using", TokenKind::Using}, Keyword{"of", TokenKind::Of},
    Keyword{"over", TokenKind::Over},   Keyword{"with", TokenKind::With},
    Keyword{"as", TokenKind::As},       Keyword{"because", TokenKind::Because},
    Keyword{"when", TokenKind::When},   Keyword{"true", TokenKind::True},
    Keyword{"false", TokenKind::False}, Keyword{"none", TokenKind::None},
};

constexpr std::array kDeclarations = {
    Keyword{"import", TokenKind::Import},
    Keyword{"param", TokenKind::Param},
    Keyword{"let", TokenKind::Let},
    Keyword{"type", TokenKind::Type},
    Keyword{"fn", TokenKind::Fn},
    Keyword{"op", TokenKind::Op},
    Keyword{"task", TokenKind::Task},
    Keyword{"component", TokenKind::Component},
    Keyword{"model", TokenKind::Model},
    Keyword{"step", TokenKind::Step},
    Keyword{"pipeline", TokenKind::Pipeline},
    Keyword{"sweep", TokenKind::Sweep},
    Keyword{"study", TokenKind::Study},
    Keyword{"shape", TokenKind::Shape},
    Keyword{"site", TokenKind::Site},
    Keyword{"profile", TokenKind::Profile},
    Keyword{"observe", TokenKind::Observe},
    Keyword{"test", TokenKind::Test},
};

constexpr std::array kOpWords = {Keyword{"weight", TokenKind::Weight},
                                 Keyword{"buffer", TokenKind::Buffer}};
constexpr std::array kModelWords = {Keyword{"layer", TokenKind::Layer}};
constexpr std::array kPipelineWords = {Keyword{"publish", TokenKind::Publish}};
constexpr std::array kSweepWords = {
    Keyword{"require", TokenKind::Require}, Keyword{"minimize", TokenKind::Minimize},
    Keyword{"maximize", TokenKind::Maximize}, Keyword{"subject", TokenKind::Subject}};
constexpr std::array kStudyWords = {Keyword{"require", TokenKind::Require}};
constexpr std::array kSiteWords = {
    Keyword{"node", TokenKind::Node}, Keyword{"queue", TokenKind::Queue},
    Keyword{"links", TokenKind::Links}, Keyword{"energy", TokenKind::Energy}};
constexpr std::array kTestWords = {Keyword{"expect", TokenKind::Expect}};
constexpr std::array kClauses = {Keyword{"retry", TokenKind::Retry},
                                 Keyword{"cache", TokenKind::Cache},
                                 Keyword{"deadline", TokenKind::Deadline}};

/// How other languages call our declarations.
struct Foreign {
  std::string_view word;
  std::string_view meant;
};

constexpr std::array kForeign = {
    Foreign{"def", "fn"},
    Foreign{"function", "fn"},
    Foreign{"func", "fn"},
    Foreign{"fun", "fn"},
    Foreign{"class", "model"},
    Foreign{"const", "let"},
    Foreign{"constant", "let"},
    Foreign{"var", "let"},
    Foreign{"parameter", "param"},
    Foreign{"params", "param"},
    Foreign{"parameters", "param"},
    Foreign{"hyperparameter", "param"},
    Foreign{"hparam", "param"},
    Foreign{"option", "param"},
    Foreign{"setting", "param"},
    Foreign{"arg", "param"},
    Foreign{"from", "import"},
    Foreign{"use", "import"},
    Foreign{"using", "import"},
    Foreign{"include", "import"},
    Foreign{"workflow", "pipeline"},
    Foreign{"flow", "pipeline"},
    Foreign{"process", "step"},
    Foreign{"rule", "step"},
    Foreign{"network", "model"},
    Foreign{"struct", "type"},
    Foreign{"record", "type"},
    Foreign{"resources", "shape"},
    Foreign{"resource", "shape"},
    Foreign{"search", "sweep"},
    Foreign{"hpo", "sweep"},
    Foreign{"benchmark", "study"},
    Foreign{"cluster", "site"},
    Foreign{"logging", "observe"},
    Foreign{"trackers", "observe"},
};

constexpr std::array kForeignSweep = {
    Foreign{"min", "minimize"},        Foreign{"minimise", "minimize"},
    Foreign{"minimizing", "minimize"}, Foreign{"max", "maximize"},
    Foreign{"maximise", "maximize"},   Foreign{"maximizing", "maximize"},
    Foreign{"objective", "minimize"},  Foreign{"optimize", "minimize"},
    Foreign{"optimise", "minimize"},   Foreign{"goal", "minimize"},
    Foreign{"constraint", "require"},  Foreign{"assert", "require"},
    Foreign{"where", "require"}};
constexpr std::array kForeignStudy = {Foreign{"constraint", "require"},
                                      Foreign{"assert", "require"}, Foreign{"where", "require"}};
constexpr std::array kForeignTest = {Foreign{"check", "expect"}, Foreign{"ensure", "expect"},
                                     Foreign{"verify", "expect"}, Foreign{"require", "expect"},
                                     Foreign{"should", "expect"}};
constexpr std::array kForeignPipeline = {
    Foreign{"output", "publish"}, Foreign{"export", "publish"}, Foreign{"emit", "publish"},
    Foreign{"save", "publish"},   Foreign{"return", "publish"}, Foreign{"outputs", "publish"},
    Foreign{"yield", "publish"},  Foreign{"store", "publish"}};

std::span<const Foreign> foreignWordsOf(TokenKind declaration) {
  switch (declaration) {
    case TokenKind::Sweep:
      return kForeignSweep;
    case TokenKind::Study:
      return kForeignStudy;
    case TokenKind::Test:
      return kForeignTest;
    case TokenKind::Pipeline:
      return kForeignPipeline;
    default:
      return {};
  }
}

std::span<const Keyword> wordsOf(TokenKind declaration) {
  switch (declaration) {
    case TokenKind::Op:
      return kOpWords;
    case TokenKind::Model:
      return kModelWords;
    case TokenKind::Pipeline:
      return kPipelineWords;
    case TokenKind::Sweep:
      return kSweepWords;
    case TokenKind::Study:
      return kStudyWords;
    case TokenKind::Site:
      return kSiteWords;
    case TokenKind::Test:
      return kTestWords;
    default:
      return {};
  }
}

std::optional<TokenKind> find(std::span<const Keyword> keywords, std::string_view word) {
  const auto found = std::find_if(keywords.begin(), keywords.end(),
                                  [word](const Keyword& each) { return each.word == word; });
  if (found == keywords.end()) return std::nullopt;
  return found->kind;
}

}  // namespace

bool isOneEditAway(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > 1) return false;
  const auto at =
      static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin()).first - a.begin());
  if (a.size() < b.size()) return a.substr(at) == b.substr(at + 1);
  if (at + 1 < a.size() && a[at] == b[at + 1] && a[at + 1] == b[at]) {
    return a.substr(at + 2) == b.substr(at + 2);
  }
  return a.substr(std::min(at + 1, a.size())) == b.substr(std::min(at + 1, b.size()));
}

std::optional<TokenKind> hardKeyword(std::string_view word) { return find(kHard, word); }

std::optional<TokenKind> declarationKeyword(std::string_view word) {
  return find(kDeclarations, word);
}

std::optional<TokenKind> bodyKeyword(TokenKind declaration, std::string_view word) {
  return find(wordsOf(declaration), word);
}

std::string_view blockOfWord(std::string_view word) {
  constexpr std::array kBlocks = {Foreign{"weight", "op"},
                                  Foreign{"buffer", "op"},
                                  Foreign{"layer", "model"},
                                  Foreign{"publish", "pipeline"},
                                  Foreign{"require", "sweep or study"},
                                  Foreign{"minimize", "sweep"},
                                  Foreign{"maximize", "sweep"},
                                  Foreign{"subject", "sweep"},
                                  Foreign{"node", "site"},
                                  Foreign{"queue", "site"},
                                  Foreign{"expect", "test"}};
  const auto found = std::find_if(kBlocks.begin(), kBlocks.end(),
                                  [word](const Foreign& each) { return each.word == word; });
  return found == kBlocks.end() ? std::string_view{} : found->meant;
}

std::optional<TokenKind> clauseKeyword(std::string_view word) { return find(kClauses, word); }

std::string_view nearestStatement(TokenKind declaration, std::string_view word) {
  const std::span<const Foreign> foreign = foreignWordsOf(declaration);
  const std::string plain = lowered(word);
  for (const Foreign& each : foreign)
    if (each.word == plain) return each.meant;
  for (const Keyword& each : wordsOf(declaration))
    if (each.word.size() > 3 && isOneEditAway(plain, each.word)) return each.word;
  return {};
}

bool isElementType(std::string_view word) {
  constexpr std::array kTypes = {std::string_view{"f16"},  std::string_view{"bf16"},
                                 std::string_view{"f32"},  std::string_view{"f64"},
                                 std::string_view{"i64"},  std::string_view{"u8"},
                                 std::string_view{"class"}};
  return std::find(kTypes.begin(), kTypes.end(), word) != kTypes.end();
}

std::string_view nearestClause(std::string_view word) {
  constexpr std::array kForeignClauses = {
      Foreign{"retries", "retry"},     Foreign{"max_retries", "retry"},
      Foreign{"attempts", "retry"},    Foreign{"maxretries", "retry"},
      Foreign{"timeout", "deadline"},  Foreign{"time_limit", "deadline"},
      Foreign{"walltime", "deadline"}, Foreign{"limit", "deadline"},
      Foreign{"time", "deadline"},     Foreign{"cached", "cache"},
      Foreign{"caching", "cache"},     Foreign{"no_cache", "cache"}};
  const std::string plain = lowered(word);
  for (const Keyword& each : kClauses)
    if (each.word == plain) return each.word;
  for (const Foreign& each : kForeignClauses)
    if (each.word == plain) return each.meant;
  for (const Keyword& each : kClauses)
    if (isOneEditAway(plain, each.word)) return each.word;
  return {};
}

std::string_view nearestDeclaration(std::string_view word) {
  const auto foreign = std::find_if(kForeign.begin(), kForeign.end(),
                                    [word](const Foreign& each) { return each.word == word; });
  if (foreign != kForeign.end()) return foreign->meant;
  const std::string plain = lowered(word);
  for (const Keyword& each : kDeclarations) {
    if (each.word.size() > 3 && isOneEditAway(plain, each.word)) return each.word;
  }
  return {};
}

bool hasBody(TokenKind declaration) {
  switch (declaration) {
    case TokenKind::Op:
    case TokenKind::Model:
    case TokenKind::Step:
    case TokenKind::Pipeline:
    case TokenKind::Sweep:
    case TokenKind::Study:
    case TokenKind::Site:
    case TokenKind::Profile:
    case TokenKind::Observe:
    case TokenKind::Test:
      return true;
    default:
      return false;
  }
}

std::vector<std::string_view> allKeywords() {
  std::vector<std::string_view> words;
  const auto add = [&words](const auto& table) {
    for (const Keyword& keyword : table) words.push_back(keyword.word);
  };
  add(kHard);
  add(kDeclarations);
  add(kOpWords);
  add(kModelWords);
  add(kPipelineWords);
  add(kSweepWords);
  add(kStudyWords);
  add(kSiteWords);
  add(kTestWords);
  add(kClauses);
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

}  // namespace itw::parsing
