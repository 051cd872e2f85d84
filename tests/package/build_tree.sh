# The same project with the package in the build tree, not installed.
source "$SOURCE/tests/package/package.bash"
cp -R "$SOURCE/examples/find_package" source
cd source
keys+=("$PWD/build/schemac")
cmake -G "$GENERATOR" -B build -DSchemaCompiler_DIR="$BUILD"
says 'Compiling schema orchard' build
(cd build && says '100% tests passed' ctest -j 2)
