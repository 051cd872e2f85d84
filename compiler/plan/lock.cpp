#include "plan/plan.h"

namespace schemac {

std::string_view lock_name(Lock lock) {
  switch (lock) {
    case Lock::none:
      return "none";
    case Lock::access_share:
      return "ACCESS SHARE";
    case Lock::row_exclusive:
      return "ROW EXCLUSIVE";
    case Lock::share_update_exclusive:
      return "SHARE UPDATE EXCLUSIVE";
    case Lock::share:
      return "SHARE";
    case Lock::share_row_exclusive:
      return "SHARE ROW EXCLUSIVE";
    case Lock::exclusive:
      return "EXCLUSIVE";
    case Lock::access_exclusive:
      return "ACCESS EXCLUSIVE";
  }
  return "none";
}

}  // namespace schemac
