#include "run/refresh/tracking.h"

#include <fmt/format.h>

#include "queries.h"
#include "run/ledger.h"
#include "run/refresh/staleness.h"

namespace schemac::run {
namespace {

const char* const trigger = "schemac_note_change";

// The relations behind the named views, up to materialized views.
std::string relations_of(const ViewGraph& graph, const pg::Result& views) {
  std::set<std::int64_t> relations;
  for (const auto& row : views.rows) {
    const std::optional<std::size_t> view = graph.find(*row[0]);
    if (!view) continue;
    relations.insert(graph.views[*view].reads_relations.begin(), graph.views[*view].reads_relations.end());
  }
  return fmt::format("{{{}}}", fmt::join(relations, ","));
}

void set_trigger(pg::Session& session, const std::string& table, bool needed,
                 const std::string& lock_timeout) {
  pg::Transaction transaction(session);
  session.query("SELECT pg_catalog.set_config('lock_timeout', $1, true)",
                {lock_timeout.empty() ? "0" : lock_timeout});
  session.execute(fmt::format("DROP TRIGGER IF EXISTS {} ON {}", trigger, table));
  if (needed) {
    session.execute(
        fmt::format("CREATE TRIGGER {0} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {1} "
                    "FOR EACH STATEMENT EXECUTE FUNCTION schemac.note_change();"
                    "ALTER TABLE {1} ENABLE ALWAYS TRIGGER {0}",
                    trigger, table));
  }
  transaction.commit();
}

}  // namespace

void maintain_tracking(Environment& environment, pg::Session& session, ViewGraph& graph,
                       const std::optional<std::set<ObjectId>>& wanted, const std::string& lock_timeout) {
  const bool asked = wanted && !wanted->empty();
  if (!graph.has_log && !asked) return;
  if (!graph.has_ledger) {
    environment.reporter.message(
        "changes are not tracked: the database has no ledger that this role can read");
    return;
  }
  try {
    {
      pg::Transaction transaction(session);
      session.execute(queries::tracking_create);
      transaction.commit();
    }
    graph.has_log = true;
    pg::Result views;
    if (wanted) {
      std::vector<std::string> names;
      for (const ObjectId& id : *wanted) names.push_back(qualified_name(id));
      views = session.query(queries::tracking_views, {environment.project.name, array_literal(names)});
    } else {
      views = session.query("SELECT view FROM schemac.tracked_view");
    }
    for (const auto& row : session.query(queries::tracking_tables, {relations_of(graph, views)}).rows) {
      const std::string table = qualified_name(*row[0], *row[1]);
      try {
        set_trigger(session, table, row[2] == "t", lock_timeout);
      } catch (const pg::DatabaseError& error) {
        if (error.connection_lost()) throw;
        environment.reporter.message(
            fmt::format("changes of {} are not tracked: {}", table, error.facts().message));
      }
    }
    if (const std::uint64_t oldest = oldest_needed_transaction(graph); oldest > 0) {
      session.query(queries::tracking_prune, {std::to_string(oldest)});
    }
  } catch (const pg::DatabaseError& error) {
    if (error.connection_lost()) throw;
    environment.reporter.message(fmt::format("changes are not tracked: {}", error.facts().message));
  }
}

}  // namespace schemac::run
