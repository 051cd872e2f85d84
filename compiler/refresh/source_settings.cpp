#include "refresh/source_settings.h"

#include <set>

#include "refresh/source_reads.h"
#include "workspace/source_facts.h"

namespace schemac {
const RefreshSettings& SourceSettings::of(const ObjectId& view) const {
  static const RefreshSettings defaults;
  if (!stated) return defaults;
  const auto found = stated->find(view);
  return found == stated->end() ? defaults : found->second;
}

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
  settings.stated.emplace();
  std::set<std::string> namespaces;
  for (const Artifact& artifact : facts.artifacts->artifacts) {
    if (!artifact.id.namespace_.empty() && !artifact.external) namespaces.insert(artifact.id.namespace_);
    if (artifact.id.kind != Kind::materialized_view && artifact.id.kind != Kind::view) continue;
    if (artifact.stated.refresh != RefreshSettings{})
      settings.stated->emplace(artifact.id, artifact.stated.refresh);
  }
  settings.namespaces.assign(namespaces.begin(), namespaces.end());
  return settings;
}

}  // namespace schemac
