#!/usr/bin/env python3
"""Memory stays what it is over many events, and behind a reader that does not read; what was lost meanwhile is counted.

usage: slow_reader.py WAGGLE BUILD EVENTS

Prints three lines for the golden test: that memory did not grow while EVENTS were read, that it did not grow while
nobody read, and that every event was delivered or counted as lost.
"""
import pathlib
import re
import secrets
import signal
import subprocess
import sys
import threading

ALLOWED = 1 << 20  # bytes of growth: less than 10,000 of these events take


def own_memory(pid):
    """Bytes of anonymous memory: the ring's pages are the kernel's."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"RssAnon:\s+(\d+) kB", status)[1]) << 10


class Reader(threading.Thread):
    """Counts the lines of a stream, while it may."""

    def __init__(self, stream):
        super().__init__(daemon=True)
        self.stream, self.lines, self.may = stream, 0, threading.Event()
        self.may.set()

    def run(self):
        while self.may.wait() and (piece := self.stream.read1(1 << 16)):
            self.lines += piece.count(b"\n")


def main():
    waggle, build, events = sys.argv[1], pathlib.Path(sys.argv[2]), int(sys.argv[3])
    name = secrets.token_hex(4)
    number = int.from_bytes(name.encode(), sys.byteorder)
    process = subprocess.Popen([waggle, "run", "-v", "-o", "jsonl", "--lost", "dropped", "--map-size", "events=4M",
                                build / "bench" / "opens.bpf.o", "--producer", str(number)],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    while b"attached opened" not in (line := process.stderr.readline()):
        if not line:
            sys.exit("it did not attach")

    def produce(count):
        subprocess.run([build / "bench" / "produce", name, str(count)], check=True)

    reader = Reader(process.stdout)
    reader.start()
    produce(100_000)
    first = own_memory(process.pid)
    produce(events)
    print("read by all:", "memory is flat" if own_memory(process.pid) - first < ALLOWED else "memory grew")
    reader.may.clear()
    produce(200_000)
    print("read by none:", "memory is flat" if own_memory(process.pid) - first < ALLOWED else "memory grew")
    process.send_signal(signal.SIGINT)
    reader.may.set()
    said = process.stderr.read().decode()
    reader.join()
    lost = re.search(r"(\d+) events of 'events' were lost", said)
    missing = events + 300_000 - reader.lines - int(lost[1] if lost else 0)
    print("lost some:", lost is not None, "missing:", missing)
    return process.wait() != 128 + signal.SIGINT


if __name__ == "__main__":
    sys.exit(main())
