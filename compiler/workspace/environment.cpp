#include "workspace/environment.h"

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <system_error>

#include <fmt/format.h>

#include "catalog/identifier.h"
#include "workspace/queries.h"

namespace schemac {
namespace {

namespace fs = std::filesystem;

// A database that is named; nullopt means the embedded server.
std::optional<std::string> named_database(const Environment& environment) {
  if (!environment.database_url.empty()) return environment.database_url;
  const std::string& variable = environment.project.database.url_env;
  if (variable.empty()) return std::nullopt;
  const char* const value = std::getenv(variable.c_str());
  if (value == nullptr || *value == '\0') return std::nullopt;
  return value;
}

int major_of(int version_num) { return version_num / 10000; }

struct ServerFacts {
  int version_num = 0;
  std::string role;
  bool may_create = false;
  std::map<std::string, std::string> extensions;
  std::string missing_extension;  // of the target, absent here: "postgis 3.3.2"
};

ServerFacts facts_of(const std::string& url, const std::optional<pg::ServerEnvironment>& like) {
  const auto session = pg::connect(url, pg::Settings::catalog);
  ServerFacts facts;
  facts.version_num = session->server_version_num();
  const pg::Result role = session->execute(queries::scratch_role);
  facts.role = role.rows.at(0).at(0).value_or("");
  facts.may_create = role.rows.at(0).at(1) == "t";
  for (const auto& row : session->execute(queries::available_extensions).rows) {
    facts.extensions.emplace(row.at(0).value_or(""), row.at(1).value_or(""));
  }
  if (!like) return facts;
  for (const auto& extension : like->extensions) {
    if (extension.name == "plpgsql") continue;
    if (session->query(queries::has_extension_version, {extension.name, extension.version}).rows.empty()) {
      facts.missing_extension = extension.name + " " + extension.version;
      return facts;
    }
  }
  return facts;
}

ScratchServer in_embedded(Environment& environment, const std::optional<pg::ServerEnvironment>& like) {
  const std::string url = embedded_server(environment).start();
  const ServerFacts facts = facts_of(url, std::nullopt);
  return {url, true, facts.version_num, facts.role, facts.extensions, like};
}

ScratchServer in_named(const std::string& url, const std::optional<pg::ServerEnvironment>& like) {
  const ServerFacts facts = facts_of(url, std::nullopt);
  if (!facts.may_create) {
    throw UserError(
        fmt::format("role {} may not create scratch databases in {}", facts.role, pg::redact(url)),
        fmt::format("run ALTER ROLE {} CREATEDB, or set database.scratch to embedded",
                    quote_identifier(facts.role)));
  }
  return {url, false, facts.version_num, facts.role, facts.extensions, like};
}

// `auto` with a named target whose environment is known.
ScratchServer in_better(Environment& environment, const std::string& target,
                        const pg::ServerEnvironment& like) {
  std::string why;
  try {
    const std::string url = embedded_server(environment).start();
    const ServerFacts facts = facts_of(url, like);
    if (major_of(facts.version_num) != major_of(like.server_version_num)) {
      why = fmt::format("the embedded server is PostgreSQL {}, the target {}", major_of(facts.version_num),
                        major_of(like.server_version_num));
    } else if (!facts.missing_extension.empty()) {
      why = fmt::format("the embedded server lacks extension {}", facts.missing_extension);
    } else {
      return {url, true, facts.version_num, facts.role, facts.extensions, like};
    }
  } catch (const pg::DatabaseError& error) {
    why = error.facts().message;
  }
  try {
    ScratchServer server = in_named(target, like);
    environment.reporter.message(
        fmt::format("scratch databases are created in {} ({})", pg::redact(target), why));
    return server;
  } catch (const UserError& error) {
    environment.reporter.message(fmt::format(
        "scratch databases are created in the embedded server, although {}: {}", why, error.what()));
    return in_embedded(environment, like);
  }
}

ScratchServer in_embedded_instead(Environment& environment, const std::optional<pg::ServerEnvironment>& like,
                                  const std::string& why) {
  environment.reporter.message(fmt::format("scratch databases are created in the embedded server: {}", why));
  return in_embedded(environment, like);
}

// `target`: if the role lacks the privilege, the embedded server is used.
ScratchServer in_target(Environment& environment, const std::string& target,
                        const std::optional<pg::ServerEnvironment>& like) {
  try {
    return in_named(target, like);
  } catch (const UserError& error) {
    return in_embedded_instead(environment, like, error.what());
  }
}

// True if the project file allows another server.
bool may_be_elsewhere(const Environment& environment) {
  const std::string& setting = environment.project.database.scratch;
  return setting == "auto" || setting == "target";
}

ScratchServer choose(Environment& environment) {
  const std::string& setting = environment.project.database.scratch;
  const std::optional<std::string> target = named_database(environment);
  std::optional<pg::ServerEnvironment> like;
  if (target) {
    try {
      like = pg::read_environment(*pg::connect(*target, pg::Settings::catalog));
    } catch (const pg::DatabaseError& error) {
      if (setting == "target") throw;
      environment.reporter.message(
          fmt::format("scratch databases do not get the target's locale, extensions and settings: {}",
                      error.facts().message));
    }
  }
  if (setting == "embedded" || setting.empty()) {
    return in_embedded(environment, like);
  }
  if (setting == "auto") {
    return target && like ? in_better(environment, *target, *like) : in_embedded(environment, like);
  }
  if (setting == "target")
    return target ? in_target(environment, *target, like) : in_embedded(environment, like);
  return in_named(setting, like);
}

}  // namespace

UserError::UserError(const std::string& message, std::string hint, int exit_code)
    : std::runtime_error(message), hint_(std::move(hint)), exit_code_(exit_code) {}

bool target_is_embedded(const Environment& environment) { return !named_database(environment); }

pg::EmbeddedServer& embedded_server(Environment& environment) {
  if (!environment.embedded) {
    const Project& project = environment.project;
    pg::EmbeddedOptions options;
    options.key = project.server_key;
    if (options.key.empty()) {
      const fs::path build = project.path(project.build);
      std::error_code error;
      const fs::path canonical = fs::weakly_canonical(build, error);
      options.key = (error ? build : canonical).lexically_normal().string();
      // "build/" and "build" are one folder.
      while (options.key.size() > 1 && options.key.back() == '/') options.key.pop_back();
    }
    environment.embedded = std::make_unique<pg::EmbeddedServer>(std::move(options), environment.files);
  }
  return *environment.embedded;
}

std::string target_url(Environment& environment) {
  const std::optional<std::string> named = named_database(environment);
  const DatabaseSettings& settings = environment.project.database;
  if (!named && settings.url_required && !settings.url_env.empty()) {
    const bool empty = std::getenv(settings.url_env.c_str()) != nullptr;
    throw UserError(fmt::format("this project needs a database: the variable {} is {}", settings.url_env,
                                empty ? "empty" : "not set"),
                    fmt::format("set {}=postgresql://user@host:port/database, or add --database-url URL",
                                settings.url_env));
  }
  std::string url = named ? *named : embedded_server(environment).start();
  if (environment.announced_database != url) {
    environment.announced_database = url;
    environment.reporter.message(
        fmt::format("database: {}{}", pg::redact(url), named ? "" : " (embedded server)"));
  }
  return url;
}

const ScratchServer& scratch_server(Environment& environment) {
  if (!environment.scratch) environment.scratch = choose(environment);
  return *environment.scratch;
}

std::string scratch_server_url(Environment& environment) { return scratch_server(environment).url; }

namespace {

using ScratchMaker = std::function<std::unique_ptr<pg::ScratchDatabase>(const ScratchServer&)>;

std::unique_ptr<pg::ScratchDatabase> created(Environment& environment, const ScratchMaker& make) {
  try {
    return make(scratch_server(environment));
  } catch (const pg::DatabaseError& error) {
    if (scratch_server(environment).embedded || !may_be_elsewhere(environment)) throw;
    environment.scratch =
        in_embedded_instead(environment, scratch_server(environment).like, error.facts().message);
  }
  return make(scratch_server(environment));
}

}  // namespace

std::unique_ptr<pg::ScratchDatabase> make_empty_scratch_database(Environment& environment) {
  return created(environment, [](const ScratchServer& server) {
    return std::make_unique<pg::ScratchDatabase>(server.url);
  });
}

std::unique_ptr<pg::ScratchDatabase> make_scratch_database(Environment& environment,
                                                           const std::set<ObjectId>& own,
                                                           const std::vector<std::string>& kept) {
  auto scratch = created(environment, [&](const ScratchServer& server) {
    return std::make_unique<pg::ScratchDatabase>(server.url, server.like ? &*server.like : nullptr, kept);
  });
  const ScratchServer& server = scratch_server(environment);
  const pg::ServerEnvironment* const like = server.like ? &*server.like : nullptr;
  if (like != nullptr) scratch->take_settings(*like);
  if (scratch->copied_from()) return scratch;
  if (!scratch->has_wanted_locale()) {
    environment.reporter.detail(fmt::format("the scratch server has no locale {}; C is used", like->collate));
  }
  if (like == nullptr) return scratch;
  for (const auto& extension : like->extensions) {
    if (extension.name == "plpgsql" || own.contains({Kind::extension, {}, {}, extension.name})) continue;
    const std::string schema = quote_identifier(extension.schema);
    try {
      scratch->session().execute(
          fmt::format("CREATE SCHEMA IF NOT EXISTS {}; CREATE EXTENSION IF NOT EXISTS {} WITH SCHEMA {} "
                      "VERSION {} CASCADE",
                      schema, quote_identifier(extension.name), schema, quote_literal(extension.version)));
    } catch (const pg::DatabaseError& error) {
      environment.reporter.detail(
          fmt::format("scratch database without extension {}: {}", extension.name, error.facts().message));
    }
  }
  return scratch;
}

}  // namespace schemac
