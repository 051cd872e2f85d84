// Does a migration do what it says? Run in a scratch database.
#pragma once
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "migrate/diff.h"
#include "migrate/revision_graph.h"
#include "pg/scratch.h"
#include "run/environment.h"

namespace schemac::run {

// A scratch database with the project's surroundings (extensions of the target, external relations), led from
// state to state by the parts of migrations. What the migrations themselves make of the surroundings is named
// by their `creates`.
class ProvingGround {
 public:
  ProvingGround(Environment& environment, const std::vector<const Migration*>& migrations);

  // Runs a part as upgrade would; empty if it went well, else what the server said and at which step.
  std::string run(const std::vector<MigrationStep>& steps);
  // The up parts of the revisions, in that order, before anything else is run; UserError if one fails. What
  // is kept of that history is not run again.
  void replay(const RevisionGraph& graph, const std::vector<std::string>& revisions);
  // Makes what the catalog holds, whatever of it is there already; UserError if something can't be made.
  void build(const Catalog& catalog);
  Catalog catalog();  // without the surroundings

 private:
  void open(std::unique_ptr<pg::ScratchDatabase> database);

  Environment& environment_;
  std::set<ObjectId> own_;
  std::set<ObjectId> surroundings_;
  std::unique_ptr<pg::ScratchDatabase> database_;  // made by the first run
  std::unique_ptr<pg::Session> session_;           // under Settings::script
};

// "table public.t (column c: type)", … at most a few; empty if there is none.
std::string summary(const std::vector<Change>& changes);

}  // namespace schemac::run
