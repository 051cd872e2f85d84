// Connection strings, as text. Pure; with_database() is declared in session.h.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace schemac::pg {

bool is_url(std::string_view text);
// Everything but letters, digits and "-_.~/" as %XX.
std::string percent_encoded(std::string_view text);
std::string percent_decoded(std::string_view text);  // other text stays
// "host=h password='it\'s'": the value as libpq reads it back.
std::string conninfo_value(std::string_view value);
// "5432", or "5432,,5433" for several hosts.
bool is_port_list(std::string_view text);
// "postgresql+psycopg2://…" -> "postgresql://…"; anything else unchanged.
std::string libpq_url(std::string_view url);
// For programs with other drivers: removes parameters that only libpq knows and that only schemac needs
// (requirepeer, empty ones).
std::string portable_url(const std::string& url);
// Why libpq would misread the text, in a message without any part of it; nullopt if no problem is found.
// libpq splits "u:p@ss@host" at the first @ and then reports the host "ss@host", and for "u:pa/ss@host" it
// reports the port "pa": parts of passwords, which would appear in its messages and in queries to a name
// server.
std::optional<std::string> url_problem(std::string_view text);

}  // namespace schemac::pg
