# Installs, checks what is there, and moves it: whoever uses it finds it where it was not installed.
source "$SOURCE/tests/package/package.bash"
cmake --install "$BUILD" --prefix "$folder/first place"
for file in bin/schemac share/SchemaCompiler/schemac.ninja; do
  [[ -e "first place/$file" ]] || fail "$file is not installed"
done
package=$(dirname "$(find "first place" -name SchemaCompilerConfig.cmake)")
for file in SchemaCompilerConfigVersion SchemaCompilerFunctions SchemaCompilerToolTargets SchemaCompilerLibraryTargets; do
  [[ -e "$package/$file.cmake" ]] || fail "$file.cmake is not installed"
done
! grep -rF -e "$SOURCE" -e "$BUILD" -e "first place" "$package" || fail "the package names a path of this machine"
rm -rf "$PREFIX"
mkdir -p "$(dirname "$PREFIX")"
mv "first place" "$PREFIX"
says '^schemac [0-9]+\.[0-9]+\.[0-9]+ \(PostgreSQL parser [0-9]+\)$' "$PREFIX/bin/schemac" --version
