# The component `compiler`: a program that links the library from the installed tree.
source "$SOURCE/tests/package/package.bash"
cat >CMakeLists.txt <<'CMAKE'
cmake_minimum_required(VERSION 3.25)
project(p LANGUAGES CXX)
find_package(SchemaCompiler 0.1 REQUIRED COMPONENTS schemac compiler)
add_executable(names names.cpp)
target_link_libraries(names PRIVATE SchemaCompiler::compiler)
CMAKE
cat >names.cpp <<'CPP'
#include <cstdio>
#include "catalog/identifier.h"
#include "catalog/name_style.h"
#include "sqlfile/statement.h"
int main() {
  const auto parsed = schemac::sql::parse("CREATE TABLE t (a integer);");
  std::printf("%s %s %zu\n", schemac::snake_case("FieldSample").c_str(),
              schemac::quote_identifier("order").c_str(), parsed.statements.size());
}
CPP
# The library's headers and objects are those of the build that was installed: its flags (sanitizers) go along.
flags=$(sed -n 's/^CMAKE_CXX_FLAGS:[^=]*=//p' "$BUILD/CMakeCache.txt")
type=$(sed -n 's/^CMAKE_BUILD_TYPE:[^=]*=//p' "$BUILD/CMakeCache.txt")
type_flags=$(sed -n "s/^CMAKE_CXX_FLAGS_${type^^}:[^=]*=//p" "$BUILD/CMakeCache.txt")
cmake -G "$GENERATOR" -B build -DCMAKE_PREFIX_PATH="$PREFIX" -DCMAKE_CXX_FLAGS="$flags $type_flags"
build
says '^field_sample "order" 1$' build/names
