#!/usr/bin/env python3
"""The cost of refreshing materialized views, measured side by side on one embedded server.

  bench/refresh.py [--schemac build/bin/schemac] [--only ways,graph,many,statements,triggers,writers]

  ways      40 views over 40 tables: psql, one REFRESH after the other in an order written by hand;
            refresh --jobs 2; refresh --stale-only --jobs 2 when one table of 40 has changed
  graph     60 views that depend on each other: wall time of --jobs 2 against the bound that no schedule can beat, the
            larger of critical path and total work / 2, with views that sleep and with views that compute
  many      5,000 views: the tool's own time (user and system) for `views` and a dry run
  statements what tracking adds to a transaction in the server alone: loops inside one session, over tables that are
            tracked and over others, in short turns; the least disturbed turn, and the median
  triggers  the same loop of one INSERT over tables with triggers of other kinds: the cost of each part of tracking, and of
            alternatives (docs/design.md gives the reasons against them)
  writers   pgbench: one INSERT a transaction, one of 100 rows, and its own TPC-B-like script with one of the tables that
            it writes tracked (the accounts), and with all four; with and without the triggers of `track_changes`,
            in pairs of short runs whose order alternates; medians of the pairs, of the rates and of the processor
            time that the server's sessions took for a transaction. Commits wait for the disk, as on a
            server by default; with --no-flush they do not

Needs psql and pgbench of the server's packages.
"""
import argparse
import itertools
import json
import os
import pathlib
import random
import resource
import statistics
import tempfile
import time

from measured import run

ROOT = pathlib.Path(__file__).resolve().parent.parent
VIEWS = 40


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


def graph(args, folder, url, tool):
    """Layers of 12; every view of the upper ones reads up to three of those below."""
    psql = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", url]
    random.seed(60)
    nodes = [[] if i < 12 else sorted({random.randrange(i) for _ in range(3)}) for i in range(60)]
    kinds = {
        "sleep": lambda i: f"(SELECT pg_sleep({0.03 + 0.01 * (i * 7 % 10):.2f})::text) AS x",
        "work": lambda i: f"(SELECT count(DISTINCT md5(g::text)) FROM generate_series(1, {20000 + 5000 * (i * 7 % 10)}) g) AS x",
    }
    for kind, column in kinds.items():
        sql = [f"SET client_min_messages = warning; CREATE SCHEMA {kind}; SET search_path = {kind};"]
        for i, reads in enumerate(nodes):
            source = "".join(f", (SELECT count(*) FROM v{j}) AS c{j}" for j in reads)
            sql.append(f"CREATE MATERIALIZED VIEW v{i} AS SELECT {column(i)}{source} WITH NO DATA;")
        run(psql + ["-f", "-"], folder, "\n".join(sql))
        names = [f"{kind}.v{i}" for i in range(60)]
        ratios = []
        for _ in range(args.repeat + 1):  # the first leaves history
            begin = time.monotonic()
            report = json.loads(run([tool, "refresh", "--jobs", "2", "--format", "json", *names], folder))
            wall = time.monotonic() - begin
            took = {view["view"].split(".")[1]: view["duration_ms"] / 1000 for view in report["views"]}
            path = []
            for i, reads in enumerate(nodes):
                path.append(took[f"v{i}"] + max((path[j] for j in reads), default=0))
            ratios.append(wall / max(max(path), sum(took.values()) / 2))
        print(f"60 views that {kind}: wall {wall:.2f} s, critical path {max(path):.2f} s, work / 2 {sum(took.values()) / 2:.2f} s; "
              f"{statistics.median(ratios[1:]):.3f} of the larger (median of {args.repeat})")
        run(psql + ["-c", f"SET client_min_messages = warning; DROP SCHEMA {kind} CASCADE"])


def own_time(command, folder):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begin = time.monotonic()
    run(command, folder)
    wall = time.monotonic() - begin
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, wall


def many(args, folder, url, tool):
    psql = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", url]
    sql = ["SET client_min_messages = warning; CREATE SCHEMA many; SET search_path = many;"]
    sql += [f"CREATE TABLE t{i} (n int);" for i in range(100)]
    for i in range(5000):
        source = f"t{i // 50}" if i % 50 == 0 else f"m{i - 1}"
        sql.append(f"CREATE MATERIALIZED VIEW m{i} AS SELECT n FROM {source};")
    run(psql + ["-f", "-"], folder, "\n".join(sql))
    for words in (["views"], ["refresh", "--dry-run"], ["refresh", "--stale-only", "--dry-run"]):
        times = [own_time([tool, "-q", *words, "--database-url", url], folder) for _ in range(args.repeat)]
        own, wall = (statistics.median(values) for values in zip(*times))
        print(f"5,000 views, {' '.join(words)}: {own:.2f} s of its own, {wall:.2f} s in all")


