// SQL of the project that runs at every upgrade or refresh: files of <hooks>/before-upgrade, after-upgrade,
// after-refresh, in the order of their names, each in a transaction.
#pragma once
#include <string>

#include "pg/session.h"
#include "workspace/environment.h"

namespace schemac {

// True if the folder has files for that moment.
bool has_hooks(const Environment& environment, const std::string& moment);
// Leaves the session under Settings::script. A failing file is a diagnostic at the failing statement, and a
// UserError.
void run_hooks(Environment& environment, pg::Session& session, const std::string& moment);

}  // namespace schemac
