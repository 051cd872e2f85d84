# Wrong arguments stop CMake with a message that states the mistake.
source "$SOURCE/tests/package/package.bash"
touch a.sql schemac.yaml
attempt() {  # PATTERN, then the project's text after find_package
  printf 'cmake_minimum_required(VERSION 3.25)\nproject(p LANGUAGES NONE)\n%s\n' "$2" >CMakeLists.txt
  rm -rf build
  refuses "$1" cmake -G Ninja -B build -DCMAKE_PREFIX_PATH="$PREFIX"
}
with() { attempt "$1" "find_package(SchemaCompiler 0.1 REQUIRED)
enable_testing()
$2"; }
with 'unknown argument SCHEMAS' 'schema_compiler_add_schema(s SCHEMAS x SQL a.sql)'
with 'no value for NAMESPACES' 'schema_compiler_add_schema(s SQL a.sql NAMESPACES)'
with 'give PROJECT, or LINKML or SQL' 'schema_compiler_add_schema(s)'
with 'give PROJECT or SQL, not both' 'schema_compiler_add_schema(s PROJECT schemac.yaml SQL a.sql)'
with 'no project file .*missing\.yaml' 'schema_compiler_add_schema(s PROJECT missing.yaml)'
with 'SQL .*missing\.sql does not exist' 'schema_compiler_add_schema(s SQL missing.sql)'
with 'DEPENDS other is not a schema that was added before' 'schema_compiler_add_schema(s SQL a.sql DEPENDS other)'
with 'DEPENDS other is a target, but not a schema' 'add_custom_target(other)
schema_compiler_add_schema(s SQL a.sql DEPENDS other)'
with 'already has a target migrate; set TARGET_PREFIX' 'add_custom_target(migrate)
schema_compiler_add_schema(s SQL a.sql)'
with 'SCHEMA s is not a schema' 'schema_compiler_add_database_test(NAME t SCHEMA s SQL a.sql)'
with 'FROM must be migrations or compiled, not head' 'schema_compiler_add_schema(s SQL a.sql)
schema_compiler_add_database_test(NAME t SCHEMA s FROM head SQL a.sql)'
with 'give either SQL or COMMAND' 'schema_compiler_add_schema(s SQL a.sql)
schema_compiler_add_database_test(NAME t SCHEMA s)'
with 'unknown argument REFRESHED' 'schema_compiler_add_schema(s SQL a.sql)
schema_compiler_add_database_test(NAME t SCHEMA s SQL a.sql REFRESHED)'
attempt 'compatible with requested version "0.0"' 'find_package(SchemaCompiler 0.0 REQUIRED)'
attempt 'compatible with requested version "1.0"' 'find_package(SchemaCompiler 1.0 REQUIRED)'
attempt 'no component telescope; there are schemac and compiler' 'find_package(SchemaCompiler 0.1 REQUIRED COMPONENTS telescope)'
