#include "plan/order.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "base/topological.h"

namespace schemac {
namespace {

using Actors = std::map<Resource, std::vector<std::size_t>>;

const std::vector<std::size_t>& found_in(const Actors& index, const Resource& resource) {
  static const std::vector<std::size_t> none;
  const auto at = index.find(resource);
  return at == index.end() ? none : at->second;
}

// The actions that make (or end) the whole object and, for a column, those of that column.
template <typename F>
void each(const Actors& index, const Resource& resource, F&& visit) {
  for (const std::size_t action : found_in(index, {resource.object})) visit(action);
  if (resource.facet == Facet::object) return;
  for (const std::size_t action : found_in(index, resource)) visit(action);
}

// What the readers of an object through a routine wait for: the object, its columns, its rows, its whole
// definition, its next body.
bool is_read(Facet facet) {
  switch (facet) {
    case Facet::object:
    case Facet::column:
    case Facet::rows:
    case Facet::whole:
    case Facet::replaced:
      return true;
    case Facet::not_null:
    case Facet::name:
    case Facet::attached:
    case Facet::detached:
    case Facet::persistence:
      return false;
  }
  return true;
}

template <typename F>
void each_read_of(const Actors& index, const ObjectId& id, F&& visit) {
  for (auto at = index.lower_bound({id}); at != index.end() && at->first.object == id; ++at) {
    if (!is_read(at->first.facet)) continue;
    for (const std::size_t action : at->second) visit(action);
  }
}

std::set<ObjectId> used_by(const std::vector<Action>& actions, std::vector<ObjectId> Action::*list) {
  std::set<ObjectId> used;
  for (const Action& action : actions) used.insert((action.*list).begin(), (action.*list).end());
  return used;
}

// Numbered by preference, so that the smallest free number is the next one.
std::vector<std::size_t> by_preference(const std::vector<Action>& actions) {
  std::vector<std::size_t> rank(actions.size());
  std::iota(rank.begin(), rank.end(), std::size_t{0});
  const auto key = [&](std::size_t at) {
    const Action& action = actions[at];
    const bool drops =
        action.phase == Phase::drop || action.phase == Phase::final_drop || action.phase == Phase::early_drop;
    const int kind = static_cast<int>(action.step.object.kind);
    return std::make_tuple(static_cast<int>(action.phase), drops ? -kind : kind);
  };
  std::stable_sort(rank.begin(), rank.end(), [&](std::size_t a, std::size_t b) {
    if (key(a) != key(b)) return key(a) < key(b);
    if (actions[a].step.object != actions[b].step.object) {
      return actions[a].step.object < actions[b].step.object;
    }
    return a < b;
  });
  return rank;
}

// The graph of a plan. Its nodes are the groups of reads through routines, of the new state and of the old
// one, and after them the actions by preference: a group delays no action that waits for it.
class PlanGraph {
 public:
  PlanGraph(const std::vector<Action>& actions, BodyReads& old_reads, BodyReads& new_reads)
      : actions_(actions),
        made_(new_reads.reached(used_by(actions, &Action::runs))),
        gone_(old_reads.reached(used_by(actions, &Action::ran))),
        groups_(made_.groups.groups.size() + gone_.groups.groups.size()),
        rank_(by_preference(actions)),
        number_(actions.size()),
        before_(groups_ + actions.size()),
        wished_(before_.size()) {
    for (std::size_t at = 0; at < rank_.size(); ++at) number_[rank_[at]] = groups_ + at;
    for (std::size_t at = 0; at < actions.size(); ++at) {
      for (const Resource& resource : actions[at].makes) makers_[resource].push_back(at);
      for (const Resource& resource : actions[at].ends) enders_[resource].push_back(at);
      for (const Claim& claim : actions[at].frees) freers_[claim].push_back(at);
    }
    for (std::size_t at = 0; at < actions.size(); ++at) add(at);
    add_made_groups();
    add_gone_groups();
  }

