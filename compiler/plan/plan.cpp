#include "plan/plan.h"

#include <algorithm>
#include <map>
#include <set>

#include "catalog/dependency.h"
#include "plan/attachments.h"
#include "plan/backfill.h"
#include "plan/body_reads.h"
#include "plan/choose_actions.h"
#include "plan/compare.h"
#include "plan/diff_renamed.h"
#include "plan/object_actions.h"
#include "plan/order.h"
#include "plan/partition_rules.h"
#include "plan/placeholder.h"
#include "plan/plan_draft.h"
#include "plan/view_swap.h"
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

// The remains of a failed concurrent build of a plan: they block only the next build.
bool is_failed_build(const Object& object) {
  const auto* index = body_as<Index>(object);
  return index != nullptr && !index->valid && object.id.name.ends_with("__new");
}

// Unmanaged objects are in both states, unless what they need is dropped permanently.
std::set<ObjectId> carry_unmanaged(const Renames& renames, Catalog& to, const PlanOptions& options,
                                   Plan& plan) {
  if (options.unmanaged.empty()) return {};
  std::map<ObjectId, ObjectId> new_of_old;
  for (const auto& [new_id, old_id] : renames.old_of_new) new_of_old[old_id] = new_id;
  std::set<ObjectId> left;
  for (const ObjectId& id : options.unmanaged) {
    const auto renamed = new_of_old.find(id);
    const ObjectId& now = renamed == new_of_old.end() ? id : renamed->second;
    const Object* object = renames.from.find(now);
    if (object != nullptr && to.find(now) == nullptr && !is_failed_build(*object)) left.insert(now);
  }
  const DependencyGraph graph(renames.from);
  bool shrinking = true;
  while (shrinking) {
    shrinking = false;
    for (auto at = left.begin(); at != left.end();) {
      const Dependency* missing = nullptr;
      for (const Dependency& edge : graph.of(*at)) {
        if (edge.type == DependencyType::soft || left.contains(edge.on)) continue;
        // A publication remains when the tables that it publishes are dropped.
        if (at->kind == Kind::publication && to.find(edge.on) == nullptr) continue;
        const Object* target = to.find(edge.on);
        bool there = target != nullptr;
        if (there && !edge.column.empty()) {
          const auto* table = body_as<Table>(*target);
          const auto* view = body_as<View>(*target);
          if (table) there = find_column(table->columns, edge.column) != nullptr;
          if (view) there = find_column(view->columns, edge.column) != nullptr;
        }
        if (!there) missing = &edge;
      }
      if (missing == nullptr) {
        ++at;
        continue;
      }
      if (missing->type == DependencyType::automatic) {
        plan.notes.push_back(at->text() + " (unmanaged) is dropped with " + missing->on.text() + ".");
      } else {
        plan.refused = true;
        plan.notes.push_back(
            at->text() + " (unmanaged) depends on " + missing->on.text() +
            (missing->column.empty() ? "" : ", column " + quote_identifier(missing->column)) +
            ", which is dropped: drop or change the unmanaged object first.");
      }
      at = left.erase(at);
      shrinking = true;
    }
  }
  for (const ObjectId& id : left) to.add(*renames.from.find(id));
  return left;
}

std::string cycle_text(const std::vector<Action>& actions, const std::vector<std::size_t>& cycle) {
  std::string text;
  for (const std::size_t at : cycle) text += (text.empty() ? "" : " -> ") + actions[at].step.title;
  return text;
}

// Views first: a view's placeholder reads nothing, a function's may still need the types of its arguments.
bool use_placeholder(const PlanContext& context, const std::vector<Action>& actions,
                     const std::vector<std::size_t>& cycle, CycleBreaks& breaks) {
  for (const bool views : {true, false}) {
    for (const std::size_t at : cycle) {
      const Action& action = actions[at];
      const ObjectId& id = action.step.object;
      if ((id.kind == Kind::view) != views) continue;
      const auto in = [&](const std::vector<Resource>& list) {
        return std::find(list.begin(), list.end(), Resource{id}) != list.end();
      };
      const Object* now = context.new_object(id);
      const Object* old = context.old_object(id);
      if (now && in(action.makes) && !placeholder_statement(*now).empty() &&
          breaks.placeholders.insert(id).second)
        return true;
      if (old && in(action.ends) && !placeholder_statement(*old).empty() &&
          breaks.placeholder_drops.insert(id).second)
        return true;
    }
  }
  return false;
}

