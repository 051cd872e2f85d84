// YAML or JSON text -> Module. The only LinkML parser. It takes the events of yaml-cpp directly (the Node tree
// costs several times the time and memory), and those of libyaml where both read a text alike.
//
// Every misuse is a diagnostic with position and hint: YAML syntax, duplicate keys, unknown keys in a
// metamodel position with the nearest known name, wrong shapes and types, alias bombs and nesting deeper than
// 500. Scalars where LinkML wants an object fill the object's value slot, scalars where it wants a list are
// lists of one. Always returns a Module, holding what could be read. O(n); thread-safe as long as each thread
// has its own Diagnostics.
#pragma once
#include <string_view>

#include "base/diagnostic.h"
#include "linkml/schema.h"

namespace schemac::linkml {

Module read_module(std::string_view text, FileId file, Diagnostics& diagnostics);

class TreeCache;
// The same, with the text's parsed tree taken from the cache where it is there, and put there where it is
// not.
Module read_module(std::string_view text, FileId file, TreeCache& cache, Diagnostics& diagnostics);

// The built-in modules, "linkml:types" and the others that a schema may import, by import name; nullptr if
// there is none.
const Module* builtin_module(std::string_view import_name);

}  // namespace schemac::linkml
