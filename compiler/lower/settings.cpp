// Annotations about relations other than their columns: owner, grants, tablespace, storage, policies; and the
// schema's own statements.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "catalog/name_style.h"
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
                               "sql_grants must be a map of roles to privileges",
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
          "a policy must be for all, select, insert, update or delete, not '" + body.command + "'");
    }
    body.permissive = !is_false(item->find("permissive"));
    body.roles = texts_of(item->find("roles"));
    if (body.roles.empty()) body.roles.push_back("public");
    std::sort(body.roles.begin(), body.roles.end());
    if (const Value* expression = item->find("using")) {
      body.using_expression = text_of(expression);
      added.written.push_back({PolicyUsing(), text_of(expression), *expression});
    }
    if (const Value* expression = item->find("check")) {
      body.check_expression = text_of(expression);
      added.written.push_back({PolicyCheck(), text_of(expression), *expression});
    }
    for (const auto& [key, value] : item->entries) {
      const std::array<std::string_view, 6> keys{"name", "command", "permissive", "roles", "using", "check"};
      if (std::find(keys.begin(), keys.end(), key.value) != keys.end()) continue;
      lowering.diagnostics.error("invalid-annotation", key.span, "a policy has no option '" + key.value + "'",
                                 did_you_mean(nearest_name(key.value, keys)));
    }
    object.body = std::move(body);
    object.depends_on.push_back(depends(table.id(), DependencyType::automatic));
    added.object = std::move(object);
    added.span = item->span;
    lowering.names.claim(table.qualified(), "policy", added.object.id.name, item->span,
                         "policy '" + name + "'");
    lowering.objects.push_back(std::make_unique<LoweredObject>(std::move(added)));
  }
}

}  // namespace

void apply_settings(Lowering& lowering, const ClassLayout& cls, LoweredObject& object) {
  const AnnotationReader& annotations = lowering.annotations;
  if (const Value* owner = annotations.of_class_or_schema(*cls.cls, "sql_owner")) {
    object.object.owner = text_of(owner);
    object.stated.attributes.owner = true;
  }
  if (const Value* grants = annotations.of_class_or_schema(*cls.cls, "sql_grants")) {
    object.object.grants = read_grants(lowering, *grants);
    object.stated.attributes.grants = true;
  }
  Table* table = std::get_if<Table>(&object.object.body);
  View* view = std::get_if<View>(&object.object.body);
  if (const Value* tablespace = annotations.of_class_or_schema(*cls.cls, "sql_tablespace")) {
    if (table != nullptr) table->tablespace = text_of(tablespace);
    if (view != nullptr && object.object.id.kind == Kind::materialized_view)
      view->tablespace = text_of(tablespace);
    object.stated.attributes.tablespace =
        table != nullptr || object.object.id.kind == Kind::materialized_view;
  }
  if (const Value* storage = annotations.of_class(*cls.cls, "sql_storage")) {
    std::vector<std::string> options;
    for (const auto& [key, value] : storage->entries) options.push_back(key.value + "=" + text_of(&value));
    for (const std::string& option : texts_of(storage)) options.push_back(option);
    std::sort(options.begin(), options.end());
    if (table != nullptr) table->options = options;
    if (view != nullptr && object.object.id.kind == Kind::materialized_view) view->options = options;
    object.stated.attributes.options = true;
  }
}

namespace {

void settings_of(Lowering& lowering, const ClassLayout& cls) {
  TableDraft* table = Lowering::table_of(cls);
  if (table == nullptr || table->cls != cls.cls) return;
  add_policies(lowering, cls, *table);
  add_declared_indexes(lowering, cls, table->id());
  for (const SlotLayout& slot : cls.layouts) {
    const Value* index = lowering.annotations.of_slot(*cls.cls, slot.slot, "sql_index");
    if (index == nullptr || is_false(index) || slot.storage.column.empty()) continue;
    TableDraft* has = table_of_slot(lowering, cls, slot);
    if (is_true(index) || text_of(index) == "btree") {
      has->wanted_indexes.push_back({slot.storage.column, slot.slot.span});
    } else {
      add_index(lowering, *has, has->id().name + "_" + slot.storage.column + "_idx",
                quote_identifier(slot.storage.column), {slot.storage.column}, false, slot.slot.span,
                "the index of slot '" + slot.slot.name + "'", lower_case(text_of(index)));
    }
  }
}

}  // namespace

void lower_settings(Lowering& lowering) {
  for_each_class(lowering, table_layouts(lowering),
                 [](Lowering& part, ClassLayout& cls) { settings_of(part, cls); });
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
    added.written.push_back({WholeStatements(), text->scalar, *text});
  }
}

}  // namespace schemac
