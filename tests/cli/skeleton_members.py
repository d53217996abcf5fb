#!/usr/bin/env python3
"""Compares skeletons with those of bpftool: the names and the order of maps, programs, links, sections and variables.

usage: skeleton_members.py WAGGLE BPFTOOL OBJECT...      says what differs, and how much was compared
"""
import re
import subprocess
import sys

MEMBER = re.compile(r"(\w+)\)?(?:\[\d+\])*(?:\(.*\))?(?: : \d+)?;$")
ENTRY = re.compile(r"(?:s->(?:maps|progs)\[(\d+)\]|(?:map|prog))(?:\.|->)(name|mmaped|link|map|prog) = (.*);$")


def members(text, name):
    """{"": members of the structure, "maps": [...], "rodata": [...]}, from the text of its definition."""
    body = re.search(rf"^struct {name} {{\n(.*?)^}};$|^struct {name} {{\n(.*?)^#ifdef __cplusplus", text, re.M | re.S)
    found, depth, inner = {"": []}, 0, []
    for line in (body[1] or body[2]).splitlines():
        line = re.sub(r"/\*.*?\*/", "", line).strip()
        if line.startswith("#"):
            continue
        if line.endswith("{"):
            depth += 1
        elif line.startswith("}") and depth == 1:
            name = re.search(r"\*?(\w+);$", line)[1]
            found[name], inner, depth = inner, [], 0
            found[""].append(name)
        elif line.startswith("}"):
            depth -= 1
            if depth == 1 and re.search(r"\w+;$", line):
                inner.append(MEMBER.search(line)[1])
        elif line and depth < 2:
            (inner if depth else found[""]).append(MEMBER.search(line)[1])
    for name in [name for name, inner in found.items() if name and not inner]:
        found[""].remove(name)
        del found[name]
    # Where only a static variable or nothing is, bpftool writes padding in the middle and none at the end.
    return {where: [word for word in names if not word.startswith("__pad")] for where, names in found.items()}


def entries(text):
    """What the tables of maps and programs are filled with, in order; without sections that have no variables, which
    older libbpf maps and the pinned one does not."""
    empty = set(re.findall(r"__(\w+) {\n\t} \*\1;", text))
    found, words = [], []
    for line in text.splitlines():
        if re.match(r"\s+(s->progs =|s->prog_cnt =)", line):
            words.append("progs")
        at = ENTRY.search(line.strip())
        if at and at[3].split("->")[-1] not in empty:
            found.append((at[2], re.sub(r"\(void ?\*\*\)", "", at[3])))
    return words, found


def skeleton(command, **options):
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, **options).stdout


def main():
    waggle, bpftool, *objects = sys.argv[1:]
    skeletons = compared = 0
    for path in objects:
        name = path.split("/")[-1].removesuffix(".o").replace(".", "_").replace("-", "_")
        # A name that C++ keeps for itself is a macro, which in C is the name.
        ours = skeleton([waggle, "gen", "skeleton", path], check=True)
        ours = re.sub(rf"\b{name.upper()}_(?!SKEL_H|NO_TYPES)(\w+)", r"\1", ours)
        theirs = skeleton([bpftool, "gen", "skeleton", path, "name", name], stderr=subprocess.DEVNULL)
        if not theirs:  # what Debian's bpftool cannot open (arenas)
            continue
        for what, mine, other in (("members", members(ours, name), members(theirs, name)),
                                  ("tables", entries(ours), entries(theirs))):
            if mine != other:
                print(f"{path}: {what} differ:\n  waggle:  {mine}\n  bpftool: {other}")
        skeletons += 1
        compared += sum(len(names) for names in members(theirs, name).values())
    print(f"{skeletons} skeletons, {compared} members")


if __name__ == "__main__":
    main()
