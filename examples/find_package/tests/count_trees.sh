#!/bin/sh
# A test may be any program: the database is in the environment.
test "$(psql -X -A -t -c 'SELECT count(*) FROM tree')" = 3
