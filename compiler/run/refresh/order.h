// The order in which views are refreshed: pure, no database.
//
// A task is ready when every task that it waits for has ended well. Of the ready ones the one with the
// longest remaining path (its own weight and the heaviest chain of tasks behind it) goes first: list
// scheduling, within 2 of the best possible on any graph and close to it in practice. Linear in tasks and
// edges, but for taking the next.
#pragma once
#include <cstddef>
#include <optional>
#include <vector>

namespace schemac::run {

class RefreshOrder {
 public:
  // One weight a task, greater than 0. waits_for: per task, tasks; no cycles.
  RefreshOrder(std::vector<double> weights, const std::vector<std::vector<std::size_t>>& waits_for);

  bool has_ready() const { return !ready_.empty(); }
  std::size_t take();  // has_ready()
  void ended_well(std::size_t task);
  // Everything behind it will never be ready; returns what was not known yet to be so, nearest first.
  std::vector<std::size_t> failed(std::size_t task);
  double remaining_path(std::size_t task) const { return remaining_path_[task]; }

 private:
  std::vector<std::vector<std::size_t>> dependents_;
  std::vector<std::size_t> waiting_for_;
  std::vector<double> remaining_path_;
  std::vector<char> lost_;
  std::vector<std::size_t> ready_;
};

}  // namespace schemac::run
