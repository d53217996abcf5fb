#!/usr/bin/env python3
"""What `waggle gen header` writes of types of every shape, in one language: it compiles there, its own assertions on
sizes and places hold, and values that a C program has stored are read as they were.

usage: header_test.py WAGGLE OBJECT LANGUAGE      exit code 77: the language is not here, and says so
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

STORE = r"""
#include <stdio.h>
#include <string.h>
#include "types.h"
int main(void) {
  static struct everything e;
  static struct event event;
  e.class_ = -7;
  e.new_ = 1;
  e.number = -9000000000;
  e.name = 0xffff800000000001;
  e.state = GONE;
  e.wide = HUGE;
  e.tiny = LITTLE;
  e.corners[1][2].y = -5;
  e.letter = 'x';
  e.ratio = 1.5f;
  e.inner.deep = -11;
  e.words[1].octets[3] = 0x44;
  e.flags.low = 5;
  e.flags.middle = 100;
  e.flags.next = 200;
  e.flags.far = 0xabcdef0123;
  e.flags.set = 1;
  e.flags.below = -3;
  e.unaligned.value = 0x1122334455667788;
  e.unaligned.odd = 0x155;
  e.unaligned.even = 0xaa;
  e.factor = 2.5;
  event.pid = 42;
  event.duration_ns = 0x8000000000000001;
  strcpy(event.comm, "somebody");
  event.exit_event = 1;
  fwrite(&e, sizeof e, 1, stdout);
  fwrite(&event, sizeof event, 1, stdout);
}
"""
VALUES = """-7 -9000000000 18446603336221196289 -1 18446744069414584320 3 -5 1.5 -11 68
5 100 200 737894400291 1 -3
1234605616436508552 341 170
2.5
42 9223372036854775809 somebody
"""

RUST = """
mod types;
use types::*;
fn main() {
    let bytes = std::fs::read("bytes").unwrap();
    assert_eq!(bytes.len(), size_of::<everything>() + size_of::<event>());
    let e: everything = unsafe { std::ptr::read_unaligned(bytes.as_ptr().cast()) };
    let v: event = unsafe { std::ptr::read_unaligned(bytes[size_of::<everything>()..].as_ptr().cast()) };
    unsafe {
        println!("{} {} {} {} {} {} {} {} {} {}", e.class, e.number, e.name, e.state, e.wide, e.tiny, e.corners[1][2].y,
                 e.anon0.anon0.ratio, e.anon0.inner.deep, e.words[1].octets[3]);
    }
    let f = e.flags;
    println!("{} {} {} {} {} {}", f.low(), f.middle(), f.next, f.far(), f.set(), f.below());
    let value = e.unaligned.value;
    println!("{} {} {}", value, e.unaligned.odd(), e.unaligned.even());
    println!("{}", e.factor);
    let comm = std::ffi::CStr::from_bytes_until_nul(&v.comm).unwrap().to_str().unwrap();
    println!("{} {} {}", v.pid, v.duration_ns, comm);
}
"""
GO = """
package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"unsafe"

	"shapes/types"
)

func main() {
	data, _ := os.ReadFile("bytes")
	e := *(*types.Everything)(unsafe.Pointer(&data[0]))
	v := *(*types.Event)(unsafe.Pointer(&data[unsafe.Sizeof(e)]))
	ratio := math.Float32frombits(binary.LittleEndian.Uint32(e.Anon0.Anon0.Raw[types.EverythingAnon0Anon0RatioOffset:]))
	fmt.Println(e.Class, e.Number, e.Name, e.State, e.Wide, e.Tiny, e.Corners[1][2].Y, ratio, e.Anon0.Inner.Deep,
		e.Words[1].Raw[types.WordOctetsOffset+3])
	f := &e.Flags
	fmt.Println(f.GetLow(), f.GetMiddle(), f.Next, f.GetFar(), f.GetSet(), f.GetBelow())
	u := &e.Unaligned
	fmt.Println(binary.LittleEndian.Uint64(u.Raw[types.UnalignedValueOffset:]), u.GetOdd(), u.GetEven())
	fmt.Println(e.Factor)
	fmt.Println(v.Pid, v.DurationNs, string(v.Comm[:bytes.IndexByte(v.Comm[:], 0)]))
}
"""
ZIG = """
const std = @import("std");
const types = @import("types.zig");
pub fn main() !void {
    const bytes = @embedFile("bytes");
    const e = std.mem.bytesToValue(types.everything, bytes[0..@sizeOf(types.everything)]);
    const v = std.mem.bytesToValue(types.event, bytes[@sizeOf(types.everything)..]);
    const out = std.io.getStdOut().writer();
    try out.print("{} {} {} {} {} {} {} {d} {} {}\\n", .{ e.class, e.number, e.name, e.state, e.wide, e.tiny,
        e.corners[1][2].y, e.anon0.anon0.ratio, e.anon0.inner.deep, e.words[1].octets[3] });
    try out.print("{} {} {} {} {} {}\\n", .{ e.flags.get_low(), e.flags.get_middle(), e.flags.next, e.flags.get_far(), e.flags.get_set(),
        e.flags.get_below() });
    try out.print("{} {} {}\\n", .{ e.unaligned.value, e.unaligned.get_odd(), e.unaligned.get_even() });
    try out.print("{d}\\n", .{e.factor});
    try out.print("{} {} {s}\\n", .{ v.pid, v.duration_ns, std.mem.sliceTo(&v.comm, 0) });
}
"""
PYTHON = """
import pathlib
import types_
data = pathlib.Path("bytes").read_bytes()
e = types_.everything.from_buffer_copy(data)
v = types_.event.from_buffer_copy(data, types_.ctypes.sizeof(e))
print(e.class_, e.number, e.name, e.state, e.wide, e.tiny, e.corners[1][2].y, e.anon0.anon0.ratio, e.anon0.inner.deep,
      e.words[1].octets[3])
