// Classes with sql_definition: views and materialized views.
#include <algorithm>
#include <iterator>

#include "catalog/name_style.h"
#include "lower/lowering.h"

namespace schemac {

using linkml::Value;

namespace {

// The offset of a line comment outside of strings, quoted names and dollar quotes; npos if there is none.
std::size_t line_comment(std::string_view sql) {
  for (std::size_t i = 0; i < sql.size(); ++i) {
    const char c = sql[i];
    if (c == '\'' || c == '"') {
      const std::size_t end = sql.find(c, i + 1);
      if (end == std::string_view::npos) return end;
      i = end;
    } else if (c == '/' && sql.substr(i, 2) == "/*") {
      const std::size_t end = sql.find("*/", i + 2);
      if (end == std::string_view::npos) return end;
      i = end + 1;
    } else if (c == '$') {
      const std::size_t close =
          sql.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789", i + 1);
      if (close == std::string_view::npos || sql[close] != '$') continue;
      const std::string_view tag = sql.substr(i, close - i + 1);
      const std::size_t end = sql.find(tag, close + 1);
      if (end == std::string_view::npos) return end;
      i = end + tag.size() - 1;
    } else if (c == '-' && sql.substr(i, 2) == "--") {
      return i;
    }
  }
  return std::string_view::npos;
}

const Value* query_of(Lowering& lowering, const ClassLayout& cls) {
  const Value* query = lowering.annotations.of_class(*cls.cls, "sql_definition");
  const Value* file = lowering.annotations.of_class(*cls.cls, "sql_definition_file");
  if (query != nullptr && file != nullptr) {
    lowering.diagnostics.error(
        "invalid-annotation", file->span,
        "class '" + cls.cls->name + "' has both sql_definition and sql_definition_file", "keep one of them");
    return query;
  }
  if (query != nullptr) return query;
  const auto text = lowering.options.definitions.find(cls.cls->name);
  if (text != lowering.options.definitions.end()) return &text->second;
  lowering.diagnostics.error("missing-definition", file->span,
                             "cannot read the file '" + text_of(file) + "' of view '" + cls.cls->name + "'");
  return nullptr;
}

// A view that inherits from a mixin gets declarations, not columns: its query defines them.
bool is_declared_column(Lowering& lowering, const ClassLayout& cls, const linkml::InducedSlot& slot) {
  if (slot.origin_class == cls.cls->name) return true;
  const linkml::InducedClass* origin = lowering.schema.find_class(slot.origin_class);
  return origin != nullptr && !origin->is_mixin();
}

std::string option_text(const Value& value) {
  const std::optional<bool> truth = linkml::as_boolean(value);
  return truth ? (*truth ? "true" : "false") : text_of(&value);
}

void refresh_settings(Lowering& lowering, const ClassLayout& cls, LoweredObject& object, bool materialized) {
  const Value* refresh = lowering.annotations.of_class(*cls.cls, "sql_refresh");
  if (refresh == nullptr) return;
  if (!materialized) {
    lowering.diagnostics.error(
        "invalid-annotation", refresh->span,
        "'" + cls.cls->name + "' is not a materialized view: sql_refresh does not apply to it");
    return;
  }
  for (const auto& [key, value] : refresh->entries) {
    const std::string text = text_of(&value);
    bool fits = true;
    RefreshSettings& settings = object.stated.refresh;
    if (key.value == "concurrently") {
      const auto known = parse_concurrently(text);
      fits = known.has_value();
      if (known) settings.concurrently = *known;
    } else if (key.value == "on" || key.value == "true") {  // YAML 1.1 reads a plain `on` as true
      const auto known = parse_refresh_on(text);
      fits = known.has_value();
      if (known) settings.on = *known;
    } else if (key.value == "track_changes") {
      settings.track_changes = is_true(&value);
      fits = flag(&value).has_value();
    } else {
      const std::vector<std::string> keys{"concurrently", "on", "track_changes"};
      lowering.diagnostics.error("invalid-annotation", key.span,
                                 "sql_refresh has no option '" + key.value + "'",
                                 did_you_mean(nearest_name(key.value, keys)));
      continue;
    }
    if (!fits) {
      lowering.diagnostics.error("invalid-annotation", value.span,
                                 "'" + text + "' is not a value of sql_refresh." + key.value);
    }
  }
}

// The query without the end of the statement.
std::string query_text(Lowering& lowering, const ClassLayout& cls, const Value& query) {
  if (query.style == linkml::ScalarStyle::folded && line_comment(query.scalar) != std::string_view::npos) {
    lowering.diagnostics.error("sql-comment-in-folded-scalar", query.span,
                               "a '--' comment in a folded scalar ('>') hides the rest of the query",
                               "write the query as a literal scalar ('|')");
  }
  std::string text = query.scalar;
  const std::size_t end = text.find_last_not_of(" \t\r\n;");
  text.erase(end == std::string::npos ? 0 : end + 1);
  if (text.empty()) {
    lowering.diagnostics.error("empty-definition", query.span,
                               "the definition of view '" + cls.cls->name + "' is empty");
  }
  return text;
}

std::vector<Column> declared_columns(Lowering& lowering, const ClassLayout& cls, Object& view) {
  std::vector<Column> declared;
  for (const SlotLayout& slot : cls.layouts) {
    if (!is_declared_column(lowering, cls, slot.slot)) continue;
    Column column;
    const Value* name = lowering.annotations.of_slot(*cls.cls, slot.slot, "sql_name");
    column.name = fit_identifier(name != nullptr ? text_of(name) : lowering.sql_name(slot.slot.name));
    column.type = slot.type.sql + (slot.slot.multivalued() && slot.type.sql != "jsonb" ? "[]" : "");
    column.comment =
        comment_from(slot.slot.slot, lowering.annotations.of_slot(*cls.cls, slot.slot, "sql_comment"));
    for (const ObjectId& need : slot.type.needs) {
      if (need.kind != Kind::table) view.depends_on.push_back(depends(need));
    }
    declared.push_back(std::move(column));
  }
  return declared;
}

std::vector<std::string> view_options(Lowering& lowering, const Value& written, bool materialized) {
  const std::vector<std::string> known{"security_barrier", "security_invoker", "check_option"};
  std::vector<std::string> options;
  for (const auto& [key, value] : written.entries) {
    if (!materialized && std::find(known.begin(), known.end(), key.value) == known.end()) {
      lowering.diagnostics.error("invalid-annotation", key.span, "a view has no option '" + key.value + "'",
                                 did_you_mean(nearest_name(key.value, known)));
      continue;
    }
    options.push_back(key.value + "=" + option_text(value));
  }
  std::sort(options.begin(), options.end());
  return options;
}

// A unique key of a materialized view is a unique index, which allows a concurrent refresh.
void add_unique_index(Lowering& lowering, ClassLayout& cls, const ObjectId& view,
                      const linkml::UniqueKey& key) {
  std::string elements, name = cls.table;
  Index index;
  for (const linkml::Text& slot_name : key.slots) {
    const SlotLayout* slot = cls.find(slot_name.value);
    if (slot == nullptr) continue;
    Column column;
    column.name = lowering.sql_name(slot->slot.name);
    column.type = slot->type.sql;
    elements += (elements.empty() ? "" : ", ") + index_element(column, slot->type);
    index.columns.push_back(slot->type.small_btree_key ? column.name : "");
    name += "_" + column.name;
  }
  if (index.columns.empty()) return;
  const What what{"unique key '{}'", key.name.value, {}};
  name = lowering.names.fitted(name + "_idx", key.name.span, what);
  lowering.names.claim_relation(cls.namespace_, name, key.name.span, what.text());
  index.method = "btree";
  index.unique = true;
  Object object;
  object.id = {Kind::index, cls.namespace_, cls.table, name};
  index.definition = index_definition(object.id, index, elements, {});
  object.body = std::move(index);
  object.depends_on.push_back(depends(view, DependencyType::automatic));
  lowering.add(std::move(object), key.name.span);
}

void lower_view(Lowering& lowering, ClassLayout& cls) {
  const AnnotationReader& annotations = lowering.annotations;
  const Value* query = query_of(lowering, cls);
  if (query == nullptr) return;
  const bool materialized = is_true(annotations.of_class(*cls.cls, "materialized"));
  lowering.names.claim_relation(cls.namespace_, cls.table, cls.span,
                                "the view of class '" + cls.cls->name + "'");
  const std::string text = query_text(lowering, cls, *query);
  if (text.empty()) return;
  Object object;
  object.id = {materialized ? Kind::materialized_view : Kind::view, cls.namespace_, {}, cls.table};
  std::vector<Column> declared = declared_columns(lowering, cls, object);
  View body;
  body.query = text;
  body.with_data = !is_false(annotations.of_class(*cls.cls, "sql_with_data"));
  std::copy_if(declared.begin(), declared.end(), std::back_inserter(body.columns),
               [](const Column& column) { return !column.comment.empty(); });
  const Value* options = annotations.of_class(*cls.cls, "sql_options");
  if (options != nullptr) body.options = view_options(lowering, *options, materialized);
  object.body = std::move(body);
  object.comment = comment_from(*cls.cls->definition, annotations.of_class(*cls.cls, "sql_comment"));
  const ObjectId id = object.id;
  LoweredObject& added = lowering.add(std::move(object), cls.span);
  added.written.push_back({ViewQuery(), text, *query});
  added.declared_columns = std::move(declared);
  for (std::string& name : texts_of(annotations.of_class(*cls.cls, "sql_depends_on")))
    added.stated.declared_names.push_back({std::move(name), added.span});
  added.stated.strict_columns = is_true(annotations.of_class_or_schema(*cls.cls, "sql_strict"));
  added.stated.attributes.options = options != nullptr;
  if (const Value* renamed = annotations.of_class(*cls.cls, "sql_renamed_from"))
    added.stated.renamed_from = text_of(renamed);
  refresh_settings(lowering, cls, added, materialized);
  apply_settings(lowering, cls, added);
  for (const linkml::UniqueKey* key : cls.cls->unique_keys) {
    if (materialized) {
      add_unique_index(lowering, cls, id, *key);
    } else {
      lowering.unenforced("view-constraint", cls, nullptr, "a view cannot have unique keys", key->name.span);
    }
  }
  add_declared_indexes(lowering, cls, id);
}

}  // namespace

void lower_views(Lowering& lowering) {
  for_each_class(lowering, lowering.state->layouts, [](Lowering& part, ClassLayout& cls) {
    if (cls.kind == ClassLayout::Kind::view) lower_view(part, cls);
  });
}

std::vector<DefinitionFile> definition_files(const linkml::InducedSchema& schema,
                                             const LowerOptions& options) {
  const AnnotationReader annotations(schema, options);
  std::vector<DefinitionFile> files;
  for (const linkml::InducedClass& cls : schema.classes) {
    const Value* file = annotations.of_class(cls, "sql_definition_file");
    if (file == nullptr) continue;
    const bool override = annotations.is_override(cls, "sql_definition_file");
    files.push_back({cls.name, text_of(file),
                     override || cls.module == nullptr ? std::string() : cls.module->path, file->span});
  }
  return files;
}

}  // namespace schemac
