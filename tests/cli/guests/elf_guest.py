#!/usr/bin/env python3
"""Prints a .wat guest that carries a BPF object and loads it until a load fails, as often as TIMES.
It exits with 0 when a load failed, else with 1.

usage: elf_guest.py OBJECT TIMES [OFFSET=BYTE...]     bytes of the object are changed first
       elf_guest.py OBJECT TIMES :LENGTH              only the first bytes of the object
"""
import pathlib
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


def main():
    path, times, *changes = sys.argv[1:]
    elf = bytearray(pathlib.Path(path).read_bytes())
    for change in changes:
        if change.startswith(":"):
            elf = elf[:int(change[1:])]
        else:
            offset, byte = change.split("=")
            elf[int(offset)] = int(byte)
    data = "".join(f"\\{byte:02x}" for byte in elf)
    print(GUEST.format(pages=1 + (64 + len(elf)) // 65536, data=data, length=len(elf), times=int(times)))


if __name__ == "__main__":
    main()
