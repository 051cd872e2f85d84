#!/usr/bin/env python3
"""Figures of building the tool, the working tree beside an older commit, in one run on one machine.

  bench/build.py [--reference 16612ef] [--jobs 2] [--only build,header,check]

build   CPU seconds (user + system) of a clean build of the tool, of a copy of each commit in a folder of its own, with
        the commit's own preset release and without ccache. The two are built in turn: on a machine with other work,
        compare the two figures of one run and no others.
header  How many of the compiler's sources include linkml/schema.h, directly or through other headers: so many are
        compiled again, each by itself, after a change to it.
check   Wall seconds of ./dev check, on a build that is up to date.

The working tree is what git knows of it (`git stash create`): a new file counts once it was added. Needs git, and what
./dev build needs. A clean build takes 5 to 15 minutes of one core.
"""
import argparse
import os
import pathlib
import re
import tempfile

from measured import Run, run

ROOT = pathlib.Path(__file__).resolve().parent.parent
GOAL_OF_BUILD, GOAL_OF_CHECK = 0.55, 60
HEADER = "linkml/schema.h"


def row(what, value, asked=""):
    print(f"{what:<62} {value:>26}   {asked}", flush=True)


def copy(commit, folder):
    folder.mkdir()
    archive = folder.with_suffix(".tar")
    run(["git", "archive", "--output", archive, commit], cwd=ROOT)
    run(["tar", "-xf", archive, "-C", folder])
    return folder


def clean_build(tree, jobs):
    environment = dict(os.environ, CCACHE_DISABLE="1")
    run(["cmake", "--preset", "release", "-DBUILD_TESTING=OFF"], cwd=tree)
    return Run(["cmake", "--build", "--preset", "release", "-j", jobs, "--target", "schemac"], cwd=tree, env=environment)


def sources_that_include(tree, header):
    """Of the sources of compiler/: how many include the header, and how many there are."""
    compiler = tree / "compiler"
    quoted = re.compile(r'^\s*#\s*include\s*"([^"]+)"', re.MULTILINE)
    includes = {path.relative_to(compiler).as_posix(): quoted.findall(path.read_text())
                for path in compiler.rglob("*") if path.suffix in (".h", ".cpp")}
    reached = {}

    def reaches(name):
        if name not in reached:
            reached[name] = False  # ends a circle
            reached[name] = any(to == header or reaches(to) for to in includes.get(name, []))
        return reached[name]

    sources = [name for name in includes if name.endswith(".cpp")]
    return sum(map(reaches, sources)), len(sources)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reference", default="16612ef")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--only", default="build,header,check")
    options = parser.parse_args()
    wanted = options.only.split(",")
    working_tree = run(["git", "stash", "create"], cwd=ROOT).strip() or "HEAD"
    with tempfile.TemporaryDirectory() as folder:
        then = copy(options.reference, pathlib.Path(folder) / "then")
        now = copy(working_tree, pathlib.Path(folder) / "now")
        if "header" in wanted:
            for name, tree in ((options.reference, then), ("now", now)):
                including, all_sources = sources_that_include(tree, HEADER)
                row(f"sources that include {HEADER}, {name}", f"{including} of {all_sources}")
        if "build" in wanted:
            before = clean_build(then, options.jobs)
            row(f"clean build, {options.reference}", f"{before.cpu:.0f} s CPU ({before.wall:.0f} s)")
            after = clean_build(now, options.jobs)
            row("clean build, now", f"{after.cpu:.0f} s CPU ({after.wall:.0f} s)")
            row("ratio", f"{after.cpu / before.cpu:.2f}", f"at most {GOAL_OF_BUILD}")
    if "check" in wanted:
        run(["./dev", "build"], cwd=ROOT)
        check = Run(["./dev", "check"], cwd=ROOT)
        row("./dev check", f"{check.wall:.0f} s, CPU {check.cpu:.0f} s", f"under {GOAL_OF_CHECK} s")


if __name__ == "__main__":
    main()
