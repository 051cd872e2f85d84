#include "lower/row_condition.h"

#include <algorithm>

namespace schemac {

using linkml::SlotExpression;
using How = SlotStorage::How;

namespace {

bool in_other_table(const SlotLayout& slot) {
  return slot.storage.how == How::association_table || slot.storage.how == How::child_table;
}

bool says_something(const SlotExpression& e) {
  return e.range || e.minimum_value || e.maximum_value || e.pattern || e.structured_pattern ||
         e.equals_string || !e.equals_string_in.empty() || e.equals_number || e.enum_range || e.has_member ||
         e.all_members || e.minimum_cardinality || e.maximum_cardinality || e.exact_cardinality ||
         e.range_expression || e.equals_expression || !e.any_of.empty() || !e.all_of.empty() ||
         !e.exactly_one_of.empty() || !e.none_of.empty();
}

}  // namespace

Watch member_watch(Lowering& lowering, const SlotLayout& slot) {
  Watch watch;
  std::string table_namespace = slot.storage.table_namespace, table = slot.storage.table;
  if (slot.storage.how == How::child_table && table.empty() && !slot.targets.empty()) {
    table = lowering.layout(slot.targets.front())->table;
  }
  watch.table = lowering.find_table(table_namespace, table);
  if (watch.table == nullptr) return watch;
  watch.owner_column = slot.storage.owner_column;
  const auto& key = watch.table->primary_key;
  if (key.size() == 2 && key.front() == watch.owner_column) watch.order_column = key.back();
  return watch;
}

void RowConditions::watch(Watch watch) {
  needs_trigger = true;
  const bool known = std::any_of(watches.begin(), watches.end(), [&](const Watch& each) {
    return each.table == watch.table && each.owner_column == watch.owner_column &&
           each.referring_column == watch.referring_column;
  });
  if (!known && watch.table != nullptr) watches.push_back(std::move(watch));
}

std::string RowConditions::read(const SlotLayout& slot, const std::vector<std::string>& names,
                                const std::string& function) {
  const auto call = [&](const std::string& prefix) {
    std::string list;
    for (const std::string& name : names)
      list += (list.empty() ? "" : ", ") + prefix + quote_identifier(name);
    return function.empty() ? list : function + "(" + list + ")";
  };
  const bool own = slot.storage.base_table.empty() || names == std::vector<std::string>{cls_.key_column};
  if (own) {
    columns.insert(columns.end(), names.begin(), names.end());
    return call(prefix_);
  }
  Watch base;
  base.table = table_of_slot(lowering_, cls_, slot);
  base.referring_column = base.key_column = cls_.key_column;
  watch(base);
  const std::string key = quote_identifier(cls_.key_column);
  return "(SELECT " + call("base.") + " FROM " + base.table->qualified() + " AS base WHERE base." + key +
         " = " + prefix_ + key + ")";
}

std::string RowConditions::column(const SlotLayout& slot) { return read(slot, {slot.storage.column}, {}); }

RowConditions::WhenAbsent RowConditions::any_when_absent(const std::vector<SlotExpression>& branches) {
  WhenAbsent result = branches.empty() ? WhenAbsent::neutral : WhenAbsent::no;
  for (const SlotExpression& branch : branches) {
    const WhenAbsent each = when_absent(branch);
    if (each == WhenAbsent::yes) return each;
    if (each == WhenAbsent::neutral) result = each;
  }
  return result;
}

RowConditions::WhenAbsent RowConditions::when_absent(const SlotExpression& e) {
  if (e.value_presence && e.value_presence->value == "ABSENT") return WhenAbsent::yes;
  if (e.value_presence && e.value_presence->value == "PRESENT") return WhenAbsent::no;
  if (linkml::is_true(e.required)) return WhenAbsent::no;
  WhenAbsent result = any_when_absent(e.any_of);
  if (result == WhenAbsent::no && !e.any_of.empty()) return result;
  for (const SlotExpression& branch : e.all_of) {
    if (when_absent(branch) == WhenAbsent::no) return WhenAbsent::no;
  }
  for (const SlotExpression& branch : e.none_of) {
    if (when_absent(branch) == WhenAbsent::yes) return WhenAbsent::no;
    if (when_absent(branch) == WhenAbsent::no)
      result = result == WhenAbsent::neutral ? WhenAbsent::yes : result;
  }
  std::size_t certain = 0, open = 0;
  for (const SlotExpression& branch : e.exactly_one_of) {
    certain += when_absent(branch) == WhenAbsent::yes ? 1 : 0;
    open += when_absent(branch) == WhenAbsent::neutral ? 1 : 0;
  }
  if (!e.exactly_one_of.empty() && open == 0) return certain == 1 ? WhenAbsent::yes : WhenAbsent::no;
  return result;
}

std::string RowConditions::members(const SlotLayout& slot, const std::string& condition) {
  const Watch member = member_watch(lowering_, slot);
  watch(member);
  if (member.table == nullptr) return "SELECT WHERE false";
  return "SELECT FROM " + member.table->qualified() + " AS member WHERE member." +
         quote_identifier(member.owner_column) + " = " + prefix_ + quote_identifier(cls_.key_column) +
         (condition.empty() ? "" : " AND " + condition);
}

Truth RowConditions::present(const SlotLayout& slot) {
  if (in_other_table(slot)) return Truth::of("EXISTS (" + members(slot, {}) + ")");
  if (slot.storage.how == How::columns) {
    std::vector<std::string> names;
    for (const auto& [key, name] : *slot.storage.columns) names.push_back(name);
    return names.empty() ? Truth::no() : Truth::of(read(slot, names, "num_nonnulls") + " > 0");
  }
  if (slot.storage.column.empty()) return Truth::no();
  return Truth::of(column(slot) + " IS NOT NULL");
}

Truth RowConditions::count(const SlotLayout& slot, const std::string& op, std::int64_t limit) {
  const std::string number = std::to_string(limit);
  if (in_other_table(slot)) {
    // Counts no further than the comparison needs.
    return Truth::of("(SELECT count(*) FROM (" + members(slot, {}) + " LIMIT " + std::to_string(limit + 1) +
                     ") AS counted) " + op + " " + number);
  }
  if (slot.storage.column.empty()) return Truth::yes();
  if (slot.storage.how == How::array)
    return Truth::of("cardinality(" + column(slot) + ") " + op + " " + number);
  if (slot.storage.how == How::json) {
    const std::string name = column(slot);
    return Truth::of("CASE WHEN jsonb_typeof(" + name + ") = 'array' THEN jsonb_array_length(" + name + ") " +
                     op + " " + number + " ELSE true END");
  }
  // A single value counts as one.
  const bool one = op == ">=" ? limit <= 1 : op == "<=" ? limit >= 1 : limit == 1;
  return one ? Truth::yes() : Truth::no();
}

Truth RowConditions::referred(const SlotLayout& slot, const linkml::ClassExpression& expression) {
  if (slot.target == nullptr || slot.targets.size() != 1) {
    lowering_.unenforced("range-expression", cls_, &slot.slot, "its values are not rows of one table");
    return Truth::unknown();
  }
  ClassLayout& target = *lowering_.layout(slot.targets.front());
  TableDraft* table = lowering_.table_of(target);
  if (table == nullptr) return Truth::unknown();
  if (!slot.storage.base_table.empty()) {
    lowering_.unenforced("range-expression", cls_, &slot.slot,
                         "the reference is in the table of an ancestor");
    return Truth::unknown();
  }
  const bool members_of_slot = in_other_table(slot);
  const std::string alias = members_of_slot && slot.storage.how == How::child_table ? "member" : "referred";
  RowConditions inner(lowering_, target, alias + ".");
  const Truth condition = inner.class_condition(expression, Absent::holds);
  if (inner.needs_trigger) {
    lowering_.unenforced("range-expression", cls_, &slot.slot, "it spans more than one reference");
    return Truth::unknown();
  }
  functions.insert(functions.end(), inner.functions.begin(), inner.functions.end());
  const std::string key = quote_identifier(target.key_column);
  if (slot.storage.how == How::child_table) {
    return none_fails(condition, [&](const Truth& fails) {
      return Truth::of("EXISTS (" + members(slot, fails.text()) + ")");
    });
  }
  if (slot.storage.how == How::association_table) {
    return none_fails(condition, [&](const Truth& fails) {
      return Truth::of("EXISTS (" +
                       members(slot, "EXISTS (SELECT FROM " + table->qualified() +
                                         " AS referred WHERE referred." + key + " = member." +
                                         quote_identifier(slot.storage.value_column) + " AND " +
                                         fails.text() + ")") +
                       ")");
    });
  }
  Watch reverse;
  reverse.table = table;
  reverse.referring_column = slot.storage.column;
  reverse.key_column = target.key_column;
  watch(reverse);
  Truth truth = Truth::of("EXISTS (SELECT FROM " + table->qualified() + " AS referred WHERE referred." + key +
                          " = " + column(slot) + " AND (" + condition.text() + "))");
  truth.loose = condition.loose;
  return truth;
}

Truth RowConditions::of_members(const SlotLayout& slot, const SlotExpression& e) {
  std::vector<Truth> truths;
  ValuePredicates predicates(lowering_, cls_, slot);
  const std::string value = slot.storage.how == How::association_table
                                ? "member." + quote_identifier(slot.storage.value_column)
                                : std::string("member");
  const auto where_sql = [&](const std::string& condition) -> std::string {
    if (in_other_table(slot)) return members(slot, condition);
    needs_trigger = true;
    const std::string where = condition.empty() ? "" : " WHERE " + condition;
    if (slot.storage.how == How::array) {
      return "SELECT FROM unnest(" + column(slot) + ") AS members(member)" + where;
    }
    const std::string name = column(slot);
    return "SELECT FROM jsonb_array_elements(CASE WHEN jsonb_typeof(" + name + ") = 'array' THEN " + name +
           " ELSE '[]' END) AS members(member)" + where;
  };
  const auto some = [&](const Truth& truth) -> Truth {
    if (truth.is_never()) return truth;
    Truth exists = Truth::of("EXISTS (" + where_sql(truth.is_always() ? "" : "(" + truth.text() + ")") + ")");
    exists.loose = truth.loose;
    return exists;
  };
  Subject subject{value, slot.type};
  const auto value_truth = [&](const SlotExpression& each) {
    if (slot.storage.how != How::child_table) return predicates.holds(each, subject);
    if (!says_something(each)) return Truth::yes();  // objects: see referred()
    return predicates.unwritten("membership", "its members are objects, not values", each.span).truth;
  };
  truths.push_back(none_fails(value_truth(of_each_value(e)), some));
  if (e.all_members != nullptr) truths.push_back(none_fails(value_truth(*e.all_members), some));
  if (e.has_member != nullptr) truths.push_back(some(value_truth(*e.has_member)));
  functions.insert(functions.end(), predicates.functions.begin(), predicates.functions.end());
  return all_true(truths);
}

Truth RowConditions::of_value(const SlotLayout& slot, const SlotExpression& e) {
  std::vector<Truth> truths;
  if (e.exact_cardinality) truths.push_back(count(slot, "=", e.exact_cardinality->value));
  if (e.minimum_cardinality) truths.push_back(count(slot, ">=", e.minimum_cardinality->value));
  if (e.maximum_cardinality) truths.push_back(count(slot, "<=", e.maximum_cardinality->value));
  SlotExpression plain = e;
  if (e.range_expression != nullptr && slot.target != nullptr && slot.storage.how != How::json) {
    truths.push_back(referred(slot, *e.range_expression));
    plain.range_expression.reset();
  }
  const bool list = in_other_table(slot) || slot.storage.how == How::array ||
                    (slot.storage.how == How::json && slot.slot.multivalued());
  if (list) {
    truths.push_back(of_members(slot, plain));
    return all_true(truths);
  }
  ValuePredicates predicates(lowering_, cls_, slot);
  if (slot.storage.column.empty()) {
    if (says_something(of_each_value(plain))) {
      truths.push_back(
          predicates
              .unwritten("condition", "a condition on it is not checked: it has no column of its own", e.span)
              .truth);
    }
    return all_true(truths);
  }
  Subject subject{column(slot), slot.type};
  if (slot.storage.base_table.empty()) subject.row = prefix_;
  truths.push_back(predicates.holds(of_each_value(plain), subject));
  functions.insert(functions.end(), predicates.functions.begin(), predicates.functions.end());
  columns.insert(columns.end(), predicates.columns.begin(), predicates.columns.end());
  if (e.has_member != nullptr) truths.push_back(predicates.holds(*e.has_member, subject));
  if (e.all_members != nullptr) truths.push_back(predicates.holds(*e.all_members, subject));
  return all_true(truths);
}

Truth RowConditions::slot_condition(const SlotLayout& slot, const SlotExpression& expression, Absent absent) {
  const WhenAbsent kind = when_absent(expression);
  const bool if_absent = kind == WhenAbsent::yes || (kind == WhenAbsent::neutral && absent == Absent::holds);
  const bool must_be_absent = expression.value_presence && expression.value_presence->value == "ABSENT";
  const Truth there = present(slot);
  Truth value = must_be_absent ? Truth::no() : of_value(slot, expression);
  if (if_absent && value.is_always()) return value;
  // Total: conditions on the value apply only if there is one.
  if (!if_absent) return all_true({there, value});
  const bool plain =
      !in_other_table(slot) && slot.storage.how != How::columns && !slot.storage.column.empty();
  const Truth missing = plain ? Truth::of(column(slot) + " IS NULL") : negated(there);
  return any_true({missing, value});
}

Truth RowConditions::class_condition(const linkml::ClassExpression& expression, Absent absent) {
  std::vector<Truth> truths;
  if (expression.is_a) {
    const auto& ancestors = cls_.cls->ancestors;
    const bool always =
        std::find(ancestors.begin(), ancestors.end(), expression.is_a->value) != ancestors.end();
    const ClassLayout* other = lowering_.layout(expression.is_a->value);
    if (!always && other != nullptr && !cls_.root.empty() && other->root == cls_.root) {
      truths.push_back(Truth::of(class_guard(lowering_, *other, prefix_)));
    } else if (!always) {
      truths.push_back(Truth::no());
    }
  }
  for (const auto& [name, condition] : expression.slot_conditions) {
    const SlotLayout* named = nullptr;
    for (const SlotLayout& slot : cls_.layouts) {
      if (slot.slot.name == name.value || slot.slot.slot.name.value == name.value) named = &slot;
    }
    if (named != nullptr) {
      truths.push_back(slot_condition(*named, condition, absent));
      continue;
    }
    // A rule of an ancestor may name slots that only other descendants have.
    const WhenAbsent missing = when_absent(condition);
    const bool holds =
        missing == WhenAbsent::yes || (missing == WhenAbsent::neutral && absent == Absent::holds);
    truths.push_back(holds ? Truth::yes() : Truth::no());
  }
  const auto branches = [&](const std::vector<linkml::ClassExpression>& list, Absent mode) {
    std::vector<Truth> each;
    each.reserve(list.size());
    for (const linkml::ClassExpression& branch : list) each.push_back(class_condition(branch, mode));
    return each;
  };
  if (!expression.any_of.empty()) truths.push_back(any_true(branches(expression.any_of, absent)));
  if (!expression.all_of.empty()) truths.push_back(all_true(branches(expression.all_of, absent)));
  if (!expression.exactly_one_of.empty())
    truths.push_back(one_true(branches(expression.exactly_one_of, absent)));
  if (!expression.none_of.empty()) {
    truths.push_back(negated(any_true(branches(expression.none_of, Absent::fails))));
  }
  return all_true(truths);
}

}  // namespace schemac
