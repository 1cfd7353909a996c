#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "compiler/base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace itw::store {

/// A prepared statement, bound and stepped. An error of SQLite sticks to the database it belongs
/// to.
class Statement {
 public:
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement();

  Statement& bind(std::string_view text);
  Statement& bind(std::int64_t value);
  Statement& bind(double value);
  Statement& bindBlob(std::string_view bytes);
  Statement& bindNull();

  /// Whether there is another row.
  bool step();
  /// Runs it to its end and makes it ready to be bound again.
  void run();
  void reset();

  std::string text(int column) const;
  std::int64_t integer(int column) const;
  double number(int column) const;

 private:
  friend class Database;
  Statement(class Database& owner, std::string_view sql);

  Database& owner_;
  sqlite3_stmt* statement_ = nullptr;
  int bound_ = 0;
};

/// An SQLite database. Calls never throw; the first error is kept until somebody asks.
class Database {
 public:
  /// `path` may be ":memory:".
  explicit Database(const std::string& path);
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database();

  std::unique_ptr<Statement> prepare(std::string_view sql);
  void run(const char* sql);

  bool failed() const { return code_ != 0; }
  /// Whether what failed is the file's content and not the world around it.
  bool damaged() const;
  const std::string& message() const { return message_; }
  void clearError();

 private:
  friend class Statement;
  void note(int code);

  sqlite3* handle_ = nullptr;
  int code_ = 0;
  std::string message_;
};

}  // namespace itw::store
