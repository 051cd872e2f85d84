// Results of many statements, each passed on as it arrives and read in libpq's memory: no copy of each field,
// and only one result in memory at a time. For introspection, whose results are large; Session::query_all is
// simpler.
#pragma once
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "pg/session.h"

namespace schemac::pg {

class Rows;

struct Row {
  const Rows* rows = nullptr;
  std::size_t number = 0;
  // The field in text format; its data() is nullptr if it is null.
  std::string_view operator[](std::size_t column) const;
};

// Valid only during the call of the function that gets them.
class Rows {
 public:
  virtual ~Rows() = default;
  virtual std::size_t size() const = 0;
  virtual std::string_view field(std::size_t row, std::size_t column) const = 0;

  class Iterator {
   public:
    Iterator(const Rows* rows, std::size_t number) : row_{rows, number} {}
    const Row& operator*() const { return row_; }
    Iterator& operator++() {
      ++row_.number;
      return *this;
    }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.row_.number == b.row_.number; }

   private:
    Row row_;
  };
  Iterator begin() const { return {this, 0}; }
  Iterator end() const { return {this, size()}; }
};

inline std::string_view Row::operator[](std::size_t column) const { return rows->field(number, column); }

using ReadRows = std::function<void(std::size_t statement, const Rows& rows)>;

// Implemented by libpq sessions besides Session.
class RowStream {
 public:
  virtual ~RowStream() = default;
  // Several statements without parameters in one round trip, as query_all; read is called once for each, in
  // order. Throws DatabaseError, and whatever read throws.
  virtual void stream(const std::vector<std::string>& statements, const ReadRows& read) = 0;
};

// Uses the stream if the session has one.
void read_rows(Session& session, const std::vector<std::string>& statements, const ReadRows& read);

}  // namespace schemac::pg
