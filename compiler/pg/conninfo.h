// What libpq's own parser reads of a connection string, and what of it may be shown.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace schemac::pg {

struct ConnectionSetting {
  std::string name;      // "sslmode"
  std::string variable;  // "PGSSLMODE"; empty if libpq has none for it
  std::string value;
  friend bool operator==(const ConnectionSetting&, const ConnectionSetting&) = default;
};

// Those that the text sets, in libpq's order, without defaults. nullopt: libpq cannot read it, or would
// misread it. The text is one that libpq_url() gave.
std::optional<std::vector<ConnectionSetting>> parse_connection(const std::string& text);

// Why it cannot be read, in words that hold none of it but names that libpq knows.
std::string reading_problem(const std::string& text);

// A connection string that sets a password, or is meant to and cannot be read.
bool is_connection_with_password(const std::string& argument);

// host, port, user, dbname, service and what is as harmless; everything else may hold a secret.
bool may_be_shown(std::string_view name);

// A message of libpq or of the server without the values that may not be shown.
std::string without_hidden_values(std::string message, const std::vector<ConnectionSetting>& settings);

}  // namespace schemac::pg
