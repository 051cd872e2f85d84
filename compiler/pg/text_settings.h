// The settings of Settings::script that differ from the connection's own, as statements for scripts that psql
// runs. No semicolon at the end.
#pragma once
#include <string>

namespace schemac::pg {

std::string text_settings();

}  // namespace schemac::pg
