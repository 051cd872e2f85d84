#include "migrate/order.h"

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

class Edges {
 public:
  explicit Edges(std::size_t count) : before_(count) {}
  void add(std::size_t first, std::size_t second) {
    if (first != second) before_[second].insert(first);
  }
  void remove(std::size_t first, std::size_t second) { before_[second].erase(first); }
  bool has(std::size_t first, std::size_t second) const { return before_[second].contains(first); }
  const std::vector<std::set<std::size_t>>& before() const { return before_; }

 private:
  std::vector<std::set<std::size_t>> before_;
};

// Both the whole object's makers (enders) and, for a column, that column's.
template <typename F>
void each(const Actors& index, const Resource& resource, F&& visit) {
  for (const std::size_t action : found_in(index, {resource.first, {}})) visit(action);
  if (resource.second.empty()) return;
  for (const std::size_t action : found_in(index, resource)) visit(action);
}

}  // namespace

ActionOrder order_actions(const std::vector<Action>& actions) {
  Actors makers;
  Actors enders;
  std::map<std::string, std::vector<std::size_t>> freers;
  for (std::size_t at = 0; at < actions.size(); ++at) {
    for (const Resource& resource : actions[at].makes) makers[resource].push_back(at);
    for (const Resource& resource : actions[at].ends) enders[resource].push_back(at);
    for (const std::string& name : actions[at].frees) freers[name].push_back(at);
  }
  Edges edges(actions.size());
  for (std::size_t at = 0; at < actions.size(); ++at) {
    const Action& action = actions[at];
    for (const Resource& resource : action.needs) {
      each(makers, resource, [&](std::size_t maker) { edges.add(maker, at); });
    }
    for (const Resource& resource : action.releases) {
      each(enders, resource, [&](std::size_t ender) { edges.add(at, ender); });
    }
    for (const std::string& name : action.takes) {
      const auto found = freers.find(name);
      if (found == freers.end()) continue;
      for (const std::size_t freer : found->second) edges.add(freer, at);
    }
    for (const std::size_t earlier : action.after) edges.add(earlier, at);
  }
  std::set<std::pair<std::size_t, std::size_t>> wishes;
  for (std::size_t at = 0; at < actions.size(); ++at) {
    for (const Resource& resource : actions[at].wishes) {
      each(makers, resource, [&](std::size_t maker) {
        if (maker == at || edges.has(maker, at)) return;
        edges.add(maker, at);
        wishes.insert({maker, at});
      });
    }
  }
  // Numbered by preference, so that the smallest free one is the one wanted next.
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
  std::vector<std::size_t> number(actions.size());
  for (std::size_t at = 0; at < rank.size(); ++at) number[rank[at]] = at;

  while (true) {
    std::vector<std::vector<std::size_t>> depends_on(actions.size());
    for (std::size_t at = 0; at < actions.size(); ++at) {
      for (const std::size_t earlier : edges.before()[at]) depends_on[number[at]].push_back(number[earlier]);
    }
    TopologicalOrder sorted = topological_order(depends_on);
    ActionOrder result;
    for (const std::size_t at : sorted.order) result.order.push_back(rank[at]);
    for (const std::size_t at : sorted.cycle) result.cycle.push_back(rank[at]);
    bool gave_way = false;
    for (std::size_t at = 0; at + 1 < result.cycle.size() && !gave_way; ++at) {
      // The cycle names each node before the one that it has to wait for.
      const std::pair<std::size_t, std::size_t> edge{result.cycle[at + 1], result.cycle[at]};
      if (!wishes.contains(edge)) continue;
      edges.remove(edge.first, edge.second);
      wishes.erase(edge);
      gave_way = true;
    }
    if (!gave_way) return result;
  }
}

}  // namespace schemac
