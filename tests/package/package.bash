# What the scripts of tests/package share: an empty folder with odd characters in its path, and words to say what is
# expected. A script ends at its first failed command; the folder and the servers started in it go with it.
set -euo pipefail
unset DATABASE_URL MESSAGE MAKEFLAGS CMAKE_GENERATOR PGHOST PGPORT PGUSER PGDATABASE PGPASSWORD PGSERVICE
export CTEST_OUTPUT_ON_FAILURE=1 CMAKE_BUILD_PARALLEL_LEVEL=2

mkdir -p "$WORK"
folder=$(mktemp -d "$WORK/$NAME odd (é) + XXXXXX")
cd "$folder"

keys=()      # of embedded servers to remove at the end
clean_up() {
  local status=$? key
  for key in "${keys[@]}"; do "$SCHEMAC" -q --schema none --server-key "$key" db destroy || status=1; done
  cd / && rm -rf "$folder"
  exit "$status"
}
trap clean_up EXIT

fail() { echo "FAILED: $*" >&2; exit 1; }

# says PATTERN command…: the command succeeds and its output has a line that matches.
output=$folder/output
says() {
  local pattern=$1
  shift
  echo "+ $*"
  "$@" >"$output" 2>&1 || { local status=$?; cat "$output"; fail "$* ended with $status"; }
  cat "$output"
  grep -Eq -- "$pattern" "$output" || fail "$*: no line like: $pattern"
}
# silent PATTERN command…: the command succeeds and no line matches.
silent() {
  local pattern=$1
  shift
  echo "+ $*"
  "$@" >"$output" 2>&1 || { local status=$?; cat "$output"; fail "$* ended with $status"; }
  cat "$output"
  ! grep -Eq -- "$pattern" "$output" || fail "$*: a line like: $pattern"
}
# refuses PATTERN command…: the command fails and says why.
refuses() {
  local pattern=$1
  shift
  echo "+ $*"
  ! "$@" >"$output" 2>&1 || { cat "$output"; fail "$* succeeded"; }
  cat "$output"
  tr -s ' \n' ' ' <"$output" | grep -Eq -- "$pattern" || fail "$*: does not say: $pattern"
}
build() { cmake --build build "$@"; }
# Time stamps of files written one after the other differ.
tick() { sleep 0.05; }
