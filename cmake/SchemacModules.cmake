# How the compiler's own sources become targets. Internal; the public functions are in SchemaCompilerFunctions.cmake.

# schemac_module(NAME [PUBLIC lib…] [PRIVATE lib…])
# One static library per folder of compiler/, named schemac_<folder>; its sources are the *.cpp of the folder and of the
# folders in it. Modules include each other only downward, which tests/includes checks, and the link order here repeats it.
function(schemac_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "PUBLIC;PRIVATE")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "schemac_module(${name}): unknown argument ${arg_UNPARSED_ARGUMENTS}")
  endif()
  set_property(GLOBAL APPEND PROPERTY SCHEMAC_MODULES ${name})
  set(folder "${CMAKE_CURRENT_SOURCE_DIR}/${name}")
  file(GLOB sources CONFIGURE_DEPENDS "${folder}/*.cpp" "${folder}/*/*.cpp")
  list(FILTER sources EXCLUDE REGEX "/main/main\\.cpp$")  # the executable's own
  if(NOT sources)
    add_library(schemac_${name} INTERFACE)
    target_link_libraries(schemac_${name} INTERFACE ${arg_PUBLIC})
    target_include_directories(schemac_${name} INTERFACE "$<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}>")
    return()
  endif()
  add_library(schemac_${name} STATIC ${sources})
  target_include_directories(schemac_${name} PUBLIC "$<BUILD_INTERFACE:${CMAKE_CURRENT_SOURCE_DIR}>")
  target_compile_features(schemac_${name} PUBLIC cxx_std_20)
  target_link_libraries(schemac_${name} PUBLIC ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
  # One unit a folder and not batches of a few files: a clean build costs least so, and every name that two files of a
  # folder define both is found wherever it is built so. Batches would move with each new file, and hide some.
  set_target_properties(schemac_${name} PROPERTIES UNITY_BUILD "${SchemaCompiler_UNITY_BUILD}" UNITY_BUILD_BATCH_SIZE 0)
  schemac_warnings(schemac_${name})
endfunction()

# For our own code only. Warnings are errors for developers (CMakePresets.json), not for users: another compiler has
# other warnings, and they must not stop a build.
function(schemac_warnings target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wpedantic -Wnon-virtual-dtor -Woverloaded-virtual
    $<$<BOOL:${SchemaCompiler_WARNINGS_AS_ERRORS}>:-Werror>)
  # What the optimiser of GCC 13 and later reports inside the standard library's templates differs between its versions
  # and is often false; it stays a warning.
  if(CMAKE_CXX_COMPILER_ID STREQUAL GNU AND CMAKE_CXX_COMPILER_VERSION VERSION_GREATER_EQUAL 13)
    target_compile_options(${target} PRIVATE -Wno-error=array-bounds -Wno-error=stringop-overflow
      -Wno-error=stringop-overread -Wno-error=maybe-uninitialized -Wno-error=restrict -Wno-error=free-nonheap-object
      -Wno-error=dangling-reference)
  endif()
endfunction()

# schemac_embed_sql(TARGET NAMESPACE): every <target>/queries/*.sql as a string in "<target>/queries.h", named after the
# file. SQL stays in files that an editor understands, and the tool needs none of them when it runs.
function(schemac_embed_sql target namespace)
  file(GLOB files CONFIGURE_DEPENDS "${CMAKE_CURRENT_SOURCE_DIR}/${target}/queries/*.sql")
  set(generated "${CMAKE_CURRENT_BINARY_DIR}/generated/${target}")
  set(out "${generated}/${target}/queries.h")
  add_custom_command(OUTPUT "${out}"
    COMMAND "${CMAKE_COMMAND}" -DOUT=${out} "-DFILES=${files}" -DNAMESPACE=${namespace} -P "${PROJECT_SOURCE_DIR}/cmake/EmbedSql.cmake"
    DEPENDS ${files} "${PROJECT_SOURCE_DIR}/cmake/EmbedSql.cmake" VERBATIM)
  target_sources(schemac_${target} PRIVATE "${out}")
  add_custom_target(schemac_${target}_queries DEPENDS "${out}")
  add_dependencies(schemac_${target} schemac_${target}_queries)
  if(NOT TARGET schemac_generated)
    add_custom_target(schemac_generated)  # what a check of the sources needs before it reads them
  endif()
  add_dependencies(schemac_generated schemac_${target}_queries)
  target_include_directories(schemac_${target} PUBLIC "$<BUILD_INTERFACE:${generated}>")
endfunction()
