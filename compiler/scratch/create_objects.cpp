#include "scratch/create_objects.h"

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "catalog/in_words.h"
#include "workspace/source_position.h"

namespace schemac {
namespace {

// The locks of all created objects are held to the end of a batch, and a server may allow few locks.
constexpr std::size_t statements_in_batch = 400;

std::string joined(const std::vector<std::string>& statements) {
  std::string text;
  for (const std::string& statement : statements) text += statement + ";\n";
  return text;
}

bool says_version(std::string_view statement) {
  std::string upper;
  for (const char c : statement) upper += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return upper.find(" VERSION ") != std::string::npos;
}

// An extension without a version gets the target's version, so that another default here makes no difference.
std::vector<std::string> statements_of(const Artifact& artifact, const ScratchServer& server) {
  std::vector<std::string> statements = artifact.statements;
  if (artifact.id.kind != Kind::extension || !server.like || statements.empty()) return statements;
  for (const auto& extension : server.like->extensions) {
    if (extension.name == artifact.id.name && !says_version(statements[0])) {
      statements[0] += " VERSION " + quote_literal(extension.version);
    }
  }
  return statements;
}

std::string debian_package(std::string_view extension, int major) {
  std::string name(extension);
  if (name.starts_with("postgis")) name = "postgis-3";
  if (name == "vector") name = "pgvector";
  std::replace(name.begin(), name.end(), '_', '-');
  return fmt::format("postgresql-{}-{}", major, name);
}

void report(Environment& environment, const pg::Session& session, const Artifact& artifact,
            const std::string& text, const pg::DatabaseError& error) {
  const pg::DatabaseError::Facts& facts = error.facts();
  Span span = artifact.span;
  if (facts.position > 0) {
    span = find_in_source(environment.sources, span, text, byte_offset(text, facts.position));
  }
  if (artifact.id.kind == Kind::extension && (error.is("0A000") || error.is("58P01") || error.is("22023"))) {
    environment.diagnostics.error(
        "extension-unavailable", span,
        fmt::format("extension {} is not installed on the server: {}", artifact.id.name, facts.message),
        fmt::format("install it for PostgreSQL {} (Debian package {})", session.server_version_num() / 10000,
                    debian_package(artifact.id.name, session.server_version_num() / 10000)));
    return;
  }
  std::string hint = facts.hint;
  if (!facts.detail.empty()) hint = facts.detail + (hint.empty() ? "" : " " + hint);
  environment.diagnostics.error("server-rejects", span,
                                fmt::format("{}: {}", in_words(artifact.id), facts.message), hint);
}

void run_alone(Environment& environment, pg::Session& session, const Artifact& artifact,
               std::set<ObjectId>& failed) {
  const std::string text = joined(statements_of(artifact, scratch_server(environment)));
  for (;;) {
    try {
      session.execute(text);
      return;
    } catch (const pg::DatabaseError& error) {
      if (error.connection_lost()) throw;
      if (make_missing_role(environment, session, error)) continue;
      report(environment, session, artifact, text, error);
      failed.insert(artifact.id);
      return;
    }
  }
}

// True if the whole text ran.
bool run_batch(Environment& environment, pg::Session& session, const std::string& batch) {
  for (;;) {
    try {
      session.execute(batch);
      return true;
    } catch (const pg::DatabaseError& error) {
      if (error.connection_lost()) throw;
      if (!make_missing_role(environment, session, error)) return false;
    }
  }
}

}  // namespace

bool make_missing_role(Environment& environment, pg::Session& session, const pg::DatabaseError& error) {
  if (!error.is("42704") || !scratch_server(environment).embedded) return false;
  const std::string_view message = error.facts().message;
  constexpr std::string_view before = "role \"";
  constexpr std::string_view after = "\" does not exist";
  if (!message.starts_with(before) || !message.ends_with(after)) return false;
  const std::string_view role = message.substr(before.size(), message.size() - before.size() - after.size());
  try {
    session.execute(fmt::format("CREATE ROLE {} NOLOGIN", quote_identifier(role)));
  } catch (const pg::DatabaseError& made) {
    // Another run created it at the same moment.
    if (!made.is("42710") && !made.is("23505")) return false;
  }
  environment.reporter.detail(fmt::format("role {} created on the embedded server", role));
  return true;
}

std::set<ObjectId> create_objects(Environment& environment, pg::Session& session, const ArtifactSet& set) {
  if (!set.search_path.empty()) {
    std::string path;
    for (const std::string& name : set.search_path)
      path += (path.empty() ? "" : ", ") + quote_identifier(name);
    session.execute("SET search_path = " + path);
  }
  const ScratchServer& server = scratch_server(environment);
  std::set<ObjectId> failed;
  for (std::size_t begin = 0; begin < set.artifacts.size();) {
    std::string batch;
    std::size_t end = begin;
    for (std::size_t count = 0; end < set.artifacts.size() && count < statements_in_batch; ++end) {
      const std::vector<std::string> statements = statements_of(set.artifacts[end], server);
      count += statements.size();
      batch += joined(statements);
    }
    const bool done = failed.empty() && run_batch(environment, session, batch);
    for (std::size_t i = begin; !done && i < end; ++i) {
      const Artifact& artifact = set.artifacts[i];
      const bool needs_failed = std::any_of(artifact.depends_on.begin(), artifact.depends_on.end(),
                                            [&](const ObjectId& id) { return failed.contains(id); });
      if (needs_failed) {
        failed.insert(artifact.id);
      } else {
        run_alone(environment, session, artifact, failed);
      }
    }
    begin = end;
  }
  session.execute("SET search_path = ''");
  return failed;
}

}  // namespace schemac
