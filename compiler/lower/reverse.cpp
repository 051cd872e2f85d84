#include "lower/reverse.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <functional>
#include <map>
#include <set>

#include "catalog/ddl.h"
#include "lower/lower.h"
#include "lower/reverse_text.h"

namespace schemac {
namespace {

struct Known {
  std::string_view sql, linkml;
};
// Types that lower() prints for a LinkML type without being told.
constexpr std::array known_types{
    Known{"text", "string"},
    Known{"integer", "integer"},
    Known{"boolean", "boolean"},
    Known{"double precision", "double"},
    Known{"numeric", "decimal"},
    Known{"date", "date"},
    Known{"time without time zone", "time"},
    Known{"timestamp with time zone", "datetime"},
};

bool is_integer(std::string_view type) { return type == "integer" || type == "bigint" || type == "smallint"; }

std::string trimmed_text(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1));
}

// "blood_sample" -> "BloodSample", if lower() leads back.
std::string class_name_of(const std::string& relation) {
  std::string camel;
  bool up = true;
  for (const char c : relation) {
    if (c == '_') {
      up = true;
      continue;
    }
    camel += up ? static_cast<char>(std::toupper(static_cast<unsigned char>(c))) : c;
    up = false;
  }
  return snake_case(camel) == relation ? camel : relation;
}

class Reverser {
 public:
  Reverser(const Catalog& catalog, const std::string& name) : catalog_(catalog), name_(name) {}

  std::string run() {
    collect();
    choose_enums();
    choose_classes();
    choose_references();
    write();
    return text_.text();
  }

 private:
  // What stands around a table; every pointer is into the catalog.
  struct Relation {
    const Object* object = nullptr;
    const Object* primary_key = nullptr;
    std::vector<const Object*> constraints, indexes;
    std::string class_name;  // empty: SQL
  };
  struct Reference {
    const Object* constraint = nullptr;
    const Relation* target = nullptr;
    bool required = false;
  };
  using Key = std::pair<std::string, std::string>;

  void collect() {
    for (const auto& [id, object] : catalog_.objects) {
      if (id.kind == Kind::table || id.kind == Kind::view || id.kind == Kind::materialized_view)
        relations_[{id.namespace_, id.name}].object = &object;
    }
    for (const auto& [id, object] : catalog_.objects) {
      const auto owner = relations_.find({id.namespace_, id.relation});
      if (owner == relations_.end()) continue;
      if (const auto* constraint = body_as<Constraint>(object)) {
        owner->second.constraints.push_back(&object);
        if (constraint->type == ConstraintType::primary_key) owner->second.primary_key = &object;
      }
      if (body_as<Index>(object) != nullptr) owner->second.indexes.push_back(&object);
    }
    for (const auto& [id, object] : catalog_.objects) {
      if (const auto* table = body_as<Table>(object)) {
        parents_.insert(table->partition_of);
        for (const std::string& parent : table->inherits) parents_.insert(parent);
      }
    }
  }

  std::string unique_name(const std::string& wanted, const std::string& namespace_) {
    static constexpr std::array<std::string_view, 4> taken{"Any", "string", "integer", "date"};
    std::string name = wanted;
    if (names_.count(name) > 0 || std::find(taken.begin(), taken.end(), name) != taken.end())
      name = class_name_of(namespace_) + wanted;
    for (int i = 2; names_.count(name) > 0; ++i) name = wanted + std::to_string(i);
    names_.insert(name);
    return name;
  }

  // ---- what becomes what ----

  // lower() makes an enum only where a column of a class is of it.
  void choose_enums() {
    std::set<std::string> used;
    for (const auto& [key, relation] : relations_) {
      if (const auto* table = body_as<Table>(*relation.object)) {
        if (!is_class(relation)) continue;
        for (const Column& column : table->columns) used.insert(column.type);
      }
    }
    for (const auto& [id, object] : catalog_.objects) {
      const auto* enumeration = body_as<Enum>(object);
      if (enumeration == nullptr || used.count(qualified_name(id)) == 0 || object.grants) continue;
      const bool odd =
          enumeration->labels.empty() ||
          std::any_of(enumeration->labels.begin(), enumeration->labels.end(),
                      [](const std::string& label) { return label.empty() || trimmed_text(label) != label; });
      if (odd || trimmed_text(object.comment) != object.comment) continue;
      enums_[qualified_name(id)] = unique_name(class_name_of(id.name), id.namespace_);
    }
  }

