#include "raise/reverse.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <functional>
#include <map>
#include <set>
#include <utility>

#include "base/text.h"
#include "catalog/ddl.h"
#include "catalog/name_style.h"
#include "raise/reverse_plan.h"
#include "raise/reverse_text.h"

namespace schemac {

using namespace reverse;

namespace {

struct Known {
  std::string_view sql, linkml;
};
// Types that lower() prints for a LinkML type without a setting.
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

class Writer {
 public:
  Writer(const Catalog& catalog, const std::string& name)
      : catalog_(catalog), name_(name), plan_(plan_reverse(catalog)) {}

  std::string run() {
    write();
    return text_.text();
  }

 private:
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
    for (const auto& [key, relation] : plan_.relations) {
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
      const auto found = plan_.enums.find(qualified_name(id));
      if (id.kind != Kind::enum_ || found == plan_.enums.end()) continue;
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

  // Annotations where lower() would choose another name; each: further ones.
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
    if (const auto found = plan_.enums.find(type); found != plan_.enums.end()) {
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
    // If lower()'s checks of such values are wanted, they are among the checks already.
    text_.flag(level + 1, "sql_check", false);
  }

  static bool needs_sql_name(const std::string& column) {
    return snake_case(column) != column || column.find(' ') != std::string::npos;
  }

  // What it is declared to read (sql_depends_on): no definition shows it.
  static std::vector<std::string> declared(const Object& object) {
    std::vector<std::string> names;
    for (const Dependency& edge : object.depends_on)
      if (edge.type == DependencyType::soft) names.push_back(edge.on.text());
    return names;
  }

  void write_declared(int level, const Object& object) {
    const std::vector<std::string> names = declared(object);
    if (names.empty()) return;
    text_.open(level, "sql_depends_on");
    for (const std::string& name : names) text_.item(level + 1, name);
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
      write_declared(level, object);
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
      write_declared(level, object);
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

  // For other types lower() puts a hash into an index.
  static bool has_small_key(std::string_view type) {
    if (type == "xml" || type == "bytea" || type == "tsvector" || type.starts_with("json")) return false;
    return !type.starts_with("public.");
  }

  // The index that lower() creates for a reference or for sql_index: true.
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

  // A key that begins with the column: lower() then creates no index.
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
    const auto reference = plan_.references.find({&relation, column.name});
    const Object* index = is_covered(relation, column.name) ? nullptr : plain_index(relation, column.name);
    if (reference != plan_.references.end()) {
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

  static Object without_owner(const Object& object) {
    Object printed = object;
    printed.owner.reset();
    if (printed.grants) printed.grants = granted_by_owner(*printed.grants);
    return printed;
  }

  void add_creation(const Object& object, std::vector<std::string>& statements) {
    if (object.id.kind == Kind::namespace_ && object.id.name == "public") {
      if (!object.comment.empty()) statements.push_back(comment_statement(object, object.comment));
      return;
    }
    Object printed = without_owner(object);
    if (const auto* extension = body_as<Extension>(object)) printed.body = Extension{extension->schema, {}};
    std::string directive;
    for (const std::string& name : declared(printed))
      directive += (directive.empty() ? "-- schemac: depends_on " : ", ") + one_line(name);
    if (!directive.empty()) directive += "\n";
    for (const std::string& statement : create_statements(printed))
      statements.push_back(std::exchange(directive, {}) + statement);
  }

  // Everything that is not in a class, in an order in which it can run; then the objects that need all of it.
  void write_statements() {
    std::vector<std::string> statements;
    for (const ObjectId& id : in_order()) {
      const Object& object = catalog_.objects.at(id);
      if (written_.count(id) == 0) {
        add_creation(object, statements);
      } else if (object.grants) {
        for (std::string& statement :
             grant_statements(without_owner(object), std::nullopt, granted_by_owner(*object.grants)))
          statements.push_back(std::move(statement));
      }
    }
    for (const auto& [id, object] : catalog_.objects) {
      for (std::string& statement : completion_statements(without_owner(object)))
        statements.push_back(std::move(statement));
    }
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
  const ReversePlan plan_;
  LinkmlText text_;
  std::set<ObjectId> written_;
};

}  // namespace

std::string linkml_of_catalog(const Catalog& catalog, const std::string& name) {
  return Writer(catalog, name).run();
}

}  // namespace schemac
