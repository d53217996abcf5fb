#!/usr/bin/env python3
"""Packs an object into a package of eunomia-bpf's formats, for tests: what their compilers wrote, from the object's BTF.

usage: pack.py BPFTOOL FORMAT OBJECT OUTPUT [--event STRUCT] [--map MAP] [--sample MAP=KIND:UNIT] [--hook PROGRAM=JSON]

FORMAT is 2022 (the object in plain base64, one event type member by member), between (a compressed object without
sizes), json (today's), meta (its description alone), yaml, or tar.
"""
import argparse
import base64
import io
import json
import pathlib
import re
import subprocess
import tarfile
import zlib


class Types:
    """The object's BTF, as `bpftool btf dump -j` shows it."""

    def __init__(self, bpftool, path):
        dump = subprocess.run([bpftool, "-j", "btf", "dump", "file", path], check=True, stdout=subprocess.PIPE).stdout
        self.rows = {row["id"]: row for row in json.loads(dump)["types"]}

    def named(self, kind, name):
        return next(row for row in self.rows.values() if row["kind"] == kind and row["name"] == name)

    def peel(self, number):
        row = self.rows.get(number, {"kind": "VOID", "name": "void"})
        while row["kind"] in ("CONST", "VOLATILE", "TYPEDEF", "RESTRICT"):
            row = self.rows[row["type_id"]]
        return row

    def size(self, number):
        row = self.peel(number)
        if row["kind"] == "ARRAY":
            return row["nr_elems"] * self.size(row["type_id"])
        return 8 if row["kind"] == "PTR" else row.get("size", 0)

    def c_name(self, number):
        row = self.rows.get(number, {"kind": "VOID", "name": "void"})
        while row["kind"] in ("CONST", "VOLATILE"):
            row = self.rows[row["type_id"]]
        if row["kind"] == "ARRAY":
            return f"{self.c_name(row['type_id'])} [{row['nr_elems']}]"
        if row["kind"] == "PTR":
            return self.c_name(row["type_id"]) + " *"
        return {"STRUCT": "struct ", "UNION": "union ", "ENUM": "enum "}.get(row["kind"], "") + row["name"]

    def llvm_name(self, number):
        row = self.peel(number)
        if row["kind"] == "ARRAY":
            return f"[{row['nr_elems']} x {self.llvm_name(row['type_id'])}]"
        return f"i{8 * self.size(number)}" if row["kind"] in ("INT", "ENUM") else f"%struct.{row['name']}"

    def variables(self, section):
        for row in self.rows.values():
            if row["kind"] == "DATASEC" and row["name"] == section:
                for each in row["vars"]:
                    yield self.rows[each["type_id"]], each["size"]

    def event(self, name):
        return self.named("STRUCT", name)

    def maps(self):
        return [variable["name"] for variable, _ in self.variables(".maps")]


def programs_of(path):
    """(function, section) of each program, in the words of llvm-readelf."""
    text = subprocess.run(["llvm-readelf-19", "-S", "-s", "--wide", path], check=True, stdout=subprocess.PIPE, text=True).stdout
    sections = {int(number): name for number, name in re.findall(r"^\s*\[\s*(\d+)\] (\S+)", text, re.M)}
    functions = re.findall(r"FUNC\s+GLOBAL\s+\S+\s+(\d+) (\S+)$", text, re.M)
    return [(name, sections[int(number)]) for number, name in functions if sections[int(number)] != ".text"]


def of_2022(types, args, data):
    maps = []
    for name in types.maps():
        row = {"name": name, "type": "BPF_MAP_TYPE_HASH"}
        if name == args.map:
            event = types.event(args.event)
            row["type"] = "BPF_MAP_TYPE_RINGBUF"
            row["export_data_types"] = {
                "Struct Name": args.event, "Size": event["size"] * 8, "DataSize": event["size"] * 8, "Alignment": 64,
                "Fields": [{"Name": member["name"], "Type": types.c_name(member["type_id"]),
                            "LLVMType": types.llvm_name(member["type_id"]), "FieldOffset": member["bits_offset"]}
                           for member in event["members"]]}
        maps.append(row)
    data_rows = [{"name": variable["name"], "type": types.c_name(variable["type_id"]), "size": size}
                 for variable, size in types.variables(".rodata")]
    maps.append({"name": "client_b.rodata", "type": "BPF_MAP_TYPE_UNSPEC", "sec_data": data_rows})
    text = base64.encodebytes(data).decode()
    return {"name": args.name, "version": "0.1.0", "license": "GPL", "description": "", "data_sz": len(data), "data": text,
            "maps": maps, "progs": [{"name": name} for name, _ in programs_of(args.object)]}


