# The public functions of the package SchemaCompiler: schema_compiler_add_schema and
# schema_compiler_add_database_test. docs/cmake.md is their reference.
#
# This file is the same in the source tree, a build tree and an installed tree; it finds the tool as the target
# SchemaCompiler::schemac and reads no global variable. The facts about a schema target are in
# properties of that target, so that functions called in other folders find it. Nothing here reads a
# database or the environment: that happens when a target runs.
include_guard(GLOBAL)
cmake_policy(PUSH)
cmake_policy(VERSION 3.25)

define_property(TARGET PROPERTY SCHEMA_COMPILER_MANIFEST
  BRIEF_DOCS "manifest.json of a target made by schema_compiler_add_schema"
  FULL_DOCS "Absolute path; rewritten only when the schema it describes changed.")
define_property(TARGET PROPERTY SCHEMA_COMPILER_MANIFESTS
  BRIEF_DOCS "manifest.json of a schema target and of all schemas it depends on, dependencies first"
  FULL_DOCS "A list of absolute paths.")
define_property(TARGET PROPERTY SCHEMA_COMPILER_COMMAND
  BRIEF_DOCS "schemac and the options that select a schema target's project"
  FULL_DOCS "A command line as a list; a subcommand follows.")

# schema_compiler_add_schema(NAME
#   PROJECT schemac.yaml | [LINKML file…] [SQL path…] [MIGRATIONS dir] [NAMESPACES name…] [DATABASE_URL_ENV var]
#   [BUILD_DIR dir] [TARGET_PREFIX text] [DEPENDS schema…])
#
# The target NAME compiles, as part of ALL; NAME-migrate and the others act on the database, and the plain
# names (migrate, …) do so for every schema of the build.
function(schema_compiler_add_schema name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "PROJECT;MIGRATIONS;DATABASE_URL_ENV;BUILD_DIR;TARGET_PREFIX"
    "LINKML;SQL;NAMESPACES;DEPENDS")
  _schema_compiler_check_arguments("schema_compiler_add_schema(${name})")
  _schema_compiler_check_tool("schema_compiler_add_schema(${name})")
  if(arg_PROJECT)
    foreach(other IN ITEMS LINKML SQL MIGRATIONS NAMESPACES DATABASE_URL_ENV)
      if(DEFINED arg_${other})
        message(FATAL_ERROR "schema_compiler_add_schema(${name}): ${other} must be set in ${arg_PROJECT}; "
          "give PROJECT or ${other}, not both")
      endif()
    endforeach()
  elseif(NOT arg_LINKML AND NOT arg_SQL)
    message(FATAL_ERROR "schema_compiler_add_schema(${name}): give PROJECT, or LINKML or SQL")
  endif()

  if(arg_BUILD_DIR)
    cmake_path(ABSOLUTE_PATH arg_BUILD_DIR BASE_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}" NORMALIZE OUTPUT_VARIABLE build)
  else()
    set(build "${CMAKE_CURRENT_BINARY_DIR}/schemac/${name}")
  endif()
  file(MAKE_DIRECTORY "${build}")

  # The project file: the caller's, or one written from the arguments.
  if(arg_PROJECT)
    cmake_path(ABSOLUTE_PATH arg_PROJECT BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE OUTPUT_VARIABLE project)
    if(NOT EXISTS "${project}")
      message(FATAL_ERROR "schema_compiler_add_schema(${name}): no project file ${project}")
    endif()
  else()
    set(project "${build}/schemac.yaml")
    _schema_compiler_write_project("${project}")
  endif()

  set(manifest "${build}/manifest.json")
  set(manifests "")
  foreach(dependency IN LISTS arg_DEPENDS)
    if(NOT TARGET "${dependency}")
      message(FATAL_ERROR "schema_compiler_add_schema(${name}): DEPENDS ${dependency} is not a schema that was added before")
    endif()
    get_target_property(theirs "${dependency}" SCHEMA_COMPILER_MANIFESTS)
    if(NOT theirs)
      message(FATAL_ERROR "schema_compiler_add_schema(${name}): DEPENDS ${dependency} is a target, but not a schema")
    endif()
    list(APPEND manifests ${theirs})
  endforeach()
  list(REMOVE_DUPLICATES manifests)

  # Every schema of one build shares one embedded server, as they would share one database on another server.
  set(command "$<TARGET_FILE:SchemaCompiler::schemac>" -c "${project}" --build "${build}"
    --server-key "${CMAKE_BINARY_DIR}/schemac")
  if(manifests)
    list(JOIN manifests "," joined)
    list(APPEND command --manifest "${joined}")
  endif()

  # CMake's Makefiles add a depfile's entries to those of earlier runs, so that a deleted source would stop every later
  # build; without that file they read the depfile alone.
  set(forget "")
  if(CMAKE_GENERATOR MATCHES "Makefiles")
    set(forget COMMAND "${CMAKE_COMMAND}" -E rm -f "CMakeFiles/${name}.dir/compiler_depend.internal")
  endif()

  set(stamp "${build}/compile.stamp")
  add_custom_command(
    OUTPUT "${stamp}"
    BYPRODUCTS "${manifest}"
    COMMAND ${command} compile --depfile "${build}/compile.d" --depfile-target "${stamp}"
    COMMAND "${CMAKE_COMMAND}" -E touch "${stamp}"
    ${forget}
    DEPENDS "${project}" SchemaCompiler::schemac ${manifests}
    DEPFILE "${build}/compile.d"
    COMMENT "Compiling schema ${name}"
    VERBATIM)
  add_custom_target(${name} ALL DEPENDS "${stamp}")
  set_target_properties(${name} PROPERTIES
    SCHEMA_COMPILER_MANIFEST "${manifest}"
    SCHEMA_COMPILER_MANIFESTS "${manifests};${manifest}"
    SCHEMA_COMPILER_COMMAND "${command}")
  if(arg_DEPENDS)
    add_dependencies(${name} ${arg_DEPENDS})
  endif()

  # ORDER: whether the same target of a schema in DEPENDS runs before this one, after it, or independently.
  _schema_compiler_database_target(migrate ORDER before COMMAND upgrade head)
  _schema_compiler_database_target(migrate-autogenerate ORDER before SHELL
    [[exec "$@" revision --autogenerate ${MESSAGE:+-m "$MESSAGE"}]])
  _schema_compiler_database_target(migrate-check ORDER none COMMAND check)
  _schema_compiler_database_target(migrate-status ORDER none COMMAND current)
  _schema_compiler_database_target(migrate-history ORDER none COMMAND history)
  _schema_compiler_database_target(migrate-downgrade ORDER after COMMAND downgrade -1)
  _schema_compiler_database_target(refresh-views ORDER before COMMAND refresh)
  _schema_compiler_database_target(views-list ORDER none COMMAND views)
  _schema_compiler_database_target(db-start SHARED COMMAND db start)
  _schema_compiler_database_target(db-stop SHARED COMMAND db stop)
  _schema_compiler_database_target(db-status SHARED COMMAND db status)
  _schema_compiler_database_target(db-psql SHARED COMMAND db psql)

  # db-reset: the data of the shared server is removed once, then every schema runs its migrations again.
  if(NOT TARGET schema_compiler_db_wipe)
    add_custom_target(schema_compiler_db_wipe COMMAND ${command} db destroy USES_TERMINAL VERBATIM)
  endif()
  _schema_compiler_database_target(db-reset ORDER before COMMAND upgrade head)
  add_dependencies(${name}-db-reset schema_compiler_db_wipe)
