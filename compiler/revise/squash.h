// squash: replaces a range of migrations by one proved migration.
//
// The range FROM..TO is FROM, TO and all between. Other branches may enter it only at FROM and leave it only
// at TO. If the range contains only definitions, the squash is planned from the catalogs before and after it.
// If it also changes rows, which no catalog shows, its steps are concatenated unchanged. Either way it is
// proved. The replaced files stay: a database that has applied some of them runs the rest, and then the
// squash replaces their rows in its ledger; a database that has none runs only the squash. When every
// database is past the range, the files can be removed.
#pragma once
#include <string>
#include <vector>

#include "history/migration.h"
#include "workspace/environment.h"

namespace schemac {

struct Squashed {
  Migration migration;
  std::string path;
  std::vector<std::string> replaced;  // in order of application
  bool strung_together = false;       // rows change: the original steps, concatenated
};

// range: "REV..REV". UserError if it is not a range.
Squashed squash(Environment& environment, const std::string& range, const std::string& message);

}  // namespace schemac
