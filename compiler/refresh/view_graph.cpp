#include "refresh/view_graph.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "base/topological.h"
#include "ledger/ledger.h"
#include "refresh/queries.h"
#include "refresh/staleness.h"

namespace schemac {
namespace {

enum class NodeKind : char { relation, function, source };  // source: exists only in sources; numbered here

struct Node {
  std::int64_t id = 0;  // oids of two catalogs may coincide
  NodeKind kind = NodeKind::relation;
  friend bool operator==(const Node&, const Node&) = default;
};
struct NodeHash {
  std::size_t operator()(const Node& node) const {
    return std::hash<std::int64_t>()(node.id * 4 + static_cast<std::int64_t>(node.kind));
  }
};

enum class EdgeKind : char { recorded, declared, called };
struct Edge {
  Node to;
  EdgeKind kind = EdgeKind::recorded;
};
using Edges = std::unordered_map<Node, std::vector<Edge>, NodeHash>;

bool is_true(const std::optional<std::string>& value) { return value && *value == "t"; }

NodeKind node_kind(const std::optional<std::string>& is_function) {
  return is_true(is_function) ? NodeKind::function : NodeKind::relation;
}

// What a view reaches. The walk ends at materialized views.
struct Reached {
  std::unordered_set<Node, NodeHash> nodes;
  std::set<std::size_t> views, by_name;  // materialized ones
  bool itself = false;
};

// most: the kinds of edges that count, up to this one.
Reached reach(const ViewGraph& graph, std::size_t start, const Edges& edges, EdgeKind most) {
  Reached result;
  const Node own{graph.views[start].oid, NodeKind::relation};
  std::unordered_set<Node, NodeHash> named;  // reached by a path with an edge that the server does not record
  std::vector<std::pair<Node, bool>> open = {{own, false}};
  while (!open.empty()) {
    const auto [node, by_name] = open.back();
    open.pop_back();
    const auto found = edges.find(node);
    if (found == edges.end()) continue;
    for (const Edge& edge : found->second) {
      if (edge.kind > most) continue;
      if (edge.to == own) {
        result.itself = true;
        continue;
      }
      const bool name = by_name || edge.kind != EdgeKind::recorded;
      const bool fresh = result.nodes.insert(edge.to).second;
      const bool freshly_named = name && named.insert(edge.to).second;
      if (!fresh && !freshly_named) continue;
      const auto other =
          edge.to.kind == NodeKind::relation ? graph.by_oid.find(edge.to.id) : graph.by_oid.end();
      if (other != graph.by_oid.end() && graph.views[other->second].materialized) {
        result.views.insert(other->second);
        if (name) result.by_name.insert(other->second);
      } else {
        open.emplace_back(edge.to, name);
      }
    }
  }
  return result;
}

// The views that it reads directly or through functions.
std::vector<std::size_t> direct_reads(const ViewGraph& graph, std::size_t start, const Edges& edges) {
  std::set<std::size_t> reads;
  std::unordered_set<Node, NodeHash> seen;
  std::vector<Node> open = {{graph.views[start].oid, NodeKind::relation}};
  while (!open.empty()) {
    const Node node = open.back();
    open.pop_back();
    const auto found = edges.find(node);
    if (found == edges.end()) continue;
    for (const Edge& edge : found->second) {
      if (edge.to.kind != NodeKind::relation) {
        if (seen.insert(edge.to).second) open.push_back(edge.to);
        continue;
      }
      const auto other = graph.by_oid.find(edge.to.id);
      if (other != graph.by_oid.end() && other->second != start) reads.insert(other->second);
    }
  }
  return {reads.begin(), reads.end()};
}

// soft_reads: the views that it reads only through function bodies given as strings.
void walk(ViewGraph& graph, std::size_t start, const Edges& edges, bool any_called,
          std::vector<std::size_t>& soft_reads) {
  ViewNode& view = graph.views[start];
  Reached reached = reach(graph, start, edges, EdgeKind::declared);
  view.reads_itself = reached.itself;
  view.waits_for.assign(reached.views.begin(), reached.views.end());
  if (any_called) {
    reached = reach(graph, start, edges, EdgeKind::called);
    std::set_difference(reached.views.begin(), reached.views.end(), view.waits_for.begin(),
                        view.waits_for.end(), std::back_inserter(soft_reads));
  }
  view.reads_by_name.assign(reached.by_name.begin(), reached.by_name.end());
  for (const Node& node : reached.nodes) {
    if (node.kind == NodeKind::relation) view.reads_relations.push_back(node.id);
    if (node.kind == NodeKind::function) view.reads_functions.push_back(node.id);
  }
  std::sort(view.reads_relations.begin(), view.reads_relations.end());
  std::sort(view.reads_functions.begin(), view.reads_functions.end());
  view.reads_views = direct_reads(graph, start, edges);
}

// Turns soft reads into waits, except those that would close a cycle.
void add_soft_reads(ViewGraph& graph, const std::vector<std::vector<std::size_t>>& soft_reads) {
  std::vector<std::vector<std::size_t>> waits_for;
  for (const ViewNode& view : graph.views) waits_for.push_back(view.waits_for);
  const TopologicalOrder sorted = topological_order(waits_for, soft_reads);
  constexpr std::size_t nowhere = static_cast<std::size_t>(-1);
  std::vector<std::size_t> place(graph.views.size(), nowhere);
  for (std::size_t at = 0; at < sorted.order.size(); ++at) place[sorted.order[at]] = at;
  for (std::size_t i = 0; i < soft_reads.size(); ++i) {
    std::vector<std::size_t>& waits = graph.views[i].waits_for;
    for (const std::size_t other : soft_reads[i]) {
      if (place[i] != nowhere && place[other] < place[i])
        waits.push_back(other);
      else
        graph.broken_cycles.emplace_back(i, other);
    }
    std::sort(waits.begin(), waits.end());
  }
}

// Ids of sources as nodes: the objects of that name in the database, or a number of its own.
class SourceNodes {
 public:
  SourceNodes(pg::Session& session, const SourceReads& sources) {
    std::set<std::pair<std::string, std::string>> relations;
    std::set<std::string> namespaces;  // of routines
    const auto want = [&](const ObjectId& id) {
      if (is_routine(id.kind)) namespaces.insert(id.namespace_);
      if (is_relation(id.kind)) relations.emplace(id.namespace_, id.name);
    };
    for (const Reads* reads : {&sources.declared, &sources.called}) {
      for (const auto& [reader, read] : *reads) {
        want(reader);
        for (const ObjectId& id : read) want(id);
      }
    }
    std::vector<std::string> spaces, names;
    for (const auto& [space, name] : relations) {
      spaces.push_back(space);
      names.push_back(name);
    }
    for (const auto& row :
         session
             .query(queries::source_reads, {array_literal(spaces), array_literal(names),
                                            array_literal({namespaces.begin(), namespaces.end()})})
             .rows) {
      const Node node{std::stoll(*row[0]), node_kind(row[1])};
      found_[{node.kind, *row[2], *row[3]}].push_back(node);
      if (node.kind == NodeKind::function)
        found_[{node.kind, *row[2], row[3]->substr(0, row[3]->find('('))}].push_back(node);
    }
  }

