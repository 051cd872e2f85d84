// schemac.yaml: the settings of a project. Defaults as in docs/project-file.md; unknown keys are errors with
// the nearest known key.
#pragma once
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/diagnostic.h"
#include "base/files.h"
#include "linkml/induce_options.h"
#include "lower/lower_options.h"

namespace schemac {

struct ExternalRelation {
  std::string name;                                          // "auth.users"
  std::vector<std::pair<std::string, std::string>> columns;  // name, type; empty = from the target
  Span span;
};

struct DatabaseSettings {
  std::string url_env = "DATABASE_URL";
  bool url_required = false;
  int min_version = 15;
  std::string lock_timeout = "5s";
  std::string statement_timeout = "0";
  std::string scratch = "auto";
};

struct Project {
  std::filesystem::path folder;  // of the project file, absolute; every path below is relative to it
  std::filesystem::path file;    // empty if absent (--schema FILE, CMake arguments)
  std::string name;
  std::vector<std::string> linkml;
  std::vector<std::string> sql;
  std::string migrations = "migrations";
  std::string build = "build/schemac";
  std::vector<std::string> namespaces;  // empty = those of its objects
  DatabaseSettings database;
  std::vector<ExternalRelation> external;
  std::string hooks = "hooks";
  std::string target_prefix;
  linkml::SlotScope slot_scope = linkml::SlotScope::global;
  std::map<std::string, std::string> importmap;
  LowerOptions lower;
  std::vector<std::string> depends;  // other manifests (DEPENDS, --manifest)
  std::string server_key;            // names the embedded server; empty = the absolute build folder

  std::filesystem::path path(const std::string& relative) const { return folder / relative; }
};

// The nearest schemac.yaml in folder or above; nullopt if absent.
std::optional<std::filesystem::path> find_project_file(const std::filesystem::path& folder,
                                                       const Files& files);
Project read_project(const std::filesystem::path& file, const Files& files, SourceMap& sources,
                     Diagnostics& diagnostics);

}  // namespace schemac
