// Keys and indexes of existing partitioned tables. The database may have partitions that the plan does not
// know (created by a job), so they are not created ONLY on the table: those partitions would then lack them,
// and the parent's index would stay invalid. Those of the plan's own partitions are built before, online if
// requested; the statement on the parent attaches them and builds the missing ones.
#include <algorithm>

#include "catalog/ddl.h"
#include "catalog/parent_key.h"
#include "plan/build.h"
#include "plan/hazard.h"
#include "plan/partition_rules.h"
#include "sqltext/sql_tokens.h"

namespace schemac {
namespace {

// "CREATE INDEX i ON ONLY t …", "ALTER TABLE ONLY t …" without the word.
std::string without_only(const std::string& statement) {
  std::vector<PrintedToken> tokens = tokenize_sql(statement);
  for (std::size_t at = 1; at < tokens.size(); ++at) {
    if (tokens[at].text != "ONLY" || (tokens[at - 1].text != "ON" && tokens[at - 1].text != "TABLE"))
      continue;
    tokens.erase(tokens.begin() + static_cast<std::ptrdiff_t>(at));
    break;
  }
  return join_tokens(tokens);
}

}  // namespace

bool ActionBuilder::covers_partitions(const Object& key) const {
  return schemac::covers_partitions(s_, chosen_, key);
}

bool ActionBuilder::attached_by_parent(const Object& key) const {
  const ObjectId* above = key_above(s_.new_graph, key);
  const Object* table = new_parent(key.id);
  return above != nullptr && table != nullptr && !attaches_later(*table) &&
         covers_partitions(*s_.new_object(*above));
}

bool comes_from_parent(const Object& key) {
  const auto* constraint = body_as<Constraint>(key);
  return constraint != nullptr && made_with_parent(*constraint);
}

// The server created it with the parent's key, or when its table was attached; only the name must be set.
void ActionBuilder::name_key_from_parent(const Object& key) {
  const auto& body = *body_as<Constraint>(key);
  const Object* table = new_parent(key.id);
  Object named = key;
  std::vector<std::string> statements = create_statements(named);
  const std::string name = take_name_statement(key.id, body);
  if (statements.empty() || statements.front() != name) statements.insert(statements.begin(), name);
  Action action = make(key.id, "name " + key.id.text(), std::move(statements), Phase::change);
  needs_of(action, key.id);
  if (const ObjectId* above = key_above(s_.new_graph, key)) action.needs.push_back({*above, {}});
  if (table != nullptr && attaches_later(*table)) action.needs.push_back({table->id, "@attached"});
  take_names(action, key);
  action.makes.push_back({key.id, {}});
  action.makes.push_back({key.id, "@attached"});
  action.step.lock = Lock::access_exclusive;
  add(std::move(action));
}

void ActionBuilder::cover_partitions(Action& action, const Object& key) const {
  const ObjectId& id = key.id;
  const ObjectId& table = new_parent(id)->id;
  action.statements.front() = without_only(action.statements.front());
  if (const auto attached = new_attached_.find(qualified_name(id.namespace_, id.name));
      attached != new_attached_.end()) {
    for (const ObjectId& child : attached->second) {
      const Object& below = *s_.new_object(child);
      if (!attached_by_parent(below) || comes_from_parent(below)) continue;
      action.needs.push_back({child, {}});
      action.makes.push_back({child, "@attached"});
      // The server uses every equal index: those to be dropped are dropped by then.
      leave_before_attaching(action, new_parent(child)->id);
    }
  }
  // Partitions that are detached or attached later must not get one.
  if (const auto partitions = old_partitions_.find(qualified_name(table));
      partitions != old_partitions_.end()) {
    for (const ObjectId& partition : partitions->second) {
      if (detaches(partition)) action.needs.push_back({partition, "@detached"});
      if (stays(partition)) continue;
      for (std::string& name : occupied_names(*s_.old_object(partition)))
        action.takes.push_back(std::move(name));
    }
  }
  action.step.brief = false;
  action.step.lock = id.kind == Kind::index ? Lock::share : Lock::access_exclusive;
  action.step.hazards.push_back(hazard::unknown_partitions_index(id, table));
}

bool ActionBuilder::waits_for_equal(const Object& key) const {
  const Object* equal = equal_attached(s_.to, key);
  const Object* table = new_parent(key.id);
  return equal != nullptr && table != nullptr && (attaches_later(*table) || attached_by_parent(*equal));
}

void ActionBuilder::follow_equal(Action& action, const Object& key) const {
  if (!waits_for_equal(key)) return;
  const ObjectId& table = new_parent(key.id)->id;
  action.needs.push_back({table, "@attached"});
  if (const ObjectId* above = key_above(s_.new_graph, *equal_attached(s_.to, key)))
    action.needs.push_back({*above, {}});
}

}  // namespace schemac
