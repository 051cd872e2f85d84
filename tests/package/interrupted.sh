# Tests that are interrupted leave no database and no server behind.
source "$SOURCE/tests/package/package.bash"
cp -R "$SOURCE/examples/find_package" source
cd source
key=$PWD/build/schemac
keys+=("$key")
cat >>CMakeLists.txt <<'CMAKE'
schema_compiler_add_database_test(NAME slow SCHEMA orchard FROM compiled COMMAND sh -c "touch began; sleep 300")
CMAKE
cmake -G "$GENERATOR" -B build -DCMAKE_PREFIX_PATH="$PREFIX"
build
running() { "$SCHEMAC" -q -c build/schemac/orchard/schemac.yaml --server-key "$key" --format json db status | grep -q '"running": true'; }
wait_for() {  # seconds, command…
  local left=$(($1 * 10))
  shift
  until "$@"; do
    ((left-- > 0)) || return 1
    sleep 0.1
  done
}
stopped() { ! running; }
for signal in INT TERM KILL; do
  rm -f build/began
  # A group of its own, as a terminal makes one: Ctrl-C reaches the tests too.
  (cd build && exec setsid ctest -R slow >ctest.log 2>&1) &
  ctest=$!
  wait_for 60 test -e build/began || { cat build/ctest.log; fail "the test did not begin"; }
  running || fail "no server while a test runs"
  if [[ $signal == INT ]]; then kill -s INT -- "-$ctest"; else kill -s "$signal" "$ctest"; fi
  wait_for 60 stopped || fail "the server still runs after SIG$signal"
  wait || true
done
build --target db-start
says '^ *0$' "$SCHEMAC" -c build/schemac/orchard/schemac.yaml --server-key "$key" db psql -- \
  -X -A -t -c "SELECT count(*) FROM pg_database WHERE datname LIKE 'schemac_test%'"
