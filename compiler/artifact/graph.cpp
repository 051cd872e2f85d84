// The dependency graph for people. The HTML page is one file without external references: an SVG with layers
// (each object is to the right of its dependencies), and a short script that highlights what is connected
// with the object under the pointer.
#include <algorithm>
#include <initializer_list>
#include <map>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "artifact/manifest.h"
#include "catalog/object_index.h"

namespace schemac {

namespace {

struct Graph {
  std::vector<const Artifact*> nodes;
  std::vector<std::vector<std::size_t>> edges;       // node -> what it depends on
  std::vector<std::vector<std::size_t>> soft_edges;  // the same for soft dependencies
};

std::set<ObjectId> reachable(const ObjectId& from, const std::map<ObjectId, std::set<ObjectId>>& edges) {
  std::set<ObjectId> seen = {from};
  std::vector<ObjectId> open = {from};
  while (!open.empty()) {
    const ObjectId id = std::move(open.back());
    open.pop_back();
    const auto found = edges.find(id);
    if (found == edges.end()) continue;
    for (const ObjectId& next : found->second)
      if (seen.insert(next).second) open.push_back(next);
  }
  return seen;
}

Graph select(const ArtifactSet& set, const GraphSelection& selection) {
  std::set<ObjectId> wanted;
  if (selection.of) {
    std::map<ObjectId, std::set<ObjectId>> up, down;
    for (const Artifact& artifact : set.artifacts)
      for (const auto* list : {&artifact.depends_on, &artifact.soft_depends_on})
        for (const ObjectId& id : *list) {
          up[artifact.id].insert(id);
          down[id].insert(artifact.id);
        }
    wanted.insert(*selection.of);
    if (selection.up) wanted.merge(reachable(*selection.of, up));
    if (selection.down) wanted.merge(reachable(*selection.of, down));
  }
  Graph graph;
  ObjectIndex<std::size_t> index;
  index.reserve(set.artifacts.size());
  for (const Artifact& artifact : set.artifacts) {
    if (selection.of && !wanted.contains(artifact.id)) continue;
    index.emplace(&artifact.id, graph.nodes.size());
    graph.nodes.push_back(&artifact);
  }
  const auto targets = [&](const std::vector<ObjectId>& ids) {
    std::vector<std::size_t> out;
    for (const ObjectId& id : ids)
      if (const auto found = index.find(id); found != index.end()) out.push_back(found->second);
    return out;
  };
  for (const Artifact* artifact : graph.nodes) {
    graph.edges.push_back(targets(artifact->depends_on));
    graph.soft_edges.push_back(targets(artifact->soft_depends_on));
  }
  return graph;
}

std::string escaped(std::string text, std::string_view specials) {
  if (text.find_first_of(specials) == std::string::npos && text.find('\n') == std::string::npos) return text;
  std::string out;
  for (const char c : text) {
    if (specials.find(c) != std::string_view::npos) out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

std::string html_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\n':
        out += ' ';
        break;
      default:
        out += c;
    }
  }
  return out;
}

// "kind name" -> "name".
std::string_view without_kind(std::string_view text) { return text.substr(text.find(' ') + 1); }

std::string label(const Artifact& artifact) { return std::string(without_kind(artifact.id.text())); }

std::string_view fill(Kind kind) {
  if (kind == Kind::table || kind == Kind::foreign_table) return "#dbeafe";
  if (kind == Kind::view) return "#dcfce7";
  if (kind == Kind::materialized_view) return "#86efac";
  if (kind == Kind::constraint || kind == Kind::index) return "#f3f4f6";
  if (is_routine(kind) || kind == Kind::trigger) return "#fde68a";
  return "#fae8ff";
}

std::string dot(const Graph& graph) {
  std::string out =
      "digraph schema {\n  rankdir=LR;\n  node [shape=box, style=filled, fontname=\"sans-serif\"];\n";
  std::vector<std::string> names;
  names.reserve(graph.nodes.size());
  const auto write = [&](std::initializer_list<std::string_view> parts) {
    for (const std::string_view part : parts) out += part;
  };
  constexpr std::size_t bytes_of_node = 220;
  out.reserve(graph.nodes.size() * bytes_of_node);
  for (const Artifact* node : graph.nodes) {
    names.push_back(escaped(node->id.text(), "\"\\"));
    write({"  \"", names.back(), "\" [label=\"", kind_name(node->id.kind), "\\n", without_kind(names.back()),
           "\", fillcolor=\"", fill(node->id.kind), "\"];\n"});
  }
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    for (const std::size_t to : graph.edges[i]) write({"  \"", names[i], "\" -> \"", names[to], "\";\n"});
    for (const std::size_t to : graph.soft_edges[i])
      write({"  \"", names[i], "\" -> \"", names[to], "\" [style=dashed];\n"});
  }
  return out += "}\n";
}

std::string mermaid(const Graph& graph) {
  std::string out = "flowchart LR\n";
  for (std::size_t i = 0; i < graph.nodes.size(); ++i)
    out += fmt::format("  n{}[\"{}<br/>{}\"]\n", i, kind_name(graph.nodes[i]->id.kind),
                       html_escaped(label(*graph.nodes[i])));
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    for (const std::size_t to : graph.edges[i]) out += fmt::format("  n{} --> n{}\n", i, to);
    for (const std::size_t to : graph.soft_edges[i]) out += fmt::format("  n{} -.-> n{}\n", i, to);
  }
  return out;
}

