// Many views: the order of a graph of 60, its wall time against what no schedule can beat, and the tool's own
// time on 5,000.
#include <chrono>
#include <random>

#include "db/refresh/fixture.h"
#include "refresh/order.h"

using namespace schemac;
using test::RefreshFixture;
using Clock = std::chrono::steady_clock;

namespace {

struct Node {
  std::vector<std::size_t> reads;
  int milliseconds = 0;
};

// Layers, each view reading up to three of earlier ones, some through a plain view.
std::vector<Node> random_graph(std::size_t count, unsigned seed) {
  std::mt19937 random(seed);
  std::vector<Node> nodes(count);
  for (std::size_t i = 0; i < count; ++i) {
    nodes[i].milliseconds = 20 + static_cast<int>(random() % 100);
    if (i < count / 5) continue;
    for (std::size_t edges = random() % 3 + 1; edges > 0; --edges) nodes[i].reads.push_back(random() % i);
    std::sort(nodes[i].reads.begin(), nodes[i].reads.end());
    nodes[i].reads.erase(std::unique(nodes[i].reads.begin(), nodes[i].reads.end()), nodes[i].reads.end());
  }
  return nodes;
}

std::string name(std::size_t i) { return "m" + std::to_string(i); }

std::string schema_of(const std::vector<Node>& nodes) {
  std::string sql = "SET search_path = public; CREATE TABLE t (n int);";
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    std::string from = "(SELECT count(*) AS n FROM t) AS x";
    for (const std::size_t other : nodes[i].reads) {
      std::string source = name(other);
      if ((i + other) % 4 == 0) {
        source = "p" + std::to_string(i) + "_" + std::to_string(other);
        sql += "CREATE VIEW " + source + " AS SELECT * FROM " + name(other) + ";";
      }
      from += ", " + source + " AS s" + std::to_string(other);
    }
    sql += "CREATE MATERIALIZED VIEW " + name(i) + " AS SELECT count(*) AS n, pg_sleep(" +
           std::to_string(nodes[i].milliseconds / 1000.0) + ")::text AS slept FROM " + from +
           " WITH NO DATA;";
  }
  return sql;
}

}  // namespace

TEST_CASE("60 views on two connections: nothing before what it reads, and hardly a moment lost", "[speed]") {
  NEED_SERVER();
  const std::vector<Node> nodes = random_graph(60, 7);
  RefreshFixture database;
  database.sql(schema_of(nodes));
  for (int round = 0; round < 2; ++round) {  // the second one knows the durations
    database.listener.events.clear();
    const auto begin = Clock::now();
    const RefreshReport report = database.refresh_at_once();
    const double wall = std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
    REQUIRE_FALSE(report.failed());
    REQUIRE(report.views.size() == 60);
    std::map<std::string, std::size_t> started;
    std::map<std::string, std::size_t> done;
    for (std::size_t at = 0; at < database.listener.events.size(); ++at) {
      const auto& [view, outcome] = database.listener.events[at];
      (outcome == ViewOutcome::running ? started : done)[view] = at;
    }
    // By what was measured, not by what was meant: the machine may be busy.
    std::vector<double> path(nodes.size());
    double work = 0;
    double longest = 0;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      const double own = static_cast<double>(RefreshFixture::of(report, name(i)).duration.count());
      work += own;
      for (const std::size_t other : nodes[i].reads) {
        CAPTURE(i, other);
        CHECK(done.at(name(other)) < started.at(name(i)));
        path[i] = std::max(path[i], path[other]);
      }
      path[i] += own;
      longest = std::max(longest, path[i]);
    }
    const double bound = std::max(longest, work / 2);
    INFO("wall " << wall << " ms, critical path " << longest << " ms, work " << work << " ms");
    if (round == 1) CHECK(wall < 1.15 * bound + 150);  // 150 ms: connecting and reading the graph
  }
}

TEST_CASE("list scheduling by the longest remaining path stays near the bound") {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    const std::vector<Node> nodes = random_graph(60, seed);
    std::vector<double> weights;
    std::vector<std::vector<std::size_t>> waits_for;
    double work = 0;
    for (const Node& node : nodes) {
      weights.push_back(node.milliseconds);
      waits_for.push_back(node.reads);
      work += node.milliseconds;
    }
    RefreshOrder order(weights, waits_for);
    std::vector<double> path_to(nodes.size());  // nodes read only nodes before them
    double longest = 0;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      for (const std::size_t other : nodes[i].reads) path_to[i] = std::max(path_to[i], path_to[other]);
      path_to[i] += weights[i];
      longest = std::max(longest, path_to[i]);
    }
    // Two workers, simulated: (time at which it is free, its task).
    std::vector<std::pair<double, std::size_t>> busy;
    double now = 0;
    while (order.has_ready() || !busy.empty()) {
      while (order.has_ready() && busy.size() < 2) {
        const std::size_t task = order.take();
        busy.emplace_back(now + weights[task], task);
      }
      const auto next = std::min_element(busy.begin(), busy.end());
      now = next->first;
      order.ended_well(next->second);
      busy.erase(next);
    }
    CAPTURE(seed);
    CHECK(now <= 1.15 * std::max(longest, work / 2));
  }
}

TEST_CASE("a failed task takes along what waits for it, once") {
  RefreshOrder order({1, 1, 1, 1}, {{}, {0}, {1, 0}, {}});
  CHECK(order.take() == 0);
  CHECK(order.failed(0) == std::vector<std::size_t>{1, 2});
  CHECK(order.failed(0).empty());
  CHECK(order.take() == 3);
  CHECK_FALSE(order.has_ready());
}
