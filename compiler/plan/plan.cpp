#include "plan/plan.h"

#include <algorithm>
#include <map>
#include <set>

#include "catalog/dependency.h"
#include "catalog/in_words.h"
#include "diff/compare.h"
#include "diff/diff_renamed.h"
#include "plan/affected.h"
#include "plan/attachments.h"
#include "plan/backfill.h"
#include "plan/choose_actions.h"
#include "plan/cycle_breaks.h"
#include "plan/merge_steps.h"
#include "plan/object_actions.h"
#include "plan/order.h"
#include "plan/partition_rules.h"
#include "plan/plan_draft.h"
#include "plan/unmanaged.h"
#include "plan/view_swap.h"
#include "sqltext/body_reads.h"
#include "sqltext/canonical_expression.h"

namespace schemac {
namespace {

// A filled materialized view stays filled, whatever its new definition states for its first creation.
void keep_filled(const Catalog& from, Catalog& to) {
  for (auto& [id, object] : to.objects) {
    auto* view = std::get_if<View>(&object.body);
    const Object* old = view == nullptr ? nullptr : from.find(id);
    const auto* before = old == nullptr ? nullptr : body_as<View>(*old);
    if (before != nullptr) view->with_data = view->with_data || before->with_data;
  }
}

std::string cycle_text(const std::vector<Action>& actions, const std::vector<std::size_t>& cycle) {
  std::string text;
  for (const std::size_t at : cycle) text += (text.empty() ? "" : " -> ") + actions[at].step.title;
  return text;
}

void note_unread(const Catalog& from, const Catalog& to, Plan& plan) {
  std::set<std::string> unread(from.unread.begin(), from.unread.end());
  unread.insert(to.unread.begin(), to.unread.end());
  for (const std::string& kind : unread) plan.notes.push_back("Not read and not compared: " + kind);
}

void note_unmanaged(const PlanOptions& options, Plan& result) {
  for (const AffectedDependent& dependent : result.dependents) {
    if (dependent.managed || dependent.outcome == AffectedDependent::Outcome::untouched) continue;
    if (options.refuse_unmanaged_dependents) {
      result.refused = true;
      result.notes.push_back(in_words(dependent.object) + " (unmanaged) blocks the change of " +
                             in_words(dependent.because_of) + ".");
    } else {
      result.notes.push_back(in_words(dependent.object) + " (unmanaged) is recreated because of " +
                             in_words(dependent.because_of) + ".");
    }
  }
}

// The steps without an order come last, to be read only.
void refuse_cycle(const std::vector<Action>& actions, ActionOrder& sorted, Plan& result) {
  result.refused = true;
  result.notes.push_back("There is no order for these steps, which is a defect of the planner: " +
                         cycle_text(actions, sorted.cycle) +
                         ". Divide the change into two plans, and please report it.");
  std::set<std::size_t> done(sorted.order.begin(), sorted.order.end());
  for (std::size_t at = 0; at < actions.size(); ++at) {
    if (!done.contains(at)) sorted.order.push_back(at);
  }
}

}  // namespace

std::vector<Hazard> Plan::hazards() const {
  std::vector<Hazard> all;
  for (const Step& step : steps) all.insert(all.end(), step.hazards.begin(), step.hazards.end());
  return all;
}

Plan plan(const Catalog& from, const Catalog& to, const PlanOptions& options) {
  Plan result;
  note_unread(from, to, result);
  // The usual case needs neither copies nor graphs.
  const bool asks_nothing =
      options.diff.renamed.empty() && options.diff.renamed_columns.empty() && options.backfill.empty();
  if (asks_nothing && are_equal(from, to, options.diff)) return result;
  const Renames renames = apply_renames(from, to, options.diff);
  Catalog target = to;
  const std::set<ObjectId> unmanaged = carry_unmanaged(renames, target, options, result);
  keep_filled(renames.from, target);
  for (auto& [id, object] : target.objects) {
    const Object* old = renames.from.find(id);
    if (old != nullptr && old->grants && !object.grants)
      object.grants = wanted_grants(*old, object, options.diff.all_attributes);
  }
  result.changes = diff_renamed(renames, target, options.diff);
  result.rename_suggestions = suggest_renames(renames.from, target);
  const DependencyGraph old_graph(renames.from);
  const DependencyGraph new_graph(target);
  const PlanContext context{renames.from, target, old_graph, new_graph, renames, options, unmanaged};
  const ChosenActions chosen = choose_actions(context, result.changes);
  result.dependents = affected_dependents(context, chosen, result.changes);
  for (std::string& note : backfill_notes(context, chosen)) result.notes.push_back(std::move(note));
  note_unmanaged(options, result);
  BodyReads old_reads(renames.from, old_graph), new_reads(target, new_graph);
  CycleBreaks breaks;
  while (true) {
    std::vector<Action> actions = build_actions(context, chosen, breaks);
    if (options.views == ViewStrategy::swap) swap_views(context, chosen, new_reads, actions);
    note_recreated(context, chosen, result.changes, actions);
    ActionOrder sorted = order_actions(actions, old_reads, new_reads);
    if (!sorted.cycle.empty() && break_cycle(context, actions, sorted.cycle, breaks)) continue;
    if (!sorted.cycle.empty()) refuse_cycle(actions, sorted, result);
    if (const std::string table = torn_apart(actions, sorted.order); !table.empty()) {
      if (!breaks.at_once) {
        breaks.at_once = true;
        continue;
      }
      result.refused = true;
      result.notes.push_back(
          table +
          " cannot be changed in one transaction: other sessions would see it without rows. "
          "Divide the change into two plans.");
    }
    note_replaced(actions, result.dependents);
    result.steps = merge_steps(actions, sorted.order);
    for (Step& step : result.steps) step.sql = stable_print(std::move(step.sql));
    return result;
  }
}

}  // namespace schemac
