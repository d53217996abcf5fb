#!/usr/bin/env python3
"""Prints a .wat guest that carries a BPF object and loads it until a load fails, as often as TIMES.
It exits with 0 when a load failed, else with 1.

usage: elf_guest.py OBJECT TIMES [OFFSET=BYTE...]           bytes of the object are changed first
       elf_guest.py OBJECT TIMES SECTION+OFFSET=BYTE...     the same, counted from where a section begins
       elf_guest.py OBJECT TIMES -SECTION                   a section has another name
       elf_guest.py OBJECT TIMES :LENGTH                    only the first bytes of the object
"""
import pathlib
import struct
import sys

GUEST = """(module
  (import "wasm_bpf" "wasm_load_bpf_object" (func $load (param i32 i32) (result i64)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))
  (memory (export "memory") {pages})
  (data (i32.const 64) "{data}")
  (func (export "_start") (local $left i32)
    (local.set $left (i32.const {times}))
    (loop $again
      (if (i64.eqz (call $load (i32.const 64) (i32.const {length}))) (then (call $proc_exit (i32.const 0))))
      (local.set $left (i32.sub (local.get $left) (i32.const 1)))
      (br_if $again (local.get $left)))
    (call $proc_exit (i32.const 1))))"""


def sections(elf):
    """Name -> (where its name stands, where it begins), by Elf64_Ehdr and Elf64_Shdr of elf.h."""
    table, = struct.unpack_from("<Q", elf, 40)
    size, count, names = struct.unpack_from("<HHH", elf, 58)
    headers = [table + i * size for i in range(count)]
    strings, = struct.unpack_from("<Q", elf, headers[names] + 24)

    def name(header):
        begin = strings + struct.unpack_from("<I", elf, header)[0]
        return elf[begin:elf.index(0, begin)].decode(), begin

    named = [(*name(header), struct.unpack_from("<Q", elf, header + 24)[0]) for header in headers]
    return {text: (begin, data) for text, begin, data in named}


def change(elf, what):
    if what.startswith(":"):
        del elf[int(what[1:]):]
    elif what.startswith("-"):
        name, _ = sections(elf)[what[1:]]
        elf[name] = ord("?")
    else:
        place, byte = what.split("=")
        section, _, offset = place.rpartition("+")
        elf[int(offset) + (sections(elf)[section][1] if section else 0)] = int(byte)


def main():
    path, times, *changes = sys.argv[1:]
    elf = bytearray(pathlib.Path(path).read_bytes())
    for what in changes:
        change(elf, what)
    data = "".join(f"\\{byte:02x}" for byte in elf)
    print(GUEST.format(pages=1 + (64 + len(elf)) // 65536, data=data, length=len(elf), times=int(times)))


if __name__ == "__main__":
    main()
