# cmake -DCOMPILER=<folder> -P check.cmake
#
# Who may include what, from the #include lines alone: modules include downward only, and each library from outside
# has the few places that DESIGN allows. A new module or library gets its line here first.

cmake_minimum_required(VERSION 3.25)

# module: the modules that it may include, itself aside.
set(base "")
set(yaml base)
set(catalog base)
set(linkml base yaml)
set(sqlfile base catalog)
set(pg base catalog)
set(condition base yaml linkml catalog)
set(lower base yaml linkml catalog condition)
set(raise base yaml linkml catalog)
set(artifact base catalog sqlfile)
set(sqltext base catalog sqlfile)
set(conversion base catalog sqlfile sqltext)
set(diff base catalog sqlfile sqltext)
set(plan base catalog sqlfile sqltext conversion diff)
set(history base catalog sqlfile sqltext diff plan)
set(compile base yaml linkml catalog sqlfile condition lower artifact)
set(workspace base yaml linkml catalog sqlfile pg artifact diff plan history compile)
set(ledger base catalog sqlfile pg diff plan history workspace)
set(scratch base linkml catalog sqlfile pg artifact sqltext diff plan history compile workspace ledger)
set(apply base catalog sqlfile pg artifact sqltext diff plan history compile workspace ledger scratch)
set(revise base catalog sqlfile pg artifact sqltext diff plan history compile workspace ledger scratch apply)
set(refresh base catalog sqlfile pg artifact sqltext diff plan history compile workspace ledger scratch apply)
set(load base yaml linkml catalog sqlfile pg condition lower artifact compile workspace scratch)
set(targets base catalog pg history workspace ledger scratch apply refresh)
set(cli base yaml linkml catalog sqlfile pg lower raise artifact sqltext diff plan history compile workspace ledger scratch apply
  revise refresh load targets)
set(modules base yaml catalog linkml sqlfile pg condition lower raise artifact sqltext conversion diff plan history compile workspace
  ledger scratch apply revise refresh load targets cli)

# header's beginning: the files (as regular expressions) that may include it.
set(rules
  "yaml-cpp/" "yaml/read_yaml\\.cpp|compile/project\\.cpp|load/data_file\\.cpp"
  "yaml\\.h" "yaml/read_yaml_fast\\.cpp"
  "pg_query" "sqlfile/.*"
  "libpq" "pg/(session|conninfo)\\.cpp"
  "CLI/" "cli/(app|arguments|completion)\\.cpp")

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
