#include "run/refresh/view_graph.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "queries.h"
#include "run/ledger.h"
#include "run/refresh/staleness.h"

namespace schemac::run {
namespace {

// Relations and functions in one numbering: oids of the two catalogs may coincide.
using Node = std::pair<std::int64_t, bool>;  // oid, is function
struct NodeHash {
  std::size_t operator()(const Node& node) const {
    return std::hash<std::int64_t>()(node.first * 2 + (node.second ? 1 : 0));
  }
};
using Edges = std::unordered_map<Node, std::vector<Node>, NodeHash>;

bool is_true(const std::optional<std::string>& value) { return value && *value == "t"; }

void walk(ViewGraph& graph, std::size_t start, const Edges& edges) {
  ViewNode& view = graph.views[start];
  std::set<Node> seen;
  std::vector<Node> open = {{view.oid, false}};
  std::set<std::size_t> waits_for;
  while (!open.empty()) {
    const Node node = open.back();
    open.pop_back();
    const auto found = edges.find(node);
    if (found == edges.end()) continue;
    for (const Node& next : found->second) {
      if (next.first == view.oid && !next.second) {
        view.reads_itself = true;
        continue;
      }
      if (!seen.insert(next).second) continue;
      (next.second ? view.reads_functions : view.reads_relations).push_back(next.first);
      const auto other = next.second ? graph.by_oid.end() : graph.by_oid.find(next.first);
      if (other != graph.by_oid.end() && graph.views[other->second].materialized) {
        waits_for.insert(other->second);  // what lies behind it is its own business
        continue;
      }
      open.push_back(next);
    }
  }
  std::sort(view.reads_relations.begin(), view.reads_relations.end());
  std::sort(view.reads_functions.begin(), view.reads_functions.end());
  view.waits_for.assign(waits_for.begin(), waits_for.end());
  if (const auto direct = edges.find({view.oid, false}); direct != edges.end()) {
    std::set<std::size_t> reads;
    for (const Node& next : direct->second) {
      const auto other = next.second ? graph.by_oid.end() : graph.by_oid.find(next.first);
      if (other != graph.by_oid.end() && other->second != start) reads.insert(other->second);
    }
    view.reads_views.assign(reads.begin(), reads.end());
  }
}

void read_history(pg::Session& session, ViewGraph& graph) {
  std::map<std::string, std::size_t> by_name;
  for (std::size_t i = 0; i < graph.views.size(); ++i) by_name[qualified_name(graph.views[i].id)] = i;
  std::vector<std::string> names;
  for (const auto& [name, view] : by_name) names.push_back(name);
  for (auto& row : session.query(queries::last_refreshes, {array_literal(names)}).rows) {
    const auto found = by_name.find(*row[0]);
    if (found == by_name.end()) continue;
    LastRefresh last;
    last.finished = row[1].value_or("");
    if (row[2]) last.duration = std::chrono::milliseconds(std::stoll(*row[2]));
    if (row[3]) last.rows = std::stoll(*row[3]);
    last.how = row[4].value_or("");
    last.snapshot = row[5].value_or("");
    last.last_outcome = row[6].value_or("");
    if (row[7]) last.finished_epoch = std::stod(*row[7]);
    read_contents(last.snapshot, graph.views[found->second]);
    graph.views[found->second].last = std::move(last);
  }
}

std::set<std::size_t> closure(std::set<std::size_t> reached,
                              const std::vector<std::vector<std::size_t>>& next) {
  std::vector<std::size_t> open(reached.begin(), reached.end());
  while (!open.empty()) {
    const std::size_t node = open.back();
    open.pop_back();
    for (const std::size_t other : next[node]) {
      if (reached.insert(other).second) open.push_back(other);
    }
  }
  return reached;
}

}  // namespace

std::optional<std::size_t> ViewGraph::find(const std::string& name) const {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < views.size(); ++i) {
    const ObjectId& id = views[i].id;
    if (id.text() == name || qualified_name(id) == name || id.namespace_ + "." + id.name == name) return i;
    if (id.name != name && quote_identifier(id.name) != name) continue;
    if (found) return std::nullopt;
    found = i;
  }
  return found;
}

bool ViewGraph::ambiguous(const std::string& name) const {
  return std::count_if(views.begin(), views.end(), [&](const ViewNode& view) {
           return view.id.name == name || quote_identifier(view.id.name) == name;
         }) > 1;
}

std::set<std::size_t> ViewGraph::with_dependents(const std::set<std::size_t>& of) const {
  std::vector<std::vector<std::size_t>> readers(views.size());
  for (std::size_t i = 0; i < views.size(); ++i) {
    for (const std::size_t other : views[i].waits_for) readers[other].push_back(i);
  }
  std::set<std::size_t> reached = closure(of, readers);
  std::erase_if(reached, [&](std::size_t i) { return !views[i].materialized; });
  return reached;
}

std::set<std::size_t> ViewGraph::with_dependencies(const std::set<std::size_t>& of) const {
  std::vector<std::vector<std::size_t>> reads(views.size());
  for (std::size_t i = 0; i < views.size(); ++i) reads[i] = views[i].waits_for;
  std::set<std::size_t> reached = closure(of, reads);
  std::erase_if(reached, [&](std::size_t i) { return !views[i].materialized; });
  return reached;
}

ViewGraph read_view_graph(pg::Session& session, const std::map<ObjectId, std::vector<ObjectId>>& declared) {
  const std::vector<pg::Result> results =
      session.query_all({std::string(queries::views), std::string(queries::view_edges),
                         std::string(queries::refresh_capabilities)});
  ViewGraph graph;
  for (const auto& row : results[0].rows) {
    ViewNode view;
    view.oid = std::stoll(*row[0]);
    view.materialized = *row[1] == "m";
    view.id = {view.materialized ? Kind::materialized_view : Kind::view, *row[2], {}, *row[3]};
    view.populated = is_true(row[4]);
    view.rows = std::stoll(*row[5]);
    view.bytes = std::stoll(*row[6]);
    view.may_refresh = is_true(row[7]);
    view.owner = row[8].value_or("");
    view.concurrently_possible = is_true(row[9]);
    graph.by_oid[view.oid] = graph.views.size();
    graph.views.push_back(std::move(view));
  }
  Edges edges;
  for (const auto& row : results[1].rows) {
    edges[{std::stoll(*row[0]), is_true(row[1])}].push_back({std::stoll(*row[2]), is_true(row[3])});
  }
  for (const auto& [reader, reads] : declared) {
    const std::optional<std::size_t> from = graph.find(reader.text());
    if (!from) continue;
    for (const ObjectId& id : reads) {
      if (const std::optional<std::size_t> to = graph.find(id.text()); to && *to != *from) {
        edges[{graph.views[*from].oid, false}].push_back({graph.views[*to].oid, false});
      }
    }
  }
  for (std::size_t i = 0; i < graph.views.size(); ++i) walk(graph, i, edges);
  const auto& capabilities = results[2].rows.front();
  graph.ledger_exists = is_true(capabilities[0]);
  graph.has_ledger = is_true(capabilities[1]);
  graph.may_record = is_true(capabilities[2]);
  graph.has_tracking = is_true(capabilities[3]);
  if (graph.has_ledger) read_history(session, graph);
  return graph;
}

}  // namespace schemac::run
