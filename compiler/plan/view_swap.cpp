#include "plan/view_swap.h"

#include <algorithm>

#include "catalog/in_words.h"
#include "plan/plan_draft.h"
#include "plan/swap_script.h"

namespace schemac {
namespace {

class Swap {
 public:
  Swap(const PlanContext& context, const ChosenActions& chosen, BodyReads& new_reads,
       std::vector<Action>& actions)
      : s_(context), chosen_(chosen), new_reads_(new_reads), actions_(actions) {}

  void run() {
    choose();
    if (rebuilt_.empty()) return;
    replace_actions();
  }

 private:
  ObjectAction action_of(const ObjectId& id) const {
    const auto found = chosen_.find(id);
    return found == chosen_.end() ? ObjectAction::keep : found->second.action;
  }

  bool is_rebuilt_view(const ObjectId& id) const {
    return (id.kind == Kind::materialized_view || id.kind == Kind::view) &&
           action_of(id) == ObjectAction::recreate && s_.new_object(id) != nullptr;
  }

  // Recreated only because a view before it is dropped, or by its own change: no alteration waits for it.
  bool swappable(const ObjectId& id) const {
    for (const Dependency& edge : s_.old_graph.of(id)) {
      if (edge.type == DependencyType::soft) continue;
      if (is_rebuilt_view(edge.on)) continue;
      const ObjectAction on = action_of(edge.on);
      if (on == ObjectAction::drop || on == ObjectAction::recreate) return false;
      const auto choice = chosen_.find(edge.on);
      if (choice != chosen_.end() && !edge.column.empty()) {
        const auto column = choice->second.columns.find(edge.column);
        if (column != choice->second.columns.end() && (column->second.retype || column->second.regenerate)) {
          return false;
        }
        const Object* table = s_.new_object(edge.on);
        const auto* body = table ? body_as<Table>(*table) : nullptr;
        if (body && !find_column(body->columns, edge.column)) return false;
      }
    }
    for (const Dependent& dependent : s_.old_graph.on(id)) {
      if (dependent.edge.type == DependencyType::soft) continue;
      const Kind kind = dependent.id.kind;
      const bool follows = kind == Kind::view || kind == Kind::materialized_view ||
                           (kind == Kind::index && id.kind == Kind::materialized_view);
      if (!follows) return false;
    }
    return true;
  }

  // The body of a routine names what it reads: built beside, the view would read the old one.
  bool reads_by_name(const ObjectId& id, const std::set<ObjectId>& candidates) const {
    if (id.kind != Kind::materialized_view) return false;
    const std::set<ObjectId> reads = new_reads_.all_of(id);
    return std::any_of(reads.begin(), reads.end(),
                       [&](const ObjectId& read) { return candidates.contains(read); });
  }

  // It reads, or is read by, a recreated view that is no candidate.
  bool touches_other(const ObjectId& id, const std::set<ObjectId>& candidates) const {
    const auto other = [&](const ObjectId& view) {
      return is_rebuilt_view(view) && !candidates.contains(view);
    };
    const std::vector<Dependency>& read = s_.old_graph.of(id);
    const std::vector<Dependent>& readers = s_.old_graph.on(id);
    return std::any_of(read.begin(), read.end(), [&](const Dependency& edge) { return other(edge.on); }) ||
           std::any_of(readers.begin(), readers.end(),
                       [&](const Dependent& dependent) { return other(dependent.id); });
  }

  // A view that cannot be swapped excludes the views that it reads and those that read it.
  void exclude(std::set<ObjectId>& candidates) const {
    bool shrinking = true;
    while (shrinking) {
      const std::size_t before = candidates.size();
      for (auto at = candidates.begin(); at != candidates.end();) {
        const bool fits =
            swappable(*at) && !reads_by_name(*at, candidates) && !touches_other(*at, candidates);
        at = fits ? std::next(at) : candidates.erase(at);
      }
      shrinking = candidates.size() < before;
    }
  }

  bool is_replaceable_view(const ObjectId& id) const {
    const auto& old = body_as<View>(*s_.old_object(id))->columns;
    const auto& wanted = body_as<View>(*s_.new_object(id))->columns;
    return id.kind == Kind::view && old.size() <= wanted.size() &&
           std::equal(old.begin(), old.end(), wanted.begin(),
                      [](const Column& a, const Column& b) { return a.name == b.name && a.type == b.type; });
  }

  void choose() {
    std::set<ObjectId> candidates;
    for (const auto& [id, choice] : chosen_) {
      if (is_rebuilt_view(id)) candidates.insert(id);
    }
    exclude(candidates);
    const bool any = std::any_of(candidates.begin(), candidates.end(),
                                 [](const ObjectId& id) { return id.kind == Kind::materialized_view; });
    if (!any) return;
    for (const ObjectId& id : candidates) (is_replaceable_view(id) ? replaced_ : rebuilt_).insert(id);
    rebuild_what_fills(s_.new_graph, rebuilt_, replaced_);
  }

