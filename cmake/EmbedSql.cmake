# cmake -DOUT=… -DFILES=a;b -DNAMESPACE=… -P EmbedSql.cmake
set(text "// Generated from the .sql files of this folder; edit those.\n#pragma once\n#include <string_view>\n\nnamespace ${NAMESPACE} {\n")
foreach(file IN LISTS FILES)
  get_filename_component(name "${file}" NAME_WE)
  file(READ "${file}" sql)
  string(APPEND text "inline constexpr std::string_view ${name} = R\"schemac_sql(${sql})schemac_sql\";\n")
endforeach()
string(APPEND text "}  // namespace ${NAMESPACE}\n")
file(CONFIGURE OUTPUT "${OUT}" CONTENT "@text@" @ONLY)
