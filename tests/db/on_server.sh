#!/usr/bin/env bash
# on_server.sh BINDIR COMMAND [ARGUMENT…]: a test on the PostgreSQL whose initdb and postgres are in BINDIR; code 77,
# which CTest takes for "skipped", where there is none. As root the server runs as another user: binaries in a folder
# that this user cannot enter are copied for the time of the test.
set -eu
binaries=$1
shift
if [[ ! -x $binaries/postgres ]]; then
  echo "skipped: no PostgreSQL in $binaries; ./dev test installs it where npm is"
  exit 77
fi
if ((EUID == 0)) && ! runuser -u postgres -- test -x "$binaries/postgres" 2>/dev/null; then
  copy=$(mktemp -d /var/tmp/schemac-postgresql-XXXXXX)
  trap 'rm -rf "$copy"' EXIT
  cp -a "$binaries/.." "$copy/server"
  chmod -R a+rX "$copy"
  binaries=$copy/server/bin
fi
SCHEMAC_PG_BINDIR=$binaries "$@"
