// The constraints of each slot on its values: CHECKs on the column, on the association table's value, or on
// the array; deferred rules if the slot's values are in another table.
#include <algorithm>
#include <utility>

#include "catalog/name_style.h"
#include "lower/row_condition.h"

namespace schemac {

using linkml::InducedSlot;
using linkml::SlotExpression;
using How = SlotStorage::How;
using Inheritance = ClassLayout::Inheritance;

namespace {

bool branches_have_ranges(const SlotExpression& e) {
  for (const auto* list : {&e.any_of, &e.all_of, &e.exactly_one_of}) {
    for (const SlotExpression& branch : *list) {
      if (branch.range || branches_have_ranges(branch)) return true;
    }
  }
  return false;
}

class SlotConstraints {
 public:
  SlotConstraints(Lowering& lowering, ClassLayout& cls, SlotLayout& slot)
      : lowering_(lowering), cls_(cls), slot_(slot) {
    guard_ = class_guard(lowering, cls);
    if (cls.inheritance == Inheritance::joined &&
        table_of_slot(lowering, cls, slot) == lowering.table_of(cls)) {
      guard_.clear();
    }
  }

  void build() {
    table_ = table_of_slot(lowering_, cls_, slot_);
    if (table_ == nullptr || is_false(lowering_.annotations.of_class(*cls_.cls, "sql_check"))) return;
    if (!slot_.checked) return;
    written_check();
    const bool introduces_slot = introduces(lowering_, cls_, slot_);
    if (!introduces_slot && same_as_parent()) return;
    suffix_ = introduces_slot ? "" : "_" + lowering_.sql_name(cls_.cls->name);
    presence(introduces_slot);
    designated_type();
    hierarchy_values();
    values();
    across_tables();
  }

  // A column of an inlined object: the constraints of its class apply if there is an object.
  void build_flattened(TableDraft& table, const std::vector<std::string>& columns_of_object) {
    if (!slot_.checked) return;
    table_ = &table;
    const std::string& column = slot_.storage.column;
    const Column* definition = table_->column(column);
    if (slot_.slot.required() && definition != nullptr && !definition->not_null) {
      std::string list;
      for (const std::string& each : columns_of_object) {
        list += (list.empty() ? "" : ", ") + quote_identifier(each);
      }
      check(*table_, {}, column + "_required",
            Truth::of("num_nulls(" + list + ") = " + std::to_string(columns_of_object.size()) + " OR " +
                      quote_identifier(column) + " IS NOT NULL"),
            columns_of_object, slot_.slot.span, {});
    }
    hierarchy_values();
    values();
  }

 private:
  void values() {
    switch (slot_.storage.how) {
      case How::column:
      case How::foreign_key_column:
      case How::owned_row:
        column_checks();
        break;
      case How::association_table:
        association_checks();
        break;
      case How::array:
        array_checks();
        break;
      case How::json:
        json_checks();
        break;
      case How::columns:
        flattened_checks();
        break;
      case How::child_table:
      case How::none:
        break;
    }
  }

  void flattened_checks() {
    std::vector<std::string> columns;
    for (const auto& [key, name] : *slot_.storage.columns) columns.push_back(name);
    if (columns.empty()) return;
    std::string list;
    for (const std::string& name : columns) list += (list.empty() ? "" : ", ") + quote_identifier(name);
    const auto& presence = slot_.slot.slot.value_presence;
    const std::string stem = lowering_.sql_name(slot_.slot.name);
    if (slot_.slot.required() || (presence && presence->value == "PRESENT")) {
      check(*table_, {}, stem + "_required", Truth::of("num_nonnulls(" + list + ") > 0"), columns,
            slot_.slot.span, {});
    }
    if (presence && presence->value == "ABSENT") {
      check(*table_, {}, stem + "_absent", Truth::of("num_nonnulls(" + list + ") = 0"), columns,
            presence->span, {});
    }
    for (SlotLayout& part : flattened_parts(lowering_, slot_)) {
      SlotConstraints(lowering_, cls_, part).build_flattened(*table_, columns);
    }
  }

  bool same_as_parent() const {
    if (!cls_.cls->definition->is_a) return true;
    const ClassLayout* parent = lowering_.layout(cls_.cls->definition->is_a->value);
    if (parent == nullptr) return true;
    for (const InducedSlot& each : parent->slots) {
      if (each.name != slot_.slot.name) continue;
      return each.range == slot_.slot.range && each.required() == slot_.slot.required() &&
             static_cast<const SlotExpression&>(each.slot) ==
                 static_cast<const SlotExpression&>(slot_.slot.slot);
    }
    return false;
  }

