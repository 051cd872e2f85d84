// A spool of rows: COPY text per table and set of columns, in memory up to a limit, then in unnamed temporary
// files, so that the data is read once and tables are filled in the order of their foreign keys.
//
// Columns without a default always take part (absent = NULL); a column with a default, identity or generation
// expression takes part only in rows that set it, so that the database's default applies. Each such set of
// columns is one COPY.
#pragma once
#include <cstdint>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace schemac {

struct LoadColumn {
  std::string name;
  bool optional = false;  // has a default, an identity, or is generated: omitted from rows that do not set it
  bool zoned = false;     // a type with time zone, or an array of it: data without a zone means UTC
};

// A foreign key that is checked at once.
struct LoadReference {
  std::size_t table = 0;  // the referenced table; index into the caller's list
  std::string constraint;
};

struct LoadTable {
  std::string namespace_;
  std::string name;
  std::vector<LoadColumn> columns;
  std::map<std::string, std::size_t> index;  // column name -> position in columns
  std::vector<LoadReference> references;
  std::map<std::string, std::string> sequences;  // column -> qualified name of the sequence of its default
  std::vector<std::string> set_by_data;          // of those, columns that the data set
};

// Where a row comes from, for messages.
struct RowOrigin {
  std::uint32_t file = 0;
  std::uint32_t object = 0;
  friend bool operator==(const RowOrigin&, const RowOrigin&) = default;
};

class RowSpool {
 public:
  explicit RowSpool(std::size_t memory_limit = std::size_t{48} << 20);
  ~RowSpool();
  RowSpool(const RowSpool&) = delete;
  RowSpool& operator=(const RowSpool&) = delete;

  struct Part {
    std::vector<std::size_t> columns;
    std::vector<RowOrigin> origins;  // per row
    std::string text;
    std::FILE* file = nullptr;
    std::int64_t rows = 0;
  };
  // values: one per column of the table; set: which of them the row sets. Returns the part that got the row.
  const Part& add(std::size_t table, const LoadTable& description,
                  const std::vector<std::optional<std::string>>& values, const std::vector<char>& set,
                  RowOrigin origin);
  // Parts of a table, in a fixed order.
  std::vector<Part*> parts(std::size_t table);
  // Reads a part from its beginning; the view is valid until the next call; empty at the end.
  static std::function<std::string_view()> reader(Part& part);
  // The first row with the text in that column (of the table); reads the whole part.
  static std::optional<std::size_t> find(Part& part, std::size_t column, const std::string& text);

 private:
  void spill();
  std::map<std::size_t, std::map<std::string, std::unique_ptr<Part>>> parts_;
  std::size_t memory_limit_;
  std::size_t in_memory_ = 0;
};

// "COPY ns.t (a, b) FROM STDIN"
std::string copy_statement(const LoadTable& table, const RowSpool::Part& part);
// The same as COPY, through a temporary table: for tables whose policies apply to the role.
struct DetourStatements {
  std::string create, copy, insert, drop;
};
DetourStatements detour_statements(const LoadTable& table, const RowSpool::Part& part);
// "2026-01-02T10:00" -> "2026-01-02T10:00Z"; text with a zone stays. For an array's literal: each element.
std::string in_utc(const std::string& text);

}  // namespace schemac
