// Refreshing views without their readers noticing (`--views swap`), for those that cannot be refreshed
// CONCURRENTLY: each is built anew beside the old one, with its indexes, owner, privileges and comments; then
// one short transaction points the plain views over, drops the old ones and gives the new ones their names.
//
// A materialized view that reads a swapped one holds on to it by identity, so it is swapped too: views that
// are connected in this way are a unit and change together; units know nothing of each other. What is built
// beside says so in its comment until it is swapped in, so that whoever comes after a crash can tell it.
//
// The transaction waits for no lock longer than a moment, since whoever came after it would wait behind it;
// it is tried again until the readers leave it one. It changes nothing if somebody altered the views since
// they were looked at.
#pragma once
#include <atomic>
#include <map>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include "run/refresh/history.h"
#include "run/refresh/staleness.h"
#include "run/refresh/view.h"

namespace schemac::run {

// What a swap is made of; planned in swap_plan.h.
struct SwapParts {
  struct Beside {
    FilledRelation old;
    FilledRelation made;  // oid 0 = it does not stand yet
    std::vector<std::string> statements;
  };
  struct Member {
    Beside beside;
    std::vector<std::size_t> plain_views;  // to stand before, as indices, in order
  };
  std::map<std::size_t, Member> members;  // by their place in the graph
  std::vector<Beside> plain_views;        // that members are filled from
  std::vector<std::int64_t> replaced;     // plain views that stay
  std::vector<std::string> locks;         // statements that lock what goes or is replaced, and change nothing
  std::vector<std::string> swap_in;
  std::map<std::int64_t, std::string> definitions;  // of the same; see swap_definitions.sql
};

// Somebody changed the views between the look at them and the swap.
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

  // Makes the view that is to take this one's place, empty, and returns it. From any worker's session.
  FilledRelation make(pg::Session& session, std::size_t view);
  // That it was filled; kept until all are.
  void keep(std::size_t view, const RefreshAttempt& filled);
  // When all are: every member is done, and recorded so. Throws DatabaseError, SwapRefused; then nothing has
  // changed.
  Attempts swap_in(pg::Session& session, const RefreshHistory& history, const std::atomic<bool>& cancel);
  // Drops what was built; members that were filled get that outcome, or `gone`, recorded. Throws
  // DatabaseError.
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

// Drops what a swap that was cut off left behind. What cannot be dropped is said.
void drop_swap_leftovers(pg::Session& session, Reporter& reporter);

}  // namespace schemac::run
