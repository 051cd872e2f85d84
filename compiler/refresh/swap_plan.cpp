#include "refresh/swap_plan.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/topological.h"
#include "catalog/ddl.h"
#include "catalog/dependency.h"
#include "catalog/in_words.h"
#include "pg/introspect.h"
#include "plan/swap_script.h"
#include "refresh/queries.h"
#include "refresh/run.h"

namespace schemac {
namespace {

// Connected views: those that are rebuilt, and the plain views that are replaced to read the new ones.
struct Group {
  std::set<ObjectId> rebuilt, replaced;
};

struct PlannedUnit {
  SwapParts parts;
  std::vector<std::string> dry_run;  // builds all views, including the replaced ones
  std::vector<std::int64_t> dropped;
};

struct PlannedSwaps {
  std::vector<PlannedUnit> units;
  std::vector<std::pair<std::size_t, std::string>> in_place;
};

class SwapPlanner {
 public:
  SwapPlanner(const ViewGraph& graph, const Catalog& catalog, std::map<std::int64_t, std::string> definitions)
      : graph_(graph), catalog_(catalog), dependencies_(catalog), definitions_(std::move(definitions)) {
    for (std::size_t i = 0; i < graph.views.size(); ++i) place_[graph.views[i].id] = i;
  }

  PlannedSwaps plan(const std::set<std::size_t>& wanted) {
    PlannedSwaps result;
    std::set<std::size_t> seeds = wanted;
    for (const std::size_t view : wanted) {
      const std::string reason = why_not(graph_.views[view].id);
      if (reason.empty()) continue;
      result.in_place.emplace_back(view, reason);
      seeds.erase(view);
    }
    Group all;
    std::set<ObjectId> seen;
    for (const std::size_t view : seeds) add_holders(graph_.views[view].id, seen, all.rebuilt);
    for (const ObjectId& id : all.rebuilt) add_plain_readers(id, all.replaced);
    rebuild_what_fills(dependencies_, all.rebuilt, all.replaced);
    for (const Group& group : apart(all)) result.units.push_back(planned(group));
    return result;
  }

 private:
  // The materialized views that depend on it by identity, including itself.
  void add_holders(const ObjectId& id, std::set<ObjectId>& seen, std::set<ObjectId>& found) const {
    std::vector<ObjectId> open = {id};
    while (!open.empty()) {
      const ObjectId next = std::move(open.back());
      open.pop_back();
      if (!seen.insert(next).second) continue;
      if (next.kind == Kind::materialized_view) found.insert(next);
      for (const Dependent& reader : dependencies_.on(next))
        if (reader.id.kind == Kind::view || reader.id.kind == Kind::materialized_view)
          open.push_back(reader.id);
    }
  }

  void add_plain_readers(const ObjectId& of, std::set<ObjectId>& found) const {
    for (const Dependent& reader : dependencies_.on(of)) {
      if (reader.id.kind == Kind::view && found.insert(reader.id).second) add_plain_readers(reader.id, found);
    }
  }

  // The object that depends on the view, or on one that would be swapped with it, and is not a view; empty if
  // there is none.
  std::string why_not(const ObjectId& id) {
    const auto known = why_not_.find(id);
    if (known != why_not_.end()) return known->second;
    why_not_[id] = {};
    std::string reason;
    if (catalog_.find(id) == nullptr) reason = "its definition cannot be read completely";
    for (const Dependent& dependent : dependencies_.on(id)) {
      if (!reason.empty()) break;
      if (dependent.edge.type == DependencyType::soft) continue;
      const Kind kind = dependent.id.kind;
      if (kind == Kind::materialized_view) {
        reason = why_not(dependent.id);
      } else if (kind == Kind::view) {
        // A plain view that is only replaced keeps its identity and its dependents.
        if (fills_something(dependent.id)) reason = why_not(dependent.id);
      } else if (kind != Kind::index || id.kind != Kind::materialized_view) {
        reason = fmt::format("{} depends on {}", in_words(dependent.id), qualified_name(id));
      }
    }
    return why_not_[id] = reason;
  }

  bool fills_something(const ObjectId& plain) const {
    const auto& readers = dependencies_.on(plain);
    return std::any_of(readers.begin(), readers.end(), [&](const Dependent& reader) {
      return reader.id.kind == Kind::materialized_view ||
             (reader.id.kind == Kind::view && fills_something(reader.id));
    });
  }

  // The connected parts.
  std::vector<Group> apart(const Group& all) const {
    std::vector<Group> groups;
    std::set<ObjectId> seen;
    const auto ours = [&](const ObjectId& id) {
      return all.rebuilt.contains(id) || all.replaced.contains(id);
    };
    for (const ObjectId& start : all.rebuilt) {
      if (!seen.insert(start).second) continue;
      Group& group = groups.emplace_back();
      std::vector<ObjectId> open = {start};
      while (!open.empty()) {
        const ObjectId id = open.back();
        open.pop_back();
        (all.rebuilt.contains(id) ? group.rebuilt : group.replaced).insert(id);
        const auto reach = [&](const ObjectId& next) {
          if (ours(next) && seen.insert(next).second) open.push_back(next);
        };
        for (const Dependency& edge : dependencies_.of(id)) reach(edge.on);
        for (const Dependent& reader : dependencies_.on(id)) reach(reader.id);
      }
    }
    return groups;
  }

