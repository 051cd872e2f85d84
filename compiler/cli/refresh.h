// What upgrade and downgrade have to say about views that their migrations left empty.
#pragma once
#include <set>
#include <string>

#include "cli/context.h"
#include "run/refresh/refresh.h"

namespace schemac::cli {

// See run::refresh_after_upgrade. Results go to stderr: stdout is the command's.
int refresh_emptied_views(Context& context, const std::string& url,
                          const std::set<ObjectId>& populated_before);

}  // namespace schemac::cli