  bool is_class(const Relation& relation) const {
    const Object& object = *relation.object;
    if (trimmed_text(object.comment) != object.comment) return false;
    if (const auto* view = body_as<View>(object)) {
      return !view->recursive && view->tablespace.empty() && view->access_method.empty() &&
             fits_view_options(*view, object.id.kind) &&
             std::all_of(view->columns.begin(), view->columns.end(), [](const Column& column) {
               return !column.default_expression && has_plain_attributes(column) &&
                      trimmed_text(column.comment) == column.comment;
             });
    }
    const auto* table = body_as<Table>(object);
    if (table == nullptr || relation.primary_key == nullptr) return false;
    Table plain;
    plain.columns = table->columns;
    plain.options = table->options;
    plain.tablespace = table->tablespace;
    if (!(plain == *table) || parents_.count(qualified_name(object.id)) > 0) return false;
    const auto* key = body_as<Constraint>(*relation.primary_key);
    if (relation.primary_key->id.name != fit_identifier(object.id.name + "_pkey") ||
        !is_plain_key(*relation.primary_key)) {
      return false;
    }
    const std::set<std::string> distinct(key->columns.begin(), key->columns.end());
    for (const Column& column : table->columns) {
      if (!has_plain_attributes(column) || column.generated_virtual || column.inherited ||
          trimmed_text(column.comment) != column.comment) {
        return false;
      }
      if (column.default_expression && trimmed_text(*column.default_expression).empty()) return false;
      const bool sole_key = key->columns.size() == 1 && key->columns.front() == column.name;
      // lower() gives an integer identifier an identity, and nothing else.
      const bool identity = sole_key && is_integer(column.type) && !column.default_expression &&
                            !column.generated_expression && !is_reference_column(relation, column.name);
      if (identity != (column.identity != Identity::none)) return false;
      if (identity && !is_default_identity(column)) return false;
    }
    return distinct.size() == key->columns.size();
  }

  static bool fits_view_options(const View& view, Kind kind) {
    return kind == Kind::view || view.options.empty();
  }

  static bool has_plain_attributes(const Column& column) {
    return column.collation.empty() && column.storage.empty() && column.compression.empty() &&
           column.statistics_target == -1 && column.options.empty();
  }

  static bool is_default_identity(const Column& column) {
    SequenceOptions options;
    options.type = column.type;
    if (column.type == "integer") options.maximum = INT32_MAX;
    if (column.type == "smallint") options.maximum = INT16_MAX;
    return column.identity == Identity::by_default && column.identity_options == options;
  }

  static bool is_plain_key(const Object& object) {
    const auto* key = body_as<Constraint>(object);
    return object.comment.empty() && key->validated && !key->no_inherit && !key->inherited &&
           !key->deferrable && key->enforced && key->index_options.empty() && key->index_tablespace.empty() &&
           !key->clustered && !key->partitioned && key->attached_to.empty() &&
           (key->definition.starts_with("PRIMARY KEY (") || key->definition.starts_with("UNIQUE (") ||
            key->definition.starts_with("UNIQUE NULLS NOT DISTINCT (")) &&
           key->definition.ends_with(")") && key->definition.find(" INCLUDE ") == std::string::npos;
  }

  const Object* plain_reference(const Relation& relation, const std::string& column) const {
    const Object* found = nullptr;
    for (const Object* object : relation.constraints) {
      const auto* key = body_as<Constraint>(*object);
      if (key->type != ConstraintType::foreign_key || key->columns != std::vector<std::string>{column})
        continue;
      if (found != nullptr) return nullptr;  // two keys on one column
      found = object;
    }
    return found;
  }

  bool is_reference_column(const Relation& relation, const std::string& column) const {
    const Object* object = plain_reference(relation, column);
    return object != nullptr && fits_reference(relation, *object) != nullptr;
  }

