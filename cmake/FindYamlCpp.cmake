# yaml-cpp under one target name: its own package names the target yaml-cpp before 0.8, yaml-cpp::yaml-cpp since then.
# Defines YamlCpp::YamlCpp.
find_package(yaml-cpp CONFIG QUIET)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(YamlCpp REQUIRED_VARS yaml-cpp_DIR REASON_FAILURE_MESSAGE "Debian: libyaml-cpp-dev")
if(YamlCpp_FOUND AND NOT TARGET YamlCpp::YamlCpp)
  add_library(YamlCpp::YamlCpp INTERFACE IMPORTED)
  if(TARGET yaml-cpp::yaml-cpp)
    target_link_libraries(YamlCpp::YamlCpp INTERFACE yaml-cpp::yaml-cpp)
  else()
    target_link_libraries(YamlCpp::YamlCpp INTERFACE yaml-cpp)
  endif()
endif()
