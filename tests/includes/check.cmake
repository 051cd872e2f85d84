# cmake -DCOMPILER=<folder> -P check.cmake
#
# Who may include what, from the #include lines alone: modules include downward only, and each library from outside
# has the few places that DESIGN allows. A new module or library gets its line here first.

cmake_minimum_required(VERSION 3.25)

# module: the modules that it may include, itself aside.
set(base "")
set(linkml base)
set(catalog base)
set(sqlfile base catalog)
set(lower base linkml catalog)
set(artifact base catalog sqlfile)
set(migrate base catalog sqlfile)
set(pg base catalog)
set(pipeline base linkml catalog sqlfile lower artifact)
set(run base linkml catalog sqlfile lower artifact migrate pg pipeline)
set(cli base linkml catalog sqlfile lower artifact migrate pg pipeline run)
set(modules base linkml catalog sqlfile lower artifact migrate pg pipeline run cli)

# header's beginning: the files (as regular expressions) that may include it.
set(rules
  "yaml-cpp/" "linkml/read_yaml\\.cpp|pipeline/(project|instance)\\.cpp"
  "yaml\\.h" "linkml/read_yaml_fast\\.cpp"
  "pg_query" "sqlfile/.*"
  "libpq" "pg/(session|conninfo)\\.cpp"
  "CLI/" "cli/.*")

file(GLOB_RECURSE files RELATIVE "${COMPILER}" "${COMPILER}/*.h" "${COMPILER}/*.cpp")
if(NOT files)
  message(FATAL_ERROR "no sources below ${COMPILER}")
endif()
set(mistakes "")
foreach(file IN LISTS files)
  string(REGEX MATCH "^[^/]+" module "${file}")
  if(NOT module IN_LIST modules)
    string(APPEND mistakes "${file}: ${module} is no module known to tests/includes\n")
    continue()
  endif()
  file(STRINGS "${COMPILER}/${file}" lines REGEX "^[ \t]*#[ \t]*include")
  foreach(line IN LISTS lines)
    if(NOT line MATCHES "include[ \t]*[<\"]([^>\"]+)[>\"]")
      continue()
    endif()
    set(header "${CMAKE_MATCH_1}")
    if(line MATCHES "\"" AND header MATCHES "^([^/]+)/")
      set(from "${CMAKE_MATCH_1}")
      if(from IN_LIST modules AND NOT from STREQUAL module AND NOT from IN_LIST ${module})
        string(APPEND mistakes "${file}: ${module} must not include ${header}\n")
      endif()
    endif()
    set(left "${rules}")
    while(left)
      list(POP_FRONT left beginning allowed)
      string(FIND "${header}" "${beginning}" at)
      if(at EQUAL 0 AND NOT file MATCHES "^(${allowed})$")
        string(APPEND mistakes "${file}: ${header} may be included only by ${allowed}\n")
      endif()
    endwhile()
  endforeach()
endforeach()
if(mistakes)
  message(FATAL_ERROR "${mistakes}")
endif()