# What the tool reads to know that the view is to be tracked.
MANIFEST = {"manifest_version": 1, "compiler": {"name": "schemac", "version": "0.1.0"}, "project": "bench", "root_hash": ""}
WATCHER = {"id": "materialized_view public.{0}", "kind": "materialized_view", "namespace": "public", "name": "{0}",
           "file": "objects/materialized_view/public.{0}.sql", "hash": "", "closure_hash": "", "depends_on": [],
           "columns": [], "refresh": {"track_changes": "true"}}
TABLES = ("CREATE SCHEMA {0}; CREATE TABLE {0}.logged (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n int);"
          "CREATE TABLE {0}.account AS SELECT g AS id, 0 AS n FROM generate_series(1, 10000) g; ALTER TABLE {0}.account ADD PRIMARY KEY (id);"
          "CREATE TABLE {0}.teller AS SELECT g AS id, 0 AS n FROM generate_series(1, 10) g; ALTER TABLE {0}.teller ADD PRIMARY KEY (id);"
          "CREATE TABLE {0}.branch AS SELECT 1 AS id, 0 AS n; ALTER TABLE {0}.branch ADD PRIMARY KEY (id);"
          "CREATE TABLE {0}.history (n int); ANALYZE;")
LOOPS = {
    "one INSERT": "INSERT INTO {0}.logged (n) VALUES (1);",
    "one INSERT of 100 rows": "INSERT INTO {0}.logged (n) SELECT g FROM generate_series(1, 100) g;",
    "like TPC-B, four statements that write": "UPDATE {0}.account SET n = n + 1 WHERE id = 1 + i * 7919 % 10000; "
        "PERFORM n FROM {0}.account WHERE id = 1 + i * 7919 % 10000; UPDATE {0}.teller SET n = n + 1 WHERE id = 1 + i % 10; "
        "UPDATE {0}.branch SET n = n + 1 WHERE id = 1; INSERT INTO {0}.history VALUES (1);",
}
NEXT = "nextval('kind{0}.numbers'::regclass)"
# Of triggers: what the sequence is created with, when it is fired, the condition, what the function does if it is called.
KINDS = {
    "no trigger": None,
    "never fired (for TRUNCATE)": ("", "BEFORE TRUNCATE", "", ""),
    "WHEN (false)": ("", "BEFORE", "false", ""),
    "WHEN (pg_backend_pid() IS NULL)": ("", "BEFORE", "pg_backend_pid() IS NULL", ""),
    "WHEN (nextval IS NULL), the tool's": ("", "BEFORE", NEXT + " IS NULL", ""),
    "the same, AFTER": ("", "AFTER", NEXT + " IS NULL", ""),
    "the same, sequence UNLOGGED": ("UNLOGGED", "BEFORE", NEXT + " IS NULL", ""),
    "the same, sequence CACHE 1000": ("CACHE 1000", "BEFORE", NEXT + " IS NULL", ""),
    "WHEN (nextval < 0)": ("", "BEFORE", NEXT + " < 0", ""),
    "WHEN (pg_stat_force_next_flush...)": ("", "BEFORE", "(pg_stat_force_next_flush() IS NULL) IS NULL", ""),
    "WHEN (pg_advisory_xact_lock_shared...)": ("", "BEFORE", "(pg_advisory_xact_lock_shared(1) IS NULL) IS NULL", ""),
    "PL/pgSQL, empty": ("", "BEFORE", "", "NULL;"),
    "PL/pgSQL, x := nextval": ("", "BEFORE", "", f"x := {NEXT};"),
}


def kind_sql(number, kind):
    sequence, timing, condition, body = kind or ("",) * 4
    unlogged = sequence == "UNLOGGED"
    events = " INSERT OR UPDATE OR DELETE OR TRUNCATE" if timing in ("BEFORE", "AFTER") else ""
    when = f"WHEN ({condition})" if condition else ""
    sql = (f"CREATE SCHEMA kind{{0}}; SET search_path = kind{{0}}; CREATE {'UNLOGGED' if unlogged else ''} SEQUENCE numbers "
           f"{'' if unlogged else sequence}; CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS "
           f"$$DECLARE x bigint; BEGIN {body} RETURN NULL; END$$; CREATE TABLE logged (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n int);")
    if kind:
        sql += f"CREATE TRIGGER note {timing}{events} ON logged {when} EXECUTE FUNCTION note();"
    return sql.format(number)


