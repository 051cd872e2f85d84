// First half of planning: the action for each object, before any order. Starts from the differences and
// propagates along the dependencies of `from`: an object that reads a dropped object, or a column whose type
// changes, and that cannot be altered to stop reading it, is recreated. How a kind reacts is its KindPlan's
// (kinds/kind_plan.h).
#pragma once
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "plan/plan_context.h"

namespace schemac {

// What a dependent cannot rely on while the plan runs: an object that is dropped or recreated, or a column
// that is dropped, added again, or gets another type.
struct Invalid {
  ObjectId object;
  std::string column;  // empty: the whole object
  bool retyped = false;
};

class ActionChooser {
 public:
  ActionChooser(const PlanContext& context, const std::vector<Change>& changes);

  ChosenActions run();

  // For the kinds. They raise an action, never lower it: keep, alter, recreate.
  const PlanContext& context() const { return context_; }
  const ChosenActions& chosen() const { return chosen_; }
  ChosenAction& choice(const ObjectId& id) { return chosen_[id]; }
  void alter(const ObjectId& id, const std::optional<ObjectId>& because_of);
  void recreate(const ObjectId& id, const std::optional<ObjectId>& because_of);
  // Its dependents react.
  void invalidate(const ObjectId& id, const std::string& column = {}, bool retyped = false);

 private:
  void choose_first(const Change& change);
  void propagate();
  void propagate(const Invalid& invalid);
  void react(const Invalid& invalid, const Dependent& dependent);
  bool detach_key(const Invalid& invalid, const ObjectId& id);

  const PlanContext& context_;
  const std::vector<Change>& changes_;
  ChosenActions chosen_;
  std::deque<Invalid> invalid_;
  std::set<std::tuple<ObjectId, std::string, bool>> reported_;
};

ChosenActions choose_actions(const PlanContext& context, const std::vector<Change>& changes);

}  // namespace schemac