  PlannedUnit planned(const Group& group) const {
    const SwapScript sql(catalog_, catalog_, dependencies_, group.rebuilt, group.replaced, true);
    PlannedUnit result{parts(sql, group), {}, {}};
    const auto add = [&](const ObjectId& id) {
      for (std::string& statement : sql.build(id)) result.dry_run.push_back(std::move(statement));
    };
    for (const ObjectId& id : sql.rebuilt()) {
      add(id);
      result.dropped.push_back(oid_of(id));
    }
    for (const ObjectId& id : sql.replaced()) add(id);
    return result;
  }

  SwapParts parts(const SwapScript& sql, const Group& group) const {
    SwapParts result;
    std::map<ObjectId, std::size_t> plain_place;
    for (const ObjectId& id : sql.rebuilt()) {
      if (id.kind != Kind::view) continue;
      plain_place[id] = result.plain_views.size();
      result.plain_views.push_back(beside(sql, id));
    }
    for (const ObjectId& id : sql.rebuilt()) {
      if (id.kind != Kind::materialized_view) continue;
      SwapParts::Member& member = result.members[place_.at(id)];
      member.beside = beside(sql, id);
      std::set<ObjectId> behind;
      add_plain_views_behind(id, group, behind);
      for (const ObjectId& plain : behind) member.plain_views.push_back(plain_place.at(plain));
      std::sort(member.plain_views.begin(), member.plain_views.end());
    }
    result.swap_in = sql.swap_in();
    for (const ObjectId& id : sql.rebuilt())
      result.swap_in.push_back(comment_statement(*catalog_.find(id), catalog_.find(id)->comment));
    for (const ObjectId& id : sql.replaced()) result.replaced.push_back(oid_of(id));
    std::vector<ObjectId> readers_first(sql.rebuilt().rbegin(), sql.rebuilt().rend());
    readers_first.insert(readers_first.begin(), sql.replaced().rbegin(), sql.replaced().rend());
    for (const ObjectId& id : readers_first) {
      // ALTER … OWNER TO the present owner takes the same lock as the swap.
      result.locks.push_back(owner_statement(*catalog_.find(id), graph_.views[place_.at(id)].owner));
      result.definitions[oid_of(id)] = definitions_.at(oid_of(id));
    }
    return result;
  }

  // Only rebuilt ones.
  void add_plain_views_behind(const ObjectId& id, const Group& group, std::set<ObjectId>& found) const {
    for (const Dependency& edge : dependencies_.of(id)) {
      if (edge.on.kind != Kind::view || !group.rebuilt.contains(edge.on) || !found.insert(edge.on).second)
        continue;
      add_plain_views_behind(edge.on, group, found);
    }
  }

  SwapParts::Beside beside(const SwapScript& sql, const ObjectId& id) const {
    SwapParts::Beside result;
    result.old = {id, oid_of(id)};
    result.made.id = SwapScript::beside(id);
    result.statements = sql.build(id);
    result.statements.push_back(comment_statement(with_name(*catalog_.find(id), result.made.id),
                                                  "schemac builds this beside " + qualified_name(id)));
    return result;
  }

  static Object with_name(Object object, const ObjectId& id) {
    object.id = id;
    return object;
  }

  std::int64_t oid_of(const ObjectId& id) const { return graph_.views[place_.at(id)].oid; }

