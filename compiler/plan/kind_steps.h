// When an object of a kind is created in a plan, and the lock that dropping it takes: one row each. A kind
// without its row does not compile.
#pragma once
#include "plan/action.h"

namespace schemac {

Phase create_phase(Kind kind);
Lock drop_lock(Kind kind);

}  // namespace schemac
