// The order in which views are refreshed: pure, no database.
//
// A task is ready when every task that it waits for has succeeded. Of the ready tasks, the one with the
// longest remaining path (its own weight and the heaviest chain of tasks behind it) is first: list
// scheduling, within a factor of 2 of the optimum on any graph and close to it in practice. Linear in tasks
// and edges, except take().
#pragma once
#include <cstddef>
#include <vector>

namespace schemac {

class RefreshOrder {
 public:
  // weights: one per task, greater than 0. waits_for: for each task, other tasks; no cycles.
  RefreshOrder(std::vector<double> weights, const std::vector<std::vector<std::size_t>>& waits_for);

  bool has_ready() const { return !ready_.empty(); }
  std::size_t take();  // has_ready()
  void ended_well(std::size_t task);
  // The tasks behind it will never be ready. Returns those that were not known to be so before, nearest
  // first.
  std::vector<std::size_t> failed(std::size_t task);

 private:
  std::vector<std::vector<std::size_t>> dependents_;
  std::vector<std::size_t> waiting_for_;
  std::vector<double> remaining_path_;
  std::vector<char> lost_;
  std::vector<std::size_t> ready_;
};

}  // namespace schemac
