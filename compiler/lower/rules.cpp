// Class rules and class-level boolean expressions: CHECKs on the row, deferred rules if they read other
// tables.
#include "catalog/name_style.h"
#include "lower/row_condition.h"

namespace schemac {

using Inheritance = ClassLayout::Inheritance;

namespace {

class ClassConstraints {
 public:
  ClassConstraints(Lowering& lowering, ClassLayout& cls) : lowering_(lowering), cls_(cls) {}

  void build() {
    table_ = lowering_.table_of(cls_);
    if (table_ == nullptr) return;
    shared_type();
    const linkml::Value* written = lowering_.annotations.of_class(*cls_.cls, "sql_check");
    if (is_false(written)) return;
    written_checks(written);
    std::size_t number = 0;
    for (const linkml::ClassRule* rule : cls_.cls->rules) {
      ++number;
      if (!linkml::is_true(rule->deactivated)) lower_rule(*rule, number);
    }
    for (const linkml::Class* source : cls_.cls->expressions) expressions(*source);
  }

 private:
  void shared_type() {
    if (cls_.root.empty() || cls_.root != cls_.cls->name) return;
    std::string list;
    for (const auto& [name, member] : lowering_.classes) {
      if (member.root != cls_.root || member.cls->is_abstract()) continue;
      std::string value = name;
      for (const linkml::InducedSlot& slot : member.slots) {
        if (cls_.designates_by_slot && linkml::is_true(slot.slot.designates_type)) {
          value = type_designation(lowering_, *member.cls, slot);
        }
      }
      list += (list.empty() ? "" : ", ") + quote_literal(value);
    }
    if (cls_.inheritance == Inheritance::joined) {
      lowering_.unenforced("joined-rows", cls_, nullptr,
                           "a row of the base table without a row in the table of its class is not detected");
    }
    Truth known = Truth::of(quote_identifier(cls_.type_column) + " IN (" + list + ")");
    if (list.empty()) known = Truth::no();
    add_check(lowering_, *table_, fit_constraint_name(table_->id().name, cls_.type_column + "_class"),
              known.text(), {cls_.type_column}, cls_.span,
              "the classes of table '" + table_->id().name + "'");
    if (Column* column = table_->column(cls_.type_column)) column->not_null = true;
  }

  void written_checks(const linkml::Value* written) {
    if (written == nullptr || flag(written)) return;
    std::vector<std::pair<std::string, const linkml::Value*>> checks;
    if (written->type == linkml::Value::Type::scalar) checks.emplace_back("", written);
    for (const linkml::Value& item : written->items) checks.emplace_back("", &item);
    for (const auto& [name, value] : written->entries) checks.emplace_back(name.value, &value);
    for (const auto& [name, value] : checks) {
      const std::string given = name.empty() ? table_->free_constraint_name("check") : name;
      LoweredObject* added = add_check(lowering_, *table_, given, text_of(value), {}, value->span,
                                       "sql_check of class '" + cls_.cls->name + "'");
      added->written.push_back({CheckExpression(), text_of(value), *value});
    }
  }

  // "s1_s2" of the slots that a rule names, so that the constraint's name shows its subject.
  static void slot_names(const linkml::ClassExpression& expression, std::vector<std::string>& names) {
    for (const auto& [name, condition] : expression.slot_conditions) names.push_back(name.value);
    for (const auto* list :
         {&expression.any_of, &expression.all_of, &expression.exactly_one_of, &expression.none_of}) {
      for (const linkml::ClassExpression& branch : *list) slot_names(branch, names);
    }
  }

  std::string named(const std::vector<const linkml::ClassExpression*>& parts, const std::string& kind) {
    std::vector<std::string> names;
    for (const linkml::ClassExpression* part : parts) {
      if (part != nullptr) slot_names(*part, names);
    }
    std::string about;
    if (cls_.inheritance == Inheritance::single_table && cls_.root != cls_.cls->name) {
      about = lowering_.sql_name(cls_.cls->name) + "_";
    }
    std::set<std::string> seen;
    for (const std::string& each : names) {
      if (seen.insert(each).second) about += lowering_.sql_name(each) + "_";
    }
    return table_->free_constraint_name(about + kind);
  }

  // " (slots a, b)"
  static std::string slots_of(const std::vector<const linkml::ClassExpression*>& parts) {
    std::vector<std::string> names;
    for (const linkml::ClassExpression* part : parts) {
      if (part != nullptr) slot_names(*part, names);
    }
    std::string text;
    std::set<std::string> seen;
    for (const std::string& name : names) {
      if (seen.insert(name).second) text += (text.empty() ? "" : ", ") + name;
    }
    return text.empty() ? text : (seen.size() == 1 ? " (slot " : " (slots ") + text + ")";
  }

