#include "tests/unit/program_generator.h"

namespace itw::test {

std::string ProgramGenerator::name() {
  return oneOf({"a", "b", "rate", "net.linear", "parts.train", "model_2", "x9", "_y"});
}

std::string ProgramGenerator::literal() {
  return oneOf({"1", "1_000", "0.5", "1e-3", "2h", "6h30min", "16 GiB", "80%", "3 epochs",
                "600GB/s", "true", "none", "\"text\"", "\"a {b} \\\" {{\"", "\"#no comment\""});
}

// Sometimes with a comment behind, a blank line, or comments of their own lines.
std::string ProgramGenerator::lineEnd() {
  std::string end;
  if (chance(4)) end += "  # c" + std::to_string(comments_++) + " ";
  end += "\n";
  if (chance(8)) end += "\n";
  if (chance(6)) end += "   # c" + std::to_string(comments_++) + " \n";
  return end;
}

// Between brackets, in one line or in several.
std::string ProgramGenerator::listOf(const char* open, const char* close, int count,
                                     const std::string& what) {
  const bool wide = chance(3);
  std::string text = open;
  for (int i = 0; i < count; ++i) {
    if (wide) text += lineEnd();
    text += what == "argument" && chance(2) ? "key = " + value(1)
            : what == "field"               ? "field_" + std::to_string(i) + " = " + value(1)
                                            : value(1);
    if (i + 1 < count || (wide && chance(2))) text += ",";
  }
  if (wide) text += lineEnd();
  return text + close;
}

std::string ProgramGenerator::value(int depth) {
  if (depth > 3) return chance(2) ? name() : literal();
  switch (below(9)) {
    case 0:
      return value(depth + 1) + " " +
             oneOf({"+", "-", "*", "/", "//", "%", "==", "<=", "and", "or"}) + " " + literal();
    case 1:
      return "(" + value(depth + 1) + ")";
    case 2:
      return oneOf({"-", "not "}) + name();
    case 3:
      return "if " + name() + " then " + literal() + " else " + name();
    case 4:
      return name() + listOf("(", ")", below(3), "argument");
    case 5:
      return listOf("[", "]", below(4), "item");
    case 6:
      return listOf("{", "}", below(3), "field");
    case 7:
      return literal();
    default:
      return name();
  }
}

std::string ProgramGenerator::tensor() {
  return oneOf({"f32[N, 3]", "f[..B, I]", "class[10]", "f64[2 * n, k // 2]", "i64"});
}

std::string ProgramGenerator::type(int depth) {
  if (depth > 2) return "int";
  switch (below(6)) {
    case 0:
      return "list<" + type(depth + 1) + ">";
    case 1:
      return "{ a: " + type(depth + 1) + ", b: float }";
    case 2:
      return type(depth + 1) + "?";
    case 3:
      return "\"a\" | \"b\"";
    case 4:
      return tensor();
    default:
      return oneOf(
          {"int", "float", "string", "optimizer", "dataset<D>", "model<f32[N] -> f32[N]>"});
  }
}

std::string ProgramGenerator::parameters() {
  std::string text = "(";
  const int count = below(4);
  const bool wide = chance(3);
  for (int i = 0; i < count; ++i) {
    if (wide) text += lineEnd();
    text += "p" + std::to_string(i) + ": " + type(1);
    if (chance(3)) text += " in 1..=200";
    if (chance(3)) text += " = " + literal();
    if (chance(4)) text += " where p" + std::to_string(i) + " > 0";
    if (i + 1 < count || wide) text += ",";
  }
  if (wide && count > 0) text += lineEnd();
  return text + ")";
}

std::string ProgramGenerator::call() { return name() + listOf("(", ")", below(4), "argument"); }

std::string ProgramGenerator::chain() {
  std::string text = name();
  for (int i = below(4); i > 0; --i) {
    if (chance(3)) text += lineEnd() + "  ";
    text += " |> " + (chance(2) ? name() : call());
  }
  return text;
}

std::string ProgramGenerator::clauses() {
  std::string text;
  if (chance(4)) text += " with " + listOf("{", "}", 1 + below(2), "field");
  if (chance(3)) text += " on " + name();
  if (chance(3)) text += " using zero(stage = 1)";
  if (chance(4)) text += " retry(3, on = [oom])";
  if (chance(5)) text += " cache(never)";
  if (chance(5)) text += " deadline(2h)";
  return text;
}

std::string ProgramGenerator::modelStatement() {
  if (chance(4)) return "layer l" + std::to_string(below(9)) + " = " + chain();
  return "h" + std::to_string(below(9)) + " = " + chain() + (chance(3) ? " + " + name() : "");
}

std::string ProgramGenerator::pipelineStatement() {
  if (chance(4)) return "publish " + name() + " as \"p" + std::to_string(below(9)) + "\"";
  if (chance(5)) return "f = [" + call() + " for d in " + name() + (chance(2) ? " if ok]" : "]");
  return "t" + std::to_string(below(9)) + " = " + call() + clauses();
}

std::string ProgramGenerator::sweepStatement() {
  switch (below(6)) {
    case 0:
      return "rate ~ log_uniform(1e-5, 1e-1)";
    case 1:
      return "best ~ one_of(sgd(lr ~ uniform(0.1, 0.2)), adam(lr = 1e-3))";
    case 2:
      return "require " + value(2) + (chance(2) ? " because \"it must\"" : "");
    case 3:
      return "minimize " + name();
    case 4:
      return "subject to " + name() + " <= 30GiB";
    default:
      return "when " + name() + " " + block(1, &ProgramGenerator::entry);
  }
}

std::string ProgramGenerator::studyStatement() {
  return chance(2) ? "ranks over [1, 2]" : "repeat = " + std::to_string(below(9));
}

std::string ProgramGenerator::siteStatement() {
  if (chance(2)) return "queue q { nodes = 936 of big, max_walltime = 24h }";
  return chance(2) ? "links { intra = 600GB/s }" : "scheduler = " + call();
}

std::string ProgramGenerator::testStatement() {
  return chance(2) ? "expect " + value(2) : "short = " + call() + clauses();
}

std::string ProgramGenerator::entry() {
  return "key" + std::to_string(below(9)) + " = " + value(1);
}

std::string ProgramGenerator::statements(int count, std::string (ProgramGenerator::*one)()) {
  std::string text;
  for (int i = 0; i < count; ++i) text += "  " + (this->*one)() + lineEnd();
  return text;
}

std::string ProgramGenerator::block(int count, std::string (ProgramGenerator::*one)()) {
  return "{" + lineEnd() + statements(count, one) + "}";
}

std::string ProgramGenerator::opStatement() {
  if (chance(3)) return "cost = 2 * I * " + name();
  const std::string weight = chance(4) ? "buffer" : "weight";
  return weight + " w" + std::to_string(below(9)) + ": [out, I] = " + call() +
         (chance(3) ? " if " + name() : "");
}

std::string ProgramGenerator::native(const std::string& number) {
  switch (below(3)) {
    case 0:
      return "op o" + number + parameters() + ": f[..B, I] -> f[..B, out] " +
             block(1 + below(3), &ProgramGenerator::opStatement);
    case 1:
      return "task k" + number + "<D>" + parameters() + " -> (out: " + type(0) + ")" +
             (chance(2) ? " where a + b == 100%" : "");
    default:
      return "component n" + number + parameters() + ": optimizer";
  }
}

std::string ProgramGenerator::declaration(int kind) {
  const std::string number = std::to_string(below(1000));
  const int count = 1 + below(4);
  switch (kind) {
    case 0:
      return "import std.nn" + std::string(chance(2) ? " as nn" : "");
    case 1:
      return "param p" + number + ": " + type(0) + (chance(2) ? " = " + value(0) : "");
    case 2:
      return "let l" + number + " = " + value(0);
    case 3:
      return "type T" + number + " = " + type(0);
    case 4:
      return "fn f" + number + parameters() + ": float = " + value(1);
    case 5:
      return "model M" + number + parameters() + ": " + tensor() + " -> (y: f32[N, 2])" +
             (chance(3) ? " where w % 4 == 0 " : " ") +
             block(count, &ProgramGenerator::modelStatement);
    case 6:
      return "step s" + number + parameters() + " -> (out: file<csv>) = python(\"a.b:c\")";
    case 7:
      return "pipeline d" + number + parameters() + " " +
             block(count, &ProgramGenerator::pipelineStatement);
    case 8:
      return "sweep w" + number + " of d " + block(count, &ProgramGenerator::sweepStatement);
    case 9:
      return "study y" + number + " of d " + block(count, &ProgramGenerator::studyStatement);
    case 10:
      return "shape h" + number + " " + block(count, &ProgramGenerator::entry) +
             (chance(2) ? " or { gpus = 2 }" : "");
    case 11:
      return "site i" + number + " " + block(count, &ProgramGenerator::siteStatement);
    case 12:
      return "profile r" + number + " " + block(count, &ProgramGenerator::entry);
    case 13:
      return "observe {" + lineEnd() + "  " + call() + lineEnd() + "}";
    case 14:
      return "test \"t" + number + "\" " + block(count, &ProgramGenerator::testStatement);
    case 15:
      return native(number);
    default:
      return "step c" + number + parameters() +
             " -> (out: stdout) {\n  command = " + listOf("[", "]", 2, "item") + lineEnd() + "}";
  }
}

std::string ProgramGenerator::program() {
  comments_ = 0;
  std::string text = "itw 1\n\n## A file.\n\n";
  constexpr int kKinds = 17;
  for (int i = 2 + below(6); i > 0; --i) {
    if (chance(4)) text += "## What follows.\n";
    text += declaration(below(kKinds)) + lineEnd();
  }
  return text;
}

}  // namespace itw::test
