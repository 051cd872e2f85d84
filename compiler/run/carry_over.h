// What a target has beside its migrations on an object that one of them recreates: grants, an owner, an
// index, a cluster mark, membership in a publication, made by hand. No plan knows it, DROP takes it, and
// nobody would be told. So it is read before the migration and set again at the end of each transaction; what
// cannot be set again is a message with the reason. The same removes what ALTER DEFAULT PRIVILEGES of the
// target gives to the new object and the old one did not have.
//
// Which objects: the steps' [recreates: …] (migrate/attachments.h). Cost: one introspection before the
// migration and one at the end of each of its transactions; none where no step recreates anything. Rejected:
// statements in the migration itself, fifteen lines for each view. Errors: DatabaseError if the target cannot
// be read.
#pragma once
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "migrate/migration.h"
#include "migrate/plan.h"
#include "pg/session.h"
#include "run/environment.h"

namespace schemac::run {

class CarryOver {
 public:
  CarryOver(pg::Session& session, Environment& environment, const std::vector<MigrationStep>& steps);
  // Inside the transaction that ends. settings: run after those that introspection needs.
  void run(const std::string& settings);

 private:
  void set_again(const Step& step, const std::string& statement);

  pg::Session& session_;
  Environment& environment_;
  std::vector<Recreated> recreated_;
  Catalog before_;
};

}  // namespace schemac::run
