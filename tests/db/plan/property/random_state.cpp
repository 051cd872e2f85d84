#include "property/random_state.h"

#include <algorithm>

#include <fmt/format.h>

namespace schemac::test {
namespace {

std::size_t below(Random& random, std::size_t count) {
  return count == 0 ? 0 : static_cast<std::size_t>(random() % count);
}
bool chance(Random& random, unsigned percent) { return random() % 100 < percent; }

template <typename T>
T& any_of(Random& random, std::vector<T>& list) {
  return list[below(random, list.size())];
}

const std::vector<std::string>& types_of(const std::string& family) {
  static const std::vector<std::string> numbers = {"integer", "bigint", "numeric(12,2)", "text",
                                                   "character varying(20)"};
  static const std::vector<std::string> keys = {"integer", "bigint"};
  static const std::vector<std::string> moments = {"date", "timestamp with time zone", "timestamp(3)"};
  static const std::vector<std::string> truths = {"boolean"};
  static const std::vector<std::string> lists = {"text[]", "jsonb"};
  if (family == "number") return numbers;
  if (family == "key") return keys;
  if (family == "moment") return moments;
  if (family == "list") return lists;
  return truths;
}

bool is_text(const std::string& type) { return type.starts_with("text") || type.starts_with("char"); }

std::string default_of(const RandomColumn& column, Random& random, const RandomState& state) {
  if (column.family == "number" && !is_text(column.type) && chance(random, 30)) {
    for (std::size_t at = 0; at < state.sequences.size(); ++at) {
      if (state.sequences[at] != 0) return fmt::format("nextval('public.s{}'::regclass)", at);
    }
  }
  if (column.family == "number" || column.family == "key")
    return is_text(column.type) ? fmt::format("'{}'", random() % 9) : fmt::format("{}", random() % 9);
  if (column.family == "moment") return chance(random, 50) ? "now()" : "'2020-02-02'";
  if (column.family == "truth") return chance(random, 50) ? "true" : "false";
  if (column.family == "label") return "'a'";
  return {};
}

RandomColumn random_column(Random& random, const RandomState& state, const std::string& name) {
  RandomColumn column;
  column.name = name;
  static const std::vector<std::string> families = {"number", "number", "key", "moment", "truth", "label"};
  column.family = families[below(random, families.size())];
  if (column.family == "label" && state.enums.empty()) column.family = "number";
  if (column.family == "label") {
    column.type = fmt::format("public.e{}", below(random, state.enums.size()));
  } else {
    const std::vector<std::string>& types = types_of(column.family);
    column.type = types[below(random, types.size())];
  }
  if (chance(random, 30)) column.default_expression = default_of(column, random, state);
  column.not_null = chance(random, 30);
  if (chance(random, 15)) column.comment = "about " + name;
  return column;
}

const RandomColumn* find(const RandomTable& table, const std::string& name) {
  for (const RandomColumn& column : table.columns) {
    if (column.name == name) return &column;
  }
  return nullptr;
}

const RandomTable* table_of(const RandomState& state, const std::string& name) {
  for (const RandomTable& table : state.tables) {
    if (table.name == name) return &table;
  }
  return nullptr;
}

// What a view gives to those that read it.
std::vector<std::string> output(const RandomView& view) {
  if (view.form != 2) return view.columns;
  if (view.columns.front() == "n") return {"n"};
  return {view.columns.front(), "n"};
}

std::vector<std::string> columns_of(const RandomState& state, const std::string& relation) {
  std::vector<std::string> names;
  if (const RandomTable* table = table_of(state, relation)) {
    for (const RandomColumn& column : table->columns) names.push_back(column.name);
  }
  for (const RandomView& view : state.views) {
    if (view.name == relation) return output(view);
  }
  return names;
}

std::vector<std::string> some(Random& random, const std::vector<std::string>& names) {
  std::vector<std::string> chosen;
  for (const std::string& name : names) {
    if (chance(random, 60)) chosen.push_back(name);
  }
  if (chosen.empty() && !names.empty()) chosen.push_back(names.front());
  return chosen;
}

RandomTable::Hanger random_hanger(Random& random, const RandomState& state, const RandomTable& table,
                                  int number) {
  static const std::vector<std::string> kinds = {"check", "unique",  "foreign key", "index",
                                                 "index", "trigger", "policy",      "statistics"};
  RandomTable::Hanger hanger;
  hanger.kind = kinds[below(random, kinds.size())];
  hanger.name = fmt::format("{}_{}{}", table.name, hanger.kind.substr(0, 2), number);
  hanger.column = table.columns[below(random, table.columns.size())].name;
  hanger.variant = static_cast<int>(random() % 3);
  if (hanger.kind == "foreign key") hanger.other = state.tables[below(random, state.tables.size())].name;
  if (hanger.kind == "trigger") {
    for (const RandomRoutine& routine : state.routines) {
      if (routine.form == "trigger") hanger.other = routine.name;
    }
  }
  return hanger;
}

bool holds(const RandomState& state, const RandomTable& table, const RandomTable::Hanger& hanger) {
  const RandomColumn* column = find(table, hanger.column);
  if (column == nullptr) return false;
  if (hanger.kind == "unique") {
    const bool differs = column->family == "number" || column->family == "key";
    return differs && column->default_expression.empty() && column->generated.empty();
  }
  if (hanger.kind == "foreign key") {
    return column->family == "key" && column->generated.empty() && column->default_expression.empty() &&
           table_of(state, hanger.other) != nullptr;
  }
  if (hanger.kind == "trigger") {
    return std::any_of(state.routines.begin(), state.routines.end(),
                       [&](const RandomRoutine& routine) { return routine.name == hanger.other; });
  }
  if (hanger.kind == "statistics") return column->name != "id";
  return true;
}

// Takes away what refers to something that is gone, until nothing does.
void repair(RandomState& state) {
  for (RandomTable& table : state.tables) {
    for (RandomColumn& column : table.columns) {
      if (column.family == "label") {
        const std::size_t number = std::stoul(column.type.substr(8));
        if (number >= state.enums.size()) {
          column.family = "truth";
          column.type = "boolean";
          column.default_expression.clear();
        }
      }
      if (column.default_expression.starts_with("nextval")) {
        const std::size_t number = column.default_expression[16] - '0';
        const bool there = number < state.sequences.size() && state.sequences[number] != 0;
        if (!there || is_text(column.type)) column.default_expression.clear();
      }
      if (!column.generated.empty()) {
        const RandomColumn* source = find(table, column.generated);
        if (source == nullptr) column.generated.clear();
        column.default_expression.clear();
        column.not_null = false;
      }
      if (column.fresh && column.default_expression.empty()) column.not_null = false;
    }
    std::erase_if(table.hangers, [&](const auto& hanger) { return !holds(state, table, hanger); });
    std::erase_if(table.readers,
                  [&](const std::string& name) { return !name.empty() && !find(table, name); });
  }
  std::vector<RandomView> kept;
  kept.swap(state.views);
  for (RandomView& view : kept) {
    const std::vector<std::string> there = columns_of(state, view.base);
    std::erase_if(view.columns, [&](const std::string& name) {
      return std::find(there.begin(), there.end(), name) == there.end();
    });
    if (!view.columns.empty()) state.views.push_back(view);
  }
  std::erase_if(state.routines, [&](const RandomRoutine& routine) {
    if (routine.form == "trigger") return false;
    const RandomTable* table = table_of(state, routine.table);
    return table == nullptr || find(*table, routine.column) == nullptr;
  });
  for (RandomTable& table : state.tables) {
    std::erase_if(table.hangers, [&](const auto& hanger) { return !holds(state, table, hanger); });
  }
}

RandomTable random_table(Random& random, const RandomState& state, const std::string& name) {
  RandomTable table;
  table.name = name;
  RandomColumn id;
  id.name = "id";
  id.family = "key";
  id.type = chance(random, 50) ? "integer" : "bigint";
  id.not_null = true;
  table.columns.push_back(id);
  const std::size_t count = 1 + below(random, 5);
  for (std::size_t at = 0; at < count; ++at)
    table.columns.push_back(random_column(random, state, fmt::format("c{}", at)));
  if (chance(random, 25)) {
    RandomColumn computed;
    computed.name = "g0";
    computed.family = "truth";
    computed.type = "boolean";
    computed.generated = any_of(random, table.columns).name;
    table.columns.push_back(computed);
  }
  if (chance(random, 30)) table.comment = "rows of " + name;
  if (chance(random, 30)) table.readers.push_back(chance(random, 50) ? "" : "id");
  return table;
}

// From 20 on: of a view that none is named after, be it plain or materialized.
int free_number(const RandomState& state) {
  const auto taken = [&](int number) {
    return std::any_of(state.views.begin(), state.views.end(),
                       [&](const RandomView& view) { return view.name.substr(1) == std::to_string(number); });
  };
  int number = 20;
  while (taken(number)) ++number;
  return number;
}

RandomView random_view(Random& random, const RandomState& state, int number) {
  RandomView view;
  view.materialized = chance(random, 40);
  view.name = fmt::format("{}{}", view.materialized ? "m" : "v", number);
  const std::size_t choice = below(random, state.tables.size() + state.views.size());
  view.base = choice < state.tables.size() ? state.tables[choice].name
                                           : state.views[choice - state.tables.size()].name;
  view.columns = some(random, columns_of(state, view.base));
  view.form = static_cast<int>(random() % 3);
  view.indexed = view.materialized && chance(random, 50);
  view.granted = chance(random, 30);
  if (chance(random, 20)) view.comment = "view " + view.name;
  return view;
}

RandomRoutine random_routine(Random& random, const RandomState& state, int number) {
  static const std::vector<std::string> forms = {"text", "atomic", "trigger"};
  RandomRoutine routine;
  routine.name = fmt::format("f{}", number);
  routine.form = forms[below(random, forms.size())];
  const RandomTable& table = state.tables[below(random, state.tables.size())];
  routine.table = table.name;
  routine.column = table.columns[below(random, table.columns.size())].name;
  routine.argument = chance(random, 50) ? "integer" : "text";
  routine.variant = static_cast<int>(random() % 3);
  return routine;
}

void edit_table(RandomState& state, RandomTable& table, Random& random) {
  switch (random() % 9) {
    case 0: {
      RandomColumn column = random_column(random, state, fmt::format("n{}", random() % 3));
      column.fresh = true;
      if (find(table, column.name) == nullptr) table.columns.push_back(column);
      break;
    }
    case 1:
      if (table.columns.size() > 1)
        table.columns.erase(table.columns.begin() + 1 + below(random, table.columns.size() - 1));
      break;
    case 2: {
      RandomColumn& column = any_of(random, table.columns);
      if (column.family == "label" || !column.generated.empty()) break;
      const std::vector<std::string>& types = types_of(column.family);
      column.type = types[below(random, types.size())];
      if (!column.default_expression.empty()) column.default_expression = default_of(column, random, state);
      break;
    }
    case 3: {
      RandomColumn& column = any_of(random, table.columns);
      if (column.name != "id") column.not_null = !column.not_null;
      break;
    }
    case 4: {
      RandomColumn& column = any_of(random, table.columns);
      if (column.name == "id") break;
      column.default_expression =
          column.default_expression.empty() ? default_of(column, random, state) : std::string();
      break;
    }
    case 5:
      table.hangers.push_back(random_hanger(random, state, table, static_cast<int>(random() % 90) + 10));
      break;
    case 6:
      if (!table.hangers.empty()) any_of(random, table.hangers).variant = static_cast<int>(random() % 3);
      break;
    case 7:
      if (!table.hangers.empty()) table.hangers.erase(table.hangers.begin());
      break;
    default:
      table.comment = table.comment.empty() ? "it's new" : "";
      if (table.readers.empty()) {
        table.readers.push_back(any_of(random, table.columns).name);
      } else {
        table.readers.clear();
      }
      break;
  }
}

void edit_once(RandomState& state, Random& random) {
  switch (random() % 15) {
    case 0: {
      std::vector<std::string>& labels = any_of(random, state.enums);
      if (labels.size() > 2 && chance(random, 50)) {
        labels.erase(labels.begin() + 1 + below(random, labels.size() - 1));
      } else if (std::find(labels.begin(), labels.end(), "new") == labels.end()) {
        labels.insert(labels.begin() + below(random, labels.size() + 1), "new");
      }
      break;
    }
    case 1:
      any_of(random, state.sequences) = static_cast<std::int64_t>(random() % 4);
      break;
    case 2:
      state.tables.push_back(random_table(random, state, fmt::format("t{}", 20 + random() % 80)));
      if (std::count_if(state.tables.begin(), state.tables.end(), [&](const RandomTable& table) {
            return table.name == state.tables.back().name;
          }) > 1) {
        state.tables.pop_back();
      }
      break;
    case 3:
      if (state.tables.size() > 1)
        state.tables.erase(state.tables.begin() + below(random, state.tables.size()));
      break;
    case 4:
      state.views.push_back(random_view(random, state, free_number(state)));
      break;
    case 5:
      if (!state.views.empty()) state.views.erase(state.views.begin() + below(random, state.views.size()));
      break;
    case 6:
      if (!state.views.empty()) {
        RandomView& view = any_of(random, state.views);
        view.form = static_cast<int>(random() % 3);
        view.columns = some(random, columns_of(state, view.base));
        view.indexed = view.materialized && !view.indexed;
      }
      break;
    case 7:
      if (!state.routines.empty()) {
        RandomRoutine& routine = any_of(random, state.routines);
        routine.variant = static_cast<int>(random() % 3);
        if (chance(random, 30)) routine.argument = routine.argument == "text" ? "integer" : "text";
      } else {
        state.routines.push_back(random_routine(random, state, 20));
      }
      break;
    case 8:
    case 9:
    case 10: {
      if (state.fragments.empty()) break;
      const std::size_t fragment = below(random, state.fragments.size());
      state.fragments[fragment] = below(random, fragments()[fragment].forms.size() + 1);
      break;
    }
    default:
      edit_table(state, any_of(random, state.tables), random);
      break;
  }
}

std::string name_of(const std::string& name) { return "public." + name; }

std::string condition(const RandomTable& table, const RandomTable::Hanger& hanger) {
  const RandomColumn& column = *find(table, hanger.column);
  const bool number = (column.family == "number" || column.family == "key") && !is_text(column.type);
  if (number && hanger.variant == 1) return fmt::format("{} >= 0", column.name);
  if (is_text(column.type) && hanger.variant == 1) return fmt::format("length({}) > 0", column.name);
  return hanger.variant == 2 ? fmt::format("{0} IS NULL OR {0} = {0}", column.name)
                             : fmt::format("{0} IS NULL OR {0} IS NOT NULL", column.name);
}

std::string hanger_sql(const RandomTable& table, const RandomTable::Hanger& hanger) {
  const std::string relation = name_of(table.name);
  const std::string add = fmt::format("ALTER TABLE {} ADD CONSTRAINT {} ", relation, hanger.name);
  if (hanger.kind == "check") return add + fmt::format("CHECK ({})", condition(table, hanger));
  if (hanger.kind == "unique")
    return add + fmt::format("UNIQUE ({}){}", hanger.column, hanger.variant == 1 ? " DEFERRABLE" : "");
  if (hanger.kind == "foreign key") {
    static const std::vector<std::string> actions = {"", " ON DELETE CASCADE", " DEFERRABLE"};
    return add + fmt::format("FOREIGN KEY ({}) REFERENCES {} (id){}", hanger.column, name_of(hanger.other),
                             actions[static_cast<std::size_t>(hanger.variant)]);
  }
  if (hanger.kind == "index") {
    static const std::vector<std::string> tails = {"", " DESC", ", id"};
    return fmt::format("CREATE INDEX {} ON {} ({}{})", hanger.name, relation, hanger.column,
                       hanger.column == "id" && hanger.variant == 2
                           ? " DESC"
                           : tails[static_cast<std::size_t>(hanger.variant)]);
  }
  if (hanger.kind == "statistics") {
    return fmt::format("CREATE STATISTICS public.{} ON id, {} FROM {}", hanger.name, hanger.column, relation);
  }
  if (hanger.kind == "trigger") {
    return fmt::format("CREATE TRIGGER {} BEFORE {}{} ON {} FOR EACH ROW EXECUTE FUNCTION public.{}()",
                       hanger.name, hanger.variant == 0 ? "INSERT OR UPDATE" : "UPDATE",
                       hanger.variant == 2 ? " OF " + hanger.column : "", relation, hanger.other);
  }
  return fmt::format("CREATE POLICY {} ON {} FOR {} USING ({} IS NOT NULL)", hanger.name, relation,
                     hanger.variant == 0 ? "ALL" : "SELECT", hanger.column);
}

std::string view_sql(const RandomView& view) {
  std::string list;
  for (const std::string& column : view.columns) list += (list.empty() ? "" : ", ") + column;
  const std::string base = name_of(view.base);
  std::string query = fmt::format("SELECT {} FROM {}", list, base);
  const std::string& first = view.columns.front();
  if (view.form == 1) query += fmt::format(" WHERE {} IS NOT NULL", first);
  if (view.form == 2) query = fmt::format("SELECT {0}, count(*) AS n FROM {1} GROUP BY {0}", first, base);
  // A view that reads a count calls its own otherwise.
  if (view.form == 2 && first == "n") query = fmt::format("SELECT n FROM {}", base);
  return fmt::format("CREATE {}VIEW {} AS {}", view.materialized ? "MATERIALIZED " : "", name_of(view.name),
                     query);
}

std::string routine_sql(const RandomRoutine& routine) {
  const std::string head = fmt::format("CREATE FUNCTION public.{}", routine.name);
  if (routine.form == "trigger") {
    return fmt::format("{}() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END /* {} */'", head,
                       routine.variant);
  }
  const std::string query =
      fmt::format("SELECT count({}) + {} FROM public.{}", routine.column, routine.variant, routine.table);
  if (routine.form == "atomic") {
    return fmt::format("{}(a {}) RETURNS bigint LANGUAGE sql BEGIN ATOMIC {}; END", head, routine.argument,
                       query);
  }
  return fmt::format("{}(a {}) RETURNS bigint LANGUAGE sql {} AS '{}'", head, routine.argument,
                     routine.variant == 1 ? "STABLE" : "VOLATILE", query);
}

std::string seeded_value(const RandomColumn& column, int row) {
  if (column.family == "number" || column.family == "key") return fmt::format("'{}'", row);
  if (column.family == "moment") return fmt::format("'2021-03-0{}'", row);
  if (column.family == "truth") return row == 1 ? "true" : "false";
  return "'a'";
}

}  // namespace

RandomState random_state(Random& random) {
  RandomState state;
  state.enums = {{"a", "b", "c"}, {"a", "x"}};
  state.sequences = {1, static_cast<std::int64_t>(random() % 3)};
  const std::size_t tables = 1 + below(random, 4);
  for (std::size_t at = 0; at < tables; ++at)
    state.tables.push_back(random_table(random, state, fmt::format("t{}", at)));
  const std::size_t routines = below(random, 4);
  for (std::size_t at = 0; at < routines; ++at)
    state.routines.push_back(random_routine(random, state, static_cast<int>(at)));
  for (RandomTable& table : state.tables) {
    const std::size_t hangers = below(random, 5);
    for (std::size_t at = 0; at < hangers; ++at)
      table.hangers.push_back(random_hanger(random, state, table, static_cast<int>(at)));
  }
  const std::size_t views = below(random, 6);
  for (std::size_t at = 0; at < views; ++at)
    state.views.push_back(random_view(random, state, static_cast<int>(at)));
  repair(state);
  return state;
}

void add_fragments(RandomState& state, Random& random) {
  state.fragments.clear();
  for (const Fragment& fragment : fragments())
    state.fragments.push_back(chance(random, 20) ? 1 + below(random, fragment.forms.size()) : 0);
}

RandomState edited(RandomState state, Random& random) {
  const std::size_t edits = 1 + below(random, 6);
  for (std::size_t at = 0; at < edits; ++at) {
    edit_once(state, random);
    repair(state);
  }
  return state;
}

std::vector<Statement> statements(const RandomState& state) {
  std::vector<Statement> list;
  for (std::size_t at = 0; at < state.enums.size(); ++at) {
    std::string labels;
    for (const std::string& label : state.enums[at]) labels += (labels.empty() ? "'" : ", '") + label + "'";
    const std::string name = fmt::format("public.e{}", at);
    list.push_back({name, fmt::format("CREATE TYPE {} AS ENUM ({})", name, labels)});
  }
  for (std::size_t at = 0; at < state.sequences.size(); ++at) {
    const std::string name = fmt::format("public.s{}", at);
    if (state.sequences[at] != 0)
      list.push_back({name, fmt::format("CREATE SEQUENCE {} INCREMENT {}", name, state.sequences[at])});
  }
  for (const RandomTable& table : state.tables) {
    const std::string name = name_of(table.name);
    list.push_back({name, fmt::format("CREATE TABLE {} (id {} CONSTRAINT {}_key PRIMARY KEY)", name,
                                      table.columns.front().type, table.name)});
    for (const RandomColumn& column : table.columns) {
      const std::string key = name + "." + column.name;
      if (column.name != "id") {
        std::string sql = fmt::format("ALTER TABLE {} ADD COLUMN {} {}", name, column.name, column.type);
        if (!column.generated.empty())
          sql += fmt::format(" GENERATED ALWAYS AS ({} IS NOT NULL) STORED", column.generated);
        if (!column.default_expression.empty()) sql += " DEFAULT " + column.default_expression;
        if (column.not_null) sql += " NOT NULL";
        list.push_back({key, sql});
      }
      if (!column.comment.empty())
        list.push_back({key + " comment",
                        fmt::format("COMMENT ON COLUMN {}.{} IS '{}'", name, column.name, column.comment)});
    }
    if (!table.comment.empty()) {
      std::string text = table.comment;
      if (const std::size_t quote = text.find('\''); quote != std::string::npos) text.insert(quote, "'");
      list.push_back({name + " comment", fmt::format("COMMENT ON TABLE {} IS '{}'", name, text)});
    }
    for (const std::string& column : table.readers) {
      list.push_back(
          {name + " grant " + column, fmt::format("GRANT SELECT{} ON {} TO golden_reader",
                                                  column.empty() ? "" : " (" + column + ")", name)});
    }
  }
  for (const RandomRoutine& routine : state.routines) list.push_back({routine.name, routine_sql(routine)});
  for (const std::string kind :
       {"check", "unique", "index", "foreign key", "trigger", "policy", "statistics"}) {
    for (const RandomTable& table : state.tables) {
      for (const auto& hanger : table.hangers) {
        if (hanger.kind == kind) list.push_back({table.name + " " + hanger.name, hanger_sql(table, hanger)});
      }
    }
  }
  for (const RandomView& view : state.views) {
    const std::string name = name_of(view.name);
    list.push_back({name, view_sql(view)});
    if (view.indexed) {
      list.push_back({name + " index", fmt::format("CREATE INDEX {}_index ON {} ({})", view.name, name,
                                                   view.columns.front())});
    }
    if (view.granted) list.push_back({name + " grant", "GRANT SELECT ON " + name + " TO golden_reader"});
    if (!view.comment.empty()) {
      list.push_back(
          {name + " comment", fmt::format("COMMENT ON {}VIEW {} IS '{}'",
                                          view.materialized ? "MATERIALIZED " : "", name, view.comment)});
    }
  }
  for (std::size_t at = 0; at < state.fragments.size(); ++at) {
    const Fragment& fragment = fragments()[at];
    if (state.fragments[at] != 0) list.push_back({fragment.name, fragment.forms[state.fragments[at] - 1]});
  }
  return list;
}

std::string rows(const RandomState& state) {
  std::string sql = "SET session_replication_role = replica;\n";
  for (const RandomTable& table : state.tables) {
    for (int row = 1; row <= 3; ++row) {
      std::string names, values;
      for (const RandomColumn& column : table.columns) {
        if (!column.generated.empty()) continue;
        names += (names.empty() ? "" : ", ") + column.name;
        values += (values.empty() ? "" : ", ") + seeded_value(column, row);
      }
      sql += fmt::format("INSERT INTO {} ({}) VALUES ({});\n", name_of(table.name), names, values);
    }
  }
  for (std::size_t at = 0; at < state.fragments.size(); ++at) {
    const std::string& inserts = fragments()[at].rows;
    if (state.fragments[at] != 0 && !inserts.empty()) sql += inserts + ";\n";
  }
  for (const RandomView& view : state.views) {
    if (view.materialized) sql += fmt::format("REFRESH MATERIALIZED VIEW {};\n", name_of(view.name));
  }
  return sql + "RESET session_replication_role";
}

}  // namespace schemac::test
