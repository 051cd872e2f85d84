#!/usr/bin/env python3
"""Refreshing 40 materialized views three ways, side by side on one private server:

  serial       psql, one REFRESH after the other in an order that somebody has worked out
  --jobs 2     schemac refresh, on two connections
  --stale-only schemac refresh, when one table of 40 has changed

  bench/refresh.py [--schemac build/bin/schemac] [--rows 60000] [--repeat 3]

and, with --writers, what a logged table costs its writers: pgbench, one INSERT a transaction, with and without
`track_changes`, in turn. Needs psql and pgbench of the server's packages.
"""
import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
VIEWS = 40


def run(command, cwd=None, stdin=None):
    done = subprocess.run([str(word) for word in command], cwd=cwd, input=stdin, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: exit {done.returncode}\n{done.stderr}")
    return done.stdout


def timed(command, cwd):
    begin = time.monotonic()
    run(command, cwd)
    return time.monotonic() - begin


def schema(rows):
    """40 tables; 30 views over one table each, 10 over three of those."""
    sql = ["SET client_min_messages = warning;"]
    for i in range(VIEWS):
        sql.append(f"CREATE TABLE t{i} AS SELECT g AS id, g % 100 AS k, md5(g::text) AS s FROM generate_series(1, {rows}) g;")
    for i in range(30):
        sql.append(f"CREATE MATERIALIZED VIEW m{i} AS SELECT k, count(DISTINCT s) AS n FROM t{i} GROUP BY k;")
    for i in range(30, VIEWS):
        sources = ", ".join(f"m{(i * 7 + j * 11) % 30} AS x{j}" for j in range(3))
        sql.append(f"CREATE MATERIALIZED VIEW m{i} AS SELECT x0.k, sum(x1.n + x2.n) AS n, (SELECT count(DISTINCT s) FROM t{i}) AS c "
                   f"FROM {sources} WHERE x0.k = x1.k AND x1.k = x2.k GROUP BY x0.k;")
    sql.append("ANALYZE;")
    return "\n".join(sql)


def ways(args, folder, url, tool):
    psql = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", url]
    run(psql + ["-f", "-"], folder, schema(args.rows))
    serial = folder / "serial.sql"
    serial.write_text("".join(f"REFRESH MATERIALIZED VIEW m{i};\n" for i in range(VIEWS)))
    run([tool, "upgrade"], folder)
    run([tool, "refresh", "--jobs", "2"], folder)  # leaves history
    times = {"serial": [], "--jobs 2": [], "--stale-only": []}
    for _ in range(args.repeat):
        times["serial"].append(timed(psql + ["-f", serial], folder))
        times["--jobs 2"].append(timed([tool, "refresh", "--jobs", "2"], folder))
        run(psql + ["-c", "UPDATE t3 SET k = k WHERE id = 1"], folder)
        times["--stale-only"].append(timed([tool, "refresh", "--stale-only", "--jobs", "2"], folder))
    base = statistics.median(times["serial"])
    print(f"{VIEWS} views, {args.rows} rows in each of {VIEWS} tables, median of {args.repeat}, {os.cpu_count()} cores")
    for way, values in times.items():
        value = statistics.median(values)
        print(f"  {way:<14} {value:7.2f} s   {base / value:5.1f} times as fast as serial")


def writers(args, folder, url, tool):
    """Pairs of runs in turn, so that what the machine does besides falls on both."""
    insert = folder / "insert.sql"
    insert.write_text("INSERT INTO logged (n) VALUES (1);\n")
    psql = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", url]
    run(psql + ["-c", "CREATE TABLE logged (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n int)"])
    run(psql + ["-f", ROOT / "compiler/run/queries/tracking_create.sql"])
    trigger = ("CREATE TRIGGER schemac_note_change AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON logged "
               "FOR EACH STATEMENT EXECUTE FUNCTION schemac.note_change(); "
               "ALTER TABLE logged ENABLE ALWAYS TRIGGER schemac_note_change")
    rates = {False: [], True: []}
    for round_ in range(2 * args.repeat):
        with_log = round_ % 2 == 1
        run(psql + ["-c", "TRUNCATE logged", "-c", "DROP TRIGGER IF EXISTS schemac_note_change ON logged"])
        if with_log:
            run(psql + ["-c", trigger])
        out = run(["pgbench", "-n", "-M", "prepared", "-c", "2", "-T", str(args.seconds), "-f", insert, url])
        rates[with_log].append(float(next(line for line in out.splitlines() if line.startswith("tps")).split()[2]))
    without, logged = statistics.median(rates[False]), statistics.median(rates[True])
    print(f"writers: {without:.0f} transactions/s without, {logged:.0f} with the log: {100 * (1 - logged / without):.1f} % less "
          f"(medians of {args.repeat} runs of {args.seconds} s)")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schemac", type=pathlib.Path, default=ROOT / "build/bin/schemac")
    parser.add_argument("--rows", type=int, default=60000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--writers", action="store_true")
    parser.add_argument("--durable", action="store_true", help="writers wait for the disk, as in production")
    parser.add_argument("--seconds", type=int, default=5)
    args = parser.parse_args()
    tool = args.schemac.resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "schemac.yaml").write_text("name: bench\nmigrations: migrations\nnamespaces: [public]\n")
        (folder / "migrations").mkdir()
        (folder / "migrations/m.sql").write_text("-- schemac migration m1\n-- parents: none\n-- message: ledger\n\n-- up\nSELECT 1;\n")
        run([tool, "db", "start"], folder)
        try:
            url = run([tool, "db", "url"], folder).strip()
            ways(args, folder, url, tool)
            if args.writers:
                if args.durable:
                    run(["psql", "-X", "-q", url, "-c", "ALTER SYSTEM SET fsync = on", "-c", "SELECT pg_reload_conf()"])
                writers(args, folder, url, tool)
        finally:
            run([tool, "db", "destroy"], folder)


if __name__ == "__main__":
    main()
