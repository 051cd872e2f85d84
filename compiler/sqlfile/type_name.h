// TypeName nodes as text, spelled as by the server's format_type. Private to sqlfile.
#pragma once
#include <string>
#include <vector>

#include "sqlfile/parser.h"

namespace schemac::sql {

// A list of String nodes -> their values.
std::vector<std::string> name_parts(const Json& names);

// "integer", "text[]", "public.t", "SETOF x"; with_modifier adds "(10,2)".
std::string type_text(const Json& type_name, bool with_modifier);

// "f(integer, text)": IN, INOUT and VARIADIC parameters, types only. For a procedure also OUT parameters.
std::string routine_signature(const std::string& name, const Json& parameters, bool procedure);
// The same for ObjectWithArgs; without an argument list the bare name.
std::string routine_signature(const Json& object_with_args);

}  // namespace schemac::sql
