#include "load/load.h"

#include <algorithm>
#include <functional>
#include <set>

#include <fmt/format.h>

#include "load/classes.h"
#include "load/objects.h"
#include "load/queries.h"
#include "load/rows.h"

namespace schemac {
namespace {

constexpr std::size_t max_errors = 50;
constexpr std::uintmax_t max_shown_file = std::uintmax_t{8} << 20;

// Every table of the database, since only the data shows which of them it uses.
std::vector<LoadTable> read_tables(pg::Session& session) {
  const std::vector<pg::Result> results =
      session.query_all({std::string(queries::load_columns), std::string(queries::load_references)});
  std::vector<LoadTable> tables;
  std::map<std::pair<std::string, std::string>, std::size_t> by_name;
  for (const auto& row : results[0].rows) {
    const auto [found, added] = by_name.try_emplace({*row[0], *row[1]}, tables.size());
    if (added) tables.push_back({*row[0], *row[1], {}, {}, {}, {}, {}});
    LoadTable& table = tables[found->second];
    table.index[*row[2]] = table.columns.size();
    table.columns.push_back({*row[2], *row[3] == "t", row[5] == "t"});
    if (row[4]) table.sequences[*row[2]] = *row[4];
  }
  for (const auto& row : results[1].rows) {
    const auto from = by_name.find({*row[0], *row[1]});
    const auto to = by_name.find({*row[2], *row[3]});
    if (from != by_name.end() && to != by_name.end())
      tables[from->second].references.push_back({to->second, *row[4]});
  }
  return tables;
}

// Referenced tables before those that refer to them, except in cycles.
std::vector<std::size_t> filling_order(const std::vector<LoadTable>& tables) {
  std::vector<std::size_t> order;
  std::vector<bool> seen(tables.size(), false);
  const std::function<void(std::size_t)> visit = [&](std::size_t i) {
    if (seen[i]) return;
    seen[i] = true;
    for (const LoadReference& reference : tables[i].references) visit(reference.table);
    order.push_back(i);
  };
  for (std::size_t i = 0; i < tables.size(); ++i) visit(i);
  return order;
}

const linkml::InducedClass& top_class(const linkml::InducedSchema& schema, const std::string& name) {
  if (!name.empty()) {
    const linkml::InducedClass* found = find_class_of_data(schema, name);
    if (found != nullptr) return *found;
    std::vector<std::string> names;
    for (const linkml::InducedClass& class_ : schema.classes) names.push_back(class_.name);
    throw UserError(fmt::format("no class {}", name), did_you_mean(nearest_name(name, names)));
  }
  const linkml::InducedClass* root = nullptr;
  for (const linkml::InducedClass& class_ : schema.classes) {
    if (!class_.is_tree_root()) continue;
    if (root != nullptr)
      throw UserError("the schema has several tree roots", "name the class of the data with --class");
    root = &class_;
  }
  if (root == nullptr)
    throw UserError("the schema has no tree root", "name the class of the data with --class");
  return *root;
}

class Loading {
 public:
  Loading(Environment& environment, const linkml::InducedSchema& schema,
          const std::map<std::string, ClassStorage>& storage, pg::Session& session,
          const LoadOptions& options)
      : environment_(environment), schema_(schema), storage_(storage), session_(session), options_(options) {}

  LoadReport run() {
    class_ = &top_class(schema_, options_.class_name);
    {
      pg::Transaction transaction(session_);
      {
        pg::SettingsScope catalog(session_, pg::Settings::catalog);
        tables_ = read_tables(session_);
        catalog.end();
      }
      session_.execute("SET CONSTRAINTS ALL DEFERRED");
      ObjectMapper mapper(
          schema_, storage_, tables_, spool_,
          [&](const std::string& s, std::size_t n) { return next_keys(s, n); },
          [&](DataError error) { report(std::move(error)); });
      for (file_ = 0; file_ < options_.files.size(); ++file_) read_file(mapper);
      if (environment_.diagnostics.has_errors()) return {};
      try {
        fill();
        // Checks the deferred constraints while the rows can still be identified.
        session_.execute("SET CONSTRAINTS ALL IMMEDIATE");
        if (!undo_deferring_.empty()) session_.execute(undo_deferring_);
        advance_sequences();
        if (!options_.dry_run) transaction.commit();
        return std::move(result_);
      } catch (const pg::DatabaseError& error) {
        if (error.connection_lost()) throw;
        refusal_ = error.facts();
      }
    }
    explain_refusal();
    return {};
  }