  ActionOrder order() const {
    std::vector<std::vector<std::size_t>> depends_on(before_.size()), wishes(before_.size());
    for (std::size_t node = 0; node < before_.size(); ++node) {
      depends_on[node].assign(before_[node].begin(), before_[node].end());
      std::set_difference(wished_[node].begin(), wished_[node].end(), before_[node].begin(),
                          before_[node].end(), std::back_inserter(wishes[node]));
    }
    const TopologicalOrder sorted = topological_order(depends_on, wishes);
    ActionOrder result;
    for (const std::size_t node : sorted.order)
      if (node >= groups_) result.order.push_back(rank_[node - groups_]);
    for (const std::size_t node : sorted.cycle)
      if (node >= groups_) result.cycle.push_back(rank_[node - groups_]);
    return result;
  }

 private:
  using Edges = std::vector<std::set<std::size_t>>;

  static void link(Edges& edges, std::size_t first, std::size_t second) {
    if (first != second) edges[second].insert(first);
  }

  void add(std::size_t at) {
    const Action& action = actions_[at];
    const std::size_t own = number_[at];
    const auto follow = [&](Edges& edges, const Actors& actors, const Resource& resource, bool own_first) {
      each(actors, resource, [&](std::size_t other) {
        own_first ? link(edges, own, number_[other]) : link(edges, number_[other], own);
      });
    };
    for (const Resource& resource : action.needs) follow(before_, makers_, resource, false);
    for (const Resource& resource : action.releases) follow(before_, enders_, resource, true);
    for (const Resource& resource : action.wishes) follow(wished_, makers_, resource, false);
    for (const Resource& resource : action.yields) follow(wished_, enders_, resource, true);
    for (const Claim& claim : action.takes) {
      const auto found = freers_.find(claim);
      if (found == freers_.end()) continue;
      for (const std::size_t freer : found->second) link(before_, number_[freer], own);
    }
    for (const std::size_t earlier : action.after) link(before_, number_[earlier], own);
    for (const ObjectId& id : action.runs)
      if (const auto group = made_.group_of.find(id); group != made_.group_of.end())
        link(wished_, group->second, own);
    for (const ObjectId& id : action.ran)
      if (const auto group = gone_.group_of.find(id); group != gone_.group_of.end())
        link(wished_, own, first_gone() + group->second);
  }

  std::size_t first_gone() const { return made_.groups.groups.size(); }

  void add_made_groups() {
    for (std::size_t group = 0; group < made_.groups.groups.size(); ++group) {
      for (const std::size_t node : made_.groups.groups[group].nodes)
        each_read_of(makers_, made_.objects[node],
                     [&](std::size_t maker) { link(before_, number_[maker], group); });
      for (const std::size_t other : made_.groups.groups[group].groups) link(before_, other, group);
    }
  }

  // The reverse: a user of a routine is dropped before what the routine, and those that it calls, read.
  void add_gone_groups() {
    for (std::size_t group = 0; group < gone_.groups.groups.size(); ++group) {
      for (const std::size_t node : gone_.groups.groups[group].nodes) {
        if (is_made_unread(gone_.objects[node].kind)) continue;
        each_read_of(enders_, gone_.objects[node],
                     [&](std::size_t ender) { link(before_, first_gone() + group, number_[ender]); });
      }
      for (const std::size_t other : gone_.groups.groups[group].groups)
        link(before_, first_gone() + group, first_gone() + other);
    }
  }

  const std::vector<Action>& actions_;
  const ReachedReads made_, gone_;
  const std::size_t groups_;
  const std::vector<std::size_t> rank_;
  std::vector<std::size_t> number_;  // action -> node
  Edges before_, wished_;            // node -> nodes that come before it
  Actors makers_, enders_;
  std::map<Claim, std::vector<std::size_t>> freers_;
};

}  // namespace

ActionOrder order_actions(const std::vector<Action>& actions, BodyReads& old_reads, BodyReads& new_reads) {
  return PlanGraph(actions, old_reads, new_reads).order();
}

}  // namespace schemac
