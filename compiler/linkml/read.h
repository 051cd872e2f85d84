// YAML or JSON text -> Module. The only LinkML parser. It uses the events of yaml-cpp directly (the Node tree
// costs several times the time and memory), and those of libyaml if both read a text in the same way.
//
// Every mistake is a diagnostic with position and hint: YAML syntax, duplicate keys, unknown keys in a
// metamodel position with the nearest known name, wrong shapes and types, alias bombs and nesting deeper than
// 500. Where LinkML requires an object, a scalar fills the object's value slot; where it requires a list, a
// scalar is a list of one. Always returns a Module with everything that could be read. O(n); thread-safe if
// each thread has its own Diagnostics.
#pragma once
#include <string_view>

#include "base/diagnostic.h"
#include "linkml/schema.h"

namespace schemac::yaml {
class TreeCache;
}

namespace schemac::linkml {

Module read_module(std::string_view text, FileId file, Diagnostics& diagnostics);

// The same, with the parsed tree of the text from the cache if it has one; otherwise the tree is added to it.
Module read_module(std::string_view text, FileId file, yaml::TreeCache& cache, Diagnostics& diagnostics);

// The built-in modules, "linkml:types" and the others that a schema may import, by import name; nullptr if
// there is none.
const Module* builtin_module(std::string_view import_name);

}  // namespace schemac::linkml
