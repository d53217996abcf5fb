#!/usr/bin/env python3
"""Sizes: fails where a function, file, parameter list or folder is larger than the house allows, and reports
the medians. Functions are found by universal-ctags (C, C++) and Python's own parser.

usage: scripts/check_budgets.py
"""
import ast
import collections
import json
import pathlib
import re
import statistics
import subprocess
import sys

FUNCTION_LINES = 80
FILE_LINES = 700
PARAMETERS = 6
STEMS = 25
# Reported, not checked: where the house wants its middle.
MEDIANS = {"function": 8, "file": 120}
# Signatures that somebody else dictates: callbacks of a C library, host imports, whose parameters are their ABI's, and
# libbpf's functions in the guest.
CALLBACKS = {
    ("waggle/vm/engine.cc", "new_memory"): "wasmtime_new_memory_callback_t",
    ("sdk/c/sysroot/arch/syscall_arch.h", "__syscall6"): "musl's: a system call's number and six arguments",
    ("sdk/c/sysroot/arch/syscall_arch.h", "__syscall_cp"): "the same",
}
C_FAMILY = (".cc", ".hh", ".c", ".h")


def is_generated(path):
    return "/imports/" in path or path.startswith(("abi/", "docs/abi/"))


def sources():
    patterns = ["*.cc", "*.hh", "*.c", "*.h", "*.py", "*.cmake", "scripts/*", "tests/vm/*", "tests/dist/*", "bench/*"]
    listed = subprocess.run(["scripts/sources", *patterns], check=True, stdout=subprocess.PIPE, text=True).stdout
    return sorted({path for path in listed.split("\0") if path and not is_generated(path)})


def parameters(signature):
    """How many parameters "(int a, std::map<K, V> b)" has."""
    inside = signature[signature.find("(") + 1:signature.rfind(")")].strip()
    if inside in ("", "void"):
        return 0
    depth, commas = 0, 0
    for before, char in zip(" " + inside, inside):
        if char in "(<[{":
            depth += 1
        elif char in ")]}" or (char == ">" and before != "-"):
            depth -= 1
        elif char == "," and depth == 0:
            commas += 1
    return commas + 1


def is_dictated(path, name, signature):
    is_import = path.startswith("waggle/abi/") and re.match(r"\(Guest ?&", signature) is not None
    is_libbpf = path.startswith("sdk/c/libbpf/") and name.startswith("bpf_")
    return is_import or is_libbpf or (path, name) in CALLBACKS


def c_functions(paths):
    """(path, line, name, lines, parameters) of every function with a body; parameters 0 where they are dictated."""
    tags = subprocess.run(["ctags", "--output-format=json", "--fields=+neS", "--kinds-c++=f", "--kinds-c=f",
                           "--langmap=c++:+.hh.h.cc", "-L", "-", "-f", "-"], input="\n".join(paths), check=True,
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    for row in map(json.loads, tags.splitlines()):
        if "end" in row and row.get("kind") == "function":
            signature = row.get("signature", "")
            count = 0 if is_dictated(row["path"], row["name"], signature) else parameters(signature)
            yield row["path"], row["line"], row["name"], row["end"] - row["line"] + 1, count


def python_functions(path):
    for node in ast.walk(ast.parse(pathlib.Path(path).read_text())):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            count = len(node.args.posonlyargs) + len(node.args.args) + len(node.args.kwonlyargs)
            yield path, node.lineno, node.name, node.end_lineno - node.lineno + 1, count


def is_python(path):
    if path.endswith(".py"):
        return True
    if "." in pathlib.Path(path).name:
        return False
    with open(path, encoding="utf-8", errors="replace") as file:
        return "python3" in file.readline()


def stem(path):
    name = pathlib.Path(path).name.split(".")[0]
    return name.removesuffix("_test")


def report_medians(functions, lengths):
    """Of the product: no tests, and no lambdas among the functions."""
    def is_product(path):
        return path.startswith("waggle/") and "_test." not in path and "/testdata/" not in path

    sizes = {"function": [lines for path, _, name, lines, _ in functions if is_product(path) and name[:6] != "__anon"],
             "file": [lines for path, lines in lengths.items() if is_product(path)]}
    print("budgets: " + "; ".join(f"{len(sizes[what])} {what}s, median {statistics.median(sizes[what] or [0]):g} lines "
                                  f"(wanted: {wanted})" for what, wanted in MEDIANS.items()))


def main():
    paths = sources()
    functions = list(c_functions([path for path in paths if path.endswith(C_FAMILY)]))
    for path in filter(is_python, paths):
        functions += python_functions(path)
    found = [f"{path}:{line}: {name} has {lines} lines (at most {FUNCTION_LINES})"
             for path, line, name, lines, _ in functions if lines > FUNCTION_LINES]
    found += [f"{path}:{line}: {name} has {count} parameters (at most {PARAMETERS})"
              for path, line, name, _, count in functions if count > PARAMETERS]

    lengths = {path: pathlib.Path(path).read_bytes().count(b"\n") for path in paths}
    found += [f"{path}:1: {lines} lines (at most {FILE_LINES})"
              for path, lines in lengths.items() if lines > FILE_LINES]

    folders = collections.defaultdict(set)
    for path in paths:
        if path.startswith(("waggle/", "include/", "sdk/")):
            folders[str(pathlib.Path(path).parent)].add(stem(path))
    found += [f"{folder}: {len(stems)} stems (at most {STEMS})"
              for folder, stems in folders.items() if len(stems) > STEMS]

    print("\n".join(found), end="\n" if found else "")
    report_medians(functions, lengths)
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