WATCHERS = {
    "watcher": ["logged", "pgbench_accounts", "pgbench_branches", "pgbench_tellers", "pgbench_history"],
    "of_accounts": ["pgbench_accounts"],
}
# The script, None for pgbench's own, and the view that is tracked.
SCRIPTS = {
    "one INSERT": ("INSERT INTO logged (n) VALUES (1);\n", "watcher"),
    "one INSERT of 100 rows": ("INSERT INTO logged (n) SELECT g FROM generate_series(1, 100) g;\n", "watcher"),
    "TPC-B-like, the accounts tracked": (None, "of_accounts"),
    "TPC-B-like, all four tables tracked": (None, "watcher"),
}


def statements(args, folder, url, tool):
    psql = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", url]
    schemas = ("plain", "tracked")
    run(psql + ["-c", "".join(TABLES.format(schema) for schema in schemas)])
    run(psql + ["-c", "CREATE MATERIALIZED VIEW watcher AS SELECT 1 AS n FROM tracked.logged, tracked.account, tracked.teller, "
                "tracked.branch, tracked.history WHERE false"])
    track(folder, tool, psql, "watcher", 5)
    for name, text in LOOPS.items():
        script = ["SET synchronous_commit = off;", "\\timing on"]
        for turn in range(args.turns):
            script += [f"DO $$BEGIN FOR i IN 1..200 LOOP {text.format(schema)} COMMIT; END LOOP; END$$;" for schema in schemas]
        out = run(psql + ["-f", "-"], folder, "\n".join(script))
        took = [float(line.split()[1]) * 1000 / 200 for line in out.splitlines() if line.startswith("Time:")]
        plain, tracked = sorted(took[0::2]), sorted(took[1::2])
        words = [f"{a:.1f} + {b - a:.1f} us ({100 * (b - a) / a:.0f} %)"
                 for a, b in ((plain[at], tracked[at]) for at in (0, args.turns // 2))]
        print(f"statements, {name}: {words[0]} undisturbed, median {words[1]}", flush=True)
    run(psql + ["-c", "DROP SCHEMA plain, tracked CASCADE"])


def triggers(args, folder, url, tool):
    psql = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", url]
    run(psql + ["-f", "-"], folder, "\n".join(kind_sql(i, kind) for i, kind in enumerate(KINDS.values())))
    script = ["SET synchronous_commit = off;", "\\timing on"]
    order = [i for _ in range(4 * args.turns) for i in random.sample(range(len(KINDS)), len(KINDS))]
    script += [f"DO $$BEGIN FOR i IN 1..100 LOOP INSERT INTO kind{i}.logged (n) VALUES (1); COMMIT; END LOOP; END$$;" for i in order]
    out = run(psql + ["-f", "-"], folder, "\n".join(script))
    took = [float(line.split()[1]) * 1000 / 100 for line in out.splitlines() if line.startswith("Time:")]
    quarter = [sorted(time for time, i in zip(took, order) if i == kind)[args.turns] for kind in range(len(KINDS))]
    print(f"triggers, one INSERT in a loop: a quarter of {4 * args.turns} turns took at most")
    for kind, value in zip(KINDS, quarter):
        print(f"  {kind:<40} {value:5.1f} us   {value - quarter[0]:+.2f}")
    run(psql + ["-c", "SET client_min_messages = warning; DROP SCHEMA " + ", ".join(f"kind{i}" for i in range(len(KINDS))) + " CASCADE"])


def track(folder, tool, psql, view, tables):
    """Has the view tracked (its number of tables), or not (0)."""
    manifest = folder / "build/schemac/manifest.json"
    manifest.parent.mkdir(parents=True, exist_ok=True)
    watcher = {key: value.format(view) if isinstance(value, str) else value for key, value in WATCHER.items()}
    manifest.write_text(json.dumps({**MANIFEST, "artifacts": [watcher] if tables else []}))
    run([tool, "-q", "refresh", view], folder)
    count = run(psql + ["-A", "-t", "-c", "SELECT count(*) FROM pg_trigger WHERE tgname = 'schemac_note_change'"])
    assert int(count) == tables, count


def writers(args, folder, url, tool):
    psql = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", url]
    run(psql + ["-c", "CREATE TABLE logged (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, n int)"])
    run(["pgbench", "-i", "-q", "-s", "10", url])
    for view, tables in WATCHERS.items():
        run(psql + ["-c", f"CREATE MATERIALIZED VIEW {view} AS SELECT 1 AS n FROM {', '.join(tables)} WHERE false"])
    server = run(psql + ["-A", "-t", "-c", "SELECT pg_read_file('postmaster.pid')"]).split()[0]
    words = {}
    for name, (text, view) in SCRIPTS.items():
        if args.workload not in name:
            continue
        file = folder / f"{name}.sql"
        file.write_text(text or "")
        words[name] = (["-f", file] if text else ["-b", "tpcb-like"], view)

    def processor():
        """Of all sessions of the server that have ended."""
        fields = pathlib.Path(f"/proc/{server}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[13]) + int(fields[14])) / os.sysconf("SC_CLK_TCK")

    def measure(script, view, clients, tracked):
        """Transactions/s, and microseconds of processor time for each."""
        track(folder, tool, psql, view, len(WATCHERS[view]) if tracked else 0)
        run(psql + ["-c", "TRUNCATE logged, pgbench_history"])
        time.sleep(0.1)  # until that session has ended
        before = processor()
        out = run(["pgbench", "-n", "-M", "prepared", "-c", str(clients), "-T", str(args.seconds), *script, url])
        time.sleep(0.1)
        count = int(next(line for line in out.splitlines() if line.startswith("number of transactions act")).split()[5].split("/")[0])
        rate = float(next(line for line in out.splitlines() if line.startswith("tps")).split()[2])
        return rate, 1e6 * (processor() - before) / count

    run(["psql", "-X", "-q", url, "-c", f"ALTER SYSTEM SET fsync = {'off' if args.no_flush else 'on'}",
         "-c", "ALTER SYSTEM SET autovacuum = off", "-c", "SELECT pg_reload_conf()"])
    print("writers, commits that " + ("do not wait for the disk" if args.no_flush else "wait for the disk"))
    for (name, (script, view)), clients in itertools.product(words.items(), args.clients):
        measure(script, view, clients, True)  # warm
        pairs = []
        for pair in range(args.pairs):
            first = pair % 2 == 0
            measured = {tracked: measure(script, view, clients, tracked) for tracked in (first, not first)}
            pairs.append((measured[False], measured[True]))
        less = sorted(100 * (1 - tracked[0] / plain[0]) for plain, tracked in pairs)
        quarter = len(less) // 4
        cost = statistics.median(tracked[1] - plain[1] for plain, tracked in pairs)
        work = statistics.median(plain[1] for plain, tracked in pairs)
        rate = statistics.median(plain[0] for plain, tracked in pairs)
        print(f"  {name}, {clients} client{'s' if clients > 1 else ''}: {rate:.0f} transactions/s without; tracking costs {statistics.median(less):.1f} % of them "
              f"(half of {args.pairs} pairs between {less[quarter]:.1f} and {less[-1 - quarter]:.1f} %), {cost:.1f} us of the processor "
              f"on top of {work:.0f} ({100 * cost / work:.1f} %); that is {100 * cost * rate / clients / 1e6:.1f} % of a transaction's time",
              flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schemac", type=pathlib.Path, default=ROOT / "build/bin/schemac")
    parser.add_argument("--rows", type=int, default=60000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--only", default="ways,graph,many,statements,triggers,writers")
    parser.add_argument("--seconds", type=int, default=2, help="of one run of pgbench")
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 4])
    parser.add_argument("--pairs", type=int, default=20)
    parser.add_argument("--workload", default="", help="only those of `writers` whose names contain this")
    parser.add_argument("--turns", type=int, default=200, help="of each loop")
    parser.add_argument("--no-flush", action="store_true", help="commits do not wait for the disk")
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
            run([tool, "upgrade"], folder)  # makes the ledger
            parts = {"ways": ways, "graph": graph, "many": many, "statements": statements, "triggers": triggers, "writers": writers}
            for part in args.only.split(","):
                parts[part](args, folder, url, tool)
        finally:
            run([tool, "db", "destroy"], folder)


if __name__ == "__main__":
    main()
