// Conditions on a row of a class: slot and class expressions, including absent values.
#pragma once
#include <string>
#include <vector>

#include "lower/deferred.h"
#include "lower/predicate.h"

namespace schemac {

// The result for an absent value if the condition does not mention presence.
enum class Absent { holds, fails };

class RowConditions {
 public:
  // Columns are written after prefix: "" for a CHECK, "owner." for a deferred rule.
  RowConditions(Lowering& lowering, const ClassLayout& cls, std::string prefix)
      : lowering_(lowering), cls_(cls), prefix_(std::move(prefix)) {}

  Truth slot_condition(const SlotLayout& slot, const linkml::SlotExpression& expression, Absent absent);
  Truth class_condition(const linkml::ClassExpression& expression, Absent absent);

  // What the conditions written so far read or call.
  bool needs_trigger = false;
  std::vector<Watch> watches;
  std::vector<std::string> columns;
  std::vector<ObjectId> functions;

 private:
  enum class WhenAbsent { neutral, yes, no };
  static WhenAbsent when_absent(const linkml::SlotExpression& expression);
  static WhenAbsent any_when_absent(const std::vector<linkml::SlotExpression>& branches);
  Truth present(const SlotLayout& slot);
  Truth of_value(const SlotLayout& slot, const linkml::SlotExpression& expression);
  Truth of_members(const SlotLayout& slot, const linkml::SlotExpression& expression);
  Truth count(const SlotLayout& slot, const std::string& op, std::int64_t limit);
  Truth referred(const SlotLayout& slot, const linkml::ClassExpression& expression);
  std::string members(const SlotLayout& slot, const std::string& condition);
  std::string column(const SlotLayout& slot);
  // The slot's columns, or a function of them: of the row itself or, if the class is joined to its ancestors'
  // tables, of the base row that has the slot.
  std::string read(const SlotLayout& slot, const std::vector<std::string>& names,
                   const std::string& function);
  void watch(Watch watch);

  Lowering& lowering_;
  const ClassLayout& cls_;
  std::string prefix_;
};

// The watch on the table of a list's members.
Watch member_watch(Lowering& lowering, const SlotLayout& slot);
}  // namespace schemac
