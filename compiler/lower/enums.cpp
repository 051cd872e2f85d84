// Enums: native types, CHECKs, or lookup tables. The enum determines the strategy (sql_enum on the enum, its
// module or the schema); sql_enum on a class or slot can request a CHECK in place of a native type.
#include <algorithm>
#include <unordered_set>

#include "base/parallel.h"
#include "catalog/lookup_rows.h"
#include "catalog/name_style.h"
#include "lower/lowering.h"

namespace schemac {

namespace {

enum class Strategy { native, check, table };

Strategy strategy_of(Lowering& lowering, const linkml::InducedEnum& enumeration) {
  const linkml::Value* setting = lowering.annotations.of_enum(enumeration, "sql_enum");
  if (setting == nullptr && enumeration.module != nullptr) {
    setting = linkml::find_annotation(enumeration.module->annotations, "sql_enum");
  }
  if (setting == nullptr) setting = lowering.annotations.of_schema("sql_enum");
  const std::string wanted = text_of(setting);
  Strategy strategy = Strategy::native;
  if (wanted == "check") {
    strategy = Strategy::check;
  } else if (wanted == "table") {
    strategy = Strategy::table;
  } else if (setting != nullptr && wanted != "native") {
    lowering.diagnostics.error("invalid-annotation", setting->span,
                               "sql_enum must be 'native', 'check' or 'table', not '" + wanted + "'");
  }
  const Span span = enumeration.definition == nullptr ? Span{} : enumeration.definition->name.span;
  if (enumeration.dynamic && strategy != Strategy::table) {
    lowering.diagnostics.note(
        "enum-as-table", span,
        "enum '" + enumeration.name + "' is dynamic: its values are in a lookup table that you fill");
    return Strategy::table;
  }
  for (const auto& value : enumeration.values) {
    if (strategy != Strategy::native || value.text.size() <= max_identifier_bytes) continue;
    lowering.diagnostics.note("enum-as-table", span,
                              "enum '" + enumeration.name + "' becomes a lookup table: the value '" +
                                  value.text + "' is over 63 bytes, too long for an enum label");
    return Strategy::table;
  }
  return strategy;
}

std::string name_of(Lowering& lowering, const linkml::InducedEnum& enumeration, Span span) {
  if (const linkml::Value* name = lowering.annotations.of_enum(enumeration, "sql_name")) {
    if (text_of(name).size() > max_identifier_bytes) {
      lowering.diagnostics.error("name-too-long", name->span, "sql_name is over 63 bytes long",
                                 "shorten it: PostgreSQL truncates longer names");
    }
    return fit_identifier(text_of(name));
  }
  return lowering.names.fitted(lowering.sql_name(enumeration.name), span,
                               {"enum '{}'", enumeration.name, {}});
}

void add_ranges_of_branches(const linkml::SlotExpression& expression,
                            std::unordered_set<std::string_view>& ranges) {
  for (const auto* branches :
       {&expression.any_of, &expression.all_of, &expression.exactly_one_of, &expression.none_of}) {
    for (const linkml::SlotExpression& branch : *branches) {
      if (branch.range) ranges.insert(branch.range->value);
      add_ranges_of_branches(branch, ranges);
    }
  }
}

void add_lookup_table(Lowering& lowering, const linkml::InducedEnum& enumeration,
                      const std::string& namespace_, const std::string& name, Span span) {
  TableDraft& table =
      new_table(lowering, namespace_, name, span, {"the lookup table of enum '{}'", enumeration.name, {}});
  const ValueType text;
  for (const char* column : {"text", "meaning", "description"}) {
    Column definition;
    definition.name = column;
    definition.type = "text";
    definition.not_null = std::string_view(column) == "text";
    add_column(lowering, table, std::move(definition), text, span, {"the lookup table", {}, {}});
  }
  add_key(lowering, table, {"text"}, true, false, span, "the lookup table");
  if (const linkml::Value* renamed = lowering.annotations.of_enum(enumeration, "sql_renamed_from"))
    table.object.stated.renamed_from = text_of(renamed);
  if (enumeration.values.empty()) return;
  // Rows are part of the schema: the foreign keys to the table refuse what the model refuses. If a removed
  // value is still in use, the DELETE fails, as it should.
  std::vector<LookupRow> rows;
  const auto unless_empty = [](const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
  };
  for (const auto& value : enumeration.values)
    rows.push_back({value.text, unless_empty(value.meaning), unless_empty(value.description)});
  std::sort(rows.begin(), rows.end(), [](const LookupRow& a, const LookupRow& b) { return a.text < b.text; });
  Object values;
  values.id = lookup_rows_id(table.id());
  values.body = lookup_rows_body(values.id, rows);
  values.depends_on.push_back(depends(table.id()));
  values.depends_on.push_back(depends({Kind::constraint, namespace_, name, fit_identifier(name + "_pkey")}));
  lowering.add(std::move(values), span);
}

}  // namespace

std::optional<std::vector<std::string>> static_values(const linkml::InducedSchema& schema,
                                                      const linkml::EnumExpression& expression) {
  if (expression.reachable_from || expression.matches || expression.code_set) return std::nullopt;
  std::vector<std::string> values;
  const auto add = [&](const std::string& text) {
    if (std::find(values.begin(), values.end(), text) == values.end()) values.push_back(text);
  };
  for (const linkml::PermissibleValue& each : expression.permissible_values) add(each.name.value);
  for (const linkml::Text& name : expression.inherits) {
    const linkml::InducedEnum* parent = schema.find_enum(name.value);
    if (parent == nullptr) continue;  // reported already
    if (parent->dynamic || parent->open) return std::nullopt;
    for (const auto& each : parent->values) add(each.text);
  }
  for (const linkml::Text& each : expression.concepts) add(each.value);
  for (const linkml::EnumExpression& included : expression.include) {
    const auto more = static_values(schema, included);
    if (!more) return std::nullopt;
    for (const std::string& each : *more) add(each);
  }
  for (const linkml::EnumExpression& excluded : expression.minus) {
    const auto less = static_values(schema, excluded);
    if (!less) return std::nullopt;
    std::erase_if(values, [&](const std::string& each) {
      return std::find(less->begin(), less->end(), each) != less->end();
    });
  }
  return values;
}

// Enums that slots of tables and views have as range, including those of their branches.
static std::unordered_set<std::string_view> used_ranges(const std::vector<ClassLayout*>& layouts) {
  const Pieces numbers(layouts.size(), 512);
  std::vector<std::unordered_set<std::string_view>> pieces(numbers.count());
  parallel_for(pieces.size(), [&](std::size_t piece) {
    numbers.each(piece, [&](std::size_t i) {
      if (layouts[i]->kind == ClassLayout::Kind::none) return;
      for (const linkml::InducedSlot& slot : layouts[i]->slots) {
        if (slot.range_kind == linkml::RangeKind::enum_) pieces[piece].insert(slot.range);
        add_ranges_of_branches(slot.slot, pieces[piece]);
      }
    });
  });
  std::unordered_set<std::string_view> used;
  for (auto& piece : pieces) used.merge(piece);
  return used;
}

void lower_enums(Lowering& lowering) {
  std::unordered_set<std::string_view> used = used_ranges(lowering.state->layouts);
  for (const linkml::InducedEnum& enumeration : lowering.schema.enums) {
    ValueType& type = lowering.enum_types[enumeration.name];
    type.enumeration = &enumeration;
    if (enumeration.open && !enumeration.dynamic) continue;  // any text
    type.family = ValueType::Family::enumeration;
    const Strategy strategy = strategy_of(lowering, enumeration);
    if (strategy == Strategy::check || !used.contains(enumeration.name)) continue;
    const Span span = enumeration.definition == nullptr ? Span{} : enumeration.definition->name.span;
    const std::string name = name_of(lowering, enumeration, span);
    const linkml::Value* schema = lowering.annotations.of_enum(enumeration, "sql_schema");
    if (schema == nullptr && enumeration.module != nullptr) {
      schema = linkml::find_annotation(enumeration.module->annotations, "sql_schema");
    }
    if (schema == nullptr) schema = lowering.annotations.of_schema("sql_schema");
    const std::string namespace_ = schema == nullptr ? lowering.options.default_namespace : text_of(schema);
    if (strategy == Strategy::table) {
      add_lookup_table(lowering, enumeration, namespace_, name, span);
      type.needs.push_back({Kind::table, namespace_, {}, name});
      continue;
    }
    if (!lowering.names.claim_relation(namespace_, name, span, "enum '" + enumeration.name + "'")) continue;
    Object object;
    object.id = {Kind::enum_, namespace_, {}, name};
    Enum body;
    for (const auto& value : enumeration.values) body.labels.push_back(value.text);
    object.body = std::move(body);
    if (enumeration.definition != nullptr) {
      object.comment =
          comment_from(*enumeration.definition, lowering.annotations.of_enum(enumeration, "sql_comment"));
    }
    type.sql = qualified_name(object.id);
    type.needs.push_back(object.id);
    LoweredObject& added = lowering.add(std::move(object), span);
    if (const linkml::Value* renamed = lowering.annotations.of_enum(enumeration, "sql_renamed_from")) {
      added.stated.renamed_from = text_of(renamed);
    }
  }
}

}  // namespace schemac
