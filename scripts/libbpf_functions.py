#!/usr/bin/env python3
"""Lists every function that libbpf exports with where a guest has it, on standard output: from the public headers
and the archive of the guests' sysroot.

usage: scripts/libbpf_functions.py "$(scripts/sdk)"
"""
import collections
import pathlib
import re
import subprocess
import sys

HEADERS = ["libbpf.h", "bpf.h", "btf.h", "libbpf_legacy.h"]
DECLARATION = re.compile(r"^LIBBPF_API\b([^;{]*?)\b(\w+)\(", re.M)
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.S)
ROOT = pathlib.Path(__file__).resolve().parent.parent
PREFIX = "waggle_"  # of the imports' names in C
ALWAYS = {"log_drain"}  # after each call that may print

HEAD = """<!-- made by `make gen` from libbpf's headers and the guests' libbpf.a -->
# libbpf in guests, function by function

Every function that libbpf {version} exports, with what it reaches of [the import module `libbpf`](libbpf.md). "In the
guest" is code of the guest's own, for the most part libbpf's; it calls the libc at most. "Not yet" answers -EOPNOTSUPP and
says so through the guest's print function.
"""


def run(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def exported(header):
    return sorted({name for _, name in DECLARATION.findall(COMMENT.sub("", header.read_text()))})


def calls(archive):
    """Function -> the names it mentions, over all members; a name that two members have for themselves is one."""
    graph = collections.defaultdict(set)
    function = None
    for line in run("llvm-objdump-19", "--no-show-raw-insn", "-dr", archive).splitlines():
        if match := re.match(r"[0-9a-f]+ <(\w+)>:$", line):
            function = match[1]
        elif match := re.search(r"R_WASM_(?:FUNCTION_INDEX_LEB|TABLE_INDEX_\w+)\s+(\w+)", line):
            graph[function].add(match[1])
    return graph


def reached(graph, function):
    seen, pending = set(), [function]
    while pending:
        name = pending.pop()
        if name not in seen:
            seen.add(name)
            pending += graph[name]
    return seen


def known_imports():
    lines = (ROOT / "abi/libbpf.abi").read_text().splitlines()
    return {line.split()[0] for line in lines if not line.startswith("#")} - ALWAYS


def place(graph, imports, function):
    names = sorted(name for name in imports if PREFIX + name in reached(graph, function))
    return "import " + ", ".join(f"`{name}`" for name in names) if names else "in the guest"


def main():
    sdk = pathlib.Path(sys.argv[1])
    graph = calls(sdk / "lib/libbpf.a")
    imports = known_imports()
    refused = set(re.findall(r"\b(\w+)\(", (ROOT / "sdk/c/libbpf/refused.c").read_text()))
    version = ".".join(re.search(rf"LIBBPF_{part}_VERSION (\d+)", (sdk / "include/bpf/libbpf_version.h").read_text())[1]
                       for part in ("MAJOR", "MINOR"))
    print(HEAD.format(version=version))
    for header in HEADERS:
        functions = exported(sdk / "include/bpf" / header)
        print(f"## `<bpf/{header}>`: {len(functions)}\n\n| function | where |\n|---|---|")
        for function in functions:
            print(f"| `{function}` | {'not yet' if function in refused else place(graph, imports, function)} |")
        print()


if __name__ == "__main__":
    main()
