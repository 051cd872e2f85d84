// What follows upgrade and downgrade in a database, whether it is the only one or one of many (targets.h).
//
// Migrations recreate materialized views WITH NO DATA. Refreshed here are the views that were populated
// before the migrations ran and are not now, the unpopulated views that these read, and the views with
// `sql_refresh: {on: upgrade}`. Each view's result is a message. The migrations stay applied if a view fails:
// `schemac refresh` continues with it, and the next upgrade tries what is still empty.
#pragma once
#include <atomic>
#include <string>

#include "apply/apply.h"
#include "refresh/refresh.h"

namespace schemac {

// Does nothing if no migration ran and no view is left from an interrupted run. UserError: a view was not
// refreshed; the hint says how to continue.
RefreshReport refresh_after_upgrade(Environment& environment, const std::string& url,
                                    const ApplyReport& applied, RefreshListener& listener,
                                    const std::atomic<bool>& cancel);

}  // namespace schemac
