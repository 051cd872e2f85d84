#include "pg/settings.h"

#include <fmt/format.h>

#include "catalog/identifier.h"
#include "pg/queries.h"
#include "pg/text_settings.h"

namespace schemac::pg {
namespace {

// A pooler sets the encoding by its own SET, which RESET ALL undoes.
constexpr std::string_view own_again = "RESET ALL;\nSET client_encoding = 'UTF8'";

std::string timeouts(const Limits& limits, int server_version_num) {
  std::string out = fmt::format(
      "SET lock_timeout = {};\nSET statement_timeout = {};\nSET idle_in_transaction_session_timeout = 0",
      quote_literal(limits.lock_timeout), quote_literal(limits.statement_timeout));
  if (server_version_num >= 140000) out += ";\nSET idle_session_timeout = 0";
  if (server_version_num >= 170000) out += ";\nSET transaction_timeout = 0";
  return out;
}

std::string without_limits(Settings settings) {
  switch (settings) {
    case Settings::catalog:
      return std::string(queries::settings_catalog);
    case Settings::script:
      return script_settings();
    case Settings::own:
      return std::string(own_again);
  }
  return {};
}

}  // namespace

std::string text_settings() {
  std::string text(queries::settings_script.substr(queries::settings_script.find("SET ")));
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

std::string script_settings() { return fmt::format("{};\n{}", own_again, text_settings()); }

std::string settings_statements(Settings settings, const Limits& limits, int server_version_num) {
  return without_limits(settings) + ";\n" + timeouts(limits, server_version_num);
}

}  // namespace schemac::pg