  std::string place() const {
    return "slot '" + slot_.slot.slot.name.value + "' of class '" + cls_.cls->name + "'";
  }

  std::string name(const TableDraft& table, const std::string& column, const std::string& kind) const {
    const std::string rest = column + suffix_ + "_" + kind;
    return table.free_constraint_name(column.empty() ? rest.substr(1) : rest);
  }

  // NULL must pass: a single comparison does this by itself, a longer condition states it.
  std::string passing_null(const Truth& truth, const std::string& column, bool not_null) const {
    const bool single = truth.shape == Truth::Shape::atom && truth.sql.find("CASE") == std::string::npos;
    if (not_null || single) return truth.text();
    return any_true({Truth::of(quote_identifier(column) + " IS NULL"), truth}).text();
  }

  void check(TableDraft& table, const std::string& column, const std::string& kind, const Truth& truth,
             std::vector<std::string> columns, Span span, const std::vector<ObjectId>& functions) {
    if (truth.is_always()) return;
    const Column* definition = column.empty() ? nullptr : table.column(column);
    std::string expression = column.empty() || definition == nullptr
                                 ? truth.text()
                                 : passing_null(truth, column, definition->not_null);
    if (!guard_.empty()) {
      Truth whole = truth;
      whole.sql = expression;
      if (expression != truth.text()) whole.shape = Truth::Shape::disjunction;
      expression = any_true({negated(Truth::of(guard_)), whole}).text();
      columns.push_back(cls_.type_column);
    }
    LoweredObject* added = add_check(lowering_, table, name(table, column, kind), expression, columns, span,
                                     "the " + kind + " of " + place());
    for (const ObjectId& function : functions) added->object.depends_on.push_back(depends(function));
  }

  void written_check() {
    const linkml::Value* written = lowering_.annotations.of_slot(*cls_.cls, slot_.slot, "sql_check");
    if (written == nullptr || flag(written) || slot_.storage.column.empty() ||
        !introduces(lowering_, cls_, slot_))
      return;
    std::vector<const linkml::Value*> expressions;
    if (written->type == linkml::Value::Type::scalar) expressions.push_back(written);
    for (const linkml::Value& item : written->items) expressions.push_back(&item);
    for (const linkml::Value* each : expressions) {
      LoweredObject* added =
          add_check(lowering_, *table_, name(*table_, slot_.storage.column, "check"), text_of(each),
                    {slot_.storage.column}, each->span, "sql_check of " + place());
      added->written.push_back({CheckExpression(), text_of(each), *each});
    }
  }

  void presence(bool introduces_slot) {
    const std::string& column = slot_.storage.column;
    if (column.empty()) return;
    const auto& presence = slot_.slot.slot.value_presence;
    const std::vector<std::string>& primary = table_->primary_key;
    const bool key = primary.size() == 1 && primary.front() == column;
    if (presence && presence->value == "ABSENT") {
      check(*table_, {}, column + "_absent", Truth::of(quote_identifier(column) + " IS NULL"), {column},
            presence->span, {});
    }
    const bool wanted = slot_.slot.required() || (presence && presence->value == "PRESENT");
    const Column* definition = wanted && !key ? table_->column(column) : nullptr;
    if (definition != nullptr && !definition->not_null) {
      check(*table_, {}, column + "_required", Truth::of(quote_identifier(column) + " IS NOT NULL"), {column},
            slot_.slot.span, {});
    }
    // In a shared table, rows of classes without the slot leave its column empty.
    if (cls_.inheritance != Inheritance::single_table || cls_.root == cls_.cls->name || !introduces_slot)
      return;
    const std::string class_check = fit_constraint_name(table_->id().name, column + "_class");
    if (table_->constraint_origins.contains(class_check)) return;
    std::vector<Truth> having;
    for (const auto& [class_name, other] : lowering_.classes) {
      if (other.root != cls_.root || other.cls->name == cls_.root) continue;
      const ClassLayout* parent =
          other.cls->definition->is_a ? lowering_.layout(other.cls->definition->is_a->value) : nullptr;
      const auto has = [&](const ClassLayout& layout) {
        return std::any_of(layout.slots.begin(), layout.slots.end(),
                           [&](const InducedSlot& each) { return each.name == slot_.slot.name; });
      };
      const bool inherited = parent != nullptr && parent->root == cls_.root && has(*parent);
      if (has(other) && !inherited) having.push_back(Truth::of(class_guard(lowering_, other)));
    }
    add_check(lowering_, *table_, class_check,
              any_true({Truth::of(quote_identifier(column) + " IS NULL"), any_true(having)}).text(),
              {column, cls_.type_column}, slot_.slot.span, "the classes of " + place());
  }

