#include "pg/scratch.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <random>
#include <thread>

#include <fmt/format.h>

#include "base/hash.h"
#include "catalog/identifier.h"
#include "pg/queries.h"

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
      // In use, dropped by another run, or owned by another role: not reported.
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

std::vector<std::string> snapshots_on(Session& session) {
  std::vector<std::string> names;
  for (const auto& row : session.execute(queries::snapshot_databases).rows)
    names.push_back(row.at(0).value_or(""));
  return names;
}

void note_use(Session& session, const std::string& name) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
  try {
    session.execute(fmt::format("COMMENT ON DATABASE {} IS {}", quote_identifier(name),
                                quote_literal(fmt::format("used {:015}", milliseconds))));
  } catch (const DatabaseError& error) {
    if (error.connection_lost()) throw;  // else another run records the same, or has dropped it
  }
}

void drop_snapshots_beyond(Session& session, std::size_t count) {
  const std::vector<std::string> names = snapshots_on(session);
  for (std::size_t i = count; i < names.size(); ++i) {
    try {
      session.execute("DROP DATABASE IF EXISTS " + quote_identifier(names[i]));
    } catch (const DatabaseError& error) {
      if (error.connection_lost()) throw;  // else it is being copied, or dropped by another run
    }
  }
}

// A server process ends a moment after its client; the server itself would check only every 100 ms.
void wait_until_left(Session& session, const std::string& name) {
  for (int i = 0; i < 50; ++i) {
    if (session.query(queries::database_users, {name}).value() == "0") return;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
}

}  // namespace

ServerEnvironment read_environment(Session& session) {
  const std::vector<Result> results = session.query_all(
      {std::string(queries::database_environment), std::string(queries::environment_roles),
       std::string(queries::environment_extensions), std::string(queries::environment_settings)});
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
  for (const auto& row : results[3].rows)
    environment.settings.emplace_back(row.at(0).value_or(""), row.at(1).value_or(""));
  return environment;
}

std::string ServerEnvironment::settings_key() const {
  std::string key;
  for (const auto& [name, value] : settings) key += fmt::format(" {}={}", name, value);
  return key;
}

void ScratchDatabase::take_settings(const ServerEnvironment& like) {
  std::map<std::string, std::string> here;
  for (const auto& row : session_->execute(queries::environment_settings).rows)
    here[row.at(0).value_or("")] = row.at(1).value_or("");
  for (const auto& [name, value] : like.settings) {
    if (here[name] == value) continue;
    Transaction transaction(*session_);
    session_->query("SELECT pg_catalog.set_config($1, $2, true)", {name, value});
    session_->execute(fmt::format("ALTER DATABASE {} SET {} FROM CURRENT", quote_identifier(name_), name));
    transaction.commit();
  }
}

ScratchDatabase::ScratchDatabase(const std::string& server_url, const ServerEnvironment* like,
                                 const std::vector<std::string>& snapshots)
    : server_url_(server_url), name_(fresh_name()), maintenance_(connect(server_url, Settings::catalog)) {
  url_ = with_database(server_url, name_);
  drop_orphans(*maintenance_);
  maintenance_->query("SELECT pg_advisory_lock(hashtextextended($1, 0))", {name_});
  try {
    if (!snapshots.empty()) copy_snapshot(snapshots);
    if (!copied_from_) create_empty(like);
    session_ = connect(url_, Settings::catalog);
  } catch (const std::exception&) {
    drop();
    throw;
  }
}

void ScratchDatabase::copy_snapshot(const std::vector<std::string>& snapshots) {
  const std::vector<std::string> there = snapshots_on(*maintenance_);
  // Much faster here: the checkpoints that it requests cost little on a private server without
  // fsync.
  const char* const strategy = maintenance_->server_version_num() >= 150000 ? " STRATEGY FILE_COPY" : "";
  for (std::size_t i = 0; i < snapshots.size(); ++i) {
    if (std::find(there.begin(), there.end(), snapshots[i]) == there.end()) continue;
    try {
      maintenance_->execute(fmt::format("CREATE DATABASE {} TEMPLATE {}{}", quote_identifier(name_),
                                        quote_identifier(snapshots[i]), strategy));
      copied_from_ = i;
      note_use(*maintenance_, snapshots[i]);
      return;
    } catch (const DatabaseError& error) {
      if (error.connection_lost()) throw;  // else it was just dropped
    }
  }
}

void ScratchDatabase::create_empty(const ServerEnvironment* like) {
  const std::string create = "CREATE DATABASE " + quote_identifier(name_) + " TEMPLATE template0";
  try {
    maintenance_->execute(create + (like != nullptr ? locale_clause(*like) : std::string()));
  } catch (const DatabaseError& error) {
    // The locale is missing on that machine or does not fit the encoding, or the provider is not built in.
    const bool about_locale =
        error.is("42809") || error.is("22023") || error.is("0A000") || error.is("42601");
    if (like == nullptr || !about_locale) throw;
    has_wanted_locale_ = false;
    maintenance_->execute(create + " LC_COLLATE 'C' LC_CTYPE 'C' ENCODING " + quote_literal(like->encoding));
  }
}

void ScratchDatabase::keep_as_snapshot(const std::string& name) {
  session_.reset();
  wait_until_left(*maintenance_, name_);
  try {
    maintenance_->execute(
        fmt::format("ALTER DATABASE {} RENAME TO {}", quote_identifier(name_), quote_identifier(name)));
  } catch (const DatabaseError& error) {
    if (error.connection_lost()) throw;
    return;  // another run kept the same state first, or a session is connected: dropped normally
  }
  is_snapshot_ = true;
  note_use(*maintenance_, name);
  drop_snapshots_beyond(*maintenance_, snapshot_capacity);
}

std::string ScratchDatabase::snapshot_name(std::string_view content) {
  return "schemac_kept_" + sha256(content).substr(7, 32);
}

ScratchDatabase::~ScratchDatabase() {
  session_.reset();
  if (!is_snapshot_) drop();
}

void ScratchDatabase::drop() {
  try {
    const Uninterrupted cleaning(*maintenance_);
    maintenance_->execute("DROP DATABASE IF EXISTS " + quote_identifier(name_) + " WITH (FORCE)");
  } catch (const std::exception&) {
    // The server is gone or refuses: the next run finds and drops it.
  }
}

Session& ScratchDatabase::session() { return *session_; }

}  // namespace schemac::pg
