#include "scratch/object_facts.h"

#include <set>

#include "catalog/lookup_rows.h"
#include "ledger/ledger.h"
#include "scratch/queries.h"

namespace schemac {

std::map<ObjectId, ObjectFacts> read_object_facts(pg::Session& session) {
  std::map<ObjectId, ObjectFacts> facts;
  const pg::Result result = session.query(queries::object_facts);
  for (const auto& row : result.rows) {
    const std::string& kind = *row[0];
    ObjectId id;
    id.kind = kind == "m" ? Kind::materialized_view : kind == "i" ? Kind::index : Kind::table;
    id.namespace_ = *row[1];
    id.relation = row[2].value_or("");
    id.name = *row[3];
    facts[id] = {std::stoll(*row[4]), std::stoll(*row[5]), std::chrono::milliseconds{0}};
  }
  if (!session.query("SELECT to_regclass('schemac.refresh')").rows.front().front()) return facts;
  for (const auto& row : session.query(queries::last_builds).rows) {
    const std::optional<ObjectId> id = parse_object_id("materialized_view " + *row[0]);
    if (id && row[1]) facts[*id].last_build = std::chrono::milliseconds{std::stoll(*row[1])};
  }
  return facts;
}

std::vector<ObjectId> unmanaged_objects(Environment& environment, pg::Session& session,
                                        const Catalog& catalog) {
  std::set<std::string> managed;
  Ledger ledger(session, environment.project.name);
  if (ledger.exists()) {
    for (std::string& id : ledger.objects()) managed.insert(std::move(id));
  }
  std::vector<ObjectId> unmanaged;
  for (const auto& [id, object] : catalog.objects) {
    if (is_lookup_rows(id)) continue;  // read only because sources define them
    if (!managed.contains(id.text())) unmanaged.push_back(id);
  }
  return unmanaged;
}

}  // namespace schemac
