# examples/add_subdirectory: two schemas, one that needs the other.
source "$SOURCE/tests/package/package.bash"
cp -R "$SOURCE/examples/add_subdirectory" source
cd source
keys+=("$PWD/build/schemac")
example=(-G "$GENERATOR" -DSCHEMA_COMPILER_SOURCE_DIR="$SOURCE")

# With a tool from elsewhere nothing is built but the schemas.
cmake "${example[@]}" -B build -DSchemaCompiler_EXECUTABLE="$SCHEMAC"
says 'Compiling schema trucks' build
silent 'Compiling|measuring' build
tick; echo '-- a comment' >>depots.sql
silent 'Compiling schema trucks|measuring' build
tick; sed -i 's/name text/town text, name text/' depots.sql
says 'Compiling schema trucks' build
silent 'Compiling|measuring' build

MESSAGE=first build --target schema-migrate-autogenerate
[[ -n $(ls migrations/depots/*_first.sql) && -n $(ls migrations/trucks/*_first.sql) ]] || fail "two migrations"
build --target schema-migrate
build --target schema-migrate-check
refuses 'unknown target|No rule to make target' build --target migrate
tick; sed -i 's/plate text/plate text, wheels integer/' trucks.sql
build --target trucks-migrate-autogenerate
build --target trucks-migrate
says '^ *wheels' "$SCHEMAC" -c build/schemac/trucks/schemac.yaml --server-key "${keys[0]}" db psql -- \
  -X -A -t -c "SELECT attname FROM pg_attribute WHERE attrelid = 'trucks.truck'::regclass AND attname = 'wheels'"
# The younger of trucks' two migrations first: then each schema has one, and trucks goes before what it refers to.
build --target trucks-migrate-downgrade
build --target schema-migrate-downgrade

# With the tool of the sources the schemas wait for it; the same through FetchContent.
cmake "${example[@]}" -B own
says 'cli/main/main.cpp' ninja -C own -t commands trucks
mkdir fetch
sed "s|^add_subdirectory.*|include(FetchContent)\nFetchContent_Declare(SchemaCompiler SOURCE_DIR \"\${SCHEMA_COMPILER_SOURCE_DIR}\")\nFetchContent_MakeAvailable(SchemaCompiler)|" \
  CMakeLists.txt >fetch/CMakeLists.txt
cp ./*.sql fetch
cmake "${example[@]}" -S fetch -B fetched
says 'cli/main/main.cpp' ninja -C fetched -t commands trucks
