#include "refresh/tracking.h"

#include <fmt/format.h>

#include "ledger/ledger.h"
#include "refresh/queries.h"
#include "refresh/staleness_reading.h"

namespace schemac {
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

void limit_waiting(pg::Session& session, const std::string& lock_timeout) {
  session.query("SELECT pg_catalog.set_config('lock_timeout', $1, true)",
                {lock_timeout.empty() ? "0" : lock_timeout});
}

// A new sequence each time: an altered one is of no use, and a restored dump may contain one for another
// table with the same oid.
std::string create_counter(pg::Session& session, const std::string& oid) {
  std::string sequence = fmt::format("schemac.writes_{}_{}", oid,
                                     session.query("SELECT pg_catalog.pg_current_xact_id()").value());
  session.execute(fmt::format("CREATE SEQUENCE {0}; GRANT USAGE ON SEQUENCE {0} TO PUBLIC", sequence));
  return sequence;
}

void set_trigger(pg::Session& session, const std::string& oid, const std::string& table, bool needed,
                 const std::string& lock_timeout) {
  pg::Transaction transaction(session);
  limit_waiting(session, lock_timeout);
  session.execute(fmt::format("DROP TRIGGER IF EXISTS {} ON {}", trigger, table));
  if (needed) {
    session.execute(fmt::format(
        "CREATE TRIGGER {0} BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {1} FOR EACH STATEMENT "
        "WHEN (pg_catalog.nextval('{2}'::pg_catalog.regclass) IS NULL) "
        "EXECUTE FUNCTION schemac.count_write();"
        "ALTER TABLE {1} ENABLE ALWAYS TRIGGER {0}",
        trigger, table, create_counter(session, oid)));
  }
  transaction.commit();
}

pg::Result wanted_views(Environment& environment, pg::Session& session,
                        const std::optional<std::vector<ObjectId>>& wanted) {
  if (!wanted) return session.query("SELECT view FROM schemac.tracked_view");
  std::vector<std::string> names;
  for (const ObjectId& id : *wanted) names.push_back(qualified_name(id));
  return session.query(queries::tracking_views, {environment.project.name, array_literal(names)});
}

void set_triggers(Environment& environment, pg::Session& session, const std::string& relations,
                  const std::string& lock_timeout) {
  const WriteCounters counters = read_write_counters(session);
  for (const auto& row : session.query(queries::tracking_tables, {relations}).rows) {
    const std::string table = qualified_name(*row[1], *row[2]);
    const bool needed = row[3] == "t";
    const auto counter = counters.find(std::stoll(*row[0]));
    if (needed && counter != counters.end() && counter->second.for_all) continue;
    try {
      set_trigger(session, *row[0], table, needed, lock_timeout);
    } catch (const pg::DatabaseError& error) {
      if (error.connection_lost()) throw;
      environment.reporter.message(
          fmt::format("changes of {} are not tracked: {}", table, error.facts().message));
    }
  }
}

void drop_leftovers(Environment& environment, pg::Session& session, const std::string& lock_timeout) {
  for (const auto& row : session.query(queries::tracking_leftovers).rows) {
    try {
      pg::Transaction transaction(session);
      limit_waiting(session, lock_timeout);
      session.execute(*row[0]);
      transaction.commit();
    } catch (const pg::DatabaseError& error) {
      if (error.connection_lost()) throw;
      environment.reporter.explain(fmt::format("{}: {}", *row[0], error.facts().message));
    }
  }
}

}  // namespace

void maintain_tracking(Environment& environment, pg::Session& session, ViewGraph& graph,
                       const std::optional<std::map<ObjectId, RefreshSettings>>& stated,
                       const std::string& lock_timeout) {
  std::optional<std::vector<ObjectId>> wanted;
  if (stated) {
    wanted.emplace();
    for (const auto& [view, settings] : *stated)
      if (settings.track_changes) wanted->push_back(view);
  }
  const bool asked = wanted && !wanted->empty();
  if (!graph.has_tracking && !asked) return;
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
    graph.has_tracking = true;
    set_triggers(environment, session, relations_of(graph, wanted_views(environment, session, wanted)),
                 lock_timeout);
    drop_leftovers(environment, session, lock_timeout);
  } catch (const pg::DatabaseError& error) {
    if (error.connection_lost()) throw;
    environment.reporter.message(
        fmt::format("the triggers that track changes were not updated: {}", error.facts().message));
  }
}

}  // namespace schemac
