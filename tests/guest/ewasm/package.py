#!/usr/bin/env python3
"""Packs an object for the guests of 2022: writes a package of JSON, generation A (base64, layout in bits) or C (zlib),
and the header by which a guest carries it.

usage: package.py A|C OBJECT.bpf.o PACKAGE.json HEADER.h
"""
import base64
import json
import pathlib
import sys
import textwrap
import zlib

MEMBERS = [("pid", "int", "i32", 4), ("uid", "unsigned int", "i32", 4), ("ret", "int", "i32", 4), ("flags", "int", "i32", 4),
           ("comm", "char [16]", "[16 x i8]", 16), ("fname", "char [255]", "[255 x i8]", 255)]
SIZE = 288  # of struct event, with its padding
PROGRAMS = {"enter": "tracepoint/syscalls/sys_enter_openat", "leave": "tracepoint/syscalls/sys_exit_openat"}


def generation_a(elf):
    offset, fields = 0, []
    for name, c_type, llvm_type, size in MEMBERS:
        fields.append({"Name": name, "Type": c_type, "LLVMType": llvm_type, "FieldOffset": 8 * offset})
        offset += size
    layout = {"Fields": fields, "Struct Name": "event", "Size": 8 * SIZE, "DataSize": 8 * offset, "Alignment": 32}
    return {"name": "opens", "version": "0.1.0", "data_sz": len(elf),
            "data": "\n".join(textwrap.wrap(base64.b64encode(elf).decode(), 72)) + "\n",
            "maps": [{"name": "pending", "type": "BPF_MAP_TYPE_HASH"},
                     {"name": "events", "type": "BPF_MAP_TYPE_PERF_EVENT_ARRAY", "export_data_types": layout}],
            "progs": [{"name": name} for name in PROGRAMS]}


def generation_c(elf):
    members = [{"name": name, "type": c_type.replace(" [", "[")} for name, c_type, _, _ in MEMBERS]
    return {"bpf_object": base64.b64encode(zlib.compress(elf)).decode(), "bpf_object_size": len(elf),
            "meta": {"eunomia_version": "0.3.0", "export_types": [{"name": "event", "size": SIZE, "type_id": 0, "members": members}],
                     "bpf_skel": {"obj_name": "opens_bpf", "data_sections": [],
                                  "maps": [{"name": name, "ident": name} for name in ("pending", "events")],
                                  "progs": [{"name": name, "attach": attach, "link": True} for name, attach in PROGRAMS.items()]}}}


def main():
    generation, source, package, header = sys.argv[1:]
    elf = pathlib.Path(source).read_bytes()
    text = json.dumps(generation_a(elf) if generation == "A" else generation_c(elf))
    pathlib.Path(package).write_text(text)
    lines = "\n".join('"' + piece.replace("\\", "\\\\").replace('"', '\\"') + '"' for piece in textwrap.wrap(text, 1000, drop_whitespace=False))
    pathlib.Path(header).write_text(f"static char program_data[] =\n{lines};\n")


if __name__ == "__main__":
    main()
