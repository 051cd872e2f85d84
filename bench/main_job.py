#!/usr/bin/env python3
"""The cost of the main job on a real schema and on synthetic ones, each figure beside its goal.

  bench/main_job.py [--schemac build/bin/schemac] [--corpus ../shared/corpus] [--repeat 5] [--synthetic 1000 …]

Times are of the whole process: CPU = user + system, of the best of --repeat runs. If the corpus is absent, its rows are
left out and a line reports it. Needs Python's standard library, and psql for one row.
"""
import argparse
import itertools
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

from measured import Run

ROOT = pathlib.Path(__file__).resolve().parent.parent


def best(repeat, command, cwd, env=None, before=None, measure="cpu"):
    runs = []
    for _ in range(repeat):
        if before:
            before()
        runs.append(Run(command, cwd, env))
    return min(runs, key=lambda run: getattr(run, measure))


def row(what, value, goal=""):
    print(f"{what:<58} {value:>14}   {goal}")


def measure_project(name, folder, options, goals):
    def schemac(*words):
        return [options.schemac, "-q", *words]

    environment = dict(os.environ)
    environment.pop("DATABASE_URL", None)
    build = folder / "build"
    aside = itertools.count()

    def no_build():
        # Put aside, not removed: some file systems are slow at creating files for a minute after many were removed.
        if build.exists():
            build.rename(folder / f"old-build-{next(aside)}")

    cold = best(options.repeat, schemac("compile"), folder, environment, no_build)
    row(f"{name}: compile, cold, CPU", f"{cold.cpu * 1000:.0f} ms", goals.get("compile", ""))
    row(f"{name}: compile, cold, memory", f"{cold.memory:.0f} MiB", goals.get("memory", ""))
    warm = best(options.repeat, schemac("compile"), folder, environment)
    row(f"{name}: compile, nothing changed, CPU", f"{warm.cpu * 1000:.0f} ms")
    try:
        Run(schemac("db", "start"), folder, environment)
        first = Run(schemac("revision", "--autogenerate", "-m", "everything"), folder, environment)
        row(f"{name}: first autogenerate, with its proof, wall", f"{first.wall:.2f} s")
        nothing = best(options.repeat, schemac("revision", "--autogenerate", "-m", "nothing"), folder, environment,
                       measure="wall")
        row(f"{name}: autogenerate, nothing to do, warm, wall", f"{nothing.wall * 1000:.0f} ms",
            goals.get("autogenerate", ""))
        migrations = sorted((folder / "migrations").glob("*.sql"))
        assert len(migrations) == 1, migrations

        def fresh():
            Run(schemac("db", "destroy"), folder, environment)
            Run(schemac("db", "start"), folder, environment)

        if shutil.which("psql"):
            by_psql = best(options.repeat, schemac("db", "psql", "--", "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-f",
                                                   migrations[0]), folder, environment, fresh, "wall")
            row(f"{name}: psql -1 -f of the migration, wall", f"{by_psql.wall:.2f} s")
        upgrade = best(options.repeat, schemac("upgrade"), folder, environment, fresh, "wall")
        ratio = f", {upgrade.wall / by_psql.wall:.2f} x psql" if shutil.which("psql") else ""
        row(f"{name}: initial upgrade, wall", f"{upgrade.wall:.2f} s", goals.get("upgrade", "") + ratio)
        head = best(options.repeat, schemac("upgrade"), folder, environment, measure="wall")
        row(f"{name}: upgrade at head, wall", f"{head.wall * 1000:.0f} ms", goals.get("head", ""))
        refresh = best(options.repeat, schemac("refresh"), folder, environment, measure="wall")
        row(f"{name}: refresh of all views, empty tables, wall", f"{refresh.wall:.2f} s")
    finally:
        subprocess.run(schemac("db", "destroy"), cwd=folder, env=environment, check=False)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schemac", type=pathlib.Path, default=ROOT / "build/bin/schemac")
    parser.add_argument("--corpus", type=pathlib.Path,
                        default=pathlib.Path(os.environ.get("SCHEMAC_CORPUS", ROOT.parent / "shared/corpus")))
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--synthetic", type=int, nargs="*", default=[100, 1000])
    options = parser.parse_args()
    options.schemac = options.schemac.resolve()
    row("", "measured", "goal")
    with tempfile.TemporaryDirectory(prefix="schemac-bench-") as temporary:
        temporary = pathlib.Path(temporary)
        real = options.corpus / "ca_biositing/ca_biositing.yaml"
        if real.exists():
            folder = temporary / "ca_biositing"
            folder.mkdir()
            (folder / "schemac.yaml").write_text(
                f"name: ca_biositing\nlinkml: ['{real.resolve()}']\n"
                "linkml_options:\n  slot_scope: module\n  types: {geometry: geometry}\n")
            measure_project("ca_biositing", folder, options,
                            {"compile": "< 150 ms", "memory": "< 64 MiB", "head": "< 50 ms",
                             "autogenerate": "< 300 ms", "upgrade": "< 1.3 x psql"})
        else:
            print(f"ca_biositing: left out, {real} is absent", file=sys.stderr)
        for classes in options.synthetic:
            folder = temporary / f"synthetic-{classes}"
            subprocess.run([sys.executable, ROOT / "bench/synthetic.py", folder, str(classes)], check=True)
            measure_project(f"{classes} classes", folder, options, {})


main()
