#!/usr/bin/env python3
"""Writes a synthetic LinkML project: synthetic.py FOLDER CLASSES [MODULES] [SLOTS_PER_CLASS].

Classes refer to earlier ones; every tenth has a materialized view, in chains of up to three. The same numbers give the
same files. Needs only Python's standard library.
"""
import pathlib
import sys

RANGES = ["string", "integer", "decimal", "date", "boolean", "datetime", "uriorcurie", "Level"]


def class_text(number, slots, module_of):
    lines = [f"  Thing{number}:", f"    description: Thing number {number}.", "    attributes:",
             "      id: {range: integer, identifier: true}"]
    for slot in range(slots - 2):
        extra = ", required: true" if slot % 3 == 0 else ""
        if RANGES[slot % len(RANGES)] == "integer":
            extra += ", minimum_value: 0"
        lines.append(f"      s{slot}: {{range: {RANGES[slot % len(RANGES)]}{extra}}}")
    if number:
        lines.append(f"      parent: {{range: Thing{number // 8}}}")
    text = "\n".join(lines) + "\n"
    if number % 10 == 0:
        source = f"view{number - 10}" if number % 30 else f"thing{number}"
        text += f"""  View{number}:
    attributes:
      id: {{range: integer}}
      s0: {{range: string}}
    unique_keys:
      id: {{unique_key_slots: [id]}}
    annotations:
      materialized: true
      sql_definition: |
        SELECT id, s0 FROM {source} WHERE id > {number}
"""
    return text, {module_of[number // 8]} if number else set()


def main():
    folder = pathlib.Path(sys.argv[1])
    classes = int(sys.argv[2])
    modules = int(sys.argv[3]) if len(sys.argv) > 3 else max(1, classes // 10)
    slots = int(sys.argv[4]) if len(sys.argv) > 4 else 10
    (folder / "schemas").mkdir(parents=True, exist_ok=True)
    module_of = [number * modules // classes for number in range(classes)]
    texts, imports = [""] * modules, [set() for _ in range(modules)]
    for number in range(classes):
        text, needs = class_text(number, slots, module_of)
        texts[module_of[number]] += text
        imports[module_of[number]] |= needs
        if number % 10 == 0 and number % 30:
            imports[module_of[number]].add(module_of[number - 10])
    head = "prefixes: {{linkml: https://w3id.org/linkml/}}\ndefault_prefix: https://example.org/{0}/\n"
    for module in range(modules):
        imported = "".join(f"  - m{other}\n" for other in sorted(imports[module] - {module}))
        (folder / "schemas" / f"m{module}.yaml").write_text(
            f"id: https://example.org/m{module}\nname: m{module}\n" + head.format(f"m{module}")
            + "imports:\n  - linkml:types\n  - level\n" + imported + "classes:\n" + texts[module])
    (folder / "schemas" / "level.yaml").write_text(
        "id: https://example.org/level\nname: level\n" + head.format("level")
        + "enums:\n  Level:\n    permissible_values: {low: , middle: , high: }\n")
    (folder / "schemas" / "all.yaml").write_text(
        "id: https://example.org/all\nname: all\n" + head.format("all")
        + "imports:\n" + "".join(f"  - m{module}\n" for module in range(modules)))
    (folder / "schemac.yaml").write_text("name: synthetic\nlinkml: [schemas/all.yaml]\n")


main()
