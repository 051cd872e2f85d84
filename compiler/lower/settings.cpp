// What annotations say of relations beside their columns: owner, grants, tablespace, storage, policies,
// indexes; and the schema's own statements.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "lower/lowering.h"

namespace schemac {

using linkml::Value;

namespace {

constexpr std::array<std::string_view, 7> table_privileges{"select",     "insert",  "update",  "delete",
                                                           "references", "trigger", "truncate"};

void add_grants(Lowering& lowering, const std::string& role, const Value& privileges,
                const std::vector<std::string>& columns, bool grantable, std::vector<Grant>& grants) {
  for (const std::string& written : texts_of(&privileges)) {
    const std::string privilege = lower_case(written);
    std::vector<std::string> names{privilege};
    if (privilege == "all") names.assign(table_privileges.begin(), table_privileges.end());
    for (const std::string& name : names) {
      if (std::find(table_privileges.begin(), table_privileges.end(), name) == table_privileges.end()) {
        lowering.diagnostics.error("invalid-annotation", privileges.span,
                                   "there is no privilege '" + written + "' on a table or view",
                                   did_you_mean(nearest_name(name, table_privileges)));
        continue;
      }
      const std::string grantee = lower_case(role) == "public" ? "" : role;
      if (columns.empty()) grants.push_back({grantee, name, {}, grantable});
      for (const std::string& column : columns) grants.push_back({grantee, name, column, grantable});
    }
  }
}

// {role: [select, insert]} or [{role:, privileges:, columns:, grantable:}].
std::vector<Grant> read_grants(Lowering& lowering, const Value& written) {
  std::vector<Grant> grants;
  for (const auto& [role, privileges] : written.entries) {
    add_grants(lowering, role.value, privileges, {}, false, grants);
  }
  for (const Value& item : written.items) {
    const Value* role = item.find("role");
    if (role == nullptr) role = item.find("to");
    const Value* privileges = item.find("privileges");
    if (role == nullptr || privileges == nullptr) {
      for (const auto& [name, list] : item.entries) add_grants(lowering, name.value, list, {}, false, grants);
      if (item.entries.empty()) {
        lowering.diagnostics.error("invalid-annotation", item.span, "a grant needs a role and privileges",
                                   "write `role: [select, insert]`");
      }
      continue;
    }
    add_grants(lowering, text_of(role), *privileges, texts_of(item.find("columns")),
               is_true(item.find("grantable")), grants);
  }
  if (written.type == Value::Type::scalar && !written.scalar.empty()) {
    lowering.diagnostics.error("invalid-annotation", written.span,
                               "sql_grants is a map of roles to privileges",
                               "write `role: [select, insert]`");
  }
  std::sort(grants.begin(), grants.end());
  grants.erase(std::unique(grants.begin(), grants.end()), grants.end());
  return grants;
}

void add_policies(Lowering& lowering, const ClassLayout& cls, TableDraft& table) {
  const Value* policies = lowering.annotations.of_class(*cls.cls, "sql_policies");
  if (policies == nullptr) return;
  table.body().row_security = true;
  std::size_t number = 0;
  std::vector<std::pair<std::string, const Value*>> entries;
  for (const auto& [name, policy] : policies->entries) entries.emplace_back(name.value, &policy);
  for (const Value& item : policies->items) entries.emplace_back(text_of(item.find("name")), &item);
  for (auto& [name, item] : entries) {
    ++number;
    if (name.empty()) name = table.id().name + "_policy_" + std::to_string(number);
    Policy body;
    Object object;
    object.id = {Kind::policy, table.id().namespace_, table.id().name, fit_identifier(name)};
    LoweredObject added;
    if (const Value* command = item->find("command")) body.command = lower_case(text_of(command));
    constexpr std::array<std::string_view, 5> commands{"all", "select", "insert", "update", "delete"};
    if (std::find(commands.begin(), commands.end(), body.command) == commands.end()) {
      lowering.diagnostics.error(
          "invalid-annotation", item->span,
          "a policy is for all, select, insert, update or delete, not '" + body.command + "'");
    }
    body.permissive = !is_false(item->find("permissive"));
    body.roles = texts_of(item->find("roles"));
    if (body.roles.empty()) body.roles.push_back("public");
    std::sort(body.roles.begin(), body.roles.end());
    if (const Value* expression = item->find("using")) {
      body.using_expression = text_of(expression);
      added.written.push_back({WrittenSql::Role::expression, text_of(expression), *expression});
    }
    if (const Value* expression = item->find("check")) {
      body.check_expression = text_of(expression);
      added.written.push_back({WrittenSql::Role::expression, text_of(expression), *expression});
    }
    for (const auto& [key, value] : item->entries) {
      const std::array<std::string_view, 6> keys{"name", "command", "permissive", "roles", "using", "check"};
      if (std::find(keys.begin(), keys.end(), key.value) != keys.end()) continue;
      lowering.diagnostics.error("invalid-annotation", key.span, "a policy has no '" + key.value + "'",
                                 did_you_mean(nearest_name(key.value, keys)));
    }
    object.body = std::move(body);
    object.depends_on.push_back(depends(table.id(), DependencyType::automatic));
    added.object = std::move(object);
    added.span = item->span;
    lowering.names.claim_in_table(table.qualified(), "policy", added.object.id.name, item->span,
                                  "policy '" + name + "'");
    lowering.out.objects.push_back(std::move(added));
  }
}

struct IndexElement {
  std::string sql;
  std::string column;  // empty for an expression
};

}  // namespace

void apply_settings(Lowering& lowering, const ClassLayout& cls, LoweredObject& object) {
  const AnnotationReader& annotations = lowering.annotations;
  if (const Value* owner = annotations.of_class_or_schema(*cls.cls, "sql_owner")) {
    object.object.owner = text_of(owner);
    object.sets_owner = true;
  }
  if (const Value* grants = annotations.of_class_or_schema(*cls.cls, "sql_grants")) {
    object.object.grants = read_grants(lowering, *grants);
    object.sets_grants = true;
  }
  Table* table = std::get_if<Table>(&object.object.body);
  View* view = std::get_if<View>(&object.object.body);
  if (const Value* tablespace = annotations.of_class_or_schema(*cls.cls, "sql_tablespace")) {
    if (table != nullptr) table->tablespace = text_of(tablespace);
    if (view != nullptr && object.object.id.kind == Kind::materialized_view)
      view->tablespace = text_of(tablespace);
    object.sets_tablespace = table != nullptr || object.object.id.kind == Kind::materialized_view;
  }
  if (const Value* storage = annotations.of_class(*cls.cls, "sql_storage")) {
    std::vector<std::string> options;
    for (const auto& [key, value] : storage->entries) options.push_back(key.value + "=" + text_of(&value));
    for (const std::string& option : texts_of(storage)) options.push_back(option);
    std::sort(options.begin(), options.end());
    if (table != nullptr) table->options = options;
    if (view != nullptr && object.object.id.kind == Kind::materialized_view) view->options = options;
    object.sets_options = true;
  }
}

void add_declared_indexes(Lowering& lowering, const ClassLayout& cls, const ObjectId& relation) {
  const Value* written = lowering.annotations.of_class(*cls.cls, "sql_indexes");
  if (written == nullptr) return;
  std::vector<std::pair<std::string, const Value*>> entries;
  for (const auto& [name, entry] : written->entries) entries.emplace_back(name.value, &entry);
  for (const Value& item : written->items) entries.emplace_back(text_of(item.find("name")), &item);
  Value whole;
  if (written->type == Value::Type::scalar) entries.emplace_back(std::string(), written);
  for (const auto& [given_name, entry] : entries) {
    LoweredObject added;
    const bool map = entry->type == Value::Type::map;
    const auto column_named = [&](const std::string& name) -> std::string {
      for (const SlotLayout& slot : cls.layouts) {
        if (slot.slot.name != name && slot.slot.slot.name.value != name) continue;
        return slot.storage.column.empty() ? lowering.sql_name(slot.slot.name) : slot.storage.column;
      }
      TableDraft* table = lowering.table_of(cls);
      if (table != nullptr && table->column(name) != nullptr) return name;
      return {};
    };
    const auto is_word = [](std::string_view text) {
      return !text.empty() && text.find_first_of("() '\",:+*/|") == std::string_view::npos;
    };
    const std::string opclass = map ? text_of(entry->find("opclass")) : std::string();
    std::vector<IndexElement> elements;
    std::string stem;
    const auto add_element = [&](const std::string& text, const Value& source, bool expression,
                                 const std::string& tail) {
      IndexElement element;
      // "name", "name desc" or an expression.
      const std::string first = text.substr(0, text.find(' '));
      std::string column = expression ? std::string() : column_named(text);
      std::string rest;
      if (column.empty() && !expression && !column_named(first).empty()) {
        column = column_named(first);
        rest = text.substr(first.size());
      }
      if (column.empty() && !expression && is_word(text) && relation.kind != Kind::table) column = text;
      if (!column.empty()) {
        element.column = column;
        element.sql = quote_identifier(column);
        stem += "_" + column;
      } else {
        if (!expression && is_word(text)) {
          std::vector<std::string> names;
          for (const SlotLayout& slot : cls.layouts) names.push_back(slot.slot.slot.name.value);
          lowering.diagnostics.error(
              "unknown-slot", source.span,
              "sql_indexes names '" + text + "', which class '" + cls.cls->name + "' does not have",
              did_you_mean(nearest_name(text, names)));
          return;
        }
        element.sql = text.starts_with("(") ? text : "(" + text + ")";
        added.written.push_back({WrittenSql::Role::expression, text, source});
        stem += "_expr";
      }
      if (!opclass.empty()) element.sql += " " + opclass;
      element.sql += rest + tail;
      elements.push_back(element);
    };
    const auto read_elements = [&](const Value* list, bool expression) {
      if (list == nullptr) return;
      if (list->type == Value::Type::list) {
        for (const Value& item : list->items) {
          if (item.type == Value::Type::map) {
            const Value* column = item.find("column");
            const Value* inner = column != nullptr ? column : item.find("expression");
            std::string tail;
            if (const Value* own = item.find("opclass")) tail += " " + text_of(own);
            if (const Value* order = item.find("order"))
              tail += lower_case(text_of(order)) == "desc" ? " DESC" : "";
            if (const Value* nulls = item.find("nulls")) tail += " NULLS " + text_of(nulls);
            if (inner != nullptr) add_element(text_of(inner), *inner, column == nullptr, tail);
          } else {
            add_element(text_of(&item), item, expression, {});
          }
        }
      } else if (expression) {
        add_element(text_of(list), *list, true, {});
      } else {
        for (const std::string& name : texts_of(list)) add_element(name, *list, false, {});
      }
    };
    if (map) {
      read_elements(entry->find("columns"), false);
      read_elements(entry->find("expressions"), true);
      const std::array<std::string_view, 10> keys{"name",  "method", "columns", "expressions", "include",
                                                  "where", "with",   "unique",  "opclass",     "tablespace"};
      for (const auto& [key, value] : entry->entries) {
        if (std::find(keys.begin(), keys.end(), key.value) != keys.end()) continue;
        lowering.diagnostics.error("invalid-annotation", key.span, "an index has no '" + key.value + "'",
                                   did_you_mean(nearest_name(key.value, keys)));
      }
    } else {
      read_elements(entry, false);
    }
    if (elements.empty()) {
      lowering.diagnostics.error("invalid-annotation", entry->span, "an index needs columns or expressions");
      continue;
    }
    Index body;
    body.method =
        map && entry->find("method") != nullptr ? lower_case(text_of(entry->find("method"))) : "btree";
    body.unique = map && is_true(entry->find("unique"));
    std::string list;
    for (const IndexElement& element : elements) {
      list += (list.empty() ? "" : ", ") + element.sql;
      body.columns.push_back(element.column);
    }
    std::string tail;
    if (map) {
      std::vector<std::string> included;
      for (const std::string& name : texts_of(entry->find("include"))) {
        const std::string column = column_named(name);
        included.push_back(column.empty() ? name : column);
      }
      if (!included.empty()) tail += " INCLUDE " + column_list(included);
      if (const Value* with = entry->find("with")) {
        std::string options;
        for (const auto& [key, value] : with->entries) {
          options += (options.empty() ? "" : ", ") + key.value + "=" + text_of(&value);
          body.options.push_back(key.value + "=" + text_of(&value));
        }
        std::sort(body.options.begin(), body.options.end());
        if (!options.empty()) tail += " WITH (" + options + ")";
      }
      if (const Value* tablespace = entry->find("tablespace")) {
        body.tablespace = text_of(tablespace);
        tail += " TABLESPACE " + quote_identifier(body.tablespace);
        added.sets_tablespace = true;
      }
      if (const Value* where = entry->find("where")) {
        tail += " WHERE (" + text_of(where) + ")";
        body.partial = true;
        added.written.push_back({WrittenSql::Role::expression, text_of(where), *where});
      }
    }
    const std::string name = given_name.empty()
                                 ? lowering.names.fitted(cls.table + stem + "_idx", entry->span, "an index")
                                 : fit_identifier(given_name);
    if (given_name.size() > max_identifier_bytes) {
      lowering.diagnostics.error("name-too-long", entry->span,
                                 "the index name '" + given_name + "' is over 63 bytes long");
    }
    lowering.names.claim_relation(relation.namespace_, name, entry->span,
                                  "an index of class '" + cls.cls->name + "'");
    body.definition = std::string("CREATE ") + (body.unique ? "UNIQUE " : "") + "INDEX " +
                      quote_identifier(name) + " ON " + qualified_name(relation) + " USING " + body.method +
                      " (" + list + ")" + tail;
    if (TableDraft* table = lowering.table_of(cls);
        table != nullptr && relation.kind == Kind::table && !body.partial && body.method == "btree") {
      table->covered.push_back(body.columns);
    }
    added.object.id = {Kind::index, relation.namespace_, relation.name, name};
    added.object.body = std::move(body);
    added.object.depends_on.push_back(depends(relation, DependencyType::automatic));
    added.span = entry->span;
    lowering.out.objects.push_back(std::move(added));
  }
}

void lower_settings(Lowering& lowering) {
  for (ClassLayout* cls : table_layouts(lowering)) {
    TableDraft* table = lowering.table_of(*cls);
    if (table == nullptr || table->cls != cls->cls) continue;
    add_policies(lowering, *cls, *table);
    add_declared_indexes(lowering, *cls, table->id());
    for (const SlotLayout& slot : cls->layouts) {
      const Value* index = lowering.annotations.of_slot(*cls->cls, slot.slot, "sql_index");
      if (index == nullptr || is_false(index) || slot.storage.column.empty()) continue;
      TableDraft* has = table_of_slot(lowering, *cls, slot);
      if (is_true(index) || text_of(index) == "btree") {
        has->wanted_indexes.push_back({slot.storage.column, slot.slot.span});
      } else {
        add_index(lowering, *has, has->id().name + "_" + slot.storage.column + "_idx",
                  quote_identifier(slot.storage.column), {slot.storage.column}, false, slot.slot.span,
                  "the index of slot '" + slot.slot.name + "'", lower_case(text_of(index)));
      }
    }
  }
  const Value* statements = lowering.annotations.of_schema("sql_statements");
  if (statements == nullptr) return;
  std::vector<const Value*> texts;
  if (statements->type == Value::Type::scalar) texts.push_back(statements);
  for (const Value& item : statements->items) texts.push_back(&item);
  std::size_t number = 0;
  for (const Value* text : texts) {
    Object object;
    object.id = {Kind::statements, {}, {}, "sql_statements " + std::to_string(++number)};
    Scripted body;
    body.create = trimmed(text->scalar);
    object.body = body;
    LoweredObject& added = lowering.add(std::move(object), text->span);
    added.written.push_back({WrittenSql::Role::statements, text->scalar, *text});
  }
}

}  // namespace schemac
