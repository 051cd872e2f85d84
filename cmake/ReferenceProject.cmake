# The reference project (schemas/, sql/, migrations/) as a consumer of the package would add it. Its build folder is
# the one that schemac.yaml names, so that `schemac` typed in the checkout means the same database as the targets.
schema_compiler_add_schema(biositing PROJECT schemac.yaml BUILD_DIR "${PROJECT_BINARY_DIR}/schemac")

# The main job from start to end, on an empty embedded server; variables of the environment that name a database have no effect.
get_target_property(command biositing SCHEMA_COMPILER_COMMAND)
list(PREPEND command "${CMAKE_COMMAND}" -E env --unset=DATABASE_URL --)
add_custom_target(demo
  COMMAND ${command} db destroy
  COMMAND ${command} upgrade head
  COMMAND ${command} load "${PROJECT_SOURCE_DIR}/schemas/sample_data.yaml"
  COMMAND ${command} refresh
  COMMAND ${command} views
  COMMAND ${command} -q db psql -- -X -P pager=off -c "TABLE analytics.siting_scorecard"
  DEPENDS biositing USES_TERMINAL VERBATIM)

if(BUILD_TESTING)
  foreach(test IN ITEMS views constraints sql_objects)
    schema_compiler_add_database_test(NAME reference.${test} SCHEMA biositing
      SQL tests/reference/${test}.sql LOAD schemas/sample_data.yaml REFRESH)
  endforeach()
endif()