  // Evaluated at most twice: for the row alone, and, if that reads other tables, for the owner of a rule.
  void restrict_rows(const std::function<Truth(RowConditions&)>& write, const std::string& name, Span span,
                     const std::string& message) {
    RowConditions row(lowering_, cls_, "");
    Truth truth = write(row);
    if (truth.is_always()) return;
    const bool guarded = cls_.inheritance == Inheritance::single_table;
    if (!row.needs_trigger) {
      if (const std::string guard = guarded ? class_guard(lowering_, cls_) : std::string(); !guard.empty()) {
        truth = any_true({negated(Truth::of(guard)), truth});
        row.columns.push_back(cls_.type_column);
      }
      LoweredObject* added = add_check(lowering_, *table_, name, truth.text(), row.columns, span, message);
      for (const ObjectId& function : row.functions) added->object.depends_on.push_back(depends(function));
      return;
    }
    RowConditions owner(lowering_, cls_, "owner.");
    truth = write(owner);
    if (const std::string guard = guarded ? class_guard(lowering_, cls_, "owner.") : std::string();
        !guard.empty()) {
      truth = any_true({negated(Truth::of(guard)), truth});
    }
    add_deferred_rule(lowering_, *table_, cls_, name, truth.text(), owner.watches, message, span);
  }

  void lower_rule(const linkml::ClassRule& rule, std::size_t number) {
    if (rule.preconditions == nullptr) return;  // without effect
    const std::string where = "rule " + std::to_string(number) + " of class '" + cls_.cls->name + "'";
    const Absent after = linkml::is_true(rule.open_world) ? Absent::holds : Absent::fails;
    const auto write = [&](RowConditions& conditions) {
      const Truth before = conditions.class_condition(*rule.preconditions, Absent::fails);
      std::vector<Truth> truths;
      if (rule.postconditions != nullptr) {
        const Truth then = conditions.class_condition(*rule.postconditions, after);
        truths.push_back(any_true({negated(before), then}));
        if (linkml::is_true(rule.bidirectional)) {
          truths.push_back(
              any_true({negated(conditions.class_condition(*rule.postconditions, Absent::fails)), before}));
        }
      }
      if (rule.elseconditions != nullptr) {
        truths.push_back(any_true({before, conditions.class_condition(*rule.elseconditions, after)}));
      }
      return all_true(truths);
    };
    std::string message =
        where + slots_of({rule.preconditions.get(), rule.postconditions.get(), rule.elseconditions.get()});
    const linkml::OptionalText& said = rule.title ? rule.title : rule.description;
    if (said) message += ": " + trimmed(said->value);
    restrict_rows(
        write,
        named({rule.preconditions.get(), rule.postconditions.get(), rule.elseconditions.get()}, "rule"),
        rule.span, message);
  }

  void expressions(const linkml::Class& source) {
    linkml::ClassExpression whole;
    whole.any_of = source.any_of;
    whole.all_of = source.all_of;
    whole.exactly_one_of = source.exactly_one_of;
    whole.none_of = source.none_of;
    whole.slot_conditions = source.slot_conditions;
    const auto restrict = [&](linkml::ClassExpression part, const std::string& kind, Span span) {
      restrict_rows(
          [&](RowConditions& conditions) { return conditions.class_condition(part, Absent::holds); },
          named({&part}, kind), span, kind + " of class '" + source.name.value + "'");
    };
    linkml::ClassExpression part;
    if (!whole.slot_conditions.empty()) {
      part.slot_conditions = whole.slot_conditions;
      restrict(part, "conditions", whole.slot_conditions.front().first.span);
    }
    part = {};
    if (!(part.any_of = whole.any_of).empty()) restrict(part, "any_of", part.any_of.front().span);
    part = {};
    if (!(part.all_of = whole.all_of).empty()) restrict(part, "all_of", part.all_of.front().span);
    part = {};
    if (!(part.exactly_one_of = whole.exactly_one_of).empty()) {
      restrict(part, "exactly_one_of", part.exactly_one_of.front().span);
    }
    part = {};
    if (!(part.none_of = whole.none_of).empty()) restrict(part, "none_of", part.none_of.front().span);
  }

  Lowering& lowering_;
  ClassLayout& cls_;
  TableDraft* table_ = nullptr;
};

}  // namespace

void lower_class_constraints(Lowering& lowering) {
  for_each_class(lowering, table_layouts(lowering),
                 [](Lowering& part, ClassLayout& cls) { ClassConstraints(part, cls).build(); });
}

}  // namespace schemac
