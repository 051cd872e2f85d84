// sql_indexes: indexes that a class declares, on its table or materialized view.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "catalog/name_style.h"
#include "lower/lowering.h"

namespace schemac {

using linkml::Value;

namespace {

// One entry: a list of columns, or a map with columns, expressions and options.
class DeclaredIndex {
 public:
  DeclaredIndex(Lowering& lowering, const ClassLayout& cls, const ObjectId& relation, const Value& entry)
      : lowering_(lowering), cls_(cls), relation_(relation), entry_(entry) {}

  void add(const std::string& given_name) {
    if (entry_.type == Value::Type::map) {
      check_keys();
      opclass_ = text_of(entry_.find("opclass"));
      read_elements(entry_.find("columns"), false);
      read_elements(entry_.find("expressions"), true);
    } else {
      read_elements(&entry_, false);
    }
    if (parts_.elements.empty()) {
      lowering_.diagnostics.error("invalid-annotation", entry_.span, "an index needs columns or expressions");
      return;
    }
    const Value* method = entry_.find("method");
    body_.method = method != nullptr ? lower_case(text_of(method)) : "btree";
    body_.unique = is_true(entry_.find("unique"));
    read_clauses();
    added_.object.id = {Kind::index, relation_.namespace_, relation_.name, claimed_name(given_name)};
    body_.definition = index_definition(added_.object.id, body_, parts_);
    TableDraft* table = lowering_.table_of(cls_);
    if (table != nullptr && relation_.kind == Kind::table && !body_.partial && body_.method == "btree")
      table->covered.push_back(body_.columns);
    added_.object.body = std::move(body_);
    if (!added_.written.empty()) added_.index_parts = std::move(parts_);
    added_.object.depends_on.push_back(depends(relation_, DependencyType::automatic));
    added_.span = entry_.span;
    lowering_.objects.push_back(std::make_unique<LoweredObject>(std::move(added_)));
  }

 private:
  void check_keys() {
    constexpr std::array<std::string_view, 10> keys{"name",    "method",    "columns", "expressions",
                                                    "include", "where",     "with",    "unique",
                                                    "opclass", "tablespace"};
    for (const auto& [key, value] : entry_.entries) {
      if (std::find(keys.begin(), keys.end(), key.value) != keys.end()) continue;
      lowering_.diagnostics.error("invalid-annotation", key.span,
                                  "an index has no option '" + key.value + "'",
                                  did_you_mean(nearest_name(key.value, keys)));
    }
  }

  // The column of a slot's or a column's name; empty if absent.
  std::string column_named(const std::string& name) const {
    for (const SlotLayout& slot : cls_.layouts) {
      if (slot.slot.name != name && slot.slot.slot.name.value != name) continue;
      return slot.storage.column.empty() ? lowering_.sql_name(slot.slot.name) : slot.storage.column;
    }
    TableDraft* table = lowering_.table_of(cls_);
    return table != nullptr && table->column(name) != nullptr ? name : std::string();
  }

  static bool is_word(std::string_view text) {
    return !text.empty() && text.find_first_of("() '\",:+*/|") == std::string_view::npos;
  }

  void read_elements(const Value* list, bool expression) {
    if (list == nullptr) return;
    if (list->type == Value::Type::list) {
      for (const Value& item : list->items) read_element(item, expression);
    } else if (expression) {
      add_element(text_of(list), *list, true, {});
    } else {
      for (const std::string& name : texts_of(list)) add_element(name, *list, false, {});
    }
  }

  void read_element(const Value& item, bool expression) {
    if (item.type != Value::Type::map) return add_element(text_of(&item), item, expression, {});
    const Value* column = item.find("column");
    const Value* inner = column != nullptr ? column : item.find("expression");
    if (inner == nullptr) return;
    std::string tail;
    if (const Value* own = item.find("opclass")) tail += " " + text_of(own);
    if (lower_case(text_of(item.find("order"))) == "desc") tail += " DESC";
    if (const Value* nulls = item.find("nulls")) tail += " NULLS " + text_of(nulls);
    add_element(text_of(inner), *inner, column == nullptr, tail);
  }