  // The table that the foreign key leads to, if lower() would make the same key of a range.
  const Relation* fits_reference(const Relation& relation, const Object& object) const {
    const auto* key = body_as<Constraint>(object);
    if (!object.comment.empty() || !key->validated || key->inherited || !key->enforced ||
        (key->deferrable && !key->initially_deferred) ||
        object.id.name != fit_identifier(relation.object->id.name + "_" + key->columns.front() + "_fkey") ||
        key->definition != reference_definition(*key)) {
      return nullptr;
    }
    for (const auto& [id, target] : relations_) {
      if (qualified_name(id.first, id.second) != key->referenced_table) continue;
      if (target.primary_key == nullptr) return nullptr;
      const auto* table = body_as<Table>(*relation.object);
      const auto* other = body_as<Table>(*target.object);
      const auto* primary = body_as<Constraint>(*target.primary_key);
      if (other == nullptr || primary->columns != key->referenced_columns) return nullptr;
      const std::string from = type_of(*table, key->columns.front());
      return from == type_of(*other, primary->columns.front()) ? &target : nullptr;
    }
    return nullptr;
  }

  static std::string type_of(const Table& table, const std::string& column) {
    for (const Column& each : table.columns) {
      if (each.name == column) return each.type;
    }
    return {};
  }

  static std::string on_delete(const Constraint& key) {
    for (const char* action : {"CASCADE", "SET NULL", "SET DEFAULT", "RESTRICT"}) {
      if (key.definition.find(std::string(" ON DELETE ") + action) != std::string::npos) return action;
    }
    return {};
  }

  // As the server prints what lower() writes.
  static std::string reference_definition(const Constraint& key) {
    std::string text = "FOREIGN KEY (" + quote_identifier(key.columns.front()) + ") REFERENCES " +
                       key.referenced_table + "(" +
                       (key.referenced_columns.size() == 1 ? quote_identifier(key.referenced_columns.front())
                                                           : std::string()) +
                       ")";
    if (const std::string action = on_delete(key); !action.empty()) text += " ON DELETE " + action;
    if (key.deferrable) text += " DEFERRABLE";
    if (key.initially_deferred) text += " INITIALLY DEFERRED";
    return text;
  }

  void choose_classes() {
    for (auto& [key, relation] : relations_) {
      if (is_class(relation)) relation.class_name = unique_name(class_name_of(key.second), key.first);
    }
    // A column that is a key by its reference needs the class referred to: without that it would be an
    // identity.
    for (bool changed = true; changed;) {
      changed = false;
      for (auto& [key, relation] : relations_) {
        if (relation.class_name.empty() || relation.primary_key == nullptr) continue;
        const auto* primary = body_as<Constraint>(*relation.primary_key);
        const Object* reference = plain_reference(relation, primary->columns.front());
        if (primary->columns.size() != 1 || reference == nullptr) continue;
        const Relation* target = fits_reference(relation, *reference);
        const bool integer = is_integer(type_of(*body_as<Table>(*relation.object), primary->columns.front()));
        if (target == nullptr || !target->class_name.empty() || !integer) continue;
        relation.class_name.clear();
        changed = true;
      }
    }
  }

  // lower() defers the keys of a cycle of required references; those that are not deferred here stay SQL.
  void choose_references() {
    for (auto& [key, relation] : relations_) {
      const auto* table = body_as<Table>(*relation.object);
      if (table == nullptr || relation.class_name.empty()) continue;
      for (const Column& column : table->columns) {
        const Object* object = plain_reference(relation, column.name);
        const Relation* target = object == nullptr ? nullptr : fits_reference(relation, *object);
        if (target == nullptr || target->class_name.empty()) continue;
        references_[{&relation, column.name}] = {object, target, column.not_null};
      }
    }
    std::vector<std::pair<const Relation*, std::string>> cyclic;
    for (const auto& [from, reference] : references_) {
      if (reference.required && reference.target != from.first && reaches(reference.target, from.first) &&
          !body_as<Constraint>(*reference.constraint)->initially_deferred) {
        cyclic.push_back(from);
      }
    }
    for (const auto& from : cyclic) references_.erase(from);
  }

  bool reaches(const Relation* from, const Relation* to) const {
    std::set<const Relation*> seen{from};
    std::vector<const Relation*> open{from};
    while (!open.empty()) {
      const Relation* at = open.back();
      open.pop_back();
      if (at == to) return true;
      for (const auto& [key, reference] : references_) {
        if (key.first == at && reference.required && reference.target != at &&
            seen.insert(reference.target).second) {
          open.push_back(reference.target);
        }
      }
    }
    return false;
  }