 private:
  void read_file(ObjectMapper& mapper) {
    const std::filesystem::path& path = options_.files[file_];
    std::size_t count = 0;
    const InstanceError failure =
        read_instances(path, options_.format, [&](Datum&& object, std::size_t number) {
          number_ = number;
          mapper.add(*class_, object,
                     {static_cast<std::uint32_t>(file_), static_cast<std::uint32_t>(number)});
          if (++count % 20000 == 0)
            environment_.reporter.progress(fmt::format("{}: {} objects", path.string(), count));
          return environment_.diagnostics.error_count() < max_errors;
        });
    result_.objects += count;
    if (!failure.message.empty()) {
      const Span span = span_of_line(file_, failure.line);
      environment_.diagnostics.error("data-syntax", span,
                                     (span.known() ? "" : place(file_, failure.line)) + failure.message);
    }
  }

  void report(DataError error) {
    if (environment_.diagnostics.error_count() >= max_errors) return;
    const Span span = span_of_line(file_, error.line);
    std::string where = fmt::format("object {}", number_ + 1);
    if (!error.path.empty()) where += ", " + error.path;
    environment_.diagnostics.error(
        std::move(error.code), span,
        fmt::format("{}{}: {}", span.known() ? "" : place(file_, error.line), where, error.message),
        std::move(error.hint));
  }

  std::string place(std::size_t file, std::uint32_t line) const {
    const std::string path = options_.files[file].string();
    return line == 0 ? path + ": " : fmt::format("{}:{}: ", path, line);
  }

  // Unless the file is huge, the error shows its line and a caret.
  Span span_of_line(std::size_t file, std::uint32_t line) {
    if (line == 0) return {};
    auto [known, added] = shown_.try_emplace(file, 0);
    if (added) {
      std::error_code error;
      if (std::filesystem::file_size(options_.files[file], error) <= max_shown_file && !error) {
        known->second = environment_.sources.add(options_.files[file].string(),
                                                 environment_.files.read(options_.files[file]));
      }
    }
    if (known->second == 0) return {};
    const std::string_view text = environment_.sources.text(known->second);
    std::size_t at = 0;
    for (std::uint32_t i = 1; i < line && at != std::string_view::npos; ++i) {
      at = text.find('\n', at);
      if (at != std::string_view::npos) ++at;
    }
    if (at == std::string_view::npos) return {};
    at = std::min(text.find_first_not_of(" \t", at), text.size());
    const auto begin = static_cast<std::uint32_t>(at);
    return {known->second, begin, static_cast<std::uint32_t>(std::min(text.find('\n', at), text.size()))};
  }

  std::vector<std::string> next_keys(const std::string& sequence, std::size_t count) {
    std::vector<std::string> keys;
    for (auto& row : session_
                         .query("SELECT nextval($1::regclass) FROM generate_series(1, $2::bigint)",
                                {sequence, std::to_string(count)})
                         .rows) {
      keys.push_back(std::move(*row[0]));
    }
    return keys;
  }

  // Foreign keys against the order are deferred during the load, within the transaction; this requires
  // ownership of the tables.
  void defer_cycles(const std::vector<std::size_t>& order) {
    std::vector<std::size_t> place(tables_.size());
    for (std::size_t i = 0; i < order.size(); ++i) place[order[i]] = i;
    for (const std::size_t i : order) {
      const std::size_t parts = spool_.parts(i).size();
      if (parts == 0) continue;
      for (const LoadReference& reference : tables_[i].references) {
        if (reference.table == i ? parts < 2 : place[reference.table] < place[i]) continue;
        const std::string key = fmt::format("ALTER TABLE {} ALTER CONSTRAINT {} ",
                                            qualified_name(tables_[i].namespace_, tables_[i].name),
                                            quote_identifier(reference.constraint));
        session_.execute(key + "DEFERRABLE INITIALLY DEFERRED");
        undo_deferring_ += key + "NOT DEFERRABLE;";
      }
    }
  }

