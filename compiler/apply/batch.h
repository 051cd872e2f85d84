// [batch N]: runs one UPDATE or DELETE in ranges of its table's key, N rows per range, each in a transaction.
//
// The statement gets one more condition, key > last AND key <= bound, with the key's columns as a row. Its
// progress is a JSON array of the key's values, which the caller records in the ledger in the same
// transaction. Rows that are inserted before that key meanwhile are not changed. A statement that cannot be
// parsed, or a table without a primary or unique key, is a UserError before anything runs.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pg/session.h"

namespace schemac {

struct BatchStatement {
  std::string table;  // as written
  bool only = false;
  std::string alias;   // qualifies the key's columns
  std::string before;  // up to the condition: "UPDATE t SET a = 1 WHERE ("
  std::string after;   // from the end of the condition: ") AND " … " RETURNING x"
  std::string returning;
};
// Pure. nullopt with a reason if it is not an UPDATE or DELETE of that form.
std::optional<BatchStatement> take_apart(const std::string& statement, std::string& reason);

class Batches {
 public:
  // statement: without semicolon. from: the last key of an earlier run.
  Batches(pg::Session& session, const std::string& statement, std::int64_t size,
          std::optional<std::string> from);
  // Finds the next range and runs it, inside the caller's transaction. False if none is left.
  bool run_next();
  const std::optional<std::string>& key() const { return key_; }  // after the last run_next()
  // Call it when a copy has run a range and its transaction has committed.
  void advance_to(const Batches& copy) {
    key_ = copy.key_;
    rows_ = copy.rows_;
  }
  std::int64_t rows() const { return rows_; }

 private:
  pg::Session& session_;
  BatchStatement statement_;
  std::vector<std::pair<std::string, std::string>> columns_;  // name, type
  std::int64_t size_;
  std::optional<std::string> key_;
  std::int64_t rows_ = 0;
};

}  // namespace schemac