  const ViewGraph& graph_;
  const Catalog& catalog_;
  const DependencyGraph dependencies_;
  const std::map<std::int64_t, std::string> definitions_;
  std::map<ObjectId, std::size_t> place_;
  std::map<ObjectId, std::string> why_not_;
};

std::string oid_array(const std::vector<std::int64_t>& oids) {
  return fmt::format("{{{}}}", fmt::join(oids, ","));
}

// Why the unit cannot be built or the old views cannot be dropped; empty if they can. Builds all of it once,
// without rows, and rolls back: this shows what the catalog does not (a misread query, a name in use, a
// missing privilege).
std::string why_not_built(pg::Session& session, const PlannedUnit& unit, const std::string& lock_timeout) {
  const pg::Transaction taken_back(session);
  try {
    session.query("SELECT pg_catalog.set_config('lock_timeout', $1, true)",
                  {lock_timeout.empty() ? std::string("5s") : lock_timeout});
    for (const std::string& statement : unit.dry_run) session.execute(statement);
    const pg::Result held =
        session.query(queries::swap_held, {oid_array(unit.dropped), oid_array(unit.parts.replaced)});
    return held.rows.empty() ? "" : fmt::format("{} would still depend on the old view", *held.rows[0][0]);
  } catch (const pg::DatabaseError& error) {
    if (error.connection_lost()) throw;
    if (met_a_lock(error)) return {};  // the refresh retries
    return "it cannot be built beside the old view: " + error.facts().message;
  }
}

// A view that reads another one by name must wait until the other is swapped in. For each unit: why it cannot
// wait; empty if it can.
std::vector<std::string> why_not_by_name(const ViewGraph& graph, const std::vector<PlannedUnit>& units) {
  std::vector<std::string> reasons(units.size());
  std::vector<std::size_t> unit_of(graph.views.size(), units.size());
  for (std::size_t i = 0; i < units.size(); ++i)
    for (const auto& [view, member] : units[i].parts.members) unit_of[view] = i;
  for (std::size_t view = 0; view < graph.views.size(); ++view) {
    if (unit_of[view] == units.size()) continue;
    for (const std::size_t other : graph.views[view].reads_by_name) {
      if (unit_of[other] == unit_of[view] && reasons[unit_of[view]].empty())
        reasons[unit_of[view]] =
            fmt::format("{} reads {} in a function body or dynamic SQL, and both would be swapped together",
                        qualified_name(graph.views[view].id), qualified_name(graph.views[other].id));
    }
  }
  // Units that wait for each other: nodes are the views, followed by the units.
  const std::size_t count = graph.views.size();
  std::vector<std::vector<std::size_t>> waits_for(count + units.size());
  for (std::size_t view = 0; view < count; ++view) {
    const std::size_t own = unit_of[view];
    for (const std::size_t other : graph.views[view].waits_for) {
      const std::size_t unit = unit_of[other];
      const bool apart = unit != units.size() && unit != own && reasons[unit].empty();
      waits_for[view].push_back(apart ? count + unit : other);
    }
    if (own != units.size() && reasons[own].empty()) waits_for[count + own].push_back(view);
  }
  const Components components = strong_components(waits_for);
  std::vector<std::size_t> size(components.count, 0);
  for (const std::size_t component : components.component) ++size[component];
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (reasons[i].empty() && size[components.component[count + i]] > 1)
      reasons[i] =
          "a view reads it in a function body or dynamic SQL, and it reads a view that is swapped with that "
          "one";
  }
  return reasons;
}

std::map<std::int64_t, std::string> read_definitions(pg::Session& session, const ViewGraph& graph) {
  std::vector<std::int64_t> oids;
  for (const ViewNode& view : graph.views) oids.push_back(view.oid);
  std::map<std::int64_t, std::string> definitions;
  const pg::Result result = session.query(queries::swap_definitions, {oid_array(oids)});
  for (const auto& row : result.rows) definitions[std::stoll(*row[0])] = row[1].value_or("");
  return definitions;
}

}  // namespace

std::set<std::size_t> SwapPlan::views() const {
  std::set<std::size_t> views;
  for (const auto& unit : units) {
    for (const std::size_t view : unit->views()) views.insert(view);
  }
  return views;
}

std::map<std::size_t, std::size_t> SwapPlan::unit_of() const {
  std::map<std::size_t, std::size_t> unit;
  for (std::size_t i = 0; i < units.size(); ++i)
    for (const std::size_t view : units[i]->views()) unit[view] = i;
  return unit;
}

SwapPlan plan_swaps(pg::Session& session, const ViewGraph& graph, const std::set<std::size_t>& chosen,
                    const RefreshOptions& options, const SourceSettings& settings) {
  std::set<std::size_t> wanted;
  for (const std::size_t i : chosen) {
    // An unpopulated view has no readers.
    if (graph.views[i].populated && !refreshes_concurrently(graph.views[i], options, settings))
      wanted.insert(i);
  }
  if (wanted.empty()) return {};
  // Read before the catalog, so that the swap notices changes in between.
  std::map<std::int64_t, std::string> definitions = read_definitions(session, graph);
  pg::IntrospectOptions everything;
  everything.all_attributes = true;
  Catalog catalog = pg::introspect(session, everything);
  // The new views are filled by REFRESH, which runs the query as the view's owner, not as the current role.
  for (const ViewNode& view : graph.views) {
    if (Object* object = catalog.find(view.id)) std::get<View>(object->body).with_data = false;
  }
  PlannedSwaps planned = SwapPlanner(graph, catalog, std::move(definitions)).plan(wanted);
  SwapPlan plan{{}, std::move(planned.in_place)};
  const std::vector<std::string> name_reasons = why_not_by_name(graph, planned.units);
  for (std::size_t i = 0; i < planned.units.size(); ++i) {
    PlannedUnit& unit = planned.units[i];
    std::string reason = name_reasons[i];
    if (reason.empty() && !options.dry_run) reason = why_not_built(session, unit, options.lock_timeout);
    if (reason.empty()) {
      plan.units.push_back(std::make_unique<SwapUnit>(std::move(unit.parts)));
      continue;
    }
    for (const auto& [view, member] : unit.parts.members) {
      if (wanted.contains(view)) plan.in_place.emplace_back(view, reason);
    }
  }
  return plan;
}

}  // namespace schemac