// Another way to break the cycle, if there is one left.
bool break_cycle(const PlanContext& context, const std::vector<Action>& actions,
                 const std::vector<std::size_t>& cycle, CycleBreaks& breaks) {
  for (const std::size_t at : cycle) {
    const Action& action = actions[at];
    const ObjectId& id = action.step.object;
    if (id.kind != Kind::table && id.kind != Kind::foreign_table) continue;
    const bool creates =
        std::find(action.makes.begin(), action.makes.end(), Resource{id}) != action.makes.end();
    if (creates && breaks.late_defaults.insert(id).second) return true;
    const bool drops = std::find(action.ends.begin(), action.ends.end(), Resource{id}) != action.ends.end();
    if (!drops) continue;
    bool found = false;
    for (const auto& [other, object] : context.from.objects) {
      const auto* constraint = body_as<Constraint>(object);
      const bool apart = (constraint && !constraint->inherited) ||
                         (body_as<Index>(object) && attached_to(object)->empty()) || body_as<Policy>(object);
      if (apart && other.namespace_ == id.namespace_ && other.relation == id.name) {
        found = breaks.explicit_drops.insert(other).second || found;
      }
    }
    if (found || breaks.early_defaults.insert(id).second) return true;
  }
  return use_placeholder(context, actions, cycle, breaks);
}

// Adjacent steps that alter columns of one table share a statement: one lock, one rewrite.
std::vector<Step> merge_steps(std::vector<Action>& actions, const std::vector<std::size_t>& order) {
  std::vector<Step> steps;
  Action* last = nullptr;
  for (const std::size_t at : order) {
    Action& action = actions[at];
    const bool joins = last != nullptr && !action.clauses.empty() && !last->clauses.empty() &&
                       action.table_head == last->table_head && action.step.transactional &&
                       last->step.transactional && !last->step.commit_after && !action.step.commit_after &&
                       action.statements.size() == 1 && last->statements.size() == 1;
    if (!joins) {
      last = &action;
      steps.push_back(action.step);
      continue;
    }
    Step& step = steps.back();
    last->clauses.insert(last->clauses.end(), action.clauses.begin(), action.clauses.end());
    step.sql = last->table_head;
    for (std::size_t clause = 0; clause < last->clauses.size(); ++clause) {
      step.sql += (clause == 0 ? "\n  " : ",\n  ") + last->clauses[clause];
    }
    step.title += ", " + action.step.title;
    step.brief = step.brief && action.step.brief;
    step.lock = std::max(step.lock, action.step.lock);
    step.recreates.insert(step.recreates.end(), action.step.recreates.begin(), action.step.recreates.end());
    for (Hazard& hazard : action.step.hazards) {
      const bool known = std::any_of(step.hazards.begin(), step.hazards.end(), [&](const Hazard& other) {
        return other.code == hazard.code && other.code == "table-rewrite";
      });
      if (!known) step.hazards.push_back(std::move(hazard));
    }
  }
  for (std::size_t at = 0; at < steps.size(); ++at) {
    const bool last_step = at + 1 == steps.size();
    const bool values_follow = !last_step && steps[at].commit_after && steps[at + 1].commit_after &&
                               steps[at].object.kind == Kind::enum_ &&
                               steps[at + 1].object.kind == Kind::enum_;
    if (values_follow || (steps[at].commit_after && last_step) ||
        (!last_step && steps[at].commit_after && !steps[at + 1].transactional)) {
      steps[at].commit_after = false;
    }
  }
  return steps;
}

// A table whose rows are not visible at a commit; empty if absent.
std::string torn_apart(const std::vector<Action>& actions, const std::vector<std::size_t>& order) {
  std::map<std::string, std::size_t> first;  // transaction in which the rows are removed
  std::size_t transaction = 0;
  for (const std::size_t at : order) {
    const Action& action = actions[at];
    const bool alone = !action.step.transactional || action.step.batch;
    if (alone) ++transaction;
    for (const std::string& table : action.takes_apart) first.emplace(table, transaction);
    for (const std::string& table : action.puts_together) {
      const auto begun = first.find(table);
      if (begun != first.end() && begun->second != transaction) return table;
    }
    if (alone || action.step.commit_after) ++transaction;
  }
  return {};
}

AffectedDependent::Outcome outcome_of(ObjectAction action) {
  switch (action) {
    case ObjectAction::keep:
      return AffectedDependent::Outcome::untouched;
    case ObjectAction::alter:
      return AffectedDependent::Outcome::altered;
    case ObjectAction::replace:
      return AffectedDependent::Outcome::replaced;
    case ObjectAction::create:
    case ObjectAction::recreate:
      return AffectedDependent::Outcome::rebuilt;
    case ObjectAction::drop:
      return AffectedDependent::Outcome::dropped;
  }
  return AffectedDependent::Outcome::untouched;
}

