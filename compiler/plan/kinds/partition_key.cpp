// Keys and indexes of existing partitioned tables. The database may have partitions that the plan does not
// know (created by a job), so they are not created ONLY on the table: those partitions would then lack them,
// and the parent's index would stay invalid. Those of the plan's own partitions are built before, online if
// requested; the statement on the parent attaches them and builds the missing ones.
#include <algorithm>

#include "catalog/ddl.h"
#include "catalog/in_words.h"
#include "catalog/parent_key.h"
#include "plan/hazard.h"
#include "plan/kinds/key.h"
#include "plan/kinds/table.h"
#include "plan/needs.h"
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

bool covers_partitions(const PlanDraft& draft, const Object& key) {
  return covers_partitions(draft.context, draft.chosen, key);
}

bool attached_by_parent(const PlanDraft& draft, const Object& key) {
  const ObjectId* above = key_above(draft.context.new_graph, key);
  const Object* table = draft.new_parent(key.id);
  return above != nullptr && table != nullptr && !attaches_later(draft, *table) &&
         covers_partitions(draft, *draft.context.new_object(*above));
}

// The server created it with the parent's key, or when its table was attached; only the name must be set.
void name_key_from_parent(PlanDraft& draft, const Object& key) {
  const auto& body = *body_as<Constraint>(key);
  const Object* table = draft.new_parent(key.id);
  Object named = key;
  std::vector<std::string> statements = create_statements(named);
  const std::string name = take_name_statement(key.id, body);
  if (statements.empty() || statements.front() != name) statements.insert(statements.begin(), name);
  Action action = make_action(key.id, "name " + in_words(key.id), std::move(statements), Phase::change);
  needs_of(draft, action, key.id);
  if (const ObjectId* above = key_above(draft.context.new_graph, key)) action.needs.push_back({*above});
  if (table != nullptr && attaches_later(draft, *table)) action.needs.push_back({table->id, Facet::attached});
  take_names(action, key);
  action.makes.push_back({key.id});
  action.makes.push_back({key.id, Facet::attached});
  action.step.lock = Lock::access_exclusive;
  draft.add(std::move(action));
}

void cover_partitions(const PlanDraft& draft, Action& action, const Object& key) {
  const ObjectId& id = key.id;
  const ObjectId& table = draft.new_parent(id)->id;
  action.statements.front() = without_only(action.statements.front());
  if (const auto attached = draft.trees.new_attached.find(qualified_name(id.namespace_, id.name));
      attached != draft.trees.new_attached.end()) {
    for (const ObjectId& child : attached->second) {
      const Object& below = *draft.context.new_object(child);
      if (!attached_by_parent(draft, below) || comes_from_parent(below)) continue;
      action.needs.push_back({child});
      action.makes.push_back({child, Facet::attached});
      // The server uses every equal index: those to be dropped are dropped by then.
      leave_before_attaching(draft, action, draft.new_parent(child)->id);
    }
  }
  // Partitions that are detached or attached later must not get one.
  if (const auto partitions = draft.trees.old_partitions.find(qualified_name(table));
      partitions != draft.trees.old_partitions.end()) {
    for (const ObjectId& partition : partitions->second) {
      if (detaches(draft, partition)) action.needs.push_back({partition, Facet::detached});
      if (draft.stays(partition)) continue;
      for (Claim& name : occupied_names(*draft.context.old_object(partition)))
        action.takes.push_back(std::move(name));
    }
  }
  action.step.brief = false;
  action.step.lock = id.kind == Kind::index ? Lock::share : Lock::access_exclusive;
  action.step.hazards.push_back(hazard::unknown_partitions_index(id, table));
}

bool waits_for_equal(const PlanDraft& draft, const Object& key) {
  const Object* equal = equal_attached(draft.context.to, key);
  const Object* table = draft.new_parent(key.id);
  return equal != nullptr && table != nullptr &&
         (attaches_later(draft, *table) || attached_by_parent(draft, *equal));
}

void follow_equal(const PlanDraft& draft, Action& action, const Object& key) {
  if (!waits_for_equal(draft, key)) return;
  const ObjectId& table = draft.new_parent(key.id)->id;
  action.needs.push_back({table, Facet::attached});
  if (const ObjectId* above = key_above(draft.context.new_graph, *equal_attached(draft.context.to, key)))
    action.needs.push_back({*above});
}

}  // namespace schemac
