#!/usr/bin/env python3
"""Writes a capture of events that nobody sent.

usage: capture.py EVENT...   to standard output

An EVENT is MAP:TYPE:FIELD=NUMBER,FIELD=NUMBER..., of `struct TYPE` with members of four bytes. They come a second apart
from 2026-11-21 20:15:03 UTC on; EVENT*N stands for N of them at one time. docs/guide/capture.md describes the file.
"""
import struct
import sys
import zlib

BEGIN = 1_795_292_103
STREAM, EVENT = 2, 3
BY_TAG = 2
UNSIGNED, STRUCTURE = 2, 9


def number(value):
    out = b""
    while value >= 0x80:
        out += bytes([value & 0x7F | 0x80])
        value >>= 7
    return out + bytes([value])


def text(value):
    return number(len(value)) + value


def type_head(kind, name, size):
    return bytes([kind, 0]) + text(name.encode()) + number(size)


def stream(place, name, fields):
    members = b"".join(text(field.encode()) + number(32 * i) + number(0) + type_head(UNSIGNED, "unsigned int", 4)
                       for i, field in enumerate(fields))
    structure = type_head(STRUCTURE, f"struct {name}", 4 * len(fields)) + number(len(fields)) + members
    return bytes([STREAM]) + text(place.encode()) + bytes([BY_TAG]) + structure + b"\0"


def event(which, later, data):
    return bytes([EVENT]) + number(which) + number(2 * later) + text(data)


def content(words):
    streams, events, last = {}, [], 0
    for second, word in enumerate(words):
        one, _, times = word.partition("*")
        place, name, pairs = one.split(":")
        fields = dict(pair.split("=") for pair in pairs.split(","))
        which = streams.setdefault(stream(place, name, fields), len(streams))
        data = struct.pack(f"<{len(fields)}I", *map(int, fields.values()))
        time = (BEGIN + second) * 10**9
        events.append(event(which, time - last, data) + event(which, 0, data) * (int(times or 1) - 1))
        last = time
    return b"".join(streams) + b"".join(events)


def block(data):
    stored = zlib.compress(data)
    sized = struct.pack("<II", len(stored), len(data)) + stored
    return sized + struct.pack("<I", zlib.crc32(sized))


sys.stdout.buffer.write(b"wagglec\n" + struct.pack("<I", 1) + block(content(sys.argv[1:])))