  void designated_type() {
    if (!linkml::is_true(slot_.slot.slot.designates_type) || slot_.storage.how != How::column) return;
    if (!cls_.root.empty()) return;  // the shared table's type column, see rules
    check(*table_, slot_.storage.column, "type",
          Truth::of(quote_identifier(slot_.storage.column) + " = " +
                    quote_literal(type_designation(lowering_, *cls_.cls, slot_.slot))),
          {slot_.storage.column}, slot_.slot.span, {});
  }

  static std::set<std::string> slots_at_and_below(const std::map<std::string, const linkml::Slot*>& slots,
                                                  const std::string& top) {
    std::set<std::string> below{top};
    for (bool grew = true; grew;) {
      grew = false;
      for (const auto& [each, definition] : slots) {
        bool under = definition->is_a && below.count(definition->is_a->value) > 0;
        for (const linkml::Text& mixin : definition->mixins) under = under || below.count(mixin.value) > 0;
        if (under && below.insert(each).second) grew = true;
      }
    }
    return below;
  }

  // A slot's name in the form of the range: a name, a CURIE or a URI.
  std::string as_value(const linkml::Slot& definition, const linkml::Module& module) const {
    using linkml::BaseType;
    std::string name = definition.name.value;
    std::replace(name.begin(), name.end(), ' ', '_');
    const linkml::InducedType* type = lowering_.schema.find_type(slot_.slot.range);
    if (type == nullptr) return name;
    const std::string prefix = module.default_prefix ? module.default_prefix->value : std::string();
    std::string curie = definition.slot_uri ? definition.slot_uri->value : prefix + ":" + name;
    if (type->base == BaseType::curie || type->base == BaseType::uriorcurie) return curie;
    return type->base == BaseType::uri ? expand_curie(lowering_, curie) : name;
  }

  // subproperty_of: names of the slot and of all slots below it, in the form of the range.
  void hierarchy_values() {
    if (!slot_.slot.slot.subproperty_of) return;
    const linkml::Text& top = *slot_.slot.slot.subproperty_of;
    if (slot_.target != nullptr || !slot_.type.textual()) {
      lowering_.unenforced("subproperty-of", cls_, &slot_.slot, "its values are not slot names", top.span);
      return;
    }
    std::map<std::string, const linkml::Slot*> slots;
    std::map<std::string, const linkml::Module*> modules;
    for (const auto& module : lowering_.schema.modules.modules) {
      for (const linkml::Slot& each : module->slots) {
        slots.emplace(each.name.value, &each);
        modules.emplace(each.name.value, module.get());
      }
    }
    if (slots.count(top.value) == 0) {
      std::vector<std::string> names;
      names.reserve(slots.size());
      for (const auto& [known, each] : slots) names.push_back(known);
      lowering_.diagnostics.error("unknown-slot", top.span,
                                  "subproperty_of names '" + top.value + "', which no source defines",
                                  did_you_mean(nearest_name(top.value, names)));
      return;
    }
    std::string list;
    for (const std::string& each : slots_at_and_below(slots, top.value))
      list += (list.empty() ? "" : ", ") + quote_literal(as_value(*slots.at(each), *modules.at(each)));
    TableDraft* table = table_;
    std::string column = slot_.storage.column;
    if (slot_.storage.how == How::association_table) {
      table = member_watch(lowering_, slot_).table;
      column = slot_.storage.value_column;
    }
    if (table == nullptr || column.empty()) return;
    if (slot_.storage.how == How::array) {
      check(*table, column, "subproperty",
            Truth::of(quote_identifier(column) + " <@ ARRAY[" + list + "]::text[]"), {column}, top.span, {});
    } else {
      check(*table, column, "subproperty", Truth::of(quote_identifier(column) + " IN (" + list + ")"),
            {column}, top.span, {});
    }
  }

