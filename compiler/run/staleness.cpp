#include "run/staleness.h"

#include <algorithm>
#include <functional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "queries.h"

namespace schemac::run {
namespace {

std::string oid_array(const std::set<std::int64_t>& oids) {
  std::string text = "{";
  for (const std::int64_t oid : oids) text += (text.size() > 1 ? "," : "") + std::to_string(oid);
  return text + "}";
}

struct Leaf {
  std::string name;
  std::string state;
  std::string doubt;
};

// What differs between two snapshots of one view, as a sentence; empty if nothing does.
std::string difference(const nlohmann::json& before, const nlohmann::json& now) {
  for (const char* field : {"system", "started", "reset"}) {
    if (before.value(field, "") == now.value(field, "")) continue;
    return field == std::string_view("reset")     ? "the change counters were reset since"
           : field == std::string_view("started") ? "the server was restarted since"
                                                  : "it was refreshed on another server";
  }
  const nlohmann::json empty = nlohmann::json::object();
  const nlohmann::json& old_leaves = before.contains("leaves") ? before["leaves"] : empty;
  const nlohmann::json& new_leaves = now["leaves"];
  for (const auto& [key, leaf] : new_leaves.items()) {
    const std::string name = leaf.at(0).get<std::string>();
    if (!old_leaves.contains(key)) return fmt::format("it did not read {} then", name);
    if (old_leaves[key].at(1) != leaf.at(1)) return fmt::format("{} changed", name);
  }
  for (const auto& [key, leaf] : old_leaves.items()) {
    if (!new_leaves.contains(key))
      return fmt::format("it does not read {} any more", leaf.at(0).get<std::string>());
  }
  return {};
}

}  // namespace

SnapshotReading read_snapshots(pg::Session& session, const ViewGraph& graph,
                               const std::vector<std::size_t>& views) {
  SnapshotReading reading;
  reading.snapshots.resize(graph.views.size());
  reading.doubts.resize(graph.views.size());
  if (session.server_version_num() < 150000) {
    reading.server_doubt = "PostgreSQL before 15 may lose change counts";
    return reading;
  }
  std::set<std::int64_t> relations;
  std::set<std::int64_t> functions;
  std::set<std::int64_t> queried;
  for (const std::size_t i : views) {
    const ViewNode& view = graph.views[i];
    relations.insert(view.reads_relations.begin(), view.reads_relations.end());
    functions.insert(view.reads_functions.begin(), view.reads_functions.end());
    queried.insert(view.oid);
    for (const std::int64_t oid : view.reads_relations) {
      const auto other = graph.by_oid.find(oid);
      if (other != graph.by_oid.end() && !graph.views[other->second].materialized) queried.insert(oid);
    }
  }
  const pg::Result server = session.query(queries::server_doubts);
  const auto& facts = server.rows.front();
  if (facts[3] != "t") {
    reading.server_doubt = "track_counts is off";
  } else if (facts[4] != "0") {
    reading.server_doubt = fmt::format("{} other {} active just now", *facts[4],
                                       *facts[4] == "1" ? "session is" : "sessions are");
  }
  std::map<std::pair<std::int64_t, bool>, Leaf> leaves;
  for (const auto& row :
       session.query(queries::leaf_counters, {oid_array(relations), oid_array(functions)}).rows) {
    leaves[{std::stoll(*row[0]), *row[1] == "t"}] = {qualified_name(*row[2], *row[3]), row[5].value_or(""),
                                                     row[6].value_or("")};
  }
  std::map<std::int64_t, std::string> query_doubts;
  for (const auto& row : session.query(queries::view_doubts, {oid_array(queried)}).rows) {
    query_doubts[std::stoll(*row[0])] = row[1].value_or("");
  }
  for (const std::size_t i : views) {
    const ViewNode& view = graph.views[i];
    nlohmann::json snapshot = {{"system", facts[1].value_or("")},
                               {"started", facts[0].value_or("")},
                               {"reset", facts[2].value_or("")},
                               {"leaves", nlohmann::json::object()}};
    std::string& doubt = reading.doubts[i];
    const auto look = [&](std::int64_t oid, bool function) {
      const auto found = leaves.find({oid, function});
      if (found == leaves.end()) {
        doubt = "something that it reads was dropped";
        return;
      }
      if (doubt.empty()) doubt = found->second.doubt;
      if (doubt.empty() && !function) {
        if (const auto other = query_doubts.find(oid); other != query_doubts.end()) doubt = other->second;
      }
      snapshot["leaves"][fmt::format("{}{}", function ? "f" : "", oid)] = {found->second.name,
                                                                           found->second.state};
    };
    for (const std::int64_t oid : view.reads_relations) look(oid, false);
    for (const std::int64_t oid : view.reads_functions) look(oid, true);
    if (const auto own = query_doubts.find(view.oid); own != query_doubts.end() && doubt.empty())
      doubt = own->second;
    reading.snapshots[i] = snapshot.dump();
  }
  return reading;
}

std::vector<Staleness> staleness(pg::Session& session, const ViewGraph& graph) {
  std::vector<std::size_t> materialized;
  for (std::size_t i = 0; i < graph.views.size(); ++i) {
    if (graph.views[i].materialized) materialized.push_back(i);
  }
  const SnapshotReading now = read_snapshots(session, graph, materialized);
  std::vector<Staleness> result(graph.views.size());
  std::vector<char> known(graph.views.size(), 0);
  const std::function<void(std::size_t)> decide = [&](std::size_t i) {
    if (known[i] != 0) return;
    known[i] = 1;
    const ViewNode& view = graph.views[i];
    Staleness& verdict = result[i];
    for (const std::size_t other : view.waits_for) decide(other);
    const auto stale_source = std::find_if(view.waits_for.begin(), view.waits_for.end(),
                                           [&](std::size_t other) { return result[other].stale; });
    if (!view.materialized) {
      verdict.stale = stale_source != view.waits_for.end();
      if (verdict.stale)
        verdict.reason = fmt::format("{} is stale", qualified_name(graph.views[*stale_source].id));
      return;
    }
    const auto stale = [&](std::string reason) { verdict = {true, std::move(reason)}; };
    if (!view.populated) return stale("it has never been filled");
    if (!graph.has_ledger) return stale("there is no refresh history");
    if (!view.last || view.last->snapshot.empty()) return stale("no refresh of it is recorded");
    if (stale_source != view.waits_for.end()) {
      return stale(fmt::format("{} is stale", qualified_name(graph.views[*stale_source].id)));
    }
    if (!now.doubts[i].empty()) return stale(now.doubts[i]);
    const nlohmann::json before = nlohmann::json::parse(view.last->snapshot, nullptr, false);
    if (before.is_discarded()) return stale("its recorded snapshot is damaged");
    const std::string changed = now.snapshots[i].empty()
                                    ? std::string()
                                    : difference(before, nlohmann::json::parse(now.snapshots[i]));
    if (!changed.empty()) return stale(changed);
    if (!now.server_doubt.empty()) return stale(now.server_doubt);
    verdict = {false, fmt::format("nothing that it reads changed since {}", view.last->finished)};
  };
  for (std::size_t i = 0; i < graph.views.size(); ++i) decide(i);
  return result;
}

}  // namespace schemac::run
