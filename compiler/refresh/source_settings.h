// What the project's sources state about refreshing: sql_refresh, and the dependencies that the server does
// not record.
//
// Every refresh reads them itself, from the sources as they are now (source_facts.h): a caller cannot forget
// them, and a missing or old build output has no effect.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "catalog/stated.h"
#include "refresh/view_graph.h"
#include "workspace/environment.h"

namespace schemac {

struct SourceSettings {
  // sql_refresh of the views that have it; nullopt = no sources are known
  std::optional<std::map<ObjectId, RefreshSettings>> stated;
  std::vector<std::string> namespaces;  // in which the sources define objects
  SourceReads reads;
  const RefreshSettings& of(const ObjectId& view) const;  // the defaults if nothing is stated
};

// Without usable sources and manifest: empty. A problem goes to the reporter.
SourceSettings source_settings(Environment& environment);

}  // namespace schemac