  // The constraints of the range and of the slot itself, separately.
  std::vector<ValuePredicates::Part> all_parts(ValuePredicates& predicates, const Subject& subject) {
    std::vector<ValuePredicates::Part> parts;
    if (!slot_.reference && !branches_have_ranges(slot_.slot.slot)) {
      parts = predicates.range_parts(slot_.slot.range, subject, false);
    }
    for (auto& part : predicates.parts(slot_.slot.slot, subject)) parts.push_back(std::move(part));
    return parts;
  }

  void column_checks() {
    const std::string& column = slot_.storage.column;
    ValuePredicates predicates(lowering_, cls_, slot_);
    const Subject subject{quote_identifier(column), slot_.type, ""};
    const std::vector<ValuePredicates::Part> parts = all_parts(predicates, subject);
    const linkml::Slot& rules = slot_.slot.slot;
    if (parts.empty() && rules.has_member == nullptr && rules.all_members == nullptr && !irreflexive())
      return;
    std::vector<std::string> columns = predicates.columns;
    columns.push_back(column);
    for (const auto& part : parts)
      check(*table_, column, part.kind, part.truth, columns, part.span, predicates.functions);
    // A single value is the only member.
    const auto member = [&](const std::shared_ptr<const SlotExpression>& rule, const char* kind) {
      if (rule == nullptr || slot_.slot.multivalued()) return;
      check(*table_, column, kind, predicates.holds(*rule, subject), columns, rule->span,
            predicates.functions);
    };
    member(slot_.slot.slot.has_member, "has_member");
    member(slot_.slot.slot.all_members, "all_members");
    if (irreflexive()) {
      check(*table_, column, "irreflexive",
            Truth::of(quote_identifier(column) + " <> " + quote_identifier(cls_.key_column)),
            {column, cls_.key_column}, slot_.slot.span, {});
    }
  }

  // An asymmetric relation is irreflexive, too.
  bool irreflexive() const {
    return (linkml::is_true(slot_.slot.slot.irreflexive) || linkml::is_true(slot_.slot.slot.asymmetric)) &&
           slot_.target == cls_.cls && slot_.reference;
  }

  void association_checks() {
    TableDraft* table = member_watch(lowering_, slot_).table;
    if (table == nullptr) return;
    if (!guard_.empty()) {
      // The association does not store its owner's class; the first class that declares the slot defines the
      // constraint.
      if (!introduces(lowering_, cls_, slot_)) {
        lowering_.unenforced("narrowed-list", cls_, &slot_.slot,
                             "the table of its values does not store the owner's class");
        return;
      }
    }
    const std::string guard = std::exchange(guard_, {});
    const std::string& column = slot_.storage.value_column;
    ValuePredicates predicates(lowering_, cls_, slot_);
    const Subject subject{quote_identifier(column), slot_.type};
    for (const auto& part : all_parts(predicates, subject)) {
      check(*table, {}, part.kind, part.truth, {column}, part.span, predicates.functions);
    }
    if (irreflexive()) {
      check(*table, {}, "irreflexive",
            Truth::of(quote_identifier(column) + " <> " + quote_identifier(slot_.storage.owner_column)),
            {column, slot_.storage.owner_column}, slot_.slot.span, {});
    }
    guard_ = guard;
  }

