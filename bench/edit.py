#!/usr/bin/env python3
"""The cost of one edit: a view is changed and a state is requested, repeatedly, in turn with and without the cached catalog
of the state before.

  bench/edit.py [--schemac build/bin/schemac] [--corpus ../shared/corpus] [--repeat 5] [--synthetic 1000]

Two commands are measured: `inspect project` only creates the objects in a scratch database; `revision --autogenerate
--dry-run` also plans the migration and proves it. Figures are of the command and of the server processes that worked for
it: CPU = user + system, which a busy machine changes less than the wall clock, with the wall clock beside it; medians.
Needs only Python's standard library.
"""
import argparse
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

from measured import Run

ROOT = pathlib.Path(__file__).resolve().parent.parent
TICK = os.sysconf("SC_CLK_TCK")


def cpu_of_server(pid):
    """Seconds that the server's processes have used, those that have ended included."""
    total = 0
    for entry in pathlib.Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(entry.name) == pid:  # and the children that it waited for
            total += sum(int(fields[at]) for at in (11, 12, 13, 14))
        elif int(fields[1]) == pid:
            total += sum(int(fields[at]) for at in (11, 12))
    return total / TICK


class Project:
    def __init__(self, folder, schemac):
        self.folder, self.schemac = folder, schemac
        self.environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
        self.run("db", "start")
        self.run("revision", "--autogenerate", "-m", "everything")
        url = subprocess.run([schemac, "-q", "db", "url"], cwd=folder, env=self.environment, text=True,
                             capture_output=True, check=True).stdout
        socket = pathlib.Path(re.search(r"host=([^&\s]+)", url).group(1))
        self.server = int((socket.parent / "data/postmaster.pid").read_text().split()[0])

    def run(self, *words):
        subprocess.run([self.schemac, "-q", *words], cwd=self.folder, env=self.environment, check=True,
                       stdout=subprocess.DEVNULL)

    def measured(self, *words):
        before = cpu_of_server(self.server)
        took = Run([self.schemac, "-q", *words], self.folder, self.environment)
        time.sleep(0.2)  # the server's processes end
        return took.cpu, cpu_of_server(self.server) - before, took.wall

    def close(self):
        self.run("db", "destroy")


COMMANDS = {"elaborate": ("inspect", "project", "--format", "json"),
            "autogenerate": ("revision", "--autogenerate", "--dry-run", "-m", "edit")}


def forget_elaborated(folder):
    """States that artifacts made; the replayed history stays."""
    for entry in (folder / "build/schemac/cache").glob("*.json"):
        if '"artifacts":[]' not in entry.read_text():
            entry.unlink()


def measure(name, folder, schemac, repeat, edit):
    project = Project(folder, schemac)
    count = 0
    try:
        for what, command in COMMANDS.items():
            runs = {"whole": [], "changed": []}
            for _ in range(repeat):
                for how, done in runs.items():
                    count += 1
                    edit(count)
                    if how == "whole":
                        forget_elaborated(folder)
                    done.append(project.measured(*command))
            middle = {how: [statistics.median(run[at] for run in done) * 1000 for at in range(3)]
                      for how, done in runs.items()}
            print(f"{name + ', ' + what:<36}" + "".join(
                f" {figure:>8.0f}" for how in ("whole", "changed") for figure in middle[how]), flush=True)
    finally:
        project.close()


def ca_biositing(corpus, folder):
    shutil.copytree(corpus / "ca_biositing", folder / "model")
    (folder / "schemac.yaml").write_text(
        "name: ca_biositing\nlinkml: [model/ca_biositing.yaml]\n"
        "linkml_options:\n  slot_scope: module\n  types: {geometry: geometry}\n")
    view = folder / "model/modules/ca_biositing_views/usda_census_view.yaml"
    text = view.read_text()
    before = "p.geoid,"
    assert before in text
    return lambda count: view.write_text(text.replace(before, f"p.geoid || '{count}' AS geoid,", 1))


def synthetic(classes, folder):
    subprocess.run([sys.executable, ROOT / "bench/synthetic.py", folder, str(classes)], check=True)
    for module in (folder / "schemas").glob("m*.yaml"):
        text = module.read_text()
        if found := re.search(r"FROM thing\d+ WHERE id > (\d+)", text):
            return lambda count: module.write_text(text.replace(found.group(0), f"{found.group(0)}{count}", 1))
    sys.exit("no view in the synthetic project")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schemac", type=pathlib.Path, default=ROOT / "build/bin/schemac")
    parser.add_argument("--corpus", type=pathlib.Path,
                        default=pathlib.Path(os.environ.get("SCHEMAC_CORPUS", ROOT.parent / "shared/corpus")))
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--synthetic", type=int, nargs="*", default=[1000])
    options = parser.parse_args()
    tool = options.schemac.resolve()
    print(f"{'ms':<36} {'-- everything elaborated --':>26} {'-- what the edit changed --':>26}")
    print(f"{'':<36}" + f" {'tool CPU':>8} {'server':>8} {'wall':>8}" * 2)
    with tempfile.TemporaryDirectory(prefix="schemac-bench-") as temporary:
        temporary = pathlib.Path(temporary)
        if (options.corpus / "ca_biositing").exists():
            (temporary / "ca").mkdir()
            edit = ca_biositing(options.corpus, temporary / "ca")
            measure("ca_biositing", temporary / "ca", tool, options.repeat, edit)
        else:
            print(f"ca_biositing: left out, {options.corpus} is absent", file=sys.stderr)
        for classes in options.synthetic:
            folder = temporary / f"synthetic-{classes}"
            edit = synthetic(classes, folder)
            measure(f"{classes} classes", folder, tool, options.repeat, edit)


main()
