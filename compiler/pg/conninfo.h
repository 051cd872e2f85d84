// Reads connection strings with libpq's own parser, and decides what of them may be shown.
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

// The settings in the text, in libpq's order, without defaults. nullopt: libpq cannot read it, or would
// misread it. The text must come from libpq_url().
std::optional<std::vector<ConnectionSetting>> parse_connection(const std::string& text);

// Why it cannot be read, in a message without any part of it except names that libpq knows.
std::string reading_problem(const std::string& text);

// True for a connection string that sets a password, or seems to set one and cannot be read.
bool is_connection_with_password(const std::string& argument);

// True for host, port, user, dbname, service and other harmless settings; all others may hold a secret.
bool may_be_shown(std::string_view name);

// Removes the values that must not be shown from a message of libpq or of the server.
std::string without_hidden_values(std::string message, const std::vector<ConnectionSetting>& settings);

}  // namespace schemac::pg
