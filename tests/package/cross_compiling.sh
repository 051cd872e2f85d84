# A build for another machine: the tool that runs is one of this machine.
source "$SOURCE/tests/package/package.bash"
cat >toolchain.cmake <<'CMAKE'
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR riscv64)
CMAKE
mkdir own && cp "$SOURCE/examples/add_subdirectory/"* own
cross=(-G "$GENERATOR" -DCMAKE_TOOLCHAIN_FILE="$folder/toolchain.cmake" -DSCHEMA_COMPILER_SOURCE_DIR="$SOURCE")
refuses 'would be built for Linux riscv64 and could not run here; set SchemaCompiler_EXECUTABLE' \
  cmake "${cross[@]}" -S own -B refused
cmake "${cross[@]}" -S own -B build -DSchemaCompiler_EXECUTABLE="$SCHEMAC"
says 'Compiling schema trucks' build
rm -rf build
cp -R "$SOURCE/examples/find_package" found
cmake "${cross[@]}" -S found -B build -DSchemaCompiler_DIR="$(dirname "$(find "$PREFIX" -name SchemaCompilerConfig.cmake)")" \
  -DSchemaCompiler_EXECUTABLE="$SCHEMAC"
says 'Compiling schema orchard' build