  // "name", "name desc" or an expression.
  void add_element(const std::string& text, const Value& source, bool expression, const std::string& tail) {
    std::string column, rest;
    if (!expression) {
      column = column_named(text);
      const std::string first = text.substr(0, text.find(' '));
      if (column.empty() && !column_named(first).empty()) {
        column = column_named(first);
        rest = text.substr(first.size());
      }
      if (column.empty() && is_word(text)) {
        // Only the server knows the columns of a view's query.
        if (relation_.kind == Kind::table)
          return lowering_.unknown_slot("sql_indexes", text, cls_, source.span);
        column = text;
      }
    }
    if (column.empty()) added_.written.push_back({IndexElement{parts_.elements.size()}, text, source});
    parts_.elements.push_back({column.empty() ? text : quote_identifier(column), column.empty(),
                               (opclass_.empty() ? "" : " " + opclass_) + rest + tail});
    stem_ += "_" + (column.empty() ? std::string("expr") : column);
    body_.columns.push_back(std::move(column));
  }

  // INCLUDE, WITH, TABLESPACE and WHERE, in the order of the grammar.
  void read_clauses() {
    std::string& clauses = parts_.clauses;
    std::vector<std::string> included;
    for (const std::string& name : texts_of(entry_.find("include"))) {
      const std::string column = column_named(name);
      included.push_back(column.empty() ? name : column);
    }
    if (!included.empty()) clauses += " INCLUDE " + column_list(included);
    if (const Value* with = entry_.find("with"); with != nullptr && !with->entries.empty()) {
      std::string options;
      for (const auto& [key, value] : with->entries) {
        body_.options.push_back(key.value + "=" + text_of(&value));
        options += (options.empty() ? "" : ", ") + body_.options.back();
      }
      std::sort(body_.options.begin(), body_.options.end());
      clauses += " WITH (" + options + ")";
    }
    if (const Value* tablespace = entry_.find("tablespace")) {
      body_.tablespace = text_of(tablespace);
      clauses += " TABLESPACE " + quote_identifier(body_.tablespace);
      added_.stated.attributes.tablespace = true;
    }
    if (const Value* where = entry_.find("where")) {
      parts_.predicate = text_of(where);
      body_.partial = true;
      added_.written.push_back({IndexPredicate(), text_of(where), *where});
    }
  }

  std::string claimed_name(const std::string& given) {
    if (given.size() > max_identifier_bytes)
      lowering_.diagnostics.error("name-too-long", entry_.span,
                                  "the index name '" + given + "' is over 63 bytes long");
    std::string name =
        given.empty() ? lowering_.names.fitted(cls_.table + stem_ + "_idx", entry_.span, {"an index", {}, {}})
                      : fit_identifier(given);
    lowering_.names.claim_relation(relation_.namespace_, name, entry_.span,
                                   "an index of class '" + cls_.cls->name + "'");
    return name;
  }

  Lowering& lowering_;
  const ClassLayout& cls_;
  const ObjectId& relation_;
  const Value& entry_;
  LoweredObject added_;
  Index body_;
  IndexParts parts_;
  std::string opclass_, stem_;
};

}  // namespace

void add_declared_indexes(Lowering& lowering, const ClassLayout& cls, const ObjectId& relation) {
  const Value* written = lowering.annotations.of_class(*cls.cls, "sql_indexes");
  if (written == nullptr) return;
  const auto add = [&](const std::string& name, const Value& entry) {
    DeclaredIndex(lowering, cls, relation, entry).add(name);
  };
  for (const auto& [name, entry] : written->entries) add(name.value, entry);
  for (const Value& item : written->items) add(text_of(item.find("name")), item);
  if (written->type == Value::Type::scalar) add({}, *written);
}

}  // namespace schemac
