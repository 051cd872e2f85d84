// Connection strings, as text. Pure; with_database() and redact() are declared in session.h.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace schemac::pg {

bool is_url(std::string_view text);
// Everything but letters, digits and "-_.~/" as %XX.
std::string percent_encoded(std::string_view text);
// "postgresql+psycopg2://…" -> "postgresql://…"; anything else unchanged.
std::string libpq_url(std::string_view url);
// Why libpq would misread it, in words that hold none of it; nullopt if nothing is seen. libpq cuts
// "u:p@ss@host" at the first @ and then reports the host "ss@host": part of a password.
std::optional<std::string> url_problem(std::string_view text);

}  // namespace schemac::pg
