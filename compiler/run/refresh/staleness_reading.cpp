#include "run/refresh/staleness_reading.h"

#include <algorithm>
#include <charconv>
#include <set>

#include <fmt/format.h>

#include "queries.h"

namespace schemac::run {
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
  reading.types = text("types");
  reading.settings = text("settings");
  reading.snapshot = text("snapshot");
  reading.note_change = text("note_change");
  const std::string busy = text("busy");
  if (text("standby") == "t") reading.unknowable = "only its primary knows what changed";
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
    object.triggers = row[7].value_or("");
    object.written_through = numbers_in<std::int64_t>(row[8].value_or(""));
    object.doubt = row[9].value_or("");
    objects[{std::stoll(*row[0]), *row[1] == "t"}] = std::move(object);
  }
  return objects;
}

namespace {

void read_log(pg::Session& session, const std::vector<std::uint64_t>& transactions,
              StalenessReading& reading) {
  for (const auto& row : session.query(queries::tracked_changes, {array_of(transactions)}).rows) {
    LoggedChanges& changes = reading.log[std::stoll(*row[0])];
    changes.newest = std::stoull(*row[1]);
    changes.found = numbers_in<std::uint64_t>(row[2].value_or(""));
  }
}

}  // namespace

bool TransactionSnapshot::sees(std::uint64_t transaction) const {
  if (transaction < xmin) return true;
  return transaction < xmax && std::find(running.begin(), running.end(), transaction) == running.end();
}

std::optional<TransactionSnapshot> parse_transaction_snapshot(const std::string& text) {
  const std::size_t first = text.find(':');
  const std::size_t second = first == std::string::npos ? first : text.find(':', first + 1);
  if (second == std::string::npos) return std::nullopt;
  const std::string_view view = text;
  const std::vector<std::uint64_t> bounds = numbers_in<std::uint64_t>(view.substr(0, second));
  if (bounds.size() != 2) return std::nullopt;
  return TransactionSnapshot{bounds[0], bounds[1], numbers_in<std::uint64_t>(view.substr(second + 1))};
}

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
  // A verdict is of the moment at which activity is read: what commits after it is not its business. A
  // recorded snapshot must be no younger than what is read beside it.
  if (scope.verdict) read_server(session, scope, reading);
  if (!reading.unknowable.empty()) return reading;
  reading.objects = read_objects(session, relations, functions);
  const bool any_tracked = std::any_of(reading.objects.begin(), reading.objects.end(),
                                       [](const auto& entry) { return entry.second.tracked(); });
  if (any_tracked && graph.has_log) read_log(session, scope.transactions, reading);
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
      // Whoever else refreshed or altered it since left another row version than the one recorded.
      const ViewNode& other = graph.views[source->second];
      if (!other.made.empty() && other.made == object.shape) entry["shape"] = "contents " + other.content;
    } else if (object.tracked()) {
      entry["triggers"] = object.triggers;
      tracked = true;
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
                         {"settings", reading.settings},
                         {"reads", std::move(reads)}};
  if (counted) json["reset"] = reading.reset;
  if (tracked) {
    const auto sentinel = reading.log.find(0);
    json["log"] = {{"snapshot", reading.snapshot},
                   {"function", reading.note_change},
                   {"sentinel", sentinel == reading.log.end() ? 0 : sentinel->second.newest}};
  }
  return json;
}

}  // namespace schemac::run