  // Objects around ours that must come before them, or wait for them.
  struct Outside {
    std::vector<Resource> needs, wishes, releases, yields;
    std::vector<ObjectId> runs, ran;
  };

  // Removes the actions of `ours`.
  Outside take_out(const std::set<ObjectId>& ours) {
    Outside result;
    std::vector<Action> kept;
    std::vector<std::size_t> new_place(actions_.size(), actions_.size());
    const auto outside = [&](const Resource& resource) { return !ours.contains(resource.object); };
    for (std::size_t at = 0; at < actions_.size(); ++at) {
      Action& action = actions_[at];
      if (!ours.contains(action.step.object)) {
        new_place[at] = kept.size();
        kept.push_back(std::move(action));
        continue;
      }
      std::copy_if(action.needs.begin(), action.needs.end(), std::back_inserter(result.needs), outside);
      std::copy_if(action.wishes.begin(), action.wishes.end(), std::back_inserter(result.wishes), outside);
      std::copy_if(action.yields.begin(), action.yields.end(), std::back_inserter(result.yields), outside);
      result.runs.insert(result.runs.end(), action.runs.begin(), action.runs.end());
      result.ran.insert(result.ran.end(), action.ran.begin(), action.ran.end());
      std::copy_if(action.releases.begin(), action.releases.end(), std::back_inserter(result.releases),
                   outside);
    }
    for (Action& action : kept) {
      std::vector<std::size_t> after;
      for (const std::size_t at : action.after) {
        if (new_place[at] < kept.size()) after.push_back(new_place[at]);
      }
      action.after = std::move(after);
    }
    actions_ = std::move(kept);
    return result;
  }

  void replace_actions() {
    const SwapScript script(s_.from, s_.to, s_.new_graph, rebuilt_, replaced_,
                            s_.options.diff.all_attributes);
    std::set<ObjectId> ours = rebuilt_;
    ours.insert(replaced_.begin(), replaced_.end());
    for (const ObjectId& id : rebuilt_)
      ours.insert(script.indexes_of(id).begin(), script.indexes_of(id).end());
    const Outside outside = take_out(ours);

    // Each in its own transaction.
    std::vector<std::size_t> built;
    for (const ObjectId& id : script.rebuilt()) {
      Action build;
      build.step.object = id;
      build.step.title = "build " + in_words(id) + " beside the old one";
      build.step.brief = false;
      build.step.commit_after = true;
      build.phase = Phase::view;
      build.statements = script.build(id);
      build.needs = outside.needs;
      build.wishes = outside.wishes;
      build.runs = outside.runs;
      build.after = built;
      build.makes.push_back({SwapScript::beside(id)});
      actions_.push_back(std::move(build));
      built.push_back(actions_.size() - 1);
    }
    add_swap_in(script, outside, built);
    for (Action& action : actions_) {
      std::string sql;
      for (const std::string& statement : action.statements) sql += (sql.empty() ? "" : ";\n") + statement;
      action.step.sql = std::move(sql);
    }
  }

  void add_swap_in(const SwapScript& script, const Outside& outside, const std::vector<std::size_t>& built) {
    Action swap;
    swap.step.object = *rebuilt_.begin();
    swap.step.title = "swap in";
    for (const ObjectId& id : rebuilt_)
      swap.step.title += (id == *rebuilt_.begin() ? " " : ", ") + in_words(id);
    swap.step.lock = Lock::access_exclusive;
    swap.step.lock_timeout = s_.options.lock_timeout;
    swap.phase = Phase::view;
    swap.after = built;
    swap.needs = outside.needs;
    swap.releases = outside.releases;
    swap.wishes = outside.wishes;
    swap.yields = outside.yields;
    swap.ran = outside.ran;
    swap.statements = script.swap_in();
    for (const ObjectId& id : script.replaced()) announce(swap, id);
    for (const ObjectId& id : script.rebuilt()) {
      swap.ends.push_back({id});
      for (const Column& column : body_as<View>(*s_.old_object(id))->columns)
        swap.ends.push_back(resource_of(id, column.name));
      for (const ObjectId& index : script.indexes_of(id)) swap.makes.push_back({index});
      announce(swap, id);
    }
    actions_.push_back(std::move(swap));
  }

  void announce(Action& action, const ObjectId& id) const {
    action.makes.push_back({id});
    for (const Column& column : body_as<View>(*s_.new_object(id))->columns)
      action.makes.push_back(resource_of(id, column.name));
  }

  const PlanContext& s_;
  const ChosenActions& chosen_;
  BodyReads& new_reads_;
  std::vector<Action>& actions_;
  std::set<ObjectId> rebuilt_;
  std::set<ObjectId> replaced_;
};

}  // namespace

void swap_views(const PlanContext& context, const ChosenActions& chosen, BodyReads& new_reads,
                std::vector<Action>& actions) {
  Swap(context, chosen, new_reads, actions).run();
}

}  // namespace schemac
