#!/usr/bin/env python3
"""A project of `waggle new` builds as it is, runs as it is, and reports an event that this test has caused.

usage: new_test.py WAGGLE KIND GUEST      exit code 77: this kernel cannot, and says why
"""
import ctypes
import os
import pathlib
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading

NEW_NETWORK = 0x40000000  # CLONE_NEWNET
LENGTH = 1262  # of a UDP packet with its IPv4 header; nobody else sends one of this length
# Refusals of a kernel, not of the program: what waggle says of a package, and libbpf to a guest.
REFUSALS = {
    r"this kernel has no kprobes|failed to create kret?probe|failed to create kprobe": "this kernel has no kprobes",
    r"refuses programs that attach through a BPF trampoline|BPF program load failed: -EPERM":
        "this kernel refuses programs that attach through a BPF trampoline",
}
TRAMPOLINES = ("fentry", "fexit", "lsm")


def run(*words, **more):
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)


class Probe:
    """A program under a name of its own, so that its events are known."""

    def __init__(self, folder):
        self.folder, self.name = folder, f"probe-{secrets.token_hex(3)}"

    def copy_of(self, program, *words):
        shutil.copy(shutil.which(program), self.folder / self.name)
        run(self.folder / self.name, *words)

    def thrower(self):
        source = b"int main() { try { throw 1; } catch (int) { return 0; } }"
        path = self.folder / self.name
        subprocess.run(["c++", "-x", "c++", "-", "-o", path], input=source, check=True)
        run(path)

    def spinner(self):
        path = self.folder / self.name
        shutil.copy(shutil.which("bash"), path)
        run(path, "-c", "for ((i = 0; i < 300000; i++)); do :; done")


def removed_file(probe):
    victim = probe.folder / "victim"
    victim.touch()
    probe.copy_of("rm", victim)


def removed_folder(probe):
    victim = probe.folder / "folder"
    victim.mkdir()
    probe.copy_of("rmdir", victim)


def packet(_):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.sendto(b"x" * (LENGTH - 28), ("127.0.0.1", 9))


def connection(probe):
    with socket.create_server(("127.0.0.1", 0)) as server:
        probe.port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", probe.port)):
            server.accept()[0].close()


def process_event(probe):
    return re.escape(probe.name)


def packet_event(_):
    return rf"\b({LENGTH}|{LENGTH + 14})\b.*\b17\b"  # with the header of Ethernet where the kind sees it


def connection_event(probe):
    return rf"\b{probe.port}\b"


KINDS = {
    "tracepoint": (lambda probe: probe.copy_of("true"), process_event),
    "raw_tracepoint": (lambda probe: probe.copy_of("true"), process_event),
    **{kind: (removed_file, process_event) for kind in ("kprobe", "kretprobe", "fentry", "fexit")},
    "lsm": (removed_folder, process_event),
    "uprobe": (lambda probe: probe.copy_of("getent", "passwd", "root"), process_event),
    "uretprobe": (lambda probe: probe.copy_of("getent", "passwd", "root"), process_event),
    "usdt": (lambda probe: probe.thrower(), process_event),
    "perf_event": (lambda probe: probe.spinner(), process_event),
    **{kind: (packet, packet_event) for kind in ("xdp", "tc", "cgroup")},
    "sockops": (connection, connection_event),
}


class Running:
    """The tool: its lines, as they come, from both of its streams."""

    def __init__(self, words, folder):
        self.process = subprocess.Popen(words, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.lines, self.more = [], threading.Condition()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        for line in self.process.stdout:
            with self.more:
                self.lines.append(line)
                self.more.notify()
        with self.more:
            self.lines.append(None)
            self.more.notify()

    def wait_for(self, pattern):
        """Whether a line has it; the output may end first."""
        def seen():
            return any(line and re.search(pattern, line) for line in self.lines) or None in self.lines
        with self.more:
            if not self.more.wait_for(seen, timeout=40):
                sys.exit(f"no line has {pattern!r}; there are:\n{self.text()}")
        return any(line and re.search(pattern, line) for line in self.lines)

    def text(self):
        return "".join(line for line in self.lines if line)


def refusal(text, kind):
    for pattern, reason in REFUSALS.items():
        if re.search(pattern, text) and ("kprobe" in reason) == (kind in ("kprobe", "kretprobe")):
            return reason if "kprobe" in reason or kind in TRAMPOLINES else None
    return None


def main():
    waggle, kind, guest = sys.argv[1:]
    if os.geteuid() != 0:
        print("SKIPPED: needs root")
        return 77
    if ctypes.CDLL(None, use_errno=True).unshare(NEW_NETWORK) != 0:
        sys.exit("unshare failed")
    run("ip", "link", "set", "lo", "up")
    act, event = KINDS[kind]
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        run(waggle, "new", "--kind", kind, "--guest", guest, "tool", cwd=folder)
        subprocess.run([waggle, "build"], cwd=folder / "tool", check=True)
        command = re.search(r"waggle run (.*)", (folder / "tool/README.md").read_text())[1].split()
        tool = Running([waggle, "run", *(["-v"] if guest == "none" else []), *command], folder / "tool")
        attached = tool.wait_for(r"attached watch|attached, Ctrl-C")
        if not attached:
            reason = refusal(tool.text(), kind)
            print(f"SKIPPED: {reason}" if reason else tool.text())
            return 77 if reason else 1
        probe = Probe(folder)
        act(probe)
        found = tool.wait_for(event(probe))
        tool.process.send_signal(signal.SIGINT)
        code = tool.process.wait(timeout=20)
        print(tool.text()[-2000:])
        return 0 if found and code in (0, 128 + signal.SIGINT) else 1


if __name__ == "__main__":
    sys.exit(main())
