#!/usr/bin/env python3
"""Who may include whom: fails when an #include climbs the layers, when a foreign header is not listed for
its room, and when a room does what only `cli` may (print, exit). Deny by default: ARCHITECTURE.md explains the table.

usage: scripts/check_layers.py
"""
import re
import subprocess
import sys

# room: the rooms it may include besides itself and base.
ROOMS = {
    "base": "",
    "event": "", "policy": "", "vm": "",
    "btf": "event", "exporter": "event", "sys": "policy",
    "bpf": "btf", "package": "btf event",
    "loader": "bpf btf event package policy",
    "abi": "vm bpf btf event policy sys package loader",
    "runtime": "abi vm bpf policy package sys",
    # bpf: an object is read as it will be loaded, globals in their places; abi and what it speaks in: which imports of a
    # guest would be linked
    "toolchain": "bpf btf event package abi vm policy",
    "registry": "package policy",
    "agent": "runtime loader package policy exporter event registry",
    "capi": "runtime loader package policy event btf bpf sys vm",
}
ROOMS["cli"] = " ".join(room for room in ROOMS if room != "capi")
ROOMS["testing"] = " ".join(ROOMS)

# The standard library, for every room; <iostream> and its family are in FOREIGN, for cli.
STANDARD = set("""
    algorithm any array atomic barrier bit bitset charconv chrono compare complex concepts condition_variable coroutine
    deque exception execution filesystem format forward_list functional future initializer_list iterator latch limits
    list locale map memory memory_resource mutex new numbers numeric optional queue random ranges ratio regex
    scoped_allocator semaphore set shared_mutex source_location span stack stdexcept stop_token string string_view
    system_error thread tuple type_traits typeindex typeinfo unordered_map unordered_set utility valarray variant vector
    version cassert cctype cerrno cfenv cfloat cinttypes climits cmath csetjmp csignal cstdarg cstddef cstdint cstdio
    cstdlib cstring ctime cuchar cwchar
    stddef.h stdint.h stdbool.h stdalign.h limits.h errno.h string.h""".split())
# Files in C that kernel or guest share with us.
STANDARD_C = {"assert.h", "stdio.h", "stdlib.h"}

# The operating system's own headers (POSIX, glibc), for rooms that speak to it. Rooms that only think
# (policy, event, btf, package, exporter) are not here.
SYSTEM = r"(sys|net|netinet|arpa)/[a-z_0-9]+\.h|netpacket/packet\.h|[a-z]+\.h"
SPEAKS_TO_SYSTEM = {"base", "vm", "sys", "bpf", "abi", "loader", "runtime", "toolchain", "registry", "agent", "capi", "cli", "testing"}

# room: the foreign headers that it may name, as regular expressions of the whole name.
FOREIGN = {
    "base": [r"openssl/sha\.h"],  # the low-level hash: EVP would link all of libcrypto
    "vm": [r"wasmtime\.h", r"wasmtime/[a-z]+\.h", r"wasm\.h", r"wasi\.h",
           r"sanitizer/common_interface_defs\.h"],  # the guest's stack is another than the thread's
    "btf": [r"bpf/btf\.h", r"linux/btf\.h"],
    "bpf": [r"bpf/[a-z_]+\.h", r"linux/[a-z_0-9/]+\.h", r"(gelf|libelf|elf)\.h"],
    # openat2(2), perf_event_open(2) and netlink's options have no glibc header; magic: names of file systems
    "sys": [r"linux/(openat2|magic|perf_event|netlink)\.h"],
    "package": [r"archive(_entry)?\.h", r"yaml-cpp/yaml\.h", r"nlohmann/json(_fwd)?\.hpp", r"zlib\.h",
                r"(gelf|libelf|elf|dwarf)\.h", r"elfutils/libdw\.h"],
    "event": [r"re2/re2\.h", r"zlib\.h"],  # filters; capture files
    "loader": [r"nlohmann/json\.hpp"],
    "toolchain": [r"nlohmann/json\.hpp", r"linux/btf\.h", r"elf\.h"],  # the kinds of types; objects are stripped
    "registry": [r"curl/curl\.h", r"openssl/[a-z0-9]+\.h"],
    "exporter": [r"prometheus/[a-z_]+\.h", r"yaml-cpp/yaml\.h", r"curl/curl\.h", r"nlohmann/json\.hpp"],
    "agent": [r"httplib\.h", r"nlohmann/json\.hpp"],
    "capi": [r"eunomia/eunomia-bpf\.h"],  # an installed header that it implements
    "cli": [r"CLI/CLI\.hpp", r"iostream", r"fstream", r"iomanip", r"ostream", r"istream", r"sstream", r"syncstream"],
    "testing": [r"g(test|mock)/g(test|mock)(-[a-z-]+)?\.h", r"linux/[a-z_0-9/]+\.h", r"bpf/[a-z_]+\.h", r"(f|s)stream"],
}
EVERYWHERE = [r"fmt/[a-z]+\.h"]
# A BPF program is the kernel's: it sees the kernel's headers and libbpf's, nothing else.
BPF_PROGRAM = [r"bpf/bpf_(helpers|tracing|core_read|endian)\.h", r"bpf/usdt\.bpf\.h", r"linux/[a-z_0-9/]+\.h",
               r"vmlinux\.h", r"std(bool|def|int)\.h"]

