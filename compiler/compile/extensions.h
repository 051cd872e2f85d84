// The functions and types of well-known extensions, so that a name in a source implies the extension. Private
// to compile.
#pragma once
#include <map>
#include <string>
#include <string_view>

namespace schemac {

// The extension that defines it; empty if no known extension does. Names are lower case and unqualified.
std::string_view extension_of_function(std::string_view name);
std::string_view extension_of_type(std::string_view name);
std::string_view extension_of_relation(std::string_view name);
std::string_view extension_of_operator_class(std::string_view name);

// Type name -> type name, for ranges in LinkML that no source defines.
std::map<std::string, std::string> extension_type_names();

}  // namespace schemac
