# examples/ninja: the rules file alone.
source "$SOURCE/tests/package/package.bash"
command -v ninja >/dev/null || { echo "skipped: no ninja"; exit 77; }
cp -R "$SOURCE/examples/ninja" source
cd source
keys+=("$PWD/build")
quoted=$(printf '%q' "$PREFIX/bin/schemac")
rules=${PREFIX//\$/\$\$}/share/SchemaCompiler/schemac.ninja
cat >local.ninja <<NINJA
schemac = ${quoted//\$/\$\$}
schemac_flags = -c schemac.yaml
include ${rules// /\$ }
NINJA
says 'compile' ninja -v
says 'no work to do' ninja
tick; touch sql/account.sql
says 'Compiling schema|compile' ninja
silent 'count' ninja -d explain
tick; echo '-- a comment' >>sql/account.sql
before=$(stat -c %y build/count.txt)
ninja
[[ $(stat -c %y build/count.txt) == "$before" ]] || fail "a comment rebuilt what depends on the manifest"
tick; echo 'CREATE TABLE public.branch (id integer PRIMARY KEY);' >sql/branch.sql
ninja
[[ $(stat -c %y build/count.txt) != "$before" ]] || fail "a new table did not reach what depends on the manifest"
MESSAGE="it's first" ninja autogenerate
[[ -n $(ls migrations/*_it_s_first.sql) ]] || fail "no migration"
ninja migrate refresh
ninja migrate
