// What the project's sources state about refreshing: sql_refresh, and the dependencies that the server does
// not record.
//
// Every refresh reads them itself, from the sources as they are now (source_facts.h): a caller cannot forget
// them, and a missing or old build output has no effect.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "refresh/view_graph.h"
#include "workspace/environment.h"

namespace schemac {

enum class Concurrently { automatic, always, never };

struct SourceSettings {
  std::map<ObjectId, Concurrently> concurrently;  // without the views that state nothing
  std::set<ObjectId> on_upgrade;                  // on: upgrade
  std::optional<std::set<ObjectId>> tracked;      // track_changes; nullopt = no sources are known
  std::vector<std::string> namespaces;            // in which the sources define objects
  SourceReads reads;
};

// Without usable sources and manifest: empty. A problem goes to the reporter.
SourceSettings source_settings(Environment& environment);

}  // namespace schemac
