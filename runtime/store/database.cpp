#include "runtime/store/database.h"

#include <sqlite3.h>

namespace itw::store {
namespace {

constexpr int kBusyMilliseconds = 10000;

bool isError(int code) { return code != SQLITE_OK && code != SQLITE_ROW && code != SQLITE_DONE; }

}  // namespace

Statement::Statement(Database& owner, std::string_view sql) : owner_(owner) {
  owner_.note(sqlite3_prepare_v3(owner_.handle_, sql.data(), static_cast<int>(sql.size()),
                                 SQLITE_PREPARE_PERSISTENT, &statement_, nullptr));
}

Statement::~Statement() { sqlite3_finalize(statement_); }

// A null statement (its preparation failed) makes every call below a harmless error.

Statement& Statement::bind(std::string_view text) {
  sqlite3_bind_text(statement_, ++bound_, text.data(), static_cast<int>(text.size()),
                    SQLITE_TRANSIENT);
  return *this;
}

Statement& Statement::bind(std::int64_t value) {
  sqlite3_bind_int64(statement_, ++bound_, value);
  return *this;
}

Statement& Statement::bind(double value) {
  sqlite3_bind_double(statement_, ++bound_, value);
  return *this;
}

Statement& Statement::bindBlob(std::string_view bytes) {
  sqlite3_bind_blob(statement_, ++bound_, bytes.data(), static_cast<int>(bytes.size()),
                    SQLITE_TRANSIENT);
  return *this;
}

Statement& Statement::bindNull() {
  sqlite3_bind_null(statement_, ++bound_);
  return *this;
}

bool Statement::step() {
  if (statement_ == nullptr) return false;
  const int code = sqlite3_step(statement_);
  owner_.note(code);
  return code == SQLITE_ROW;
}

void Statement::run() {
  while (step()) {
  }
  reset();
}

void Statement::reset() {
  if (statement_ == nullptr) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
  bound_ = 0;
}

std::string Statement::text(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
  return bytes == nullptr ? std::string() : std::string(bytes, size);
}

std::int64_t Statement::integer(int column) const {
  return sqlite3_column_int64(statement_, column);
}

double Statement::number(int column) const { return sqlite3_column_double(statement_, column); }

Database::Database(const std::string& path) {
  note(
      sqlite3_open_v2(path.c_str(), &handle_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr));
  sqlite3_busy_timeout(handle_, kBusyMilliseconds);
}

Database::~Database() { sqlite3_close_v2(handle_); }

std::unique_ptr<Statement> Database::prepare(std::string_view sql) {
  return std::unique_ptr<Statement>(new Statement(*this, sql));
}

void Database::run(const char* sql) { note(sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr)); }

bool Database::damaged() const {
  return code_ == SQLITE_CORRUPT || code_ == SQLITE_NOTADB || code_ == SQLITE_ERROR;
}

void Database::clearError() {
  code_ = 0;
  message_.clear();
}

void Database::note(int code) {
  if (!isError(code) || code_ != 0) return;
  code_ = code;
  message_ = handle_ == nullptr ? "no memory" : sqlite3_errmsg(handle_);
}

}  // namespace itw::store
