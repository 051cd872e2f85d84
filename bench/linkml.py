#!/usr/bin/env python3
"""The cost of reading and compiling LinkML, each figure beside its goal, measured side by side in one run.

  bench/linkml.py [--schemac build/bin/schemac] [--event-parse build/bench/event_parse]
                  [--corpus ../shared/corpus] [--repeat 5] [--classes 5000]

The reference is yaml-cpp's own event parse of the same bytes on one core. It runs in turn with what it is compared to, so
that both run under the same load. Best of --repeat runs. A cold run writes into its own folder, and no folder is removed
before the end: after thousands of files were removed, some file systems create new files slowly for some minutes. Files
that were removed before the bench began (a build folder, the tests' folders) have the same effect; a line then reports
it, and --folder puts the projects on another file system.

`cmake --build build -t event_parse` builds event_parse. Needs only Python's standard library.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from measured import Run

ROOT = pathlib.Path(__file__).resolve().parent.parent
MODULES_PER_CLASS, SLOTS_PER_CLASS = 0.1, 10


def row(what, value, asked=""):
    print(f"{what:<62} {value:>26}   {asked}", flush=True)


def milliseconds(run):
    return f"{run.wall * 1000:.0f} ms, CPU {run.user * 1000:.0f} + {run.system * 1000:.0f}"


def by_wall(run):
    return run.wall


class Project:
    def __init__(self, options, folder, text):
        self.options, self.folder, self.text = options, folder, text
        self.folder.mkdir(parents=True, exist_ok=True)
        self.builds = 0

    def use_new_build_folder(self):
        self.builds += 1
        (self.folder / "schemac.yaml").write_text(self.text + f"build: build{self.builds}\n")

    def compile(self):
        return Run([self.options.schemac, "-q", "compile"], self.folder)

    def modules(self):
        sources = json.loads((self.folder / f"build{self.builds}/sources.json").read_text())["sources"]
        return [self.folder / source["path"] for source in sources
                if source["path"].endswith(".yaml") and source["path"] != "schemac.yaml"]

    def objects(self):
        return sum(1 for _ in (self.folder / f"build{self.builds}/objects").rglob("*.sql"))


def event_parse(options, modules):
    printed = subprocess.run([options.event_parse, *modules], check=True, capture_output=True, text=True).stdout
    size, _, wall, cpu = printed.split()
    return int(size), float(wall), float(cpu)


def measure(project, name, asked_ratio, asked_memory=""):
    cold, parses = [], []
    for _ in range(project.options.repeat):
        project.use_new_build_folder()
        cold.append(project.compile())
        parses.append(event_parse(project.options, project.modules()))
    best = min(cold, key=by_wall)
    wall, cpu = min(parse[1] for parse in parses), min(parse[2] for parse in parses)
    row(f"{name}: yaml-cpp's event parse of {parses[0][0] / 1e6:.2f} MB, one core",
        f"{wall * 1000:.0f} ms, CPU {cpu * 1000:.0f}")
    row(f"{name}: compile, cold, {project.objects()} objects", milliseconds(best))
    if best.system > best.user and best.system > 0.1:
        print(f"{name}: most of that is the kernel's. Files removed minutes ago slow it: wait, or try --folder",
              file=sys.stderr)
    row(f"{name}: that is", f"{best.wall / wall:.2f} x, CPU {min(run.cpu for run in cold) / cpu:.2f} x", asked_ratio)
    row(f"{name}: memory", f"{max(run.memory for run in cold):.0f} MiB", asked_memory)
    again = min((project.compile() for _ in range(project.options.repeat)), key=by_wall)
    row(f"{name}: compile, nothing changed", milliseconds(again))
    return min(run.cpu for run in cold), best.wall


def measure_edit(project, name, asked):
    module = project.folder / "schemas/m7.yaml"
    text = module.read_text()
    runs = []
    for number in range(project.options.repeat):
        module.write_text(text.replace("    attributes:\n", f"    attributes:\n      edit{number}: {{range: string}}\n", 1))
        runs.append(project.compile())
    module.write_text(text)
    row(f"{name}: compile, one module edited", milliseconds(min(runs, key=by_wall)), asked)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schemac", type=pathlib.Path, default=ROOT / "build/bin/schemac")
    parser.add_argument("--event-parse", type=pathlib.Path, default=ROOT / "build/bench/event_parse")
    parser.add_argument("--corpus", type=pathlib.Path,
                        default=pathlib.Path(os.environ.get("SCHEMAC_CORPUS", ROOT.parent / "shared/corpus")))
    parser.add_argument("--folder", type=pathlib.Path, help="where the projects are written, then removed")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--classes", type=int, default=5000)
    options = parser.parse_args()
    options.schemac, options.event_parse = options.schemac.resolve(), options.event_parse.resolve()
    row("", "measured", "asked")
    with tempfile.TemporaryDirectory(prefix="schemac-bench-", dir=options.folder) as temporary:
        temporary = pathlib.Path(temporary)
        for name, extra in (("ca_biositing", ", types: {geometry: geometry}"), ("nmdc", "")):
            root = options.corpus / name / f"{name}.yaml"
            if not root.exists():
                print(f"{name}: left out, {root} is absent", file=sys.stderr)
                continue
            measure(Project(options, temporary / name,
                            f"name: {name}\nlinkml: ['{root.resolve()}']\n"
                            f"linkml_options: {{slot_scope: module{extra}}}\n"),
                    name, "< 1.5 x" if name == "nmdc" else "CPU < 150 ms",
                    "" if name == "nmdc" else "< 64 MiB")
        costs = []
        for classes in (options.classes, 2 * options.classes):
            folder = temporary / f"synthetic-{classes}"
            modules = int(classes * MODULES_PER_CLASS)
            subprocess.run([sys.executable, ROOT / "bench/synthetic.py", folder, str(classes), str(modules),
                            str(SLOTS_PER_CLASS)], check=True)
            name = f"{classes} classes, {modules} modules"
            project = Project(options, folder, "name: synthetic\nlinkml: [schemas/all.yaml]\n")
            first = classes == options.classes
            costs.append(measure(project, name, "< 1.5 x" if first else "", "< 400 MiB" if first else ""))
            measure_edit(project, name, "< 300 ms" if first else "")
        row("twice the size takes", f"{costs[1][1] / costs[0][1]:.2f} x, CPU {costs[1][0] / costs[0][0]:.2f} x", "< 2.3 x")


main()
