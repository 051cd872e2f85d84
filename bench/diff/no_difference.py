#!/usr/bin/env python3
"""The cost of `schemac diff` if there is no difference, compared with reading the raw catalogs.

  bench/diff/no_difference.py [--schemac build/bin/schemac] [--repeat 5] [1000 5000 …]

For each number of tables (each with 10 columns, a foreign key and an index; a materialized view for every ten tables), a
database is created on an embedded server. Rows: psql reading six catalogs once; schemac comparing the database with
itself, which reads everything twice; the ratio; the peak memory; the processor time of both clients, which a busy
machine changes least. Goals: a ratio of 2.5 at 1,000 tables, although schemac reads two databases; 300 MiB at 5,000
tables; time linear in the number of tables. Needs psql.
"""
import argparse
import pathlib
import subprocess
import sys
import tempfile
import urllib.parse

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "bench"))
from measured import Run  # noqa: E402 (beside the benches of the folder above)
CATALOGS = ["pg_class", "pg_attribute", "pg_constraint", "pg_index", "pg_depend", "pg_type"]


def script(tables):
    lines = []
    for i in range(tables):
        texts = ", ".join(f"c{j} text" for j in range(6))
        parent = f"parent_id integer REFERENCES t{i // 8}(id)" if i else "parent_id integer"
        lines.append(f"CREATE TABLE t{i} (id integer PRIMARY KEY, {texts}, amount numeric DEFAULT 0, "
                     f"created_at timestamptz DEFAULT now() NOT NULL, {parent});")
        lines.append(f"CREATE INDEX ix_t{i}_c0 ON t{i} (c0);")
    for i in range(tables // 10):
        source = f"t{i * 10}" if i % 3 == 0 else f"v{i - 1}"
        lines.append(f"CREATE MATERIALIZED VIEW v{i} AS SELECT id, c0, amount FROM {source} WHERE amount > {i};")
    return "\n".join(lines)


def measure(command, repeat):
    """Best wall seconds, best user and system seconds, largest resident set in MiB."""
    runs = [Run(command) for _ in range(repeat)]
    return min(run.wall for run in runs), min(run.cpu for run in runs), max(run.memory for run in runs)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schemac", default=ROOT / "build/bin/schemac")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("tables", type=int, nargs="*", default=[1000, 5000])
    options = parser.parse_args()
    schemac = pathlib.Path(options.schemac).resolve()
    with tempfile.TemporaryDirectory(prefix="schemac-bench-") as folder:
        (pathlib.Path(folder) / "schemac.yaml").write_text("name: bench\n")
        run = [schemac, "-q", "-c", f"{folder}/schemac.yaml"]
        try:
            url = subprocess.run([*run, "db", "url"], check=True, capture_output=True, text=True).stdout.strip()
            print(f"{'tables':>8} {'catalogs':>10} {'diff':>10} {'ratio':>7} {'memory':>10}   ms a table   ms of the clients' processor")
            for tables in options.tables:
                psql = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", url]
                name = f"bench_{tables}"
                subprocess.run([*psql, "-c", f"CREATE DATABASE {name}"], check=True)
                parts = urllib.parse.urlsplit(url)
                target = urllib.parse.urlunsplit(parts._replace(path="/" + name))
                fill = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", target]
                subprocess.run(fill, input=script(tables) + "\nVACUUM ANALYZE;\n", text=True, check=True)
                reading = [word for catalog in CATALOGS for word in ("-c", f"SELECT * FROM pg_catalog.{catalog}")]
                raw, raw_processor, _ = measure([*fill, "-A", "-t", "-o", "/dev/null", *reading], options.repeat)
                both = [*run, "diff", "--from", target, "--to", target, "--exit-code"]
                diff, processor, memory = measure(both, options.repeat)
                print(f"{tables:>8} {raw * 1000:>7.0f} ms {diff * 1000:>7.0f} ms {diff / raw:>7.2f} "
                      f"{memory:>6.0f} MiB   {diff * 1000 / tables:.3f}   {raw_processor * 1000:.0f} and {processor * 1000:.0f}")
        finally:
            subprocess.run([*run, "db", "destroy"], check=False, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
