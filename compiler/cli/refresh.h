// Refreshes and reports the views that migrations of upgrade and downgrade left empty.
#pragma once
#include <set>
#include <string>

#include "cli/context.h"
#include "refresh/refresh.h"

namespace schemac::cli {

// See refresh_after_upgrade. Results go to stderr: stdout is the command's.
int refresh_emptied_views(Context& context, const std::string& url,
                          const std::set<ObjectId>& populated_before);

}  // namespace schemac::cli
