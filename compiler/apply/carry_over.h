// Carries over changes made by hand on an object that a migration recreates: grants, an owner, an index, a
// cluster mark, membership in a publication. No plan knows them, and DROP would remove them without a
// message. They are read before the migration and restored at the end of each transaction; if one cannot be
// restored, a message states the reason. Privileges that ALTER DEFAULT PRIVILEGES of the target gives to the
// new object, and that the old one did not have, are removed.
//
// Which objects: the steps' [recreates: …] (plan/attachments.h). Cost: one introspection before the migration
// and one at the end of each of its transactions; none if no step recreates anything. Rejected: statements in
// the migration itself, fifteen lines for each view. Errors: DatabaseError if the target cannot be read.
#pragma once
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "history/migration.h"
#include "pg/session.h"
#include "plan/plan.h"
#include "workspace/environment.h"

namespace schemac {

class CarryOver {
 public:
  CarryOver(pg::Session& session, Environment& environment, const std::vector<MigrationStep>& steps);
  // Call it at the end of the transaction. settings: statements to run after those that introspection needs.
  void run(const std::string& settings);

 private:
  void set_again(const Step& step, const std::string& statement);

  pg::Session& session_;
  Environment& environment_;
  std::vector<Recreated> recreated_;
  Catalog before_;
};

}  // namespace schemac