  void array_checks() {
    const std::string& column = slot_.storage.column;
    ValuePredicates predicates(lowering_, cls_, slot_);
    ValueType element = slot_.type;
    if (element.sql.ends_with("[]")) {  // a type that the user chose
      element = named_sql_type(lowering_, element.sql.substr(0, element.sql.size() - 2));
      element.enumeration = slot_.type.enumeration;
    }
    const Subject subject{"element", element};
    const std::string name_quoted = quote_identifier(column);
    check(*table_, column, "elements", Truth::of("array_position(" + name_quoted + ", NULL) IS NULL"),
          {column}, slot_.slot.span, {});
    std::vector<Truth> truths;
    for (const auto& part : all_parts(predicates, subject)) truths.push_back(part.truth);
    const Truth each = all_true(truths);
    if (!each.is_always()) {
      const std::string function = fit_identifier(table_->id().name + "_" + column + "_valid");
      const std::string type = element.sql + "[]";
      lowering_.names.claim(table_->id().namespace_, "function", function, slot_.slot.span,
                            "the check of " + place());
      const ObjectId id =
          add_function(lowering_, table_->id().namespace_, function, "elements " + type, type, "boolean",
                       "sql", "immutable",
                       "\n  SELECT NOT EXISTS (SELECT FROM unnest(elements) AS each(element) WHERE (" +
                           each.text() + ") IS NOT TRUE)\n",
                       slot_.type.needs, slot_.slot.span);
      std::vector<ObjectId> functions = predicates.functions;
      functions.push_back(id);
      check(*table_, column, "values",
            Truth::of(qualified_name(table_->id().namespace_, function) + "(" + name_quoted + ")"), {column},
            slot_.slot.span, functions);
    }
    if (linkml::is_true(slot_.slot.slot.list_elements_unique)) unique_elements(element);
    const auto length = [&](const linkml::Count& count, const char* op, const char* kind) {
      if (!count) return;
      check(*table_, column, kind,
            Truth::of("cardinality(" + name_quoted + ") " + op + " " + std::to_string(count->value)),
            {column}, count->span, {});
    };
    length(slot_.slot.slot.minimum_cardinality, ">=", "minimum_cardinality");
    length(slot_.slot.slot.maximum_cardinality, "<=", "maximum_cardinality");
    length(slot_.slot.slot.exact_cardinality, "=", "exact_cardinality");
    if (slot_.slot.required()) {
      check(*table_, column, "required", Truth::of("cardinality(" + name_quoted + ") > 0"), {column},
            slot_.slot.span, {});
    }
  }

  void unique_elements(const ValueType& element) {
    const std::string& column = slot_.storage.column;
    const std::string function = fit_identifier(table_->id().name + "_" + column + "_unique");
    const std::string type = element.sql + "[]";
    lowering_.names.claim(table_->id().namespace_, "function", function, slot_.slot.span,
                          "the check of " + place());
    const ObjectId id = add_function(
        lowering_, table_->id().namespace_, function, "elements " + type, type, "boolean", "sql", "immutable",
        "\n  SELECT count(*) = count(DISTINCT element) FROM unnest(elements) AS each(element)\n",
        element.needs, slot_.slot.span);
    check(*table_, column, "unique",
          Truth::of(qualified_name(table_->id().namespace_, function) + "(" + quote_identifier(column) + ")"),
          {column}, slot_.slot.span, {id});
  }

  void json_checks() {
    const std::string& column = slot_.storage.column;
    if (column.empty()) return;
    std::vector<ObjectId> functions;
    Truth truth = json_slot_truth(lowering_, cls_, slot_, "value", functions);
    if (truth.is_always()) return;
    const bool subquery = truth.sql.find("SELECT") != std::string::npos;
    if (!subquery) {
      functions.clear();
      truth = json_slot_truth(lowering_, cls_, slot_, quote_identifier(column), functions);
      truth.shape = Truth::Shape::conjunction;  // with its own NULL, stated separately
      check(*table_, column, "value", truth, {column}, slot_.slot.span, functions);
      return;
    }
    const std::string function = fit_identifier(table_->id().name + "_" + column + suffix_ + "_valid");
    lowering_.names.claim(table_->id().namespace_, "function", function, slot_.slot.span,
                          "the check of " + place());
    const ObjectId id = add_function(
        lowering_, table_->id().namespace_, function, "value jsonb", "jsonb", "boolean", "plpgsql",
        "immutable", "\nBEGIN\n  RETURN " + truth.text() + ";\nEND\n", functions, slot_.slot.span);
    truth =
        Truth::of(qualified_name(table_->id().namespace_, function) + "(" + quote_identifier(column) + ")");
    truth.shape = Truth::Shape::conjunction;  // with its own NULL, stated separately
    check(*table_, column, "value", truth, {column}, slot_.slot.span, {id});
  }

  using NamedRules = std::vector<std::pair<std::string, SlotExpression>>;