f = e.flags
print(f.low, f.middle, f.next, f.far, f.set, f.below)
print(e.unaligned.value, e.unaligned.odd, e.unaligned.even)
print(e.factor)
print(v.pid, v.duration_ns, v.comm.decode())
"""
TYPESCRIPT = """
import { readFileSync } from "node:fs";
import * as types from "./types.ENDING";
const bytes = readFileSync("bytes");
const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
const e = types.read_everything(view), v = types.read_event(view, types.everything_size), f = e.flags;
console.log([e.class, e.number, e.name, e.state, e.wide, e.tiny, e.corners[1][2].y, e.anon0.anon0.ratio,
             e.anon0.inner.deep, e.words[1].octets[3]].join(" "));
console.log([f.low, f.middle, f.next, f.far, f.set, f.below].join(" "));
console.log([e.unaligned.value, e.unaligned.odd, e.unaligned.even].join(" "));
console.log(e.factor);
console.log([v.pid, v.duration_ns, v.comm].join(" "));
"""


def needs(program):
    if shutil.which(program) is None:
        print(f"SKIPPED: {program} is not installed")
        sys.exit(77)


def without_types(text):
    """JavaScript, of the TypeScript that waggle writes: what node 22.18 does by itself."""
    text = re.sub(r"export interface \w+ \{\n(  .*\n)*\}\n", "", text)
    text = text.replace("<T>", "").replace("read: (at: number) => T", "read")
    text = re.sub(r"\b(view|at|length|offset|width|signed|count|step): (DataView|number|boolean)", r"\1", text)
    return re.sub(r"\): [\w\[\]]+ \{", ") {", text)


def run_rust(folder):
    (folder / "main.rs").write_text(RUST)
    subprocess.run(["rustc", "--edition=2021", "-Dwarnings", "main.rs", "-o", "main"], cwd=folder, check=True)
    return ["./main"]


def run_go(folder):
    (folder / "go.mod").write_text("module shapes\n\ngo 1.21\n")
    (folder / "types").mkdir()
    (folder / "types.go").rename(folder / "types/types.go")
    (folder / "main.go").write_text(GO)
    subprocess.run(["go", "vet", "-unsafeptr=false", "./..."], cwd=folder, check=True)
    return ["go", "run", "."]


def run_zig(folder):
    (folder / "main.zig").write_text(ZIG)
    return ["zig", "run", "main.zig"]


def run_python(folder):
    (folder / "types.py").rename(folder / "types_.py")  # there is a module types
    (folder / "main.py").write_text(PYTHON)
    return [sys.executable, "-W", "error", "main.py"]


def run_typescript(folder):
    version = subprocess.run(["node", "--version"], capture_output=True, check=True, text=True).stdout
    if [int(part) for part in version.strip("v\n").split(".")] >= [22, 18]:
        (folder / "main.ts").write_text(TYPESCRIPT.replace("ENDING", "ts"))
        return ["node", "main.ts"]
    (folder / "types.mjs").write_text(without_types((folder / "types.ts").read_text()))
    (folder / "main.mjs").write_text(TYPESCRIPT.replace("ENDING", "mjs"))
    return ["node", "main.mjs"]


LANGUAGES = {  # what is called, the file's name, how it is run
    "rust": ("rustc", "types.rs", run_rust),
    "go": ("go", "types.go", run_go),
    "zig": ("zig", "types.zig", run_zig),
    "py": ("python3", "types.py", run_python),
    "ts": ("node", "types.ts", run_typescript),
}


def main():
    waggle, shapes, language = sys.argv[1:]
    program, name, run = LANGUAGES[language]
    needs(program)
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        subprocess.run([waggle, "gen", "header", shapes, "-o", folder / "types.h"], check=True)
        subprocess.run([waggle, "gen", "header", "--lang", language, shapes, "-o", folder / name], check=True)
        subprocess.run(["cc", "-x", "c", "-", "-I", folder, "-o", folder / "store"], input=STORE, text=True, check=True)
        (folder / "bytes").write_bytes(subprocess.run([folder / "store"], capture_output=True, check=True).stdout)
        ran = subprocess.run(run(folder), cwd=folder, stdout=subprocess.PIPE, text=True)
        print(ran.stdout)
        if ran.stdout != VALUES:
            print("expected\n" + VALUES)
        return 0 if ran.returncode == 0 and ran.stdout == VALUES else 1


if __name__ == "__main__":
    sys.exit(main())
