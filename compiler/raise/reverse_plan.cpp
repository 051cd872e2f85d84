#include "raise/reverse_plan.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "catalog/name_style.h"

namespace schemac::reverse {
namespace {

// "blood_sample" -> "BloodSample", if lower() converts it back.
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

class Planner {
 public:
  explicit Planner(const Catalog& catalog) : catalog_(catalog) {}

  ReversePlan run() {
    collect();
    choose_enums();
    choose_classes();
    choose_references();
    return std::move(plan_);
  }

 private:
  void collect() {
    for (const auto& [id, object] : catalog_.objects) {
      if (id.kind == Kind::table || id.kind == Kind::view || id.kind == Kind::materialized_view)
        plan_.relations[{id.namespace_, id.name}].object = &object;
    }
    for (const auto& [id, object] : catalog_.objects) {
      const auto owner = plan_.relations.find({id.namespace_, id.relation});
      if (owner == plan_.relations.end()) continue;
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

  // lower() creates an enum only if a column of a class has it as type.
  void choose_enums() {
    std::set<std::string> used;
    for (const auto& [key, relation] : plan_.relations) {
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
      plan_.enums[qualified_name(id)] = unique_name(class_name_of(id.name), id.namespace_);
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
      // lower() gives an integer identifier an identity column, and nothing else.
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

  // The table that the foreign key refers to, if lower() would create the same key from a range.
  const Relation* fits_reference(const Relation& relation, const Object& object) const {
    const auto* key = body_as<Constraint>(object);
    if (!object.comment.empty() || !key->validated || key->inherited || !key->enforced ||
        (key->deferrable && !key->initially_deferred) ||
        object.id.name != fit_identifier(relation.object->id.name + "_" + key->columns.front() + "_fkey") ||
        key->definition != reference_definition(*key)) {
      return nullptr;
    }
    for (const auto& [id, target] : plan_.relations) {
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

  // The server's print of what lower() writes.
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
    for (auto& [key, relation] : plan_.relations) {
      if (is_class(relation)) relation.class_name = unique_name(class_name_of(key.second), key.first);
    }
    // A key column that is also a reference needs the referenced class: without it the column would be an
    // identity column.
    for (bool changed = true; changed;) {
      changed = false;
      for (auto& [key, relation] : plan_.relations) {
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

  // lower() defers the keys of a cycle of required references; keys that are not deferred here stay SQL.
  void choose_references() {
    for (auto& [key, relation] : plan_.relations) {
      const auto* table = body_as<Table>(*relation.object);
      if (table == nullptr || relation.class_name.empty()) continue;
      for (const Column& column : table->columns) {
        const Object* object = plain_reference(relation, column.name);
        const Relation* target = object == nullptr ? nullptr : fits_reference(relation, *object);
        if (target == nullptr || target->class_name.empty()) continue;
        plan_.references[{&relation, column.name}] = {object, target, column.not_null};
      }
    }
    std::vector<std::pair<const Relation*, std::string>> cyclic;
    for (const auto& [from, reference] : plan_.references) {
      if (reference.required && reference.target != from.first && reaches(reference.target, from.first) &&
          !body_as<Constraint>(*reference.constraint)->initially_deferred) {
        cyclic.push_back(from);
      }
    }
    for (const auto& from : cyclic) plan_.references.erase(from);
  }

  bool reaches(const Relation* from, const Relation* to) const {
    std::set<const Relation*> seen{from};
    std::vector<const Relation*> open{from};
    while (!open.empty()) {
      const Relation* at = open.back();
      open.pop_back();
      if (at == to) return true;
      for (const auto& [key, reference] : plan_.references) {
        if (key.first == at && reference.required && reference.target != at &&
            seen.insert(reference.target).second) {
          open.push_back(reference.target);
        }
      }
    }
    return false;
  }

  const Catalog& catalog_;
  ReversePlan plan_;
  std::set<std::string> parents_;
  std::set<std::string> names_;
};

}  // namespace

bool is_integer(std::string_view type) { return type == "integer" || type == "bigint" || type == "smallint"; }

std::string trimmed_text(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1));
}

bool is_plain_key(const Object& object) {
  const auto* key = body_as<Constraint>(object);
  return object.comment.empty() && key->validated && !key->no_inherit && !key->inherited &&
         !key->deferrable && key->enforced && key->index_options.empty() && key->index_tablespace.empty() &&
         !key->clustered && !key->partitioned && key->attached_to.empty() &&
         (key->definition.starts_with("PRIMARY KEY (") || key->definition.starts_with("UNIQUE (") ||
          key->definition.starts_with("UNIQUE NULLS NOT DISTINCT (")) &&
         key->definition.ends_with(")") && key->definition.find(" INCLUDE ") == std::string::npos;
}

std::string on_delete(const Constraint& key) {
  for (const char* action : {"CASCADE", "SET NULL", "SET DEFAULT", "RESTRICT"}) {
    if (key.definition.find(std::string(" ON DELETE ") + action) != std::string::npos) return action;
  }
  return {};
}

ReversePlan plan_reverse(const Catalog& catalog) { return Planner(catalog).run(); }

}  // namespace schemac::reverse
