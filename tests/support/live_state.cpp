#include "support/live_state.h"

#include "diff/diff.h"
#include "pg/introspect.h"
#include "support/plan_run.h"

namespace schemac::test {
namespace {

std::string differences(const Catalog& have, const Catalog& want) {
  std::string text;
  for (const Change& change : diff(have, want)) {
    text += "still different: " + change.id.text() + "\n";
    for (const Difference& d : change.differences)
      text += "  " + d.text() + ": " + d.from + " | " + d.to + "\n";
  }
  return text;
}

std::string stale_views(pg::Session& session, const Catalog& before, const Catalog& now) {
  std::string text;
  for (const auto& [id, object] : now.objects) {
    const auto* view = body_as<View>(object);
    if (id.kind != Kind::materialized_view || !view->with_data) continue;
    const Object* was = before.find(id);
    const bool changed = was == nullptr || !(was->body == object.body);
    if (changed && !holds_its_query(session, object)) text += "stale: " + id.text() + "\n";
  }
  return text;
}

}  // namespace

LiveState::LiveState(const std::string& sql) {
  auto session = database.connect();
  session->execute("SET search_path = public");
  if (!sql.empty()) session->execute(sql);
  read();
}

void LiveState::read() { catalog = pg::introspect(database.session(), {{}, true}); }

std::string LiveState::dump() const { return normal_dump(database.url()); }

Outcome lead(LiveState& state, const Goal& goal, PlanOptions options) {
  options.target_server_major = state.catalog.server_version_num / 10000;
  Outcome outcome;
  outcome.plan = plan(state.catalog, goal.catalog, options);
  std::string& trouble = outcome.trouble;
  try {
    const auto rows = row_digests(state.database.session(), state.catalog, goal.catalog, options.diff);
    run_plan(*state.database.connect(), outcome.plan);
    const Catalog before = state.catalog;
    state.read();
    trouble += differences(state.catalog, goal.catalog);
    if (goal.dump) trouble += text_difference(state.dump(), *goal.dump);
    trouble += stale_views(state.database.session(), before, state.catalog);
    for (const auto& [what, digest] : rows) {
      const std::string now = row_digest(state.database.session(), what);
      if (now != digest) trouble += "rows changed: " + what.table + " " + digest + " | " + now + "\n";
    }
  } catch (const pg::DatabaseError& error) {
    outcome.sql_state = error.facts().sqlstate;
    trouble += error.facts().message + " " + error.facts().detail + "\nin: " + error.facts().statement + "\n";
  }
  for (const std::string& note : outcome.plan.notes) {
    if (note.starts_with("No order")) trouble += note + "\n";
  }
  if (!trouble.empty()) trouble += "plan:\n" + plan_text(outcome.plan);
  return outcome;
}

std::string plan_text(const Plan& plan) {
  std::string text;
  for (const Step& step : plan.steps) {
    text += "-- " + step.title + "  [lock: " + std::string(lock_name(step.lock));
    if (step.lock != Lock::none) text += step.brief ? ", brief" : ", long";
    if (!step.transactional) text += ", no transaction";
    if (step.commit_after) text += ", commit";
    text += "]\n" + step.sql + ";\n\n";
  }
  return text;
}

}  // namespace schemac::test
