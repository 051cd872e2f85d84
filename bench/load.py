#!/usr/bin/env python3
"""schemac load of a JSON lines file, compared with psql's COPY of the same rows into the same table, in turn.

  bench/load.py [--schemac build/bin/schemac] [--rows 1000000] [--repeat 1] [--lists]

The table has a primary key, a foreign key, an enum and CHECKs, so both include the cost of what the database checks.
Goal: within 3 times COPY, in less than 256 MiB. --lists measures association tables with a cardinality instead, at half
and at all of the rows: twice the rows must not take much more than twice as long. Needs psql.
"""
import argparse
import os
import pathlib
import random
import statistics
import tempfile

from measured import Run, run

ROOT = pathlib.Path(__file__).resolve().parent.parent
ASKED_RATIO, ASKED_MIB = 3.0, 256

SCHEMA = """
id: https://example.org/bench
name: bench
default_range: string
imports: [linkml:types]
classes:
  Site: {attributes: {code: {identifier: true}}}
  Sample:
    attributes:
      id: {identifier: true, range: integer}
      site: {range: Site, required: true}
      taken_on: {range: date}
      moisture: {range: decimal, minimum_value: 0, maximum_value: 100}
      method: {range: Method}
      label: {pattern: "^[A-Z]"}
      note: {}
  Tagged:
    attributes:
      id: {identifier: true, range: integer}
      tags: {multivalued: true, minimum_cardinality: 1, maximum_cardinality: 5}
enums:
  Method: {permissible_values: {oven: , nir: , estimate: }}
"""


def write_samples(folder, rows):
    """The same rows as JSON lines and as COPY's text."""
    random.seed(1)
    with open(folder / "samples.jsonl", "w") as lines, open(folder / "samples.copy", "w") as copy:
        for i in range(rows):
            site, moisture = f"site-{i % 1000}", f"{random.random() * 100:.3f}"
            day, method = f"2026-{1 + i % 12:02}-{1 + i % 28:02}", ("oven", "nir", "estimate")[i % 3]
            note = f"sample number {i}, of \\\"{site}\\\"" if i % 5 == 0 else "dry"
            lines.write(f'{{"id": {i + 1}, "site": "{site}", "taken_on": "{day}", "moisture": {moisture}, '
                        f'"method": "{method}", "label": "L{i}", "note": "{note}"}}\n')
            copy.write("\t".join((str(i + 1), site, day, moisture, method, f"L{i}", note.replace('\\"', '"'))) + "\n")


def write_tagged(path, rows):
    with open(path, "w") as lines:
        for i in range(rows):
            lines.write(f'{{"id": {i + 1}, "tags": ["a{i % 7}", "b", "c{i}"]}}\n')


def beside_copy(args, folder, url):
    write_samples(folder, args.rows)
    psql = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", url]
    run(psql + ["-f", "-"], folder, "INSERT INTO site SELECT 'site-' || g FROM generate_series(0, 999) g; ANALYZE;")
    load = [args.schemac, "-q", "--database-url", url, "load", "samples.jsonl", "--class", "Sample"]
    copy = psql + ["-c", "\\copy sample (id, site, taken_on, moisture, method, label, note) from samples.copy"]
    ratios, loads, copies, memory = [], [], [], 0
    for _ in range(args.repeat):
        for command, times in ((copy, copies), (load, loads)):
            run(psql + ["-c", "TRUNCATE sample", "-c", "CHECKPOINT"], folder)
            took = Run(command, folder)
            seconds, cpu, mib = took.wall, took.cpu, took.memory
            times.append((seconds, cpu))
            memory = max(memory, mib if times is loads else 0)
        ratios.append(loads[-1][0] / copies[-1][0])
    ratio = statistics.median(ratios)
    print(f"{args.rows} rows, median of {args.repeat}, {os.cpu_count()} cores")
    print(f"  COPY by psql   {statistics.median(t for t, _ in copies):7.2f} s")
    print(f"  schemac load   {statistics.median(t for t, _ in loads):7.2f} s   of which its own CPU "
          f"{statistics.median(c for _, c in loads):.2f} s")
    print(f"  ratio          {ratio:7.2f}     goal: at most {ASKED_RATIO}")
    print(f"  peak memory    {memory:7.0f} MiB goal: less than {ASKED_MIB}")


def lists(args, folder, url):
    psql = ["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", url]
    times = []
    for rows in (args.rows // 2, args.rows):
        write_tagged(folder / "tagged.jsonl", rows)
        run(psql + ["-c", "TRUNCATE tagged CASCADE"], folder)
        took = Run([args.schemac, "-q", "--database-url", url, "load", "tagged.jsonl", "--class", "Tagged"], folder)
        seconds, mib = took.wall, took.memory
        times.append(seconds)
        print(f"  {rows:9} objects, {3 * rows} list rows   {seconds:7.2f} s   {mib:.0f} MiB")
    print(f"  twice the rows takes {times[1] / times[0]:.2f} times as long")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schemac", default=ROOT / "build/bin/schemac")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--lists", action="store_true")
    args = parser.parse_args()
    args.schemac = pathlib.Path(args.schemac).resolve()
    with tempfile.TemporaryDirectory(prefix="schemac-bench-") as name:
        folder = pathlib.Path(name)
        (folder / "bench.yaml").write_text(SCHEMA)
        (folder / "schemac.yaml").write_text("name: bench\nlinkml: [bench.yaml]\n")
        run([args.schemac, "db", "start"], folder)
        try:
            url = run([args.schemac, "db", "url"], folder).strip()
            run([args.schemac, "compile"], folder)
            run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", url, "-f", "build/schemac/schema.sql"], folder)
            (lists if args.lists else beside_copy)(args, folder, url)
        finally:
            run([args.schemac, "db", "destroy"], folder)


if __name__ == "__main__":
    main()
