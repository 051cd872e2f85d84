// The command views: kind, freshness, last refresh and dependencies of each view.
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "refresh/refresh.h"
#include "refresh/result_text.h"
#include "refresh/source_settings.h"
#include "refresh/staleness.h"

namespace schemac::cli {
namespace {

struct Listing {
  ViewGraph graph;
  std::vector<Staleness> verdicts;
  std::vector<std::vector<std::size_t>> readers;  // direct
};

Listing read_listing(Context& context) {
  Environment& environment = context.environment(Context::ProjectFile::optional);
  const SourceSettings settings = source_settings(environment);
  const std::unique_ptr<pg::Session> session = pg::connect(target_url(environment), pg::Settings::catalog);
  Listing listing;
  listing.graph = read_view_graph(*session, settings.reads);
  listing.verdicts = staleness(*session, listing.graph);
  listing.readers.resize(listing.graph.views.size());
  for (std::size_t i = 0; i < listing.graph.views.size(); ++i) {
    for (const std::size_t other : listing.graph.views[i].reads_views) listing.readers[other].push_back(i);
  }
  return listing;
}

// Rows at the last refresh, else the planner's estimate. An estimate of 0 for a view with a size means that
// the view was never analyzed: nullopt.
std::optional<std::int64_t> rows_of(const ViewNode& view) {
  if (!view.materialized) return std::nullopt;
  if (view.last && view.last->rows) return *view.last->rows;
  if (view.rows == 0 && view.bytes > 0) return std::nullopt;
  return view.rows;
}

nlohmann::json names_json(const ViewGraph& graph, const std::vector<std::size_t>& indices) {
  nlohmann::json names = nlohmann::json::array();
  for (const std::size_t i : indices) names.push_back(qualified_name(graph.views[i].id));
  return names;
}

nlohmann::json views_json(const Listing& listing) {
  nlohmann::json views = nlohmann::json::array();
  for (std::size_t i = 0; i < listing.graph.views.size(); ++i) {
    const ViewNode& view = listing.graph.views[i];
    const LastRefresh last = view.last.value_or(LastRefresh());
    const std::optional<std::int64_t> rows = rows_of(view);
    const auto text = [](const std::string& value) {
      return value.empty() ? nlohmann::json() : nlohmann::json(value);
    };
    views.push_back(
        {{"view", qualified_name(view.id)},
         {"kind", std::string(kind_name(view.id.kind))},
         {"populated", view.populated},
         {"rows", rows ? nlohmann::json(*rows) : nlohmann::json()},
         {"bytes", view.bytes},
         {"last_refresh", text(last.finished)},
         {"duration_ms", last.duration ? nlohmann::json(last.duration->count()) : nlohmann::json()},
         {"how", text(last.how)},
         {"last_outcome", text(last.last_outcome)},
         {"stale", listing.verdicts[i].stale},
         {"reason", listing.verdicts[i].reason},
         {"reads", names_json(listing.graph, view.reads_views)},
         {"read_by", names_json(listing.graph, listing.readers[i])}});
  }
  return {{"views", views}};
}

// https://prometheus.io/docs/instrumenting/exposition_formats/ : label values escape backslash, quote and
// line feed.
std::string label(const std::string& value) {
  std::string out;
  for (const char c : value) {
    if (c == '\\' || c == '"') out += '\\';
    out += c == '\n' ? "\\n" : std::string(1, c);
  }
  return out;
}

std::string views_prometheus(const Listing& listing) {
  std::string out;
  using Value = std::optional<double>;
  const auto metric = [&](const char* name, const char* help, auto value) {
    out += fmt::format("# HELP {0} {1}\n# TYPE {0} gauge\n", name, help);
    for (std::size_t i = 0; i < listing.graph.views.size(); ++i) {
      const ViewNode& view = listing.graph.views[i];
      const Value number = view.materialized ? value(view, listing.verdicts[i]) : Value();
      if (number) out += fmt::format("{}{{view=\"{}\"}} {}\n", name, label(qualified_name(view.id)), *number);
    }
  };
  using View = ViewNode;
  using Verdict = Staleness;
  metric("schemac_view_stale", "1 if the materialized view may be out of date.",
         [](const View&, const Verdict& verdict) { return Value(verdict.stale ? 1 : 0); });
  metric("schemac_view_populated", "1 if the materialized view has been filled.",
         [](const View& view, const Verdict&) { return Value(view.populated ? 1 : 0); });
  metric("schemac_view_rows", "Rows at the last refresh, or the planner's estimate.",
         [](const View& view, const Verdict&) {
           const std::optional<std::int64_t> rows = rows_of(view);
           return rows ? Value(static_cast<double>(*rows)) : Value();
         });
  metric("schemac_view_bytes", "Size on disk.",
         [](const View& view, const Verdict&) { return Value(static_cast<double>(view.bytes)); });
  metric("schemac_view_last_refresh_timestamp_seconds", "End of the last successful refresh.",
         [](const View& view, const Verdict&) {
           return view.last && view.last->finished_epoch > 0 ? Value(view.last->finished_epoch) : Value();
         });
  metric("schemac_view_refresh_duration_seconds", "Duration of the last successful refresh.",
         [](const View& view, const Verdict&) {
           return view.last && view.last->duration
                      ? Value(static_cast<double>(view.last->duration->count()) / 1000.0)
                      : Value();
         });
  metric("schemac_view_last_refresh_failed", "1 if the last attempt to refresh the view did not succeed.",
         [](const View& view, const Verdict&) {
           return view.last ? Value(view.last->last_outcome == "done" ? 0 : 1) : Value();
         });
  return out;
}

std::string names_text(const ViewGraph& graph, const std::vector<std::size_t>& indices) {
  std::string text;
  for (const std::size_t i : indices) text += (text.empty() ? "" : ", ") + qualified_name(graph.views[i].id);
  return text;
}

std::string contents_text(const ViewNode& view) {
  if (!view.materialized) return {};
  const std::optional<std::int64_t> rows = rows_of(view);
  std::string out = view.populated ? fmt::format("    {}, {} kB\n", rows ? rows_text(*rows) : "rows unknown",
                                                 view.bytes / 1024)
                                   : std::string("    not populated\n");
  if (!view.last) return out;
  const LastRefresh& last = *view.last;
  if (!last.finished.empty()) {
    out += fmt::format("    last refresh {}{}, {}\n", last.finished,
                       last.duration ? " in " + duration_text(*last.duration) : "", last.how);
  }
  if (last.last_outcome != "done") out += fmt::format("    last attempt {}\n", last.last_outcome);
  return out;
}

std::string views_text(const Listing& listing) {
  std::string out;
  for (std::size_t i = 0; i < listing.graph.views.size(); ++i) {
    const ViewNode& view = listing.graph.views[i];
    const Staleness& verdict = listing.verdicts[i];
    out += fmt::format("{}  ({})\n{}    {}{}{}\n", qualified_name(view.id),
                       view.materialized ? "materialized view" : "view", contents_text(view),
                       verdict.stale ? "stale" : "fresh", verdict.reason.empty() ? "" : ": ", verdict.reason);
    if (!view.reads_views.empty()) out += "    reads " + names_text(listing.graph, view.reads_views) + "\n";
    if (!listing.readers[i].empty())
      out += "    read by " + names_text(listing.graph, listing.readers[i]) + "\n";
  }
  return out.empty() ? "no views\n" : out;
}

int list_views(Context& context) {
  const std::string& format = context.options.format;
  if (format != "text" && format != "json" && format != "prometheus") {
    throw UserError(fmt::format("views has no format {}", format), "text, json or prometheus", exit_usage);
  }
  const Listing listing = read_listing(context);
  if (format == "json") {
    context.print_json(views_json(listing));
  } else {
    context.print(format == "prometheus" ? views_prometheus(listing) : views_text(listing));
  }
  return exit_ok;
}

}  // namespace

void add_views(CommandLine& line) {
  line.on(line.add("views", "List the views: fresh or stale and why, last refresh, what they read"),
          list_views);
}

}  // namespace schemac::cli
