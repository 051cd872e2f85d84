// Proves migrations by running them in a scratch database.
#pragma once
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "history/revision_graph.h"
#include "pg/scratch.h"
#include "diff/diff.h"
#include "workspace/environment.h"

namespace schemac {

// A scratch database with the project's surroundings (extensions of the target, external relations), in which
// parts of migrations run. The `creates` of the migrations name what they create of the surroundings
// themselves.
class ProvingGround {
 public:
  ProvingGround(Environment& environment, const std::vector<const Migration*>& migrations);

  // Runs a part as upgrade would; empty on success, else the step and the server's message.
  std::string run(const std::vector<MigrationStep>& steps);
  // Runs the up parts of the revisions, in that order, before anything else; UserError if one fails. Starts
  // from a snapshot database of that history if there is one.
  void replay(const RevisionGraph& graph, const std::vector<std::string>& revisions);
  // Creates the catalog's objects that do not exist yet; UserError if one cannot be created.
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

// "table public.t: owner is a, should be b; …", at most a few changes; empty if there are none.
std::string summary(const std::vector<Change>& changes);

}  // namespace schemac