  // ---- writing ----

  void write() {
    text_.entry(0, "id", "https://example.org/" + name_);
    text_.entry(0, "name", name_);
    text_.open(0, "prefixes");
    text_.entry(1, "linkml", "https://w3id.org/linkml/");
    text_.entry(1, name_, "https://example.org/" + name_ + "/");
    text_.open(0, "imports");
    text_.item(1, "linkml:types");
    text_.entry(0, "default_prefix", name_);
    text_.entry(0, "default_range", "string");
    write_enums();
    bool opened = false;
    for (const auto& [key, relation] : relations_) {
      if (relation.class_name.empty()) continue;
      if (!opened) text_.open(0, "classes");
      opened = true;
      if (body_as<View>(*relation.object) != nullptr) {
        write_view(relation);
      } else {
        write_table(relation);
      }
    }
    write_statements();
  }

  void write_enums() {
    bool opened = false;
    for (const auto& [id, object] : catalog_.objects) {
      const auto found = enums_.find(qualified_name(id));
      if (id.kind != Kind::enum_ || found == enums_.end()) continue;
      written_.insert(id);
      if (!opened) text_.open(0, "enums");
      opened = true;
      text_.open(1, found->second);
      if (!object.comment.empty()) text_.entry(2, "description", object.comment);
      write_names(2, id, found->second, {});
      text_.open(2, "permissible_values");
      for (const std::string& label : body_as<Enum>(object)->labels) text_.open(3, label);
    }
  }

  // Annotations that say where lower() would not guess; each: further ones.
  void write_names(int level, const ObjectId& id, const std::string& name,
                   const std::function<void(int)>& further) {
    text_.open(level, "annotations");
    text_.entry(level + 1, "sql_schema", id.namespace_);
    if (snake_case(name) != id.name) text_.entry(level + 1, "sql_name", id.name);
    if (further) further(level + 1);
  }

  void write_range(int level, const std::string& type, bool& annotated) {
    const auto open_annotations = [&] {
      if (!annotated) text_.open(level, "annotations");
      annotated = true;
    };
    if (const auto found = enums_.find(type); found != enums_.end()) {
      text_.entry(level, "range", found->second);
      return;
    }
    for (const Known& known : known_types) {
      if (known.sql != type) continue;
      text_.entry(level, "range", known.linkml);
      return;
    }
    text_.entry(level, "range", is_integer(type) ? "integer" : "string");
    if (type.ends_with("[]")) text_.flag(level, "multivalued", true);
    open_annotations();
    text_.entry(level + 1, "sql_type", type);
    // What lower() would say of such values stands among the checks, if it is wanted.
    text_.flag(level + 1, "sql_check", false);
  }

  static bool needs_sql_name(const std::string& column) {
    return snake_case(column) != column || column.find(' ') != std::string::npos;
  }

  void write_view(const Relation& relation) {
    const Object& object = *relation.object;
    const auto* view = body_as<View>(object);
    written_.insert(object.id);
    text_.open(1, relation.class_name);
    if (!object.comment.empty()) text_.entry(2, "description", object.comment);
    write_names(2, object.id, relation.class_name, [&](int level) {
      if (object.id.kind == Kind::materialized_view) text_.flag(level, "materialized", true);
      text_.block(level, "sql_definition", trimmed_text(view->query));
      if (!view->options.empty()) {
        text_.open(level, "sql_options");
        for (const std::string& option : view->options) {
          const std::size_t equals = option.find('=');
          text_.entry(level + 1, option.substr(0, equals), option.substr(equals + 1));
        }
      }
    });
    if (view->columns.empty()) return;
    text_.open(2, "attributes");
    for (const Column& column : view->columns) {
      text_.open(3, column.name);
      if (!column.comment.empty()) text_.entry(4, "description", column.comment);
      bool annotated = false;
      write_range(4, column.type, annotated);
      if (needs_sql_name(column.name)) {
        if (!annotated) text_.open(4, "annotations");
        text_.entry(5, "sql_name", column.name);
      }
    }
  }