  void fill() {
    const std::vector<std::size_t> order = filling_order(tables_);
    defer_cycles(order);
    for (const std::size_t i : order) {
      std::int64_t rows = 0;
      for (RowSpool::Part* part : spool_.parts(i)) {
        environment_.reporter.progress(
            fmt::format("{}: {} rows", qualified_name(tables_[i].namespace_, tables_[i].name), part->rows));
        for (const std::size_t column : part->columns) {
          const std::string& name = tables_[i].columns[column].name;
          if (tables_[i].sequences.contains(name)) tables_[i].set_by_data.push_back(name);
        }
        filling_ = {i, part};
        rows += copy(tables_[i], *part);
      }
      if (rows > 0) result_.tables.push_back({qualified_name(tables_[i].namespace_, tables_[i].name), rows});
    }
    filling_ = {};
    std::sort(result_.tables.begin(), result_.tables.end(),
              [](const LoadedTable& a, const LoadedTable& b) { return a.table < b.table; });
  }

  // Policies that apply to the role check the rows of INSERT; the server refuses COPY then.
  std::int64_t copy(const LoadTable& table, RowSpool::Part& part) {
    const bool policies = session_
                              .query("SELECT pg_catalog.row_security_active($1::pg_catalog.text)",
                                     {qualified_name(table.namespace_, table.name)})
                              .value() == "t";
    if (!policies) return session_.copy_in(copy_statement(table, part), RowSpool::reader(part));
    const DetourStatements detour = detour_statements(table, part);
    session_.execute(detour.create);
    session_.copy_in(detour.copy, RowSpool::reader(part));
    const std::int64_t rows = session_.execute(detour.insert).affected;
    session_.execute(detour.drop);
    return rows;
  }

  void advance_sequences() {
    for (LoadTable& table : tables_) {
      std::sort(table.set_by_data.begin(), table.set_by_data.end());
      table.set_by_data.erase(std::unique(table.set_by_data.begin(), table.set_by_data.end()),
                              table.set_by_data.end());
      for (const std::string& column : table.set_by_data) {
        const std::string& sequence = table.sequences.at(column);
        session_.execute(fmt::format(
            "SELECT setval({0}::regclass, m) FROM (SELECT max({1})::bigint AS m FROM {2}) AS loaded, "
            "{3} AS s WHERE m > s.last_value OR (m = s.last_value AND NOT s.is_called)",
            quote_literal(sequence), quote_identifier(column), qualified_name(table.namespace_, table.name),
            sequence));
      }
    }
  }

  // ---- mapping an error of the database back to the data ----

  struct RowPlace {
    std::size_t table = SIZE_MAX;
    RowSpool::Part* part = nullptr;
    std::size_t row = 0;  // of the part
  };

  void explain_refusal() {
    const pg::SettingsScope catalog(session_, pg::Settings::catalog);
    const std::optional<RowPlace> row = refused_row();
    std::string message = place_of(row);
    const std::string slots = refused_slots(row ? row->table : filling_.table);
    if (!slots.empty()) message += slots + ": ";
    message += refusal_.message;
    // The place is more useful than the whole row, most of which is null.
    if (!refusal_.detail.empty() && !refusal_.detail.starts_with("Failing row contains"))
      message += " (" + refusal_.detail + ")";
    environment_.diagnostics.error("data-refused", span_, std::move(message), refusal_.hint);
  }

  // COPY reports the line, a deferred check the row's key.
  std::optional<RowPlace> refused_row() {
    const std::size_t at = refusal_.context.find(", line ");
    if (filling_.part != nullptr && at != std::string::npos) {
      const std::size_t line = std::strtoull(refusal_.context.c_str() + at + 7, nullptr, 10);
      if (line >= 1 && line <= filling_.part->origins.size())
        return RowPlace{filling_.table, filling_.part, line - 1};
    }
    constexpr std::string_view row_with = "Row with ";
    const std::size_t equals = refusal_.detail.find(" = ");
    if (!refusal_.detail.starts_with(row_with) || equals == std::string::npos) return std::nullopt;
    const std::string key =
        refusal_.detail.substr(equals + 3, refusal_.detail.size() - equals - 4);  // without the full stop
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      if (tables_[i].name != refusal_.table || tables_[i].namespace_ != refusal_.table_namespace) continue;
      std::string column = refusal_.detail.substr(row_with.size(), equals - row_with.size());
      if (column.size() > 1 && column.front() == '"') column = column.substr(1, column.size() - 2);
      const auto index = tables_[i].index.find(column);
      if (index == tables_[i].index.end()) return std::nullopt;
      for (RowSpool::Part* part : spool_.parts(i)) {
        if (const std::optional<std::size_t> row = RowSpool::find(*part, index->second, key))
          return RowPlace{i, part, *row};
      }
    }
    return std::nullopt;
  }

