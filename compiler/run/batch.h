// [batch N]: one UPDATE or DELETE, run by ranges of its table's key, N rows a range, a transaction each.
//
// The statement gets one more condition, key > last AND key <= bound, with the key's columns as a row. Where
// it is up to is a JSON array of the key's values, which the caller keeps in the ledger in the same
// transaction. Rows that appear behind that point while it runs are not seen. A statement that can't be taken
// apart, or a table without a primary or unique key, is a UserError before anything is run.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "pg/session.h"

namespace schemac::run {

struct BatchStatement {
  std::string table;  // as written
  bool only = false;
  std::string alias;   // what the key's columns are qualified with
  std::string before;  // up to the condition: "UPDATE t SET a = 1 WHERE ("
  std::string after;   // from the end of the condition: ") AND " … " RETURNING x"
  std::string returning;
};
// Pure. nullopt with a reason if it is no UPDATE or DELETE of that shape.
std::optional<BatchStatement> take_apart(const std::string& statement, std::string& reason);

class Batches {
 public:
  // statement without semicolon; from: the key up to which an earlier run came.
  Batches(pg::Session& session, const std::string& statement, std::int64_t size,
          std::optional<std::string> from);
  // Finds the next range and runs it, inside the caller's transaction. False if there was none left.
  bool run_next();
  const std::optional<std::string>& key() const { return key_; }  // after the last run_next()
  // A copy ran a range and its transaction committed.
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

}  // namespace schemac::run
