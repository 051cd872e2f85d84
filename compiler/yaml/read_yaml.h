// YAML or JSON text -> Value tree, with exact positions.
//
// Diagnostics (all errors): yaml-syntax, duplicate-key, key-not-scalar, unknown-alias, recursive-alias,
// alias-expansion, nested-too-deep, several-documents, not-utf8, control-character. Aliases and merge keys
// (<<) are expanded, at most a million nodes of them. O(n).
#pragma once
#include <string_view>

#include "base/diagnostic.h"
#include "yaml/value.h"

namespace schemac::yaml {

struct YamlDocument {
  Value root;            // null for an empty text; what was read before a syntax error
  bool complete = true;  // false after an error that ended the parse
};

// fastest: libyaml if the tool is built with it and both parsers read the text in the same way, else
// yaml-cpp. The result is the same, see read_yaml_fast.h.
enum class YamlParser { fastest, yaml_cpp };

YamlDocument read_yaml(std::string_view text, FileId file, Diagnostics& diagnostics,
                       YamlParser parser = YamlParser::fastest);

}  // namespace schemac::yaml