std::string json_text(const Graph& graph) {
  nlohmann::ordered_json json;
  json["nodes"] = nlohmann::ordered_json::array();
  json["edges"] = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const ObjectId& id = graph.nodes[i]->id;
    json["nodes"].push_back({{"id", id.text()}, {"kind", kind_name(id.kind)}});
    for (const bool soft : {false, true})
      for (const std::size_t to : soft ? graph.soft_edges[i] : graph.edges[i])
        json["edges"].push_back({{"from", id.text()}, {"to", graph.nodes[to]->id.text()}, {"soft", soft}});
  }
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

constexpr std::string_view html_head = R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Schema</title>
<style>
body { font: 13px sans-serif; margin: 0; }
input { position: fixed; top: 8px; left: 8px; padding: 4px 8px; }
rect { stroke: #6b7280; rx: 4; }
path { fill: none; stroke: #9ca3af; }
path.soft { stroke-dasharray: 4 3; }
.dim { opacity: .12; }
</style></head><body>
<input type="search" placeholder="find an object" aria-label="find an object">
)";

constexpr std::string_view html_tail = R"(<script>
const nodes = [...document.querySelectorAll('g[data-n]')], edges = [...document.querySelectorAll('path[data-f]')];
const walk = (n, a, b) => {
  const seen = new Set([n]), open = [n];
  while (open.length) {
    const x = open.pop();
    for (const e of edges) if (e.dataset[a] === x && !seen.has(e.dataset[b])) { seen.add(e.dataset[b]); open.push(e.dataset[b]); }
  }
  return seen;
};
const show = lit => {
  for (const g of nodes) g.classList.toggle('dim', lit && !lit.has(g.dataset.n));
  for (const e of edges) e.classList.toggle('dim', lit && !(lit.has(e.dataset.f) && lit.has(e.dataset.t)));
};
for (const g of nodes) {
  g.addEventListener('mouseenter', () => show(new Set([...walk(g.dataset.n, 'f', 't'), ...walk(g.dataset.n, 't', 'f')])));
  g.addEventListener('mouseleave', () => show(null));
}
document.querySelector('input').addEventListener('input', event => {
  const text = event.target.value.toLowerCase();
  show(text ? new Set(nodes.filter(g => g.textContent.toLowerCase().includes(text)).map(g => g.dataset.n)) : null);
});
</script></body></html>
)";

std::string html(const Graph& graph) {
  constexpr int width = 280, height = 40, gap_x = 90, gap_y = 12, top = 48;
  // Dependencies come before their dependents, so one pass finds each node's layer.
  std::vector<int> layer(graph.nodes.size(), 0), row(graph.nodes.size(), 0);
  std::map<int, int> rows;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    for (const std::size_t to : graph.edges[i])
      if (to < i) layer[i] = std::max(layer[i], layer[to] + 1);
    row[i] = rows[layer[i]]++;
  }
  int tallest = 0;
  for (const auto& [_, count] : rows) tallest = std::max(tallest, count);
  const auto x = [&](std::size_t i) { return 8 + layer[i] * (width + gap_x); };
  const auto y = [&](std::size_t i) { return top + row[i] * (height + gap_y); };
  std::string out(html_head);
  out +=
      fmt::format("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{}\" height=\"{}\">\n",
                  16 + static_cast<int>(rows.size()) * (width + gap_x), top + 8 + tallest * (height + gap_y));
  for (std::size_t i = 0; i < graph.nodes.size(); ++i)
    for (const bool soft : {false, true})
      for (const std::size_t to : soft ? graph.soft_edges[i] : graph.edges[i]) {
        const int x1 = x(to) + width, y1 = y(to) + height / 2, x2 = x(i), y2 = y(i) + height / 2;
        out += fmt::format("<path data-f=\"{}\" data-t=\"{}\"{} d=\"M{} {} C{} {} {} {} {} {}\"/>\n", i, to,
                           soft ? " class=\"soft\"" : "", x1, y1, x1 + gap_x / 2, y1, x2 - gap_x / 2, y2, x2,
                           y2);
      }
  for (std::size_t i = 0; i < graph.nodes.size(); ++i)
    out += fmt::format(
        "<g data-n=\"{}\"><title>{}</title><rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" fill=\"{}\"/>"
        "<text x=\"{}\" y=\"{}\">{}</text><text x=\"{}\" y=\"{}\" fill=\"#6b7280\">{}</text></g>\n",
        i, html_escaped(graph.nodes[i]->id.text()), x(i), y(i), width, height, fill(graph.nodes[i]->id.kind),
        x(i) + 8, y(i) + 17, html_escaped(label(*graph.nodes[i])), x(i) + 8, y(i) + 33,
        kind_name(graph.nodes[i]->id.kind));
  out += "</svg>\n";
  return out += html_tail;
}

}  // namespace

std::string graph_text(const ArtifactSet& set, GraphFormat format, const GraphSelection& selection) {
  const Graph graph = select(set, selection);
  switch (format) {
    case GraphFormat::dot:
      return dot(graph);
    case GraphFormat::mermaid:
      return mermaid(graph);
    case GraphFormat::json:
      return json_text(graph);
    case GraphFormat::html:
      return html(graph);
  }
  return {};
}

}  // namespace schemac
