#!/usr/bin/env python3
"""The headers of 64-bit guests beside the native ones: every macro that is a number, and every structure with its
size and the place of each member, for the headers that say something about the kernel's side (headers.txt).

usage: headers_test.py BUILD_DIR LIBBPF_DIR constants|layouts
"""
import functools
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).parent

# What differs for a reason. (regular expression of the whole name: why)
CONSTANTS_THAT_DIFFER = {
    r"BUFSIZ|FILENAME_MAX|FOPEN_MAX|L_(ctermid|cuserid|tmpnam)|TMP_MAX|P_tmpdir|_IO\w*": "stdio of another libc",
    r"__\w+|_[A-Z]\w*": "names that the standard reserves for compiler and libc",
    r"(MIN)?SIGSTKSZ|SIGRTMIN|NSIG": "musl takes 34 for itself, and counts a signal 0",
    r"[A-Z_0-9]*_MAX|[A-Z_0-9]*_MIN|NI_MAXHOST|NL_\w+": "limits of another libc",
    r"O_ACCMODE|O_LARGEFILE": "musl's O_ACCMODE has O_PATH too; O_LARGEFILE is the kernel's, natively it is hidden",
    r"MS_NOUSER": "natively it is negative; its 32 bits are the same",
    r"SOMAXCONN|LINUX_VERSION_\w+": "of another version of the kernel",
    r"(DT|R)_\w*NUM": "how many there are, in another version",
}
# Records of which only the beginning, or nothing, is the kernel's.
LAYOUTS_THAT_DIFFER = {
    r"struct (__locale_\w+|_IO_\w+|__dirstream|__pthread\w*|__va_list\w*|__NSConstantString_tag)": "private to a libc",
    r"struct (rusage|sysinfo|timex|ntptimeval|sched_param)": "musl has room at the end, or the C library less",
    r"struct (tcp_info|tcp_zerocopy_receive)": "it grows at its end from one kernel to the next",
    r"struct (msghdr|cmsghdr|mmsghdr)": "musl splits size_t into a number and padding; the bytes are the same",
}
# Some of the kernel's headers lean on this one.
PREAMBLE = "#include <sys/socket.h>"


def headers():
    return [line for line in (HERE / "headers.txt").read_text().splitlines() if line and not line.startswith("#")]


class Compiler:
    def __init__(self, command, libbpf):
        self.command = [*command, "-D_GNU_SOURCE", "-I", f"{libbpf}/uapi", "-I", f"{libbpf}/include", "-w"]

    def run(self, source, *words):
        done = subprocess.run([*self.command, *words, "-x", "c", "-"], input=source, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True)
        return done.returncode, done.stdout, done.stderr

    def macros(self, header):
        """Names of the macros without parameters that the header defines."""
        code, text, why = self.run(f"#include <{header}>\n", "-E", "-dM")
        if code:
            sys.exit(f"<{header}>: {why}")
        return set(re.findall(r"^#define (\w+) .", text, re.M)) - self.builtin()

    @functools.cache
    def builtin(self):
        return set(re.findall(r"^#define (\w+)", self.run("", "-E", "-dM")[1], re.M))

    def values(self, header, names):
        """What those of the names that are constants are; reals are cut off, texts left out."""
        names = sorted(names)
        while names:
            lines = [PREAMBLE, f"#include <{header}>"] + [f"const long long value_{name} = (long long)({name});" for name in names]
            code, text, why = self.run("\n".join(lines) + "\n", "-S", "-o", "-", *self.all_errors())
            if not code:
                return self.parse(text)
            wrong = {int(line) - 3 for line in re.findall(r"^<stdin>:(\d+):\d+: (?:fatal )?error", why, re.M)}
            if not wrong or min(wrong) < 0:
                sys.exit(f"<{header}>: {why}")
            names = [name for i, name in enumerate(names) if i not in wrong]
        return {}

    @staticmethod
    def parse(assembly):
        found = re.findall(r"^value_(\w+):\n\s+\.(quad|int64|zero|skip)\s+(-?\d+)", assembly, re.M)
        return {name: 0 if kind in ("zero", "skip") else int(value) % 2**64 for name, kind, value in found}

    def all_errors(self):
        return ["-fmax-errors=0", "-ftrack-macro-expansion=0"] if self.command[0] == "gcc" else ["-ferror-limit=0"]

    def layouts(self, header):
        """{record: (size, alignment, {member: offset})}, members by their path in the record."""
        code, text, why = self.run(f"{PREAMBLE}\n#include <{header}>\n", "-Xclang",
                                   "-fdump-record-layouts-complete", "-fsyntax-only")
        if code:
            sys.exit(f"<{header}>: {why}")
        return dict(filter(None, map(parse_record, text.split("*** Dumping AST Record Layout"))))


def parse_record(text):
    rows = re.findall(r"^ *(\d+)(?::[\d-]+)? \|( +)(.*)$", text, re.M)
    tail = re.search(r"\[sizeof=(\d+), align=(\d+)\]", text)
    if not rows or not tail or "(unnamed at" in rows[0][2]:
        return None
    members, path = {}, []
    for offset, indent, declared in rows[1:]:
        depth = len(indent) // 2
        name = declared.split()[-1] if " at " not in declared.split("(")[-1] else ""
        name = "" if name.endswith(")") else name
        path = path[:depth - 1] + [name]
        members[".".join(path)] = int(offset)
    return rows[0][2], (int(tail[1]), int(tail[2]), members)


def is_listed(name, table):
    return any(re.fullmatch(pattern, name) for pattern in table)


def compare_constants(native, guest):
    seen, different = {}, []
    for header in headers():
        if header.startswith("bpf/"):
            continue  # one file for both, without numbers
        names = (native.macros(header) & guest.macros(header)) - set(seen)
        here, there = native.values(header, names), guest.values(header, names)
        for name in sorted(set(here) & set(there)):
            seen[name] = here[name]
            if here[name] != there[name] and not is_listed(name, CONSTANTS_THAT_DIFFER):
                different.append(f"<{header}> {name}: native {here[name]:#x}, guest {there[name]:#x}")
    return len(seen), different


def differences(here, there):
    if here[:2] != there[:2]:
        yield f"size and alignment: native {here[:2]}, guest {there[:2]}"
    for member in sorted(set(here[2]) & set(there[2])):
        if here[2][member] != there[2][member]:
            yield f"{member}: native at {here[2][member]}, guest at {there[2][member]}"


def compare_layouts(native, guest):
    seen, different = set(), []
    for header in headers():
        here, there = native.layouts(header), guest.layouts(header)
        for record in sorted(set(here) & set(there) - seen):
            seen.add(record)
            if not is_listed(record, LAYOUTS_THAT_DIFFER):
                different += [f"<{header}> {record}: {why}" for why in differences(here[record], there[record])]
    return len(seen), different


def main():
    build, libbpf, what = sys.argv[1:]
    guest = Compiler([f"{build}/bin/waggle-cc"], libbpf)
    if what == "constants":
        seen, different = compare_constants(Compiler(["gcc"], libbpf), guest)
    else:
        seen, different = compare_layouts(Compiler(["clang-19"], libbpf), guest)
    least = {"constants": 7500, "layouts": 500}[what]
    if seen < least:
        different.append(f"only {seen} {what} were compared, {least} were expected")
    print("\n".join(different + [f"{seen} {what} compared"]))
    return bool(different)


if __name__ == "__main__":
    sys.exit(main())