  // How many rows of another table belong to a row.
  NamedRules cardinality_rules() const {
    const SlotExpression& slot = slot_.slot.slot;
    NamedRules rules;
    SlotExpression count;
    count.exact_cardinality = slot.exact_cardinality;
    count.minimum_cardinality = slot.minimum_cardinality;
    count.maximum_cardinality = slot.maximum_cardinality;
    const bool present = slot.value_presence && slot.value_presence->value == "PRESENT";
    const bool wanted = slot_.slot.required() || present;
    if (wanted && !count.minimum_cardinality && !count.exact_cardinality) {
      count.minimum_cardinality = linkml::Located<std::int64_t>{1, slot_.slot.span};
    }
    const std::string kind = wanted && !slot.minimum_cardinality ? "required" : "cardinality";
    if (!slot_.slot.multivalued()) count.maximum_cardinality.reset();
    if (slot.value_presence && slot.value_presence->value == "ABSENT") {
      SlotExpression none;
      none.maximum_cardinality = linkml::Located<std::int64_t>{0, slot.value_presence->span};
      rules.emplace_back("absent", none);
    }
    if (count.exact_cardinality || count.minimum_cardinality || count.maximum_cardinality)
      rules.emplace_back(kind, count);
    return rules;
  }

  // Cardinality, membership, presence of values in other tables; expressions over referred rows.
  void across_tables() {
    const SlotExpression& slot = slot_.slot.slot;
    const bool other = slot_.storage.how == How::association_table || slot_.storage.how == How::child_table;
    NamedRules rules;
    if (other) rules = cardinality_rules();
    const bool list = other || slot_.storage.how == How::array;  // in JSON the column's CHECK covers it
    if (slot.has_member != nullptr && list) {
      SlotExpression member;
      member.has_member = slot.has_member;
      rules.emplace_back("has_member", member);
    }
    if (slot.all_members != nullptr && list) {
      SlotExpression member;
      member.all_members = slot.all_members;
      rules.emplace_back("all_members", member);
    }
    if (slot.range_expression != nullptr && slot_.target != nullptr && slot_.storage.how != How::json) {
      SlotExpression range;
      range.range_expression = slot.range_expression;
      rules.emplace_back("range", range);
    }
    for (const auto& [kind, rule] : rules) {
      RowConditions conditions(lowering_, cls_, "owner.");
      // An absent list has no members, and its count is 0.
      const bool counted = kind == "required" || kind == "cardinality" || kind == "absent";
      Truth truth = Truth::yes();
      if (counted) {
        truth = counted_truth(rule);
        conditions.watches.push_back(member_watch(lowering_, slot_));
      } else {
        truth = conditions.slot_condition(slot_, rule, Absent::holds);
      }
      if (truth.is_always()) continue;
      const std::string guard = class_guard(lowering_, cls_, "owner.");
      if (!guard.empty() && cls_.inheritance == Inheritance::single_table) {
        truth = any_true({negated(Truth::of(guard)), truth});
      }
      const std::string column =
          slot_.storage.column.empty() ? lowering_.sql_name(slot_.slot.name) : slot_.storage.column;
      add_deferred_rule(lowering_, *table_, cls_,
                        fit_constraint_name(table_->id().name, column + suffix_ + "_" + kind), truth.text(),
                        conditions.watches,
                        slot_.slot.slot.name.value + " of " + cls_.cls->name + ": " + kind + " is violated",
                        slot_.slot.span);
    }
  }

  // Counts no further than the comparison needs.
  Truth counted_truth(const SlotExpression& rule) {
    const Watch member = member_watch(lowering_, slot_);
    if (member.table == nullptr) return Truth::yes();
    const auto count = [&](const linkml::Count& limit, const std::string& op) -> Truth {
      if (!limit) return Truth::yes();
      return Truth::of("(SELECT count(*) FROM (SELECT FROM " + member.table->qualified() +
                       " AS member WHERE member." + quote_identifier(member.owner_column) + " = owner." +
                       quote_identifier(cls_.key_column) + " LIMIT " + std::to_string(limit->value + 1) +
                       ") AS counted) " + op + " " + std::to_string(limit->value));
    };
    return all_true({count(rule.minimum_cardinality, ">="), count(rule.maximum_cardinality, "<="),
                     count(rule.exact_cardinality, "=")});
  }

  Lowering& lowering_;
  ClassLayout& cls_;
  SlotLayout& slot_;
  TableDraft* table_ = nullptr;
  std::string guard_, suffix_;
};

}  // namespace

void lower_slot_constraints(Lowering& lowering) {
  for_each_class(lowering, table_layouts(lowering), [](Lowering& part, ClassLayout& cls) {
    for (SlotLayout& slot : cls.layouts) SlotConstraints(part, cls, slot).build();
  });
}

}  // namespace schemac