  void write_table(const Relation& relation) {
    const Object& object = *relation.object;
    const auto* table = body_as<Table>(object);
    const auto* primary = body_as<Constraint>(*relation.primary_key);
    written_.insert(object.id);
    written_.insert(relation.primary_key->id);
    text_.open(1, relation.class_name);
    if (!object.comment.empty()) text_.entry(2, "description", object.comment);
    write_names(2, object.id, relation.class_name, [&](int level) {
      if (primary->columns.size() > 1) {
        text_.open(level, "sql_primary_key");
        for (const std::string& column : primary->columns) text_.item(level + 1, column);
      }
      if (!table->tablespace.empty()) text_.entry(level, "sql_tablespace", table->tablespace);
      if (!table->options.empty()) {
        text_.open(level, "sql_storage");
        for (const std::string& option : table->options) {
          const std::size_t equals = option.find('=');
          text_.entry(level + 1, option.substr(0, equals), option.substr(equals + 1));
        }
      }
      write_checks(level, relation);
    });
    write_unique_keys(relation);
    text_.open(2, "attributes");
    for (const Column& column : table->columns) write_column(relation, column);
  }

  void write_checks(int level, const Relation& relation) {
    bool opened = false;
    for (const Object* object : relation.constraints) {
      const auto* check = body_as<Constraint>(*object);
      const std::string& definition = check->definition;
      if (check->type != ConstraintType::check || !object->comment.empty() || !check->validated ||
          check->no_inherit || check->inherited || !check->enforced || !definition.starts_with("CHECK (") ||
          !definition.ends_with(")")) {
        continue;
      }
      if (!opened) text_.open(level, "sql_check");
      opened = true;
      written_.insert(object->id);
      text_.block(level + 1, object->id.name, definition.substr(7, definition.size() - 8));
    }
  }

  void write_unique_keys(const Relation& relation) {
    const auto* table = body_as<Table>(*relation.object);
    std::set<std::vector<std::string>> seen{body_as<Constraint>(*relation.primary_key)->columns};
    bool opened = false;
    for (const Object* object : relation.constraints) {
      const auto* key = body_as<Constraint>(*object);
      if (key->type != ConstraintType::unique || !is_plain_key(*object)) continue;
      std::string name = relation.object->id.name;
      bool nullable = false, small = true;
      for (const std::string& column : key->columns) {
        name += "_" + column;
        for (const Column& each : table->columns) {
          if (each.name != column) continue;
          nullable = nullable || !each.not_null;
          small = small && has_small_key(each.type);
        }
      }
      const bool not_distinct = key->definition.starts_with("UNIQUE NULLS NOT DISTINCT");
      if (object->id.name != fit_identifier(name + "_key") || (not_distinct && !nullable) || !small ||
          !seen.insert(key->columns).second) {
        continue;
      }
      if (!opened) text_.open(2, "unique_keys");
      opened = true;
      written_.insert(object->id);
      text_.open(3, object->id.name);
      if (!not_distinct) text_.flag(4, "consider_nulls_inequal", true);
      text_.open(4, "unique_key_slots");
      for (const std::string& column : key->columns) text_.item(5, column);
    }
  }

  // lower() puts a hash of the others into an index.
  static bool has_small_key(std::string_view type) {
    if (type == "xml" || type == "bytea" || type == "tsvector" || type.starts_with("json")) return false;
    return !type.starts_with("public.");
  }

  // The index that lower() makes for a reference or for sql_index: true.
  const Object* plain_index(const Relation& relation, const std::string& column) const {
    const ObjectId& id = relation.object->id;
    const std::string name = fit_identifier(id.name + "_" + column + "_idx");
    for (const Object* object : relation.indexes) {
      if (object->id.name != name || !object->comment.empty()) continue;
      Index plain;
      plain.method = "btree";
      plain.columns = {column};
      plain.definition = "CREATE INDEX " + quote_identifier(name) + " ON " + qualified_name(id) +
                         " USING btree (" + quote_identifier(column) + ")";
      return *body_as<Index>(*object) == plain ? object : nullptr;
    }
    return nullptr;
  }

  // A key that begins with the column: then lower() makes no index.
  static bool is_covered(const Relation& relation, const std::string& column) {
    return std::any_of(relation.constraints.begin(), relation.constraints.end(), [&](const Object* object) {
      const auto* key = body_as<Constraint>(*object);
      return (key->type == ConstraintType::primary_key || key->type == ConstraintType::unique) &&
             !key->columns.empty() && key->columns.front() == column;
    });
  }

