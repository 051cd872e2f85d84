// Connection strings, as text. Pure; with_database() is declared in session.h.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace schemac::pg {

bool is_url(std::string_view text);
// Everything but letters, digits and "-_.~/" as %XX.
std::string percent_encoded(std::string_view text);
std::string percent_decoded(std::string_view text);  // what is no %XX stays
// "host=h password='it\'s'": the value as libpq reads it back.
std::string conninfo_value(std::string_view value);
// "5432", or "5432,,5433" for several hosts.
bool is_port_list(std::string_view text);
// "postgresql+psycopg2://…" -> "postgresql://…"; anything else unchanged.
std::string libpq_url(std::string_view url);
// For programs with other drivers: without parameters that only libpq knows and that are for this tool alone
// (requirepeer, empty ones).
std::string portable_url(const std::string& url);
// Why libpq would misread it, in words that hold none of it; nullopt if nothing is seen. libpq cuts
// "u:p@ss@host" at the first @ and then reports the host "ss@host", and of "u:pa/ss@host" it reports the port
// "pa": parts of passwords, which its messages repeat and a name server gets to see.
std::optional<std::string> url_problem(std::string_view text);

}  // namespace schemac::pg
