#include "load/rows.h"

#include <algorithm>
#include <cerrno>

#include "base/files.h"
#include "catalog/identifier.h"

namespace schemac {
namespace {

// PostgreSQL manual, COPY, "Text Format".
void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        out += c;
    }
  }
}

bool is_date(std::string_view text) {
  return text.size() >= 10 && text[4] == '-' && text[7] == '-' && text.find_first_not_of("0123456789-") >= 10;
}

std::string element_in_utc(std::string_view text) {
  const bool date = is_date(text);
  const std::string_view time = date ? text.substr(10) : text;
  std::string out(text);
  if (date && time.empty()) return out + "T00:00:00Z";
  // Letters belong to a zone, or to words such as infinity.
  const std::string_view digits = date ? time.substr(1) : time;
  const bool plain = digits.find(':') != std::string_view::npos &&
                     digits.find_first_not_of("0123456789:.") == std::string_view::npos;
  return plain ? out + "Z" : out;
}

std::string column_list(const LoadTable& table, const RowSpool::Part& part) {
  std::string list;
  for (const std::size_t column : part.columns)
    list += (list.empty() ? "" : ", ") + quote_identifier(table.columns[column].name);
  return list;
}

}  // namespace

std::string in_utc(const std::string& text) {
  if (!text.starts_with('{')) return element_in_utc(text);
  std::string out;
  std::size_t done = 0;
  for (std::size_t open = 0; (open = text.find('"', done)) != std::string::npos;) {
    const std::size_t close = std::min(text.find('"', open + 1), text.size());
    out += text.substr(done, open + 1 - done);
    out += element_in_utc(std::string_view(text).substr(open + 1, close - open - 1));
    out += text.substr(close, 1);
    done = std::min(close + 1, text.size());
  }
  return out + text.substr(done);
}

DetourStatements detour_statements(const LoadTable& table, const RowSpool::Part& part) {
  const std::string columns = column_list(table, part);
  const std::string name = qualified_name(table.namespace_, table.name);
  const std::string detour = "pg_temp.schemac_load";
  return {"CREATE TEMPORARY TABLE schemac_load ON COMMIT DROP AS SELECT " + columns + " FROM " + name +
              " WITH NO DATA",
          "COPY " + detour + " (" + columns + ") FROM STDIN",
          "INSERT INTO " + name + " (" + columns + ") OVERRIDING SYSTEM VALUE SELECT " + columns + " FROM " +
              detour,
          "DROP TABLE " + detour};
}

RowSpool::RowSpool(std::size_t memory_limit) : memory_limit_(memory_limit) {}

RowSpool::~RowSpool() {
  for (auto& [table, by_columns] : parts_) {
    for (auto& [columns, part] : by_columns) {
      if (part->file != nullptr) std::fclose(part->file);
    }
  }
}

const RowSpool::Part& RowSpool::add(std::size_t table, const LoadTable& description,
                                    const std::vector<std::optional<std::string>>& values,
                                    const std::vector<char>& set, RowOrigin origin) {
  std::string signature(values.size(), '0');
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (set[i] != 0 || !description.columns[i].optional) signature[i] = '1';
  }
  std::unique_ptr<Part>& slot = parts_[table][signature];
  if (!slot) {
    slot = std::make_unique<Part>();
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (signature[i] == '1') slot->columns.push_back(i);
    }
  }
  Part& part = *slot;
  const std::size_t before = part.text.size();
  bool first = true;
  for (const std::size_t i : part.columns) {
    if (!first) part.text += '\t';
    first = false;
    if (values[i]) {
      append_escaped(part.text, description.columns[i].zoned ? in_utc(*values[i]) : *values[i]);
    } else {
      part.text += "\\N";
    }
  }
  part.text += '\n';
  part.origins.push_back(origin);
  ++part.rows;
  in_memory_ += part.text.size() - before;
  if (in_memory_ > memory_limit_) spill();
  return part;
}

void RowSpool::spill() {
  for (auto& [table, by_columns] : parts_) {
    for (auto& [columns, part] : by_columns) {
      if (part->text.empty()) continue;
      if (part->file == nullptr) part->file = std::tmpfile();
      if (part->file == nullptr ||
          std::fwrite(part->text.data(), 1, part->text.size(), part->file) != part->text.size()) {
        throw OsError("cannot write", "temporary file", errno);
      }
      part->text.clear();
      part->text.shrink_to_fit();
    }
  }
  in_memory_ = 0;
}

std::vector<RowSpool::Part*> RowSpool::parts(std::size_t table) {
  std::vector<Part*> result;
  const auto found = parts_.find(table);
  if (found == parts_.end()) return result;
  for (auto& [columns, part] : found->second) result.push_back(part.get());
  return result;
}

std::function<std::string_view()> RowSpool::reader(Part& part) {
  if (part.file != nullptr) std::rewind(part.file);
  auto buffer = std::make_shared<std::string>();
  auto in_memory_given = std::make_shared<bool>(false);
  return [&part, buffer, in_memory_given]() -> std::string_view {
    if (part.file != nullptr) {
      buffer->resize(std::size_t{1} << 18);
      const std::size_t count = std::fread(buffer->data(), 1, buffer->size(), part.file);
      if (count > 0) return std::string_view(*buffer).substr(0, count);
      if (std::ferror(part.file) != 0) throw OsError("cannot read", "temporary file", errno);
    }
    if (*in_memory_given) return {};
    *in_memory_given = true;
    return part.text;
  };
}

std::optional<std::size_t> RowSpool::find(Part& part, std::size_t column, const std::string& text) {
  const auto at = std::find(part.columns.begin(), part.columns.end(), column);
  if (at == part.columns.end()) return std::nullopt;
  const auto wanted = static_cast<std::size_t>(at - part.columns.begin());
  std::string escaped;
  append_escaped(escaped, text);
  const auto read = reader(part);
  std::size_t row = 0, field = 0;
  std::string value;
  for (std::string_view bytes = read(); !bytes.empty(); bytes = read()) {
    for (const char c : bytes) {
      if (c != '\t' && c != '\n') {
        if (field == wanted) value += c;
        continue;
      }
      if (field == wanted && value == escaped) return row;
      value.clear();
      field = c == '\t' ? field + 1 : 0;
      row += c == '\n' ? 1 : 0;
    }
  }
  return std::nullopt;
}

std::string copy_statement(const LoadTable& table, const RowSpool::Part& part) {
  return "COPY " + qualified_name(table.namespace_, table.name) + " (" + column_list(table, part) +
         ") FROM STDIN";
}

}  // namespace schemac
