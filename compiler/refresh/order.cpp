#include "refresh/order.h"

#include <algorithm>

namespace schemac {

RefreshOrder::RefreshOrder(std::vector<double> weights,
                           const std::vector<std::vector<std::size_t>>& waits_for)
    : dependents_(weights.size()),
      waiting_for_(weights.size()),
      remaining_path_(std::move(weights)),
      lost_(remaining_path_.size(), 0) {
  const std::size_t count = remaining_path_.size();
  for (std::size_t task = 0; task < count; ++task) {
    waiting_for_[task] = waits_for[task].size();
    for (const std::size_t other : waits_for[task]) dependents_[other].push_back(task);
    if (waiting_for_[task] == 0) ready_.push_back(task);
  }
  // In an order of dependency; then backwards, so that the dependents' paths are known.
  std::vector<std::size_t> order = ready_;
  std::vector<std::size_t> open = waiting_for_;
  for (std::size_t at = 0; at < order.size(); ++at) {
    for (const std::size_t dependent : dependents_[order[at]]) {
      if (--open[dependent] == 0) order.push_back(dependent);
    }
  }
  for (auto task = order.rbegin(); task != order.rend(); ++task) {
    double longest = 0;
    for (const std::size_t dependent : dependents_[*task])
      longest = std::max(longest, remaining_path_[dependent]);
    remaining_path_[*task] += longest;
  }
}

std::size_t RefreshOrder::take() {
  const auto next = std::max_element(ready_.begin(), ready_.end(), [&](std::size_t a, std::size_t b) {
    if (remaining_path_[a] != remaining_path_[b]) return remaining_path_[a] < remaining_path_[b];
    return a > b;
  });
  const std::size_t task = *next;
  ready_.erase(next);
  return task;
}

void RefreshOrder::ended_well(std::size_t task) {
  for (const std::size_t dependent : dependents_[task]) {
    if (--waiting_for_[dependent] == 0 && lost_[dependent] == 0) ready_.push_back(dependent);
  }
}

std::vector<std::size_t> RefreshOrder::failed(std::size_t task) {
  std::vector<std::size_t> reached = {task};
  for (std::size_t at = 0; at < reached.size(); ++at) {
    for (const std::size_t dependent : dependents_[reached[at]]) {
      if (lost_[dependent] != 0) continue;
      lost_[dependent] = 1;
      reached.push_back(dependent);
    }
  }
  reached.erase(reached.begin());
  return reached;
}

}  // namespace schemac
