#include "pg/scratch.h"

#include <unistd.h>

#include <random>

#include <fmt/format.h>

#include "catalog/identifier.h"
#include "queries.h"

namespace schemac::pg {
namespace {

std::string fresh_name() {
  std::random_device random;
  return fmt::format("schemac_scratch_{}_{:08x}", ::getpid(), random());
}

void drop_orphans(Session& session) {
  const Result orphans = session.execute(queries::orphaned_scratch_databases);
  for (const auto& row : orphans.rows) {
    try {
      session.execute("DROP DATABASE IF EXISTS " + quote_identifier(row.at(0).value_or("")));
    } catch (const DatabaseError& error) {
      // In use after all, dropped by another run, or another role's: not ours to report.
      if (!error.is("55006") && !error.is("3D000") && !error.is("42501")) throw;
    }
  }
}

std::string locale_clause(const ServerEnvironment& like) {
  std::string clause = fmt::format(" ENCODING {} LC_COLLATE {} LC_CTYPE {}", quote_literal(like.encoding),
                                   quote_literal(like.collate), quote_literal(like.ctype));
  if (like.locale_provider == "i") {
    clause += " LOCALE_PROVIDER icu ICU_LOCALE " + quote_literal(like.icu_locale);
  } else if (like.locale_provider == "b") {
    clause += " LOCALE_PROVIDER builtin BUILTIN_LOCALE " + quote_literal(like.icu_locale);
  }
  return clause;
}

}  // namespace

ServerEnvironment read_environment(Session& session) {
  const std::vector<Result> results =
      session.query_all({std::string(queries::database_environment), std::string(queries::environment_roles),
                         std::string(queries::environment_extensions)});
  ServerEnvironment environment;
  environment.server_version_num = session.server_version_num();
  const auto& database = results[0].rows.at(0);
  environment.encoding = database.at(0).value_or("");
  environment.collate = database.at(1).value_or("");
  environment.ctype = database.at(2).value_or("");
  environment.locale_provider = database.at(3).value_or("");
  environment.icu_locale = database.at(4).value_or("");
  for (const auto& row : results[1].rows) environment.roles.push_back(row.at(0).value_or(""));
  for (const auto& row : results[2].rows) {
    environment.extensions.push_back(
        {row.at(0).value_or(""), row.at(1).value_or(""), row.at(2).value_or("")});
  }
  return environment;
}

ScratchDatabase::ScratchDatabase(const std::string& server_url, const ServerEnvironment* like)
    : server_url_(server_url), name_(fresh_name()), maintenance_(connect(server_url)) {
  url_ = with_database(server_url, name_);
  drop_orphans(*maintenance_);
  maintenance_->query("SELECT pg_advisory_lock(hashtextextended($1, 0))", {name_});
  const std::string create = "CREATE DATABASE " + quote_identifier(name_) + " TEMPLATE template0";
  try {
    maintenance_->execute(create + (like != nullptr ? locale_clause(*like) : std::string()));
  } catch (const DatabaseError& error) {
    // Not a locale of that machine, not one for that encoding, or a provider that it was built without.
    const bool about_locale =
        error.is("42809") || error.is("22023") || error.is("0A000") || error.is("42601");
    if (like == nullptr || !about_locale) throw;
    has_wanted_locale_ = false;
    maintenance_->execute(create + " LC_COLLATE 'C' LC_CTYPE 'C' ENCODING " + quote_literal(like->encoding));
  }
  try {
    session_ = connect(url_);
  } catch (const DatabaseError&) {
    maintenance_->execute("DROP DATABASE IF EXISTS " + quote_identifier(name_));
    throw;
  }
}

ScratchDatabase::~ScratchDatabase() {
  session_.reset();
  try {
    maintenance_->execute("DROP DATABASE IF EXISTS " + quote_identifier(name_) + " WITH (FORCE)");
  } catch (const std::exception&) {
    // The server is gone, or refuses: the next run finds it without an owner.
  }
}

Session& ScratchDatabase::session() { return *session_; }

}  // namespace schemac::pg
