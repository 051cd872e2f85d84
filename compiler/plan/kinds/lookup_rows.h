// Rows that sources define in lookup tables (catalog/lookup_rows.h).
#pragma once
#include "plan/plan_draft.h"

namespace schemac {

// restate: all rows, since they are known by the table's former name.
void change_rows(PlanDraft& draft, const ObjectId& id, bool restate);

}  // namespace schemac