  void write_column(const Relation& relation, const Column& column) {
    const auto* primary = body_as<Constraint>(*relation.primary_key);
    const bool sole_key = primary->columns.size() == 1 && primary->columns.front() == column.name;
    text_.open(3, column.name);
    if (!column.comment.empty()) text_.entry(4, "description", column.comment);
    if (sole_key) {
      text_.flag(4, "identifier", true);
    } else if (column.not_null) {
      text_.flag(4, "required", true);
    }
    bool annotated = false;
    const auto annotation = [&](std::string_view tag, std::string_view value) {
      if (!annotated) text_.open(4, "annotations");
      annotated = true;
      text_.entry(5, tag, value);
    };
    const auto flag = [&](std::string_view tag, bool value) {
      if (!annotated) text_.open(4, "annotations");
      annotated = true;
      text_.flag(5, tag, value);
    };
    const auto reference = references_.find({&relation, column.name});
    const Object* index = is_covered(relation, column.name) ? nullptr : plain_index(relation, column.name);
    if (reference != references_.end()) {
      const auto* key = body_as<Constraint>(*reference->second.constraint);
      written_.insert(reference->second.constraint->id);
      text_.entry(4, "range", reference->second.target->class_name);
      if (const std::string action = on_delete(*key); !action.empty()) annotation("sql_on_delete", action);
      if (key->initially_deferred) annotation("sql_deferrable", "deferred");
      if (index == nullptr) flag("sql_index", false);
    } else {
      write_range(4, column.type, annotated);
      if (index != nullptr) flag("sql_index", true);
    }
    if (index != nullptr) written_.insert(index->id);
    if (needs_sql_name(column.name)) annotation("sql_name", column.name);
    if (column.default_expression) annotation("sql_default", *column.default_expression);
    if (column.generated_expression) annotation("sql_generated", *column.generated_expression);
  }

  // Everything that is not in a class, in an order in which it can run; then what needs all of it.
  void write_statements() {
    std::vector<std::string> statements;
    const auto add = [&](const Object& object, bool completion) {
      Object printed = object;
      printed.owner.reset();
      for (std::string& statement : completion ? completion_statements(printed) : create_statements(printed))
        statements.push_back(std::move(statement));
    };
    for (const ObjectId& id : in_order()) {
      const Object& object = catalog_.objects.at(id);
      if (written_.count(id) == 0) {
        if (id.kind == Kind::namespace_ && id.name == "public") {
          if (!object.comment.empty()) statements.push_back(comment_statement(object, object.comment));
          continue;
        }
        if (const auto* extension = body_as<Extension>(object)) {
          Object unversioned = object;
          unversioned.body = Extension{extension->schema, {}};
          add(unversioned, false);
        } else {
          add(object, false);
        }
      } else if (object.grants) {
        for (std::string& statement : grant_statements(object, std::nullopt, object.grants))
          statements.push_back(std::move(statement));
      }
    }
    for (const auto& [id, object] : catalog_.objects) add(object, true);
    if (statements.empty()) return;
    text_.open(0, "annotations");
    text_.open(1, "sql_statements");
    for (const std::string& statement : statements) text_.block_item(2, statement + ";");
  }

  std::vector<ObjectId> in_order() const {
    std::vector<ObjectId> order;
    std::set<ObjectId> seen;
    const std::function<void(const ObjectId&)> visit = [&](const ObjectId& id) {
      const auto found = catalog_.objects.find(id);
      if (found == catalog_.objects.end() || !seen.insert(id).second) return;
      for (const Dependency& dependency : found->second.depends_on) {
        if (dependency.type != DependencyType::soft) visit(dependency.on);
      }
      order.push_back(id);
    };
    for (const auto& [id, object] : catalog_.objects) visit(id);
    return order;
  }

  const Catalog& catalog_;
  std::string name_;
  LinkmlText text_;
  std::map<Key, Relation> relations_;
  std::set<std::string> parents_;
  std::set<std::string> names_;
  std::map<std::string, std::string> enums_;  // qualified type name -> enum name
  std::map<std::pair<const Relation*, std::string>, Reference> references_;  // only looked up, never listed
  std::set<ObjectId> written_;
};

}  // namespace

std::string linkml_of_catalog(const Catalog& catalog, const std::string& name) {
  return Reverser(catalog, name).run();
}

}  // namespace schemac