  std::vector<Node> of(const ObjectId& id) {
    const bool routine = is_routine(id.kind);
    if (routine || is_relation(id.kind)) {
      const NodeKind kind = routine ? NodeKind::function : NodeKind::relation;
      if (const auto exact = found_.find({kind, id.namespace_, id.name}); exact != found_.end())
        return exact->second;
      // A signature may be written differently from the server's.
      const auto alike = found_.find({kind, id.namespace_, id.name.substr(0, id.name.find('('))});
      if (routine && alike != found_.end()) return alike->second;
    }
    const auto number = static_cast<std::int64_t>(own_.size());
    return {{own_.emplace(id, number).first->second, NodeKind::source}};
  }

 private:
  std::map<std::tuple<NodeKind, std::string, std::string>, std::vector<Node>> found_;
  std::map<ObjectId, std::int64_t> own_;
};

void add_source_edges(pg::Session& session, const SourceReads& sources, Edges& edges) {
  if (sources.empty()) return;
  SourceNodes nodes(session, sources);
  const auto add = [&](const Reads& reads, EdgeKind kind) {
    for (const auto& [reader, all] : reads) {
      for (const Node& from : nodes.of(reader)) {
        for (const ObjectId& id : all) {
          for (const Node& to : nodes.of(id))
            if (to != from) edges[from].push_back({to, kind});
        }
      }
    }
  };
  add(sources.declared, EdgeKind::declared);
  add(sources.called, EdgeKind::called);
}

void read_history(pg::Session& session, ViewGraph& graph) {
  std::map<std::string, std::size_t> by_name;
  for (std::size_t i = 0; i < graph.views.size(); ++i) by_name[qualified_name(graph.views[i].id)] = i;
  std::vector<std::string> names;
  names.reserve(by_name.size());
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

ViewGraph read_view_graph(pg::Session& session, const SourceReads& sources) {
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
    view.owner = row[7].value_or("");
    view.concurrently_possible = is_true(row[8]);
    graph.by_oid[view.oid] = graph.views.size();
    graph.views.push_back(std::move(view));
  }
  Edges edges;
  for (const auto& row : results[1].rows) {
    edges[{std::stoll(*row[0]), node_kind(row[1])}].push_back({{std::stoll(*row[2]), node_kind(row[3])}});
  }
  add_source_edges(session, sources, edges);
  std::vector<std::vector<std::size_t>> soft_reads(graph.views.size());
  for (std::size_t i = 0; i < graph.views.size(); ++i)
    walk(graph, i, edges, !sources.called.empty(), soft_reads[i]);
  if (!sources.called.empty()) add_soft_reads(graph, soft_reads);
  const auto& capabilities = results[2].rows.front();
  graph.ledger_exists = is_true(capabilities[0]);
  graph.has_ledger = is_true(capabilities[1]);
  graph.may_record = is_true(capabilities[2]);
  graph.has_tracking = is_true(capabilities[3]);
  if (graph.has_ledger) read_history(session, graph);
  return graph;
}

}  // namespace schemac
