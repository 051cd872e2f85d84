// Relations, their columns and their parts.
#include <algorithm>

#include "catalog/not_null.h"
#include "pg/introspect_reader.h"

#include "catalog/fields.h"
#include "catalog/in_words.h"

namespace schemac::pg {
namespace {

std::string storage_name(char letter) {
  switch (letter) {
    case 'p':
      return "plain";
    case 'm':
      return "main";
    case 'e':
      return "external";
    case 'x':
      return "extended";
    default:
      return {};
  }
}

std::string enabled_name(char letter) {
  switch (letter) {
    case 'D':
      return "disabled";
    case 'R':
      return "replica";
    case 'A':
      return "always";
    default:
      return {};
  }
}

std::vector<std::string> sorted(std::vector<std::string> items) {
  std::sort(items.begin(), items.end());
  return items;
}

// An option that some servers (seen: Debian's 15.20) put on every column themselves: the WAL position at
// which it was created. SET and RESET do not change it and pg_dump omits it, so it is not part of the schema.
bool is_server_stamp(const std::string& option) { return option.starts_with("pg_attver="); }

Kind relation_kind(char relkind) {
  switch (relkind) {
    case 'f':
      return Kind::foreign_table;
    case 'v':
      return Kind::view;
    case 'm':
      return Kind::materialized_view;
    case 'S':
      return Kind::sequence;
    case 'c':
      return Kind::composite_type;
    default:
      return Kind::table;
  }
}

std::vector<Column>* columns_of(Object& object) {
  if (auto* table = std::get_if<Table>(&object.body)) return &table->columns;
  if (auto* view = std::get_if<View>(&object.body)) return &view->columns;
  if (auto* type = std::get_if<CompositeType>(&object.body)) return &type->columns;
  return nullptr;
}

std::string without_semicolon(std::string text) {
  while (!text.empty() && (text.back() == ';' || text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text;
}

}  // namespace

void Reader::relations(const Rows& rows) {
  for (const Row& row : rows) {
    Fields f(row);
    const Oid oid = f.oid();
    const char relkind = f.letter();
    const std::string* space = namespace_name(f.oid());
    if (space == nullptr) continue;
    ObjectId id{relation_kind(relkind), *space, {}, f.text()};
    const Oid owner = f.oid();
    const Oid row_type = f.oid();
    const bool unlogged = f.flag();
    std::vector<std::string> options = f.list();
    for (const auto& option : f.list()) options.push_back("toast." + option);
    options = sorted(std::move(options));
    std::string tablespace = f.text();
    std::string access_method = f.text();
    Body body = fields::body_of_kind(id.kind);
    if (auto* view = std::get_if<View>(&body)) {
      view->options = std::move(options);
      view->tablespace = std::move(tablespace);
      view->access_method = std::move(access_method);
      for (int skipped = 0; skipped < 7; ++skipped) f.is_null();
      view->with_data = f.flag();
      view->query = without_semicolon(f.text());
    } else if (auto* sequence = std::get_if<Sequence>(&body)) {
      sequence->unlogged = unlogged;
    } else if (auto* table = std::get_if<Table>(&body)) {
      table->unlogged = unlogged;
      table->options = std::move(options);
      table->tablespace = std::move(tablespace);
      table->access_method = std::move(access_method);
      table->row_security = f.flag();
      table->force_row_security = f.flag();
      char identity = f.letter();
      const std::string identity_index = f.text();
      if (id.kind != Kind::table) identity = 'd';  // for others the server stores 'n'
      if (identity == 'n') table->replica_identity = "nothing";
      if (identity == 'f') table->replica_identity = "full";
      if (identity == 'i') table->replica_identity = "index " + identity_index;
      table->partition_by = f.text();
      table->partition_bound = f.text();
      table->of_type = f.text();
    }
    Object& object = add("pg_class", oid, std::move(id), std::move(body), owner);
    // Before PostgreSQL 14 a sequence also had one; that of an identity column is not kept in the catalog.
    if (row_type != 0 && relkind != 'S') nodes_[key("pg_type", row_type)] = nodes_[key("pg_class", oid)];
    relations_[oid].object = &object;
  }
}

void Reader::foreign_tables(const Rows& rows) {
  for (const Row& row : rows) {
    Fields f(row);
    const auto found = relations_.find(f.oid());
    if (found == relations_.end()) continue;
    auto& table = std::get<Table>(found->second.object->body);
    table.foreign_server = f.text();
    table.options = sorted(f.list());
  }
}

void Reader::column_types(const Rows& rows) {
  for (const Row& row : rows) {
    Fields f(row);
    const Oid type = f.oid();
    const Key modified = key(type, static_cast<Oid>(f.number()));
    column_types_.emplace(modified, f.text());
  }
}

void Reader::columns(const Rows& rows) {
  // Sorted by number, whatever the query plan: nearly always an insertion at the end.
  std::vector<Row> by_number;
  by_number.reserve(rows.size());
  for (const Row& row : rows) by_number.push_back(row);
  std::stable_sort(by_number.begin(), by_number.end(), [](const Row& a, const Row& b) {
    return a[1].size() != b[1].size() ? a[1].size() < b[1].size() : a[1] < b[1];
  });
  const Oid default_class = classes_.at("pg_attrdef");
  const Oid class_class = classes_.at("pg_class");
  for (const Row& row : by_number) {
    Fields f(row);
    const Oid oid = f.oid();
    const auto found = relations_.find(oid);
    if (found == relations_.end()) continue;
    Relation& relation = found->second;
    const auto number = static_cast<std::size_t>(f.number());
    Column column;
    column.name = f.text();
    const Oid type = f.oid();
    column.type = column_types_.at(key(type, static_cast<Oid>(f.number())));
    column.not_null = f.flag();
    column.inherited = !f.is_null();
    const Oid default_oid = f.oid();
    std::optional<std::string> expression = f.maybe();
    const char generated = f.letter();
    const char identity = f.letter();
    column.collation = f.text();
    column.storage = storage_name(f.letter());
    const char compression = f.letter();
    if (compression != '\0') column.compression = compression == 'l' ? "lz4" : "pglz";
    column.statistics_target = static_cast<int>(f.number(-1));
    column.options = f.list();
    std::erase_if(column.options.edit(), is_server_stamp);
    for (auto& option : f.list()) column.options.push_back(std::move(option));
    std::sort(column.options.begin(), column.options.end());
    if (generated != '\0') {
      column.generated_expression = std::move(expression);
      column.generated_virtual = generated == 'v';
    } else {
      column.default_expression = std::move(expression);
    }
    if (identity != '\0') column.identity = identity == 'a' ? Identity::always : Identity::by_default;

    if (default_oid != 0)
      nodes_[key(default_class, default_oid)] = {nodes_.at(key(class_class, oid)).object, column.name};
    if (relation.names.size() < number) relation.names.resize(number);
    relation.names[number - 1] = column.name;
    columns_of(*relation.object)->push_back(std::move(column));
  }
}

std::string Reader::column_name(Oid relation, int number) const {
  const auto found = relations_.find(relation);
  if (found == relations_.end() || number < 1 ||
      static_cast<std::size_t>(number) > found->second.names.size())
    return {};
  return found->second.names[static_cast<std::size_t>(number) - 1];
}

Column* Reader::column_at(Oid relation, int number) {
  const std::string name = column_name(relation, number);
  if (name.empty()) return nullptr;
  // Rarely far from its number: only dropped columns are between.
  auto& columns = *columns_of(*relations_.at(relation).object);
  for (std::size_t i = std::min(static_cast<std::size_t>(number), columns.size()); i-- > 0;) {
    if (columns[i].name == name) return &columns[i];
  }
  return nullptr;
}

std::vector<std::string> Reader::column_names(Oid relation, const std::vector<int>& numbers) const {
  std::vector<std::string> out;
  out.reserve(numbers.size());
  for (const int number : numbers) out.push_back(column_name(relation, number));
  return out;
}

void Reader::sequences(const Rows& rows) {
  for (const Row& row : rows) {
    Fields f(row);
    const Oid oid = f.oid();
    const auto found = relations_.find(oid);
    if (found == relations_.end()) continue;
    SequenceOptions options;
    options.type = f.text();
    options.start = f.number();
    options.increment = f.number();
    options.minimum = f.number();
    options.maximum = f.number();
    options.cache = f.number();
    options.cycle = f.flag();
    const char owned = f.letter();
    const Oid table = f.oid();
    const int number = static_cast<int>(f.number());
    Object& object = *found->second.object;
    if (owned == 'i') {
      // The sequence of an identity column is part of the column.
      Column* column = column_at(table, number);
      if (column != nullptr) {
        column->identity_options = options;
        nodes_[key("pg_class", oid)] = {nodes_.at(key("pg_class", table)).object, column->name};
      } else {
        nodes_.erase(key("pg_class", oid));
      }
      const ObjectId id = object.id;
      relations_.erase(found);
      catalog_.objects.erase(id);
      continue;
    }
    auto& body = std::get<Sequence>(object.body);
    body.options = options;
    if (owned == 'a' && relations_.contains(table)) {
      body.owned_by_table = qualified_name(relations_.at(table).object->id);
      body.owned_by_column = column_name(table, number);
    }
  }
}

void Reader::constraints(const Rows& rows) {
  for (const Row& row : rows) {
    Fields f(row);
    const Oid oid = f.oid();
    const Oid relation = f.oid();
    const Oid type = f.oid();
    const std::string name = f.text();
    const char contype = f.letter();
    Constraint body;
    body.definition = f.text();
    const std::vector<int> columns = f.numbers();
    const Oid referenced = f.oid();
    const std::vector<int> referenced_columns = f.numbers();
    body.validated = f.flag();
    const bool no_inherit = f.flag();
    body.no_inherit = no_inherit && (contype == 'c' || contype == 'n');  // keys never inherit
    body.inherited = f.flag();
    body.deferrable = f.flag();
    body.initially_deferred = f.flag();
    body.enforced = f.flag();
    const Oid index = f.oid();
    body.index_options = sorted(f.list());
    body.index_tablespace = f.text();
    body.clustered = f.flag();
    body.partitioned = f.flag();
    if (type != 0) {
      const auto domain = nodes_.find(key("pg_type", type));
      if (domain == nodes_.end() || contype == 'n') continue;
      std::get<Domain>(domain->second.object->body)
          .constraints.push_back({name, std::move(body.definition), {}, body.validated});
      nodes_[key("pg_constraint", oid)] = {domain->second.object, name};
      continue;
    }
    const auto found = relations_.find(relation);
    if (found == relations_.end()) continue;
    const ObjectId& table = found->second.object->id;
    switch (contype) {
      case 'p':
        body.type = ConstraintType::primary_key;
        break;
      case 'u':
        body.type = ConstraintType::unique;
        break;
      case 'f':
        body.type = ConstraintType::foreign_key;
        break;
      case 'x':
        body.type = ConstraintType::exclusion;
        break;
      case 'n':
        // Since PostgreSQL 18 NOT NULL is a constraint; without further properties it is an attribute of the
        // column.
        if (Column* column = column_at(relation, columns.at(0))) {
          column->not_null = body.validated && !body.no_inherit;
          if (column->not_null) {
            if (name != default_not_null_name(table.name, column->name)) column->not_null_name = name;
            not_null_columns_.emplace(oid, std::pair(relation, columns.at(0)));
            continue;
          }
        }
        body.type = ConstraintType::not_null;
        break;
      default:
        body.type = ConstraintType::check;
    }
    body.columns = column_names(relation, columns);
    if (body.type == ConstraintType::check) body.columns = sorted(std::move(body.columns));
    if (const auto to = relations_.find(referenced); to != relations_.end()) {
      body.referenced_table = qualified_name(to->second.object->id);
      body.referenced_columns = column_names(referenced, referenced_columns);
    }
    Object& object =
        add("pg_constraint", oid, {Kind::constraint, table.namespace_, table.name, name}, std::move(body), 0);
    if (index != 0) {
      index_owners_[index] = &object;
      nodes_[key("pg_class", index)] = nodes_.at(key("pg_constraint", oid));
    }
  }
  for (auto& [id, object] : catalog_.objects) {
    if (auto* domain = std::get_if<Domain>(&object.body)) {
      std::sort(domain->constraints.begin(), domain->constraints.end(),
                [](const auto& a, const auto& b) { return a.name < b.name; });
    }
  }
}

void Reader::indexes(const Rows& rows) {
  for (const Row& row : rows) {
    Fields f(row);
    const Oid oid = f.oid();
    const Oid relation = f.oid();
    const auto found = relations_.find(relation);
    if (found == relations_.end()) continue;
    const ObjectId& table = found->second.object->id;
    ObjectId id{Kind::index, table.namespace_, table.name, f.text()};
    Index body;
    body.definition = f.text();
    body.method = f.text();
    body.unique = f.flag();
    body.nulls_not_distinct = f.flag();
    std::vector<int> columns = f.numbers();
    columns.resize(static_cast<std::size_t>(f.number()));
    body.columns = column_names(relation, columns);
    body.partial = f.flag();
    body.options = sorted(f.list());
    body.tablespace = f.text();
    body.valid = f.flag();
    body.clustered = f.flag();
    for (const auto& target : f.list()) {
      const std::size_t equals = target.find('=');
      body.statistics_targets.emplace(std::stoi(target), std::stoi(target.substr(equals + 1)));
    }
    index_owners_[oid] = &add("pg_class", oid, std::move(id), std::move(body), 0);
  }
}

void Reader::inheritance(const Rows& rows) {
  for (const Row& row : rows) {
    Fields f(row);
    const Oid child = f.oid();
    const Oid parent = f.oid();
    if (const auto index = index_owners_.find(child); index != index_owners_.end()) {
      const auto parent_index = index_owners_.find(parent);
      if (parent_index == index_owners_.end()) continue;
      const ObjectId& to = parent_index->second->id;
      std::string name = qualified_name(to.namespace_, to.name);
      if (auto* constraint = std::get_if<Constraint>(&index->second->body)) {
        constraint->attached_to = std::move(name);
      } else if (auto* plain = std::get_if<Index>(&index->second->body)) {
        plain->attached_to = std::move(name);
      }
      continue;
    }
    const auto table = relations_.find(child);
    const auto to = relations_.find(parent);
    if (table == relations_.end()) continue;
    auto& body = std::get<Table>(table->second.object->body);
    parents_[child].push_back(parent);
    if (to == relations_.end()) {
      catalog_.unread.push_back("parent table of " + in_words(table->second.object->id) +
                                " in a namespace not read");
    } else if (!body.partition_bound.empty()) {
      body.partition_of = qualified_name(to->second.object->id);
    } else {
      body.inherits.push_back(qualified_name(to->second.object->id));
    }
  }
}

void Reader::statistics(const Rows& rows) {
  for (const Row& row : rows) {
    Fields f(row);
    const Oid oid = f.oid();
    const std::string* space = namespace_name(f.oid());
    ObjectId id{Kind::statistics, space ? *space : std::string{}, {}, f.text()};
    const Oid owner = f.oid();
    Statistics body;
    body.definition = f.text();
    body.target = static_cast<int>(f.number(-1));
    add("pg_statistic_ext", oid, std::move(id), std::move(body), owner);
  }
}

void Reader::triggers(const Rows& rows) {
  for (const Row& row : rows) {
    Fields f(row);
    const Oid oid = f.oid();
    const auto found = relations_.find(f.oid());
    if (found == relations_.end()) continue;
    const ObjectId& table = found->second.object->id;
    ObjectId id{Kind::trigger, table.namespace_, table.name, f.text()};
    Trigger body;
    body.definition = f.text();
    if (const Node* function = resolve(key("pg_proc", f.oid()))) body.function = function->object->id.text();
    body.enabled = enabled_name(f.letter());
    body.constraint = f.flag();
    body.inherited = f.flag();
    add("pg_trigger", oid, std::move(id), std::move(body), 0);
  }
}

void Reader::rules(const Rows& rows) {
  for (const Row& row : rows) {
    Fields f(row);
    const Oid oid = f.oid();
    const auto found = relations_.find(f.oid());
    if (found == relations_.end()) continue;
    const ObjectId& table = found->second.object->id;
    ObjectId id{Kind::rule, table.namespace_, table.name, f.text()};
    Rule body;
    body.definition = without_semicolon(f.text());
    body.enabled = enabled_name(f.letter());
    add("pg_rewrite", oid, std::move(id), std::move(body), 0);
  }
}

void Reader::policies(const Rows& rows) {
  for (const Row& row : rows) {
    Fields f(row);
    const Oid oid = f.oid();
    const auto found = relations_.find(f.oid());
    if (found == relations_.end()) continue;
    const ObjectId& table = found->second.object->id;
    ObjectId id{Kind::policy, table.namespace_, table.name, f.text()};
    Policy body;
    switch (f.letter()) {
      case 'r':
        body.command = "select";
        break;
      case 'a':
        body.command = "insert";
        break;
      case 'w':
        body.command = "update";
        break;
      case 'd':
        body.command = "delete";
        break;
      default:
        body.command = "all";
    }
    body.permissive = f.flag();
    for (const auto& role : f.list()) {
      body.roles.push_back(role == "0" ? "public" : role_name(static_cast<Oid>(std::stoul(role))));
    }
    std::sort(body.roles.begin(), body.roles.end());
    body.using_expression = f.maybe();
    body.check_expression = f.maybe();
    add("pg_policy", oid, std::move(id), std::move(body), 0);
  }
}

}  // namespace schemac::pg
