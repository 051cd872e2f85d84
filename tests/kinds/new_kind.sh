#!/usr/bin/env bash
# new_kind.sh SOURCE BUILD COMPILER: a new object kind is a list of compile errors.
#
# A copy of the compiler gets one more enumerator of Kind and one more body of Object. Each file that has a case for each kind,
# a visit of bodies or a table of kinds must then fail to compile, so that nobody can forget it; the files that fail are
# listed. Files that no kind concerns are not tried.
set -euo pipefail
source=$1 build=$2 compiler=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R "$source/compiler" "$work/compiler"
cd "$work/compiler"
sed -i 's|^  statements,  // free SQL|  conversion_object,\n&|' catalog/kind.h
sed -i 's|^using Body = std::variant<|struct ConversionObject {\n  int encoding = 0;\n  friend bool operator==(const ConversionObject\&, const ConversionObject\&) = default;\n};\n&ConversionObject, |' catalog/catalog.h
grep -q conversion_object catalog/kind.h && grep -q 'variant<ConversionObject' catalog/catalog.h || {
  echo "the copy has no new kind: catalog/kind.h or catalog/catalog.h is written in another way" >&2
  exit 1
}
includes=("-I$work/compiler")
for folder in "$build"/compiler/generated/*/; do includes+=("-I${folder%/}"); done
mapfile -t files < <({
  grep -lE 'case Kind::|\(Kind::statements\) \+ 1' -r . --include='*.cpp'
  grep -lE '^ +[a-z]+\.body\);$|std::visit\(.*\.body\)' -r . --include='*.cpp'  # the end of a visit of bodies
} | sort -u)
((${#files[@]} >= 5)) || { echo "only ${#files[@]} files are tried" >&2; exit 1; }
forgotten=()
for file in "${files[@]}"; do
  if "$compiler" -std=c++20 -fsyntax-only -Wall -Wextra -Werror=switch "${includes[@]}" "$file" >"$work/errors" 2>&1; then
    forgotten+=("$file")
  else
    grep -qE 'conversion_object|ConversionObject|each kind has its row' "$work/errors" || {
      echo "$file fails for another reason:" >&2
      head -n 5 "$work/errors" >&2
      exit 1
    }
    echo "$file: $(grep -m 1 -oE 'error: .*' "$work/errors" | cut -c1-120)"
  fi
done
if ((${#forgotten[@]})); then
  echo "a new kind would be forgotten without a word in: ${forgotten[*]}" >&2
  exit 1
fi