  // "data.yaml:12: object 3, samples[2]: ". Reads and maps the object again to find the path.
  std::string place_of(const std::optional<RowPlace>& row) {
    if (!row) return {};
    const RowOrigin origin = row->part->origins[row->row];
    std::size_t nth = 0;  // of the rows of this object in this part
    while (nth < row->row && row->part->origins[row->row - nth - 1] == origin) ++nth;
    std::string path;
    std::uint32_t line = 0;
    RowSpool spool;
    std::size_t key = 0;
    ObjectMapper mapper(
        schema_, storage_, tables_, spool,
        [&](const std::string&, std::size_t count) {
          std::vector<std::string> keys;
          while (keys.size() < count) keys.push_back(std::to_string(++key));
          return keys;
        },
        [](const DataError&) {});
    mapper.on_row([&](std::size_t table, const std::vector<std::size_t>& columns, std::string at,
                      std::uint32_t at_line) {
      if (table != row->table || columns != row->part->columns || nth-- != 0) return;
      path = std::move(at);
      line = at_line;
    });
    read_instances(options_.files[origin.file], options_.format, [&](Datum&& object, std::size_t number) {
      if (number < origin.object) return true;
      mapper.add(*class_, object, origin);
      return false;
    });
    span_ = span_of_line(origin.file, line);
    return fmt::format("{}object {}{}: ", span_.known() ? "" : place(origin.file, line), origin.object + 1,
                       path.empty() ? "" : ", " + path);
  }

  // "slot moisture of Sample": those whose columns the refused constraint is about.
  std::string refused_slots(std::size_t table) {
    std::string namespace_ = refusal_.table_namespace, name = refusal_.table;
    if (table != SIZE_MAX) {
      namespace_ = tables_[table].namespace_;
      name = tables_[table].name;
    }
    if (name.empty()) return {};
    std::set<std::string> columns;
    if (!refusal_.column.empty()) columns.insert(refusal_.column);
    if (const std::size_t at = refusal_.context.find(", column "); at != std::string::npos) {
      const std::string rest = refusal_.context.substr(at + 9);
      columns.insert(rest.substr(0, rest.find(": ")));
    }
    if (!refusal_.constraint.empty()) {
      for (const auto& row :
           session_.query(queries::load_constraint_columns, {namespace_, name, refusal_.constraint}).rows)
        columns.insert(*row[0]);
    }
    std::string slots, class_name;
    for (const std::string& column : columns) {
      const auto [slot, of_class] = slot_of_column(namespace_, name, column);
      if (slot.empty()) continue;
      slots += (slots.empty() ? "" : ", ") + slot;
      class_name = of_class;
    }
    if (slots.empty()) return {};
    return fmt::format("slot{} {} of {}", slots.find(", ") == std::string::npos ? "" : "s", slots,
                       class_name);
  }

  std::pair<std::string, std::string> slot_of_column(const std::string& namespace_, const std::string& table,
                                                     const std::string& column) const {
    for (const auto& [class_name, storage] : storage_) {
      for (const auto& [slot, how] : storage.slots) {
        const bool own = storage.table_namespace == namespace_ &&
                         (how.base_table.empty() ? storage.table : *how.base_table) == table;
        const bool inner = how.table_namespace == namespace_ && how.table == table;
        if ((own && how.column == column) || (inner && (how.value_column == column)))
          return {slot, class_name};
        for (const auto& [key, flattened] : *how.columns) {
          if (own && flattened == column) return {slot + "." + key, class_name};
        }
      }
    }
    return {};
  }

  Environment& environment_;
  const linkml::InducedSchema& schema_;
  const std::map<std::string, ClassStorage>& storage_;
  pg::Session& session_;
  const LoadOptions& options_;
  const linkml::InducedClass* class_ = nullptr;
  std::vector<LoadTable> tables_;
  RowSpool spool_;
  LoadReport result_;
  std::string undo_deferring_;
  std::size_t file_ = 0;
  std::size_t number_ = 0;
  std::map<std::size_t, FileId> shown_;
  struct Filling {
    std::size_t table = SIZE_MAX;
    RowSpool::Part* part = nullptr;
  } filling_;
  pg::DatabaseError::Facts refusal_;
  Span span_;
};

}  // namespace

LoadReport load(Environment& environment, const linkml::InducedSchema& schema,
                const std::map<std::string, ClassStorage>& storage, pg::Session& session,
                const LoadOptions& options) {
  return Loading(environment, schema, storage, session, options).run();
}

}  // namespace schemac
