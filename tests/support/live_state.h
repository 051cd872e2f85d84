// A database that holds a state, and a plan that leads it to another: run, and then proved by what a plan
// promises. The catalog equals the goal's, pg_dump says the same, rows of columns that stay are alive,
// materialized views hold what their queries give, and no order was found by luck.
#pragma once
#include <map>
#include <optional>
#include <string>

#include "catalog/catalog.h"
#include "plan/plan.h"
#include "support/server.h"

namespace schemac::test {

struct LiveState {
  TestDatabase database;
  Catalog catalog;
  // Run as one script, with search_path public. Throws DatabaseError.
  explicit LiveState(const std::string& sql);
  void read();
  std::string dump() const;  // see normal_dump
};

struct Goal {
  const Catalog& catalog;
  std::optional<std::string> dump;  // absent: not compared
};

struct Outcome {
  std::string trouble;    // empty: the goal is reached
  std::string sql_state;  // of the step that failed, if one did
  Plan plan;
};

// The plan is made for the server that the state lives on.
Outcome lead(LiveState& state, const Goal& goal, PlanOptions options);

// Steps as golden files and failures show them.
std::string plan_text(const Plan& plan);

}  // namespace schemac::test
