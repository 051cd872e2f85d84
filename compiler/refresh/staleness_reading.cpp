#include "refresh/staleness_reading.h"

#include <algorithm>
#include <charconv>
#include <set>

#include <nlohmann/json.hpp>

#include <fmt/format.h>

#include "refresh/queries.h"

namespace schemac {
namespace {

template <typename Numbers>
std::string array_of(const Numbers& numbers) {
  return fmt::format("{{{}}}", fmt::join(numbers, ","));
}

template <typename Number>
std::vector<Number> numbers_in(std::string_view text) {
  std::vector<Number> numbers;
  while (!text.empty()) {
    Number number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc()) numbers.push_back(number);
    text.remove_prefix(std::min(text.size(), static_cast<std::size_t>(end - text.data()) + 1));
  }
  return numbers;
}

void read_server(pg::Session& session, const ReadingScope& scope, StalenessReading& reading) {
  const pg::Result result = session.query(queries::server_doubts, {array_of(scope.own_processes)});
  const auto& row = result.rows.at(0);
  const auto text = [&](const char* column) { return row[result.column(column)].value_or(""); };
  reading.system = text("system");
  reading.reset = text("stats_reset");
  reading.started_anew = text("started_anew");
  reading.types = text("types");
  reading.settings = text("settings");
  const std::string busy = text("busy");
  if (text("standby") == "t") reading.unknowable = "on a standby it is unknown what changed";
  if (text("counting") != "t") {
    reading.busy = "track_counts is off, here or for some role, database or function";
  } else if (busy != "0") {
    reading.busy = fmt::format("{} other {} active just now, and may not have reported {} changes yet", busy,
                               busy == "1" ? "session is" : "sessions are", busy == "1" ? "its" : "their");
  }
}

}  // namespace

ReadObjects read_objects(pg::Session& session, const std::set<std::int64_t>& relations,
                         const std::set<std::int64_t>& functions) {
  ReadObjects objects;
  const pg::Result result = session.query(queries::leaf_counters, {array_of(relations), array_of(functions)});
  for (const auto& row : result.rows) {
    ReadObject object;
    object.name = qualified_name(*row[2], *row[3]);
    object.shape = row[5].value_or("");
    object.counters = row[6].value_or("");
    object.versions = row[7].value_or("");
    object.written_through = numbers_in<std::int64_t>(row[8].value_or(""));
    object.doubt = row[9].value_or("");
    objects[{std::stoll(*row[0]), *row[1] == "t"}] = std::move(object);
  }
  return objects;
}

WriteCounters read_write_counters(pg::Session& session) {
  WriteCounters counters;
  for (const auto& row : session.query(queries::write_counters).rows)
    counters[std::stoll(*row[0])] = {row[1].value_or(""), row[2].value_or(""), row[3] == "t"};
  return counters;
}

namespace {

// Reads the counters first, then the active writers. A writer that was counted and is not visible to a later
// snapshot is among these.
void read_writes(pg::Session& session, ReadObjects& objects) {
  const WriteCounters counters = read_write_counters(session);
  std::set<std::int64_t> written;
  for (auto& [key, object] : objects) {
    const auto& through = object.written_through;
    if (through.empty() || !std::all_of(through.begin(), through.end(),
                                        [&](std::int64_t relation) { return counters.contains(relation); }))
      continue;
    object.triggers = object.versions;
    for (const std::int64_t relation : through) {
      const WriteCounter& counter = counters.at(relation);
      object.triggers += " " + counter.identity;
      object.writes += (object.writes.empty() ? "" : " ") + counter.writes;
    }
    written.insert(through.begin(), through.end());
  }
  if (written.empty()) return;
  std::map<std::int64_t, std::set<std::string>> writers;
  for (const auto& row : session.query(queries::writers, {array_of(written)}).rows)
    writers[std::stoll(*row[0])].insert(*row[1]);
  for (auto& [key, object] : objects) {
    if (!object.tracked()) continue;
    for (const std::int64_t relation : object.written_through) {
      if (const auto found = writers.find(relation); found != writers.end())
        object.writers.insert(found->second.begin(), found->second.end());
    }
  }
}

}  // namespace