endfunction()

# schema_compiler_add_database_test(NAME test SCHEMA schema [FROM migrations|compiled]
#   SQL file | COMMAND program [argument…]  [LOAD data file…] [REFRESH])
#
# A CTest test on a database of its own, cloned from a template that is created once per CTest run.
function(schema_compiler_add_database_test)
  cmake_parse_arguments(PARSE_ARGV 0 arg "REFRESH" "NAME;SCHEMA;FROM;SQL" "COMMAND;LOAD")
  _schema_compiler_check_arguments("schema_compiler_add_database_test(${arg_NAME})")
  if(NOT arg_NAME OR NOT arg_SCHEMA)
    message(FATAL_ERROR "schema_compiler_add_database_test(${arg_NAME}): NAME and SCHEMA are required")
  endif()
  if(NOT arg_FROM)
    set(arg_FROM migrations)
  elseif(NOT arg_FROM MATCHES "^(migrations|compiled)$")
    message(FATAL_ERROR "schema_compiler_add_database_test(${arg_NAME}): FROM must be migrations or compiled, not ${arg_FROM}")
  endif()
  if((arg_SQL AND arg_COMMAND) OR (NOT arg_SQL AND NOT arg_COMMAND))
    message(FATAL_ERROR "schema_compiler_add_database_test(${arg_NAME}): give either SQL or COMMAND")
  endif()
  set(command "")
  if(TARGET "${arg_SCHEMA}")
    get_target_property(command ${arg_SCHEMA} SCHEMA_COMPILER_COMMAND)
  endif()
  if(NOT command)
    message(FATAL_ERROR "schema_compiler_add_database_test(${arg_NAME}): SCHEMA ${arg_SCHEMA} is not a schema that was added before")
  endif()

  # Setup and cleanup are tests too, added once for each folder that has tests of this schema: CTest knows
  # fixtures by name and runs each once, however many folders name it.
  set(fixture "${arg_SCHEMA}.database.${arg_FROM}")
  set(template --template "${CMAKE_BINARY_DIR}/${fixture}")
  get_property(known GLOBAL PROPERTY SCHEMA_COMPILER_FIXTURES)
  if(NOT fixture IN_LIST known)
    set_property(GLOBAL APPEND PROPERTY SCHEMA_COMPILER_FIXTURES "${fixture}")
    add_test(NAME ${fixture}.setup COMMAND ${command} test-db setup ${template} --from ${arg_FROM})
    set_tests_properties(${fixture}.setup PROPERTIES FIXTURES_SETUP "${fixture}")
    add_test(NAME ${fixture}.cleanup COMMAND ${command} test-db cleanup ${template})
    set_tests_properties(${fixture}.cleanup PROPERTIES FIXTURES_CLEANUP "${fixture}")
  endif()

  set(options "")
  foreach(file IN LISTS arg_LOAD)
    cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
    list(APPEND options --load "${file}")
  endforeach()
  if(arg_REFRESH)
    list(APPEND options --refresh)
  endif()
  if(arg_SQL)
    cmake_path(ABSOLUTE_PATH arg_SQL BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
    list(APPEND options --sql "${arg_SQL}")
  else()
    list(GET arg_COMMAND 0 program)
    if(TARGET "${program}")
      list(REMOVE_AT arg_COMMAND 0)
      list(PREPEND arg_COMMAND "$<TARGET_FILE:${program}>")
    endif()
  endif()
  # Expanded once, here: in a list of a list, a semicolon inside an argument would end the argument.
  if(arg_SQL)
    add_test(NAME ${arg_NAME} COMMAND ${command} test-db run ${template} ${options})
  else()
    add_test(NAME ${arg_NAME} COMMAND ${command} test-db run ${template} ${options} -- ${arg_COMMAND})
  endif()
  set_tests_properties(${arg_NAME} PROPERTIES FIXTURES_REQUIRED "${fixture}")
endfunction()

# One database target of the schema `name`, with the plain name beside it. It works like a macro: it reads the
# caller's name, command and arg_*. SHARED: it concerns the server that all schemas share, so the plain name runs
# the first schema's. SHELL: a script for sh, whose "$@" is schemac with the project's options.
function(_schema_compiler_database_target target)
  cmake_parse_arguments(PARSE_ARGV 1 this "SHARED" "ORDER;SHELL" "COMMAND")
  if(this_SHELL)
    set(run sh -c "${this_SHELL}" sh ${command})
  else()
    set(run ${command} ${this_COMMAND})
  endif()
  add_custom_target(${name}-${target} COMMAND ${run} USES_TERMINAL VERBATIM)
  if(NOT this_SHARED)
    add_dependencies(${name}-${target} ${name})
  endif()
  foreach(dependency IN LISTS arg_DEPENDS)
    if(this_ORDER STREQUAL "before")
      add_dependencies(${name}-${target} ${dependency}-${target})
    elseif(this_ORDER STREQUAL "after")
      add_dependencies(${dependency}-${target} ${name}-${target})
    endif()
  endforeach()

  set(plain "${arg_TARGET_PREFIX}${target}")
  if(NOT TARGET "${plain}")
    add_custom_target(${plain})
    set_target_properties(${plain} PROPERTIES SCHEMA_COMPILER_PLAIN TRUE)
    add_dependencies(${plain} ${name}-${target})
    return()
  endif()
  get_target_property(ours ${plain} SCHEMA_COMPILER_PLAIN)
  if(NOT ours)
    message(FATAL_ERROR "schema_compiler_add_schema(${name}): the project already has a target ${plain}; "
      "set TARGET_PREFIX to give the schema's targets other names")
  endif()
  if(NOT this_SHARED)
    add_dependencies(${plain} ${name}-${target})
  endif()
endfunction()

# The arguments as a project file, rewritten only when they changed.
function(_schema_compiler_write_project file)
  set(text "# Written by schema_compiler_add_schema; edit its arguments instead.\n")
  _schema_compiler_yaml("name" "${name}")
  foreach(key IN ITEMS linkml sql)
    string(TOUPPER ${key} argument)
    set(paths "")
    foreach(path IN LISTS arg_${argument})
      cmake_path(ABSOLUTE_PATH path BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
      if(NOT EXISTS "${path}")
        message(FATAL_ERROR "schema_compiler_add_schema(${name}): ${argument} ${path} does not exist")
      endif()
      list(APPEND paths "${path}")
    endforeach()
    _schema_compiler_yaml_list("${key}" "${paths}")
  endforeach()
  if(NOT arg_MIGRATIONS)
    set(arg_MIGRATIONS migrations)
  endif()
  cmake_path(ABSOLUTE_PATH arg_MIGRATIONS BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
  _schema_compiler_yaml("migrations" "${arg_MIGRATIONS}")
  _schema_compiler_yaml("hooks" "${CMAKE_CURRENT_SOURCE_DIR}/hooks")
  _schema_compiler_yaml("build" ".")
  _schema_compiler_yaml_list("namespaces" "${arg_NAMESPACES}")
  if(arg_DATABASE_URL_ENV)
    string(APPEND text "database:\n  ")
    _schema_compiler_yaml("url_env" "${arg_DATABASE_URL_ENV}")
  endif()
  set(old "")
  if(EXISTS "${file}")
    file(READ "${file}" old)
  endif()
  if(NOT old STREQUAL text)
    file(WRITE "${file}" "${text}")
  endif()
endfunction()

# The value as a single-quoted YAML scalar: a quote in it is written twice.
function(_schema_compiler_yaml_scalar out value)
  string(REPLACE "'" "''" value "${value}")
  set(${out} "'${value}'" PARENT_SCOPE)
endfunction()

# Append "key: 'value'", or "key:" and the values as a list, to the caller's text.
function(_schema_compiler_yaml key value)
  _schema_compiler_yaml_scalar(scalar "${value}")
  set(text "${text}${key}: ${scalar}\n" PARENT_SCOPE)
endfunction()
function(_schema_compiler_yaml_list key values)
  if(NOT values)
    return()
  endif()
  string(APPEND text "${key}:\n")
  foreach(value IN LISTS values)
    _schema_compiler_yaml_scalar(scalar "${value}")
    string(APPEND text "  - ${scalar}\n")
  endforeach()
  set(text "${text}" PARENT_SCOPE)
endfunction()

macro(_schema_compiler_check_arguments caller)
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "${caller}: unknown argument ${arg_UNPARSED_ARGUMENTS}")
  endif()
  if(arg_KEYWORDS_MISSING_VALUES)
    message(FATAL_ERROR "${caller}: no value for ${arg_KEYWORDS_MISSING_VALUES}")
  endif()
endmacro()

# The tool runs where the build runs. A tool that is built for another machine could not run here.
function(_schema_compiler_check_tool caller)
  if(NOT TARGET SchemaCompiler::schemac)
    message(FATAL_ERROR "${caller}: there is no target SchemaCompiler::schemac; call find_package(SchemaCompiler) first")
  endif()
  get_target_property(imported SchemaCompiler::schemac IMPORTED)
  if(CMAKE_CROSSCOMPILING AND NOT imported AND NOT CMAKE_CROSSCOMPILING_EMULATOR)
    message(FATAL_ERROR "${caller}: schemac would be built for ${CMAKE_SYSTEM_NAME} ${CMAKE_SYSTEM_PROCESSOR} and "
      "could not run here; set SchemaCompiler_EXECUTABLE to one that runs on this machine")
  endif()
endfunction()

cmake_policy(POP)
