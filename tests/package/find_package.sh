# examples/find_package from an installed tree: compile, what is rebuilt and what is not, migrate, test.
source "$SOURCE/tests/package/package.bash"
cp -R "$SOURCE/examples/find_package" source
cd source
keys+=("$PWD/build/schemac")
before=$(find . -type f | sort)
cmake -G "$GENERATOR" -B build -DCMAKE_PREFIX_PATH="$PREFIX"

compiles='Compiling schema orchard'
says "$compiles" build
manifest=build/schemac/orchard/manifest.json
silent "$compiles" build

# A touched file is compiled again, and that is all.
tick; touch schema/views.yaml
unchanged=$(stat -c %y "$manifest")
says "$compiles" build
silent "$compiles" build
tick; echo '# a comment' >>schema/views.yaml
says "$compiles" build
[[ $(stat -c %y "$manifest") == "$unchanged" ]] || fail "a comment changed the manifest"

# A new file in a listed folder is noticed, and so is its end.
tick; echo "COMMENT ON FUNCTION public.bushels(numeric) IS 'Kilograms to bushels.';" >sql/comment.sql
says "$compiles" build
silent "$compiles" build
[[ $(stat -c %y "$manifest") != "$unchanged" ]] || fail "a comment on a function did not change the manifest"
tick; rm sql/comment.sql
says "$compiles" build
silent "$compiles" build

# A mistake stops the build with its place; mended, the build goes on.
cp schema/views.yaml good.yaml
tick; sed -i 's/FROM tree t/FROM trea t/' schema/views.yaml
refuses 'schema/views\.yaml:[0-9]+:[0-9]+: error: .*trea' build
tick; mv good.yaml schema/views.yaml
says "$compiles" build

MESSAGE="first tables" says 'migrations/.*_first_tables\.sql' build --target migrate-autogenerate
build --target migrate
build --target migrate
says 'first tables' build --target migrate-status
says 'first tables' build --target migrate-history
build --target migrate-check
silent 'migrations/.*\.sql' build --target migrate-autogenerate
build --target refresh-views
says 'yield_by_variety' build --target views-list
says 'running' build --target db-status
build --target migrate-downgrade
refuses 'first tables' build --target migrate-check
build --target db-reset
build --target migrate-check
build --target db-stop
says 'stopped' build --target db-status

after=$(find . -type f -not -path './build/*' -not -path './migrations/*' | sort)
[[ "$before" == "$after" ]] || fail "files beside the migrations were written into the sources: $after"

# Tests in parallel, each on its own database, and nothing left behind: not even the server that they started.
(cd build && says '100% tests passed' ctest -j 4)
says 'stopped' build --target db-status
build --target db-start
(cd build && says '100% tests passed' ctest)
says '^ *0$' "$PREFIX/bin/schemac" -c build/schemac/orchard/schemac.yaml --server-key "${keys[0]}" db psql -- \
  -X -A -t -c "SELECT count(*) FROM pg_database WHERE datname LIKE 'schemac_test%'"
# A failing test says where.
tick; echo "SELECT 'not ok - on purpose';" >>tests/yield.sql
(cd build && refuses 'yield\.sql:[0-9]+:1: error: not ok - on purpose' ctest)
tick; echo "SELECT nothing_of_that_name;" >tests/yield.sql
(cd build && refuses 'yield\.sql:1:8: error: .*nothing_of_that_name' ctest)