StalenessReading read_for_staleness(pg::Session& session, const ViewGraph& graph, const ReadingScope& scope) {
  StalenessReading reading;
  if (session.server_version_num() < 150000) {
    reading.unknowable = "PostgreSQL before 15 may lose change counts";
    return reading;
  }
  std::set<std::int64_t> relations;
  std::set<std::int64_t> functions;
  std::set<std::int64_t> queried;
  for (const std::size_t i : scope.views) {
    const ViewNode& view = graph.views[i];
    relations.insert(view.reads_relations.begin(), view.reads_relations.end());
    functions.insert(view.reads_functions.begin(), view.reads_functions.end());
    queried.insert(view.oid);
    relations.insert(view.oid);
    for (const std::int64_t oid : view.reads_relations) {
      const auto other = graph.by_oid.find(oid);
      if (other != graph.by_oid.end() && !graph.views[other->second].materialized) queried.insert(oid);
    }
  }
  // A verdict refers to the moment at which activity is read; later commits do not count. A recorded snapshot
  // must not be younger than what is read with it.
  if (scope.verdict) read_server(session, scope, reading);
  if (!reading.unknowable.empty()) return reading;
  reading.objects = read_objects(session, relations, functions);
  if (graph.has_tracking) read_writes(session, reading.objects);
  if (!scope.verdict) {
    read_server(session, scope, reading);
    return reading;
  }
  for (const auto& row : session.query(queries::view_doubts, {array_of(queried), array_of(functions)}).rows) {
    reading.query_doubts[{std::stoll(*row[1]), *row[0] == "t"}] = row[2].value_or("");
  }
  return reading;
}

nlohmann::json snapshot_json(const StalenessReading& reading, const ViewGraph& graph, std::size_t view) {
  const ViewNode& node = graph.views[view];
  nlohmann::json reads = nlohmann::json::object();
  bool counted = false;
  bool tracked = false;
  const auto add = [&](std::int64_t oid, bool function) {
    const auto found = reading.objects.find({oid, function});
    if (found == reading.objects.end()) return;
    const ReadObject& object = found->second;
    nlohmann::json entry = {{"name", object.name}, {"shape", object.shape}};
    if (!object.doubt.empty()) entry["doubt"] = object.doubt;
    const auto source = function ? graph.by_oid.end() : graph.by_oid.find(oid);
    if (source != graph.by_oid.end() && graph.views[source->second].materialized) {
      // A refresh or ALTER by another program leaves a row version that differs from the recorded one.
      const ViewNode& other = graph.views[source->second];
      if (!other.made.empty() && other.made == object.shape) entry["shape"] = "contents " + other.content;
    } else if (object.tracked()) {
      tracked = true;
      entry["triggers"] = object.triggers;
      entry["writes"] = object.writes;
      entry["writers"] = object.writers;
    } else if (!object.counters.empty()) {
      entry["counters"] = object.counters;
      counted = true;
    }
    reads[fmt::format("{}{}", function ? "f" : "", oid)] = std::move(entry);
  };
  for (const std::int64_t oid : node.reads_relations) add(oid, false);
  for (const std::int64_t oid : node.reads_functions) add(oid, true);
  nlohmann::json json = {{"version", 1},
                         {"view", node.oid},
                         {"system", reading.system},
                         {"types", reading.types},
                         {"settings", nlohmann::json::parse(reading.settings, nullptr, false)},
                         {"reads", std::move(reads)}};
  if (counted) json["reset"] = reading.reset;
  if (tracked) json["started_anew"] = reading.started_anew;
  return json;
}

}  // namespace schemac