std::vector<AffectedDependent> dependents(const PlanContext& context, const ChosenActions& chosen,
                                          const std::vector<Change>& changes) {
  std::vector<AffectedDependent> affected;
  std::set<ObjectId> reported;
  std::set<ObjectId> changed;
  for (const Change& change : changes) changed.insert(change.id);
  for (const Change& change : changes) {
    std::vector<ObjectId> queue = {change.id};
    for (std::size_t at = 0; at < queue.size(); ++at) {
      const ObjectId current = queue[at];
      for (const Dependent& dependent : context.old_graph.on(current)) {
        const ObjectId& id = dependent.id;
        if (dependent.edge.type == DependencyType::soft || id == current) continue;
        const auto found = chosen.find(id);
        const ObjectAction action = found == chosen.end() ? ObjectAction::keep : found->second.action;
        // An index of an altered table is part of the table and not reported.
        if (action == ObjectAction::keep && !id.relation.empty()) continue;
        // An object that is changed, created or dropped for its own reason is reported as such, unless the
        // change before it is the reason.
        const bool forced = found != chosen.end() && found->second.because_of;
        if (changed.contains(id) && !forced && action != ObjectAction::recreate) continue;
        if (!reported.insert(id).second) continue;
        affected.push_back({outcome_of(action), id, forced ? *found->second.because_of : current,
                            !context.unmanaged.contains(id), change.id});
        queue.push_back(id);
      }
    }
  }
  return affected;
}

void note_unread(const Catalog& from, const Catalog& to, Plan& plan) {
  std::set<std::string> unread(from.unread.begin(), from.unread.end());
  unread.insert(to.unread.begin(), to.unread.end());
  for (const std::string& kind : unread) plan.notes.push_back("Not read and not compared: " + kind);
}

// A view that is changed to read a swapped one is not recreated.
void note_replaced(const std::vector<Action>& actions, std::vector<AffectedDependent>& dependents) {
  std::set<ObjectId> acted_on;
  for (const Action& action : actions) acted_on.insert(action.step.object);
  for (AffectedDependent& dependent : dependents) {
    if (dependent.object.kind == Kind::view && dependent.outcome == AffectedDependent::Outcome::rebuilt &&
        !acted_on.contains(dependent.object))
      dependent.outcome = AffectedDependent::Outcome::replaced;
  }
}

}  // namespace

std::string_view lock_name(Lock lock) {
  switch (lock) {
    case Lock::none:
      return "none";
    case Lock::access_share:
      return "ACCESS SHARE";
    case Lock::row_exclusive:
      return "ROW EXCLUSIVE";
    case Lock::share_update_exclusive:
      return "SHARE UPDATE EXCLUSIVE";
    case Lock::share:
      return "SHARE";
    case Lock::share_row_exclusive:
      return "SHARE ROW EXCLUSIVE";
    case Lock::exclusive:
      return "EXCLUSIVE";
    case Lock::access_exclusive:
      return "ACCESS EXCLUSIVE";
  }
  return "none";
}

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
  result.dependents = dependents(context, chosen, result.changes);
  for (std::string& note : backfill_notes(context, chosen)) result.notes.push_back(std::move(note));
  for (const AffectedDependent& dependent : result.dependents) {
    if (dependent.managed || dependent.outcome == AffectedDependent::Outcome::untouched) continue;
    if (options.refuse_unmanaged_dependents) {
      result.refused = true;
      result.notes.push_back(dependent.object.text() + " (unmanaged) blocks the change of " +
                             dependent.because_of.text() + ".");
    } else {
      result.notes.push_back(dependent.object.text() + " (unmanaged) is recreated because of " +
                             dependent.because_of.text() + ".");
    }
  }
  BodyReads old_reads(renames.from, old_graph), new_reads(target, new_graph);
  CycleBreaks breaks;
  while (true) {
    std::vector<Action> actions = build_actions(context, chosen, breaks);
    if (options.views == ViewStrategy::swap) swap_views(context, chosen, new_reads, actions);
    note_recreated(context, chosen, result.changes, actions);
    ActionOrder sorted = order_actions(actions, old_reads, new_reads);
    if (!sorted.cycle.empty() && break_cycle(context, actions, sorted.cycle, breaks)) continue;
    if (!sorted.cycle.empty()) {
      result.notes.push_back("No order was found for: " + cycle_text(actions, sorted.cycle));
      std::set<std::size_t> done(sorted.order.begin(), sorted.order.end());
      for (std::size_t at = 0; at < actions.size(); ++at) {
        if (!done.contains(at)) sorted.order.push_back(at);
      }
    }
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