def meta_of(types, args):
    sections = [{"name": name, "variables": [{"name": variable["name"],
                                              "type": types.c_name(variable["type_id"]).replace(" [", "[")}
                                             for variable, _ in types.variables(name)]}
                for name in (".rodata", ".bss", ".data")]
    maps = [{"name": name, "ident": name} for name in types.maps()]
    for wish in args.sample:
        name, kind, unit = re.fullmatch(r"(\w+)=(\w+):(\w*)", wish).groups()
        next(row for row in maps if row["name"] == name)["sample"] = {"interval": 300, "type": kind, "unit": unit}
    programs = [{"name": name, "attach": section, "link": True} for name, section in programs_of(args.object)]
    for wish in args.hook:
        name, extra = wish.split("=", 1)
        next(row for row in programs if row["name"] == name).update(json.loads(extra))
    exported = []
    if args.event:
        event = types.event(args.event)
        exported = [{"name": args.event, "size": event["size"], "type_id": event["id"],
                     "members": [{"name": member["name"], "type": types.c_name(member["type_id"]).replace(" [", "[")}
                                 for member in event["members"]]}]
    return {"eunomia_version": "1.0.0", "export_types": exported,
            "bpf_skel": {"obj_name": args.name + "_bpf", "data_sections": sections, "maps": maps, "progs": programs}}


def of_today(types, args, data):
    return {"bpf_object": base64.b64encode(zlib.compress(data)).decode(), "bpf_object_size": len(data),
            "meta": meta_of(types, args)}


def of_between(types, args, data):
    package = of_today(types, args, data)
    del package["bpf_object_size"]
    package["meta"]["export_types"] = {"export_btf": "", "structs": [
        {"id": row["type_id"], "name": row["name"]} for row in package["meta"]["export_types"]]}
    return package


def as_yaml(value, indent=""):
    """YAML in its plainest form; texts as JSON writes them, which is YAML too."""
    if isinstance(value, dict) and value:
        return "".join(f"\n{indent}{key}: {as_yaml(each, indent + '  ')}" for key, each in value.items())
    if isinstance(value, list) and value:
        return "".join(f"\n{indent}- {as_yaml(each, indent + '  ').lstrip()}" for each in value)
    return json.dumps(value)


def as_tar(package, data, name):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for path, content in (("package.json", json.dumps(package).encode()), (f"{name}.bpf.o", data)):
            entry = tarfile.TarInfo(path)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return out.getvalue()


def main():
    parser = argparse.ArgumentParser()
    for name in ("bpftool", "format", "object", "output"):
        parser.add_argument(name)
    parser.add_argument("--event", default="")
    parser.add_argument("--map", default="events")
    parser.add_argument("--sample", action="append", default=[])
    parser.add_argument("--hook", action="append", default=[])
    args = parser.parse_args()
    args.name = pathlib.Path(args.object).name.split(".")[0]
    types = Types(args.bpftool, args.object)
    data = pathlib.Path(args.object).read_bytes()
    output = pathlib.Path(args.output)
    if args.format == "tar":
        output.write_bytes(as_tar(of_today(types, args, data), data, args.name))
    elif args.format == "yaml":
        output.write_text(as_yaml(of_today(types, args, data)).lstrip() + "\n")
    else:
        make = {"2022": of_2022, "between": of_between, "json": of_today,
                "meta": lambda types, args, data: meta_of(types, args)}[args.format]
        output.write_text(json.dumps(make(types, args, data)))


if __name__ == "__main__":
    main()
