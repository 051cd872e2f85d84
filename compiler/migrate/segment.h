// How the steps of a part are run: those that share a transaction together, the others by themselves.
//
// Whoever runs migrations, proves them or prints them as a script cuts them in the same way, so that what
// SQL sets (SET search_path, …) and what a transaction may not do are the same everywhere.
#pragma once
#include <cstddef>
#include <vector>

#include "migrate/migration.h"

namespace schemac {

struct Segment {
  enum class How { transaction, alone, batches } how = How::transaction;
  std::vector<std::size_t> steps;  // numbers; exactly one unless they share a transaction
};

// In order. The last one is a transaction, maybe without steps: there it is recorded that the migration is
// done.
std::vector<Segment> segments_of(const std::vector<MigrationStep>& steps);

}  // namespace schemac
