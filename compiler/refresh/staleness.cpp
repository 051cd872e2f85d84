#include "refresh/staleness.h"

#include <algorithm>
#include <functional>
#include <set>
#include <utility>

#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include "refresh/staleness_reading.h"

namespace schemac {
namespace {

using nlohmann::json;

const json no_object = json::object();
const json& member(const json& object, const char* name) {
  const auto found = object.find(name);
  return found == object.end() ? no_object : *found;
}

// A transaction that may have written before the refresh and was not visible to it: its rows may have
// appeared since, unless it is still running. A transaction without a number cannot be recognized later.
bool may_have_ended(const json& writer, const json& now) {
  return writer == "?" || std::find(now.begin(), now.end(), writer) == now.end();
}

std::int64_t changed_rows(const std::string& before, const std::string& now) {
  const auto sum = [](const std::string& counters) {
    std::int64_t total = 0;
    std::int64_t number = 0;
    for (const char c : counters + ":") {
      if (c == ':') {
        total += std::exchange(number, 0);
      } else {
        number = number * 10 + (c - '0');
      }
    }
    return total;
  };
  return sum(now) - sum(before);
}

// The difference between two states of one object that the view reads, as a sentence; empty if none.
std::string difference(const json& before, const json& now) {
  const std::string name = now.value("name", "");
  if (const std::string doubt = before.value("doubt", ""); !doubt.empty())
    return doubt + ", or did at its last refresh";
  if (before.value("shape", "") != now.value("shape", "")) {
    if (before.value("shape", "").starts_with("contents ")) return fmt::format("{} has other contents", name);
    if (before.value("shape", "").starts_with("definition:")) return fmt::format("{} was replaced", name);
    return fmt::format("{} was truncated, rewritten or altered", name);
  }
  if (before.value("triggers", "") != now.value("triggers", "")) {
    return fmt::format("the change tracking of {} changed", name);
  }
  if (before.value("writes", "") != now.value("writes", "")) return fmt::format("{} was written", name);
  for (const json& writer : member(before, "writers")) {
    if (may_have_ended(writer, member(now, "writers")))
      return fmt::format("{} was being written during its last refresh", name);
  }
  const std::string old_counters = before.value("counters", "");
  const std::string new_counters = now.value("counters", "");
  if (old_counters == new_counters) return {};
  const std::int64_t rows = changed_rows(old_counters, new_counters);
  if (rows <= 0) return fmt::format("{} changed", name);
  return fmt::format("{} {} of {} changed", rows, rows == 1 ? "row" : "rows", name);
}

std::string difference_of_reads(const json& before, const json& now) {
  for (const auto& [key, entry] : now.items()) {
    const auto old = before.find(key);
    if (old == before.end())
      return fmt::format("it did not read {} at its last refresh", entry.value("name", ""));
    std::string text = difference(*old, entry);
    if (!text.empty()) return text;
  }
  for (const auto& [key, entry] : before.items()) {
    if (!now.contains(key)) return fmt::format("it no longer reads {}", entry.value("name", ""));
  }
  return {};
}

std::string doubt_of(const ViewGraph& graph, const ViewNode& view, const StalenessReading& reading) {
  const auto query_doubt = [&](std::int64_t oid, bool function) {
    const auto found = reading.query_doubts.find({oid, function});
    return found == reading.query_doubts.end() ? std::string() : found->second;
  };
  if (view.reads_itself) return "it reads itself";
  std::string doubt = query_doubt(view.oid, false);
  const auto look = [&](std::int64_t oid, bool function) {
    if (!doubt.empty()) return;
    const auto found = reading.objects.find({oid, function});
    if (found == reading.objects.end()) {
      doubt = "something that it reads was dropped";
      return;
    }
    doubt = found->second.doubt;
    const auto source = function ? graph.by_oid.end() : graph.by_oid.find(oid);
    const bool materialized = source != graph.by_oid.end() && graph.views[source->second].materialized;
    if (!doubt.empty() || materialized) return;  // its query does not matter
    doubt = query_doubt(oid, function);
    if (!doubt.empty()) doubt = fmt::format("through {}: {}", found->second.name, doubt);
  };
  for (const std::int64_t oid : view.reads_relations) look(oid, false);
  for (const std::int64_t oid : view.reads_functions) look(oid, true);
  return doubt;
}

// Compares the settings that the values may depend on; empty if they are equal. Older versions recorded a
// digest, and refreshed the view under their own settings.
std::string other_setting(const json& before, const json& now) {
  if (!before.is_object()) return "it was refreshed under settings that were not recorded";
  for (const auto& [name, value] : now.items()) {
    const auto old = before.find(name);
    if (old == before.end()) return fmt::format("the setting {} was not recorded", name);
    if (*old != value) {
      return fmt::format("the setting {} is {}, and was {} when it was refreshed", name,
                         value.get<std::string>(), old->get<std::string>());
    }
  }
  return {};
}

// The verdict without regard to the materialized views that it reads.
Staleness judge(const ViewGraph& graph, std::size_t i, const json& before, const StalenessReading& reading) {
  const ViewNode& view = graph.views[i];
  const auto stale = [](std::string reason) { return Staleness{true, std::move(reason), false}; };
  if (!reading.unknowable.empty()) return stale(reading.unknowable);
  if (std::string doubt = doubt_of(graph, view, reading); !doubt.empty()) return stale(std::move(doubt));
  if (!before.is_object() || before.value("version", 0) != 1)
    return stale("its recorded snapshot cannot be read");
  const json now = snapshot_json(reading, graph, i);
  if (before.value("system", "") != now.value("system", ""))
    return stale("it was refreshed in another database");
  if (before.value("view", std::int64_t{0}) != view.oid)
    return stale("it was recreated since its last refresh");
  if (const auto own = reading.objects.find({view.oid, false});
      own == reading.objects.end() || before.value("made", "") != own->second.shape) {
    return stale("it was refreshed or altered outside schemac since its last refresh");
  }
  if (before.value("types", "") != now.value("types", "")) return stale("an enum or composite type changed");
  if (std::string name = other_setting(member(before, "settings"), member(now, "settings")); !name.empty())
    return stale(std::move(name));
  if (std::string text = difference_of_reads(member(before, "reads"), member(now, "reads")); !text.empty()) {
    return stale(std::move(text));
  }
  const bool counted = now.contains("reset");
  if (counted && before.value("reset", "") != now.value("reset", "")) {
    return stale("the change counters were reset since its last refresh");
  }
  if (now.contains("started_anew") && before.value("started_anew", "") != now.value("started_anew", "")) {
    return stale("the server crashed or was promoted since its last refresh");
  }
  if (counted && !reading.busy.empty()) return stale(reading.busy);
  return {false, fmt::format("nothing that it reads changed since {}", view.last->finished), false};
}

// A verdict that does not depend on what the view reads; nullopt if absent.
std::optional<Staleness> without_looking(const ViewGraph& graph, const ViewNode& view) {
  if (!view.populated) return Staleness{true, "it has not been filled", false};
  if (!graph.has_ledger) return Staleness{true, "there is no refresh history", false};
  if (!view.last || view.last->snapshot.empty())
    return Staleness{true, "no refresh of it is recorded", false};
  return std::nullopt;
}

json parse(const std::string& text) { return json::parse(text, nullptr, false); }

}  // namespace

std::string read_snapshot(pg::Session& session, const ViewGraph& graph, std::size_t view) {
  ReadingScope scope;
  scope.views = {view};
  const StalenessReading reading = read_for_staleness(session, graph, scope);
  return reading.unknowable.empty() ? snapshot_json(reading, graph, view).dump() : std::string();
}

std::string with_contents(const std::string& snapshot, const std::string& made, const std::string& content) {
  json parsed = snapshot.empty() ? json::object() : parse(snapshot);
  parsed["made"] = made;
  parsed["content"] = content;
  return parsed.dump();
}

void read_shapes(pg::Session& session, SwappedViews& views) {
  std::set<std::int64_t> oids;
  for (const auto& [old_oid, new_oid] : views.new_oid) oids.insert(new_oid);
  for (const auto& [key, object] : read_objects(session, oids, {})) views.shapes[key.first] = object.shape;
}

std::string with_swapped(const std::string& snapshot, const SwappedViews& views) {
  if (snapshot.empty()) return {};
  json parsed = parse(snapshot);
  if (!parsed.is_object()) return {};
  json reads = json::object();
  for (auto& [key, entry] : parsed["reads"].items()) {
    const bool function = key.starts_with("f");
    const auto swapped = function ? views.new_oid.end() : views.new_oid.find(std::stoll(key));
    if (swapped == views.new_oid.end()) {
      reads[key] = entry;
      continue;
    }
    const std::string& shape = views.shapes.at(swapped->second);
    entry["shape"] = shape.starts_with("definition:") ? shape : "contents " + shape;
    reads[std::to_string(swapped->second)] = entry;
  }
  parsed["reads"] = std::move(reads);
  if (const auto self = views.new_oid.find(parsed.value("view", std::int64_t{0}));
      self != views.new_oid.end()) {
    parsed["view"] = self->second;
  }
  return parsed.dump();
}

void read_contents(const std::string& snapshot, ViewNode& view) {
  const json parsed = parse(snapshot);
  if (!parsed.is_object()) return;
  view.made = parsed.value("made", "");
  view.content = parsed.value("content", "");
}

std::vector<Staleness> staleness(pg::Session& session, const ViewGraph& graph) {
  ReadingScope scope;
  scope.verdict = true;
  std::vector<json> before(graph.views.size());
  for (std::size_t i = 0; i < graph.views.size(); ++i) {
    const ViewNode& view = graph.views[i];
    if (!view.materialized || without_looking(graph, view)) continue;
    scope.views.push_back(i);
    before[i] = parse(view.last->snapshot);
  }
  StalenessReading reading;
  if (!scope.views.empty()) reading = read_for_staleness(session, graph, scope);
  std::vector<Staleness> result(graph.views.size());
  std::vector<char> known(graph.views.size(), 0);
  const std::function<void(std::size_t)> decide = [&](std::size_t i) {
    if (known[i] != 0) return;
    known[i] = 1;
    const ViewNode& view = graph.views[i];
    for (const std::size_t other : view.waits_for) decide(other);
    const auto source = std::find_if(view.waits_for.begin(), view.waits_for.end(),
                                     [&](std::size_t other) { return result[other].stale; });
    const bool stale_source = source != view.waits_for.end();
    const std::string source_reason =
        stale_source ? fmt::format("{} is stale", qualified_name(graph.views[*source].id)) : std::string();
    if (!view.materialized) {
      result[i] = {stale_source, source_reason, stale_source};
    } else if (const auto verdict = without_looking(graph, view)) {
      result[i] = *verdict;
    } else {
      result[i] = judge(graph, i, before[i], reading);
      if (!result[i].stale && stale_source) result[i] = {true, source_reason, true};
    }
  };
  for (std::size_t i = 0; i < graph.views.size(); ++i) decide(i);
  return result;
}

Staleness staleness_over_fresh(pg::Session& session, const ViewGraph& graph, std::size_t view,
                               const std::vector<int>& own_processes) {
  if (const auto verdict = without_looking(graph, graph.views[view])) return *verdict;
  ReadingScope scope;
  scope.views = {view};
  scope.verdict = true;
  scope.own_processes = own_processes;
  const json before = parse(graph.views[view].last->snapshot);
  return judge(graph, view, before, read_for_staleness(session, graph, scope));
}

}  // namespace schemac
