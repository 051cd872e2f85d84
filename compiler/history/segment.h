// Divides the steps of a part into segments: steps that share a transaction, and steps that run alone.
//
// Running, proving and printing as a script all use these segments, so that the scope of settings (SET
// search_path, …) and the limits of transactions are the same everywhere.
#pragma once
#include <cstddef>
#include <vector>

#include "history/migration.h"

namespace schemac {

struct Segment {
  enum class How { transaction, alone, batches } how = How::transaction;
  std::vector<std::size_t> steps;  // numbers; exactly one unless they share a transaction
};

// In order. The last one is a transaction, possibly without steps, which records the migration as done.
std::vector<Segment> segments_of(const std::vector<MigrationStep>& steps);

}  // namespace schemac
