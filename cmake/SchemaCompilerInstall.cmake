# Install rules, and the same package for use from the build tree without installing: a consumer that sets
# SchemaCompiler_DIR (or CMAKE_PREFIX_PATH) to this build folder finds the same targets and functions.
#
#   bin/schemac
#   lib/…/libschemac_*.a, include/SchemaCompiler/   the library
#   lib/…/cmake/SchemaCompiler/                     the package
#   share/SchemaCompiler/schemac.ninja              rules for hand-written ninja files
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)
set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/SchemaCompiler")

# The library is every module below the command line, and SchemaCompiler::compiler that links them.
set(library_targets schemac_compiler)
set_target_properties(schemac_compiler PROPERTIES EXPORT_NAME compiler)
get_property(modules GLOBAL PROPERTY SCHEMAC_MODULES)
list(REMOVE_ITEM modules cli)
foreach(module IN LISTS modules)
  set_target_properties(schemac_${module} PROPERTIES EXPORT_NAME ${module})
  target_include_directories(schemac_${module} INTERFACE "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/SchemaCompiler>")
  list(APPEND library_targets schemac_${module})
  install(DIRECTORY "${PROJECT_SOURCE_DIR}/compiler/${module}"
    DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/SchemaCompiler" COMPONENT compiler FILES_MATCHING PATTERN "*.h")
endforeach()
install(TARGETS schemac EXPORT SchemaCompilerToolTargets RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT schemac)
install(TARGETS ${library_targets} EXPORT SchemaCompilerLibraryTargets
  ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}/SchemaCompiler" COMPONENT compiler)
install(EXPORT SchemaCompilerToolTargets NAMESPACE SchemaCompiler:: DESTINATION "${package_dir}" COMPONENT schemac)
install(EXPORT SchemaCompilerLibraryTargets NAMESPACE SchemaCompiler:: DESTINATION "${package_dir}" COMPONENT compiler)
export(EXPORT SchemaCompilerToolTargets NAMESPACE SchemaCompiler:: FILE "${PROJECT_BINARY_DIR}/SchemaCompilerToolTargets.cmake")
export(EXPORT SchemaCompilerLibraryTargets NAMESPACE SchemaCompiler:: FILE "${PROJECT_BINARY_DIR}/SchemaCompilerLibraryTargets.cmake")

# The tool's output is text, the same on every machine, so the version file asks for no word size; before 1.0 a
# minor version may change what is compiled.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/SchemaCompilerConfigVersion.cmake"
  COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)

# One template, once for the build tree and once for the installed tree.
set(SchemaCompiler_FUNCTIONS cmake/SchemaCompilerFunctions.cmake)
set(SchemaCompiler_MODULES "${PROJECT_SOURCE_DIR}/cmake")
configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/SchemaCompilerConfig.cmake.in"
  "${PROJECT_BINARY_DIR}/SchemaCompilerConfig.cmake"
  INSTALL_DESTINATION "${PROJECT_BINARY_DIR}" INSTALL_PREFIX "${PROJECT_BINARY_DIR}" PATH_VARS SchemaCompiler_MODULES)
configure_file("${PROJECT_SOURCE_DIR}/cmake/SchemaCompilerFunctions.cmake"
  "${PROJECT_BINARY_DIR}/cmake/SchemaCompilerFunctions.cmake" COPYONLY)

set(SchemaCompiler_FUNCTIONS SchemaCompilerFunctions.cmake)
set(SchemaCompiler_MODULES "${package_dir}")
configure_package_config_file("${PROJECT_SOURCE_DIR}/cmake/SchemaCompilerConfig.cmake.in"
  "${PROJECT_BINARY_DIR}/install/SchemaCompilerConfig.cmake"
  INSTALL_DESTINATION "${package_dir}" PATH_VARS SchemaCompiler_MODULES)
install(FILES "${PROJECT_BINARY_DIR}/install/SchemaCompilerConfig.cmake"
  "${PROJECT_BINARY_DIR}/SchemaCompilerConfigVersion.cmake"
  "${PROJECT_SOURCE_DIR}/cmake/SchemaCompilerFunctions.cmake"
  "${PROJECT_SOURCE_DIR}/cmake/FindLibYaml.cmake"
  "${PROJECT_SOURCE_DIR}/cmake/FindPgQuery.cmake"
  "${PROJECT_SOURCE_DIR}/cmake/FindYamlCpp.cmake"
  DESTINATION "${package_dir}" COMPONENT schemac)
install(FILES "${PROJECT_SOURCE_DIR}/cmake/schemac.ninja" DESTINATION "${CMAKE_INSTALL_DATADIR}/SchemaCompiler" COMPONENT schemac)
