// The options of lower(), in a file of their own: reading a project file needs no schema.
#pragma once
#include <map>
#include <string>

#include "yaml/value.h"

namespace schemac {

struct LowerOptions {
  enum class Naming { snake_case, preserve } naming = Naming::snake_case;
  enum class References { enforced, unchecked } references = References::enforced;
  std::map<std::string, std::string> types;  // LinkML type or undefined range -> PostgreSQL type
  yaml::Value overrides;  // project file, linkml_options.overrides: classes/<name>/slots/<name>/<annotation>
  int minimum_server_major = 15;
  std::string default_namespace = "public";
  bool storage = true;  // fill Lowered::storage; only loading data needs it
  // Class name -> text of the file that its sql_definition_file names, see definition_files(). The span of
  // the value is in that file; its style is literal.
  std::map<std::string, yaml::Value> definitions;
};

}  // namespace schemac
