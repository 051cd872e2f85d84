// Refreshes views without making readers wait (`--views swap`), for views that cannot be refreshed
// CONCURRENTLY: each is built beside the old one, with its indexes, owner, privileges and comments. Then one
// short transaction replaces the plain views so that they read the new ones, drops the old ones and renames
// the new ones.
//
// A materialized view that reads a swapped one depends on it by identity, so it is swapped too. Views that
// are connected in this way form a unit and are swapped together; units are independent. A view that is built
// beside another has a comment that says so until it is swapped in, so that leftovers of a crash can be
// recognized.
//
// The transaction waits only a few milliseconds for a lock, since other sessions would queue behind it; it is
// retried for as long as other refreshes wait for their locks. It changes nothing if the views were altered
// since they were read.
#pragma once
#include <atomic>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include "refresh/history.h"
#include "refresh/staleness.h"
#include "refresh/view.h"

namespace schemac {

// The parts of a swap; planned in swap_plan.h.
struct SwapParts {
  struct Beside {
    FilledRelation old;
    FilledRelation made;  // oid 0 = not created yet
    std::vector<std::string> statements;
  };
  struct Member {
    Beside beside;
    std::vector<std::size_t> plain_views;  // to create before it, as indices, in order
  };
  std::map<std::size_t, Member> members;  // by their index in the graph
  std::vector<Beside> plain_views;        // that members read when they are filled
  std::vector<std::int64_t> replaced;     // plain views that stay
  std::vector<std::string> locks;  // statements that lock the dropped and replaced views and change nothing
  std::vector<std::string> swap_in;
  std::map<std::int64_t, std::string> definitions;  // of the same views; see swap_definitions.sql
};

// The views were changed between planning and the swap.
class SwapRefused : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class SwapUnit {
 public:
  using Attempts = std::map<std::size_t, RefreshAttempt>;
  explicit SwapUnit(SwapParts script) : script_(std::move(script)) {}

  std::vector<std::size_t> views() const;
  bool swapped() const { return swapped_; }

  // Creates the view that will replace this one, without rows, and returns it. From any worker's session.
  FilledRelation make(pg::Session& session, std::size_t view);
  // Stores the result of filling it until all members are filled.
  void keep(std::size_t view, const RefreshAttempt& filled);
  // When all members are filled: swaps them in and records them as done. Throws DatabaseError, SwapRefused;
  // then nothing has changed.
  Attempts swap_in(pg::Session& session, const RefreshHistory& history, const std::atomic<bool>& cancel);
  // Drops what was built and records the outcome, or `gone`, for the filled members. Throws DatabaseError.
  Attempts give_up(pg::Session& session, const RefreshHistory& history, ViewOutcome outcome,
                   const std::string& reason);

 private:
  void stand(pg::Session& session, SwapParts::Beside& beside);
  SwappedViews swap_once(pg::Session& session);
  std::map<std::int64_t, std::string> definitions_now(pg::Session& session) const;

  std::mutex mutex_;
  SwapParts script_;
  Attempts filled_;
  bool swapped_ = false;
};

// Drops the leftovers of an interrupted swap. Reports what cannot be dropped.
void drop_swap_leftovers(pg::Session& session, Reporter& reporter);

}  // namespace schemac