# What belongs to tests, wherever it stands.
TEST_FILE = re.compile(r"_test\.(cc|hh)$|_contract\.(cc|hh)$|/testdata/|/(testing|contract)/")

# What only cli does, and the files that may do it for a reason.
DEEDS = re.compile(r"\b(?:(?:f|v|vf|d)?printf|puts|fputs|putchar|exit|_exit|quick_exit|abort|fmt::print)\s*\(|"
                   r"\bstd::(?:cout|cerr|clog)\b")
DEEDS_ALLOWED = {
    "waggle/base/result.cc": "a failed Result was used: the process must not go on",
    "waggle/sys/signals.cc": "a second Ctrl-C ends at once",
    "waggle/toolchain/header/c_check.cc": "the program that it writes prints",
}
# Calls that one file makes for all: libbpf opens what nobody has looked at.
ONLY_BY = {"::bpf_object__open": "waggle/bpf/open/open_object.cc"}
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.M)
COMMENT_OR_STRING = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"', re.S)


def is_one_of(header, patterns):
    return any(re.fullmatch(pattern, header) for pattern in patterns)


def allowed_foreign(path, room, header):
    if path.endswith(".bpf.c"):
        return is_one_of(header, BPF_PROGRAM)
    is_test = TEST_FILE.search(path) is not None
    own = FOREIGN.get(room, [])
    if header in STANDARD or is_one_of(header, EVERYWHERE + own):
        return True
    if header in STANDARD_C and path.endswith((".c", ".h")):
        return True
    if is_test and is_one_of(header, FOREIGN["testing"]):
        return True
    # A name that some room owns is foreign to the others, though it looks like the system's.
    owned = any(is_one_of(header, patterns) for patterns in FOREIGN.values())
    return not owned and (room in SPEAKS_TO_SYSTEM or is_test) and re.fullmatch(SYSTEM, header) is not None


def allowed_room(path, room, header):
    to = header.split("/")[1]
    if TEST_FILE.search(header) and not TEST_FILE.search(path):
        return False
    if to in ("waggle.h", "waggle.hh"):  # the installed headers, which capi implements
        return room == "capi"
    if to in {room, "base", *ROOMS[room].split()}:
        return True
    return to == "testing" and TEST_FILE.search(path) is not None


def check_include(path, room, mark, header):
    if header.startswith("waggle/"):
        return None if allowed_room(path, room, header) else f"{room} may not include {header}"
    if mark == '"' and not path.endswith((".bpf.c", ".h", ".c")):
        return f'"{header}": the include path is the repository path ("waggle/...")'
    if mark == '"':  # C that kernel or guest share: beside the file
        return None
    return None if allowed_foreign(path, room, header) else f"<{header}> is not listed for {room}"


def check_calls(path, bare):
    if TEST_FILE.search(path):
        return []
    return [f"{path}:1: only {owner} calls {call}" for call, owner in ONLY_BY.items() if call in bare and path != owner]


def check_file(path):
    room = path.split("/")[1]
    if room not in ROOMS:
        return [f"{path}:1: {room} is not a room of the table"]
    text = open(path, encoding="utf-8").read()
    found = []
    for match in INCLUDE.finditer(text):
        why = check_include(path, room, match[1], match[2])
        if why:
            found.append(f"{path}:{text.count(chr(10), 0, match.start(2)) + 1}: {why}")
    bare = COMMENT_OR_STRING.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)
    found += check_calls(path, bare)
    if room != "cli" and not TEST_FILE.search(path) and path not in DEEDS_ALLOWED:
        found += [f"{path}:{bare.count(chr(10), 0, match.start()) + 1}: only cli prints and exits: {match[0]}"
                  for match in DEEDS.finditer(bare)]
    return found


def check_links():
    """CMake links no room to one that the table does not allow."""
    found = []
    text = re.sub(r"#.*", "", open("CMakeLists.txt", encoding="utf-8").read())
    for call in re.finditer(r"waggle_room\(\s*(\w+)([^)]*)\)", text):
        rooms = re.search(r"\bROOMS\b([a-z\s]*)", call[2])
        extra = set(rooms[1].split() if rooms else []) - set(ROOMS.get(call[1], "").split())
        found += [f"CMakeLists.txt: {call[1]} may not link {room}" for room in sorted(extra)]
    return found


def main():
    listed = subprocess.run(["scripts/sources", "waggle/*.cc", "waggle/*.hh", "waggle/*.c", "waggle/*.h"], check=True,
                            stdout=subprocess.PIPE, text=True).stdout
    paths = [path for path in listed.split("\0") if path]
    found = [line for path in paths for line in check_file(path)] + check_links()
    print("\n".join(found) if found else f"layers: {len(paths)} files keep to the table")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
