// Two catalogs -> ordered steps that lead from the first to the second. A plan is data: apply makes no
// chosen.
//
// Method: every object of both catalogs that must be dropped, created, replaced or altered is a node; edges
// come from the dependencies of both catalogs (a created object needs its dependencies in `to`; an object is
// dropped before its dependencies in `from`; a name must be free before it is used). An object that depends
// on a dropped object, or on a column that is dropped or whose type changes, is dropped before and recreated
// after, with everything attached to it; an object that reads no changed column is unchanged. Topological
// order, ties by kind and name. Never CASCADE.
#pragma once
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "diff/diff.h"

namespace schemac {

struct Hazard {
  std::string code;  // "data-loss", "table-rewrite", "long-lock", "validation-scan", "blocking-index-build",
                     // "failing-cast", "dependents-rebuilt", "matview-empty", "privileges-lost",
                     // "non-transactional", "volatile-default", "failing-constraint" (rows that break what is
                     // added); hazard.h has them all
  std::string message;  // one sentence
  ObjectId object;
  std::string advice;        // how to avoid it
  bool destructive = false;  // loses data: `diff` then needs --allow
  friend bool operator==(const Hazard&, const Hazard&) = default;
};

enum class Lock {
  none,
  access_share,
  row_exclusive,
  share_update_exclusive,
  share,
  share_row_exclusive,
  exclusive,
  access_exclusive
};
std::string_view lock_name(Lock lock);  // "ACCESS EXCLUSIVE"

// An object that a step creates in place of an old one, or whose columns it adds again. Attachments that the
// old one has on a target and that the plan's start state does not contain (grants, an owner, an index
// created by hand) are unknown here: apply carries them over (apply/carry_over.h).
struct Recreated {
  ObjectId object;
  // What the plan itself changes and apply must not carry over: attributes ("privileges"), and ids of
  // attached objects.
  std::vector<std::string> changed;
  friend bool operator==(const Recreated&, const Recreated&) = default;
};

struct Step {
  std::string
      sql;  // one statement, or several that belong together, separated by ";\n"; no trailing semicolon
  std::string title;  // "add column field_sample.harvest_method_id"
  ObjectId object;
  Lock lock = Lock::none;
  bool brief = true;                        // the lock is held for a moment, not during a scan or rewrite
  bool transactional = true;                // false: [no transaction]
  bool commit_after = false;                // [commit]
  std::optional<std::int64_t> batch;        // [batch N]
  std::optional<std::string> lock_timeout;  // [lock_timeout T]
  std::vector<Hazard> hazards;
  std::vector<Recreated> recreates;
  friend bool operator==(const Step&, const Step&) = default;
};

// What happens to an object that depends on a changed one.
struct AffectedDependent {
  enum class Outcome { untouched, altered, replaced, rebuilt, dropped } outcome = Outcome::untouched;
  ObjectId object;
  ObjectId because_of;  // the object that it depends on directly
  bool managed = true;
  ObjectId change;  // the changed object at the start of the chain
};

struct ObjectFacts {  // of a live database; absent objects: unknown
  std::int64_t rows = 0;
  std::int64_t bytes = 0;
  std::chrono::milliseconds last_build{0};
};

// automatic: online forms (CONCURRENTLY, NOT VALID then VALIDATE, …) on tables that exist before the plan and
// are not known by the facts to be small; see online.h for the threshold and the reason.
enum class Online { never, automatic, always };
// How a changed materialized view gets its new form: see view_swap.h.
enum class ViewStrategy { recreate, swap };

struct PlanOptions {
  DiffOptions diff;
  Online online = Online::automatic;
  ViewStrategy views = ViewStrategy::recreate;
  int target_server_major = 15;
  std::map<ObjectId, ObjectFacts> facts;
  // Objects of `from` that the project does not manage: never dropped permanently, only recreated if they
  // block the plan.
  std::vector<ObjectId> unmanaged;
  bool refuse_unmanaged_dependents = false;
  std::optional<std::string> lock_timeout;  // for steps that need their own timeout
  // Columns whose type changes through a second column (backfill.h): qualified and quoted as in a plan,
  // "public.account.id", or "all".
  std::vector<std::string> backfill;
};

struct Plan {
  std::vector<Change> changes;
  std::vector<Step> steps;
  std::vector<AffectedDependent> dependents;
  std::vector<std::string> notes;  // irreversible parts, unread kinds, refused dependents
  std::vector<RenameSuggestion> rename_suggestions;
  bool refused = false;  // an unmanaged dependent blocks the plan
  bool empty() const { return steps.empty(); }
  std::vector<Hazard> hazards() const;  // of all steps, in order
};

Plan plan(const Catalog& from, const Catalog& to, const PlanOptions& options = {});

}  // namespace schemac
