#include "refresh/source_settings.h"

#include "refresh/source_reads.h"
#include "workspace/source_facts.h"

namespace schemac {
namespace {

std::string setting(const Artifact& artifact, const char* name) {
  const auto found = artifact.refresh->find(name);
  return found == artifact.refresh->end() ? std::string() : found->second;
}

}  // namespace

SourceSettings source_settings(Environment& environment) {
  SourceSettings settings;
  const SourceFacts& facts = source_facts(environment);
  if (!facts.problem.empty()) {
    environment.reporter.message(
        facts.problem +
        (facts.artifacts ? ""
                         : "; their settings for refreshing (sql_refresh, sql_depends_on) are not known"));
  }
  if (!facts.artifacts) return settings;
  settings.reads = source_reads(*facts.artifacts);
  settings.tracked.emplace();
  std::set<std::string> namespaces;
  for (const Artifact& artifact : facts.artifacts->artifacts) {
    if (!artifact.id.namespace_.empty() && !artifact.external) namespaces.insert(artifact.id.namespace_);
    if (artifact.id.kind != Kind::materialized_view && artifact.id.kind != Kind::view) continue;
    const std::string concurrently = setting(artifact, "concurrently");
    if (concurrently == "always") settings.concurrently[artifact.id] = Concurrently::always;
    if (concurrently == "never") settings.concurrently[artifact.id] = Concurrently::never;
    if (setting(artifact, "on") == "upgrade") settings.on_upgrade.insert(artifact.id);
    if (setting(artifact, "track_changes") == "true") settings.tracked->insert(artifact.id);
  }
  settings.namespaces.assign(namespaces.begin(), namespaces.end());
  return settings;
}

}  // namespace schemac
