// The ledger's rows of refreshes: one for each attempt, written at its start and completed at its end.
//
// A failure to record is never an error: a role that may refresh but not write the ledger refreshes, and the
// view counts as stale next time. Only a lost connection is thrown (DatabaseError), and only by begin().
#pragma once
#include <chrono>
#include <optional>
#include <string>

#include "pg/session.h"
#include "refresh/refresh.h"

namespace schemac {

struct RefreshRecord {
  std::string id;        // of the row; empty = there is none
  std::string snapshot;  // of what the view reads, before; see staleness.h
};

class RefreshHistory {
 public:
  RefreshHistory(std::string project, bool may_record);

  // A crash leaves it `running`.
  std::string begin(pg::Session& session, const ObjectId& view, const std::string& how) const;
  // made, content: see ViewNode. took: the duration, if it is not the time since begin(). If the outcome
  // could not be recorded, the result's reason states it.
  void end(pg::Session& session, const RefreshRecord& record, const std::string& made,
           const std::string& content, ViewResult& result,
           std::optional<std::chrono::milliseconds> took = std::nullopt) const;
  // A view that was not started.
  void skipped(pg::Session& session, const ObjectId& view) const;

 private:
  std::string project_;
  bool may_record_;
};

}  // namespace schemac
