// A project's sources as refreshes see them, without files to compile.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "workspace/source_facts.h"

namespace schemac::test {

inline ObjectId matview(const std::string& name) { return {Kind::materialized_view, "public", {}, name}; }

inline Artifact view_with(const std::string& name, const RefreshSettings& settings) {
  Artifact view;
  view.id = matview(name);
  view.stated.refresh = settings;
  return view;
}

inline void set_sources(Environment& environment, std::vector<Artifact> views) {
  ArtifactSet set;
  set.project = environment.project.name;
  set.artifacts = std::move(views);
  environment.facts = std::make_shared<const SourceFacts>(SourceFacts{std::move(set), {}});
}

inline void set_tracked(Environment& environment, const std::vector<std::string>& names) {
  std::vector<Artifact> views;
  for (const std::string& name : names) views.push_back(view_with(name, {.track_changes = true}));
  set_sources(environment, std::move(views));
}

inline void forget_sources(Environment& environment) {
  environment.facts = std::make_shared<const SourceFacts>();
}

}  // namespace schemac::test
