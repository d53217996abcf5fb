#!/usr/bin/env python3
"""What a guest makes in the kernel is gone when it has ended, however it ended.

usage: residue_test.py BUILD      (exit 77: skipped)

A guest attaches one program and waits for its standard input. Meanwhile the descriptors of its process tell which
programs, maps and links it made; afterwards none of these ids exists, and nothing is attached at its hook. The kernel
frees some of them a little after the process, so their end is awaited. The one thing that may outlive its waggle is a
legacy tc filter, after SIGKILL: the next waggle in that network removes it.
"""
import json
import os
import pathlib
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

BUILD = pathlib.Path(sys.argv.pop(1)).resolve() if len(sys.argv) > 1 else sys.exit(__doc__)
WAGGLE = str(BUILD / "bin" / "waggle")
PATIENCE = 20  # seconds
CAP_BPF = 39  # linux/capability.h
os.environ["PATH"] += ":/usr/sbin:/sbin"

GUEST = """(module
  (import "wasm_bpf" "wasm_load_bpf_object" (func $load (param i32 i32) (result i64)))
  (import "wasm_bpf" "wasm_attach_bpf_program" (func $attach (param i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") {pages})
  (data (i32.const 0) "\\10\\00\\00\\00\\09\\00\\00\\00")
  (data (i32.const 16) "attached\\0a")
  (data (i32.const 64) "{program}\\00")
  (data (i32.const 256) "{target}\\00")
  (data (i32.const 1024) "{data}")
  (func (export "_start") (local $object i64)
    (local.set $object (call $load (i32.const 1024) (i32.const {length})))
    (if (call $attach (local.get $object) (i32.const 64) (i32.const 256)) (then (return)))
    (drop (call $fd_write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 8)))
    ;; Until there is something to read, also when a signal comes.
    (loop $again (br_if $again (call $fd_read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 8))))
    {then}))"""


def said(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def eventually(holds):
    """Whether it holds before PATIENCE is over."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def made_by(pid):
    """What this process has open of BPF: {("prog", 12), ("map", 7), ...}."""
    made = set()
    for info in pathlib.Path(f"/proc/{pid}/fdinfo").iterdir():
        ids = re.findall(r"^(prog|map|link)_id:\s+(\d+)", info.read_text(), re.M)
        made |= {(kind, int(number)) for kind, number in ids}
    return made


def lives(kind, number):
    shown = subprocess.run(["bpftool", kind, "show", "id", str(number)], capture_output=True, text=True, check=False)
    if shown.returncode and "No such file or directory" not in shown.stderr:
        raise AssertionError(f"bpftool {kind} show id {number}: {shown.stderr}")
    return shown.returncode == 0


def living(made):
    """Which of these are still in the kernel. Each is asked for by itself: a list of all fails when one of somebody
    else's goes meanwhile."""
    return {each for each in made if lives(*each)}


class Place(unittest.TestCase):
    """Every case has a network and a cgroup of its own."""

    def setUp(self):
        self.name = f"waggle-{secrets.token_hex(3)}"
        said("ip", "netns", "add", self.name)
        self.addCleanup(said, "ip", "netns", "del", self.name)
        said("ip", "-n", self.name, "link", "set", "lo", "up")
        self.scratch = pathlib.Path(tempfile.mkdtemp(prefix="waggle-residue-"))
        self.addCleanup(shutil.rmtree, self.scratch)
        root = said("findmnt", "-nt", "cgroup2", "-o", "TARGET").splitlines()[0]
        self.cgroup = pathlib.Path(root) / self.name
        self.cgroup.mkdir()
        self.addCleanup(self.cgroup.rmdir)

    def attached(self):
        """What hangs at the hooks of this case: qdiscs, filters, XDP, cgroup programs."""
        tc = ("tc", "-n", self.name)
        return {
            "qdiscs": [each["kind"] for each in json.loads(said(*tc, "-j", "qdisc", "show", "dev", "lo"))
                       if each["kind"] != "noqueue"],
            "filters": said(*tc, "filter", "show", "dev", "lo", "ingress"),
            "net": json.loads(self.here("bpftool", "-j", "net", "show", "dev", "lo")),
            "cgroup": said("bpftool", "cgroup", "show", str(self.cgroup)),
        }

    def here(self, *command):
        # Not `ip netns exec`, which puts another /sys, without cgroups, over this one.
        return said("nsenter", f"--net=/run/netns/{self.name}", *command)

    def write_guest(self, hook, then):
        example, program, target = hook
        elf = (BUILD / "examples" / example / f"{example}.bpf.o").read_bytes()
        path = self.scratch / "guest.wat"
        path.write_text(GUEST.format(pages=2 + len(elf) // 65536, program=program, length=len(elf), then=then,
                                     target=target.format(cgroup=self.cgroup),
                                     data="".join(f"\\{byte:02x}" for byte in elf)))
        return str(path)

    def start(self, hook, *options, then=""):
        """A guest that has attached its program."""
        guest = subprocess.Popen(
            ["nsenter", f"--net=/run/netns/{self.name}", WAGGLE, "run", *options, self.write_guest(hook, then)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(self.end, guest)
        if guest.stdout.readline() != "attached\n":
            self.fail(guest.stderr.read())
        return guest

    @staticmethod
    def end(guest):
        if guest.poll() is None:
            guest.kill()
        guest.wait()
        for stream in (guest.stdin, guest.stdout, guest.stderr):
            stream.close()


class Residue(Place):
    """Nothing is left. One case for every hook and ending, see add_cases()."""

    def check(self, hook, ending):
        options, then, stop, code = ending
        before = self.attached()
        guest = self.start(hook, *options, then=then)
        made = made_by(guest.pid)
        self.assertTrue({kind for kind, _ in made} >= {"prog", "map"}, made)
        self.assertEqual(living(made), made)
        stop(guest)
        self.assertEqual(guest.wait(PATIENCE), code)
        self.assertTrue(eventually(lambda: not living(made)), living(made))
        self.assertTrue(eventually(lambda: self.attached() == before), (before, self.attached()))


class KilledFilter(Place):
    """A legacy tc filter has no process that the kernel would end it with."""

    def setUp(self):
        super().setUp()
        self.before = self.attached()
        guest = self.start(HOOKS["tc_filter"])
        self.made = made_by(guest.pid)
        guest.kill()
        guest.wait(PATIENCE)
        self.assertIn("waggle:", self.attached()["filters"])
        self.assertTrue(living(self.made), "the filter holds its program")

    def check_swept(self):
        self.assertEqual(self.attached(), self.before)
        self.assertTrue(eventually(lambda: not living(self.made)), living(self.made))

    def test_the_doctor_removes_it(self):
        self.assertEqual(self.here(WAGGLE, "doctor", "--clean"),
                         "removed 1 tc filters that a killed waggle left behind\n")
        self.check_swept()

    def test_the_next_start_removes_it(self):
        guest = self.scratch / "empty.wat"
        guest.write_text('(module (func (export "_start")))')
        self.here(WAGGLE, "run", str(guest))
        self.check_swept()

    def test_that_of_a_running_waggle_stays(self):
        running = self.start(HOOKS["tc_filter"])  # which sweeps the killed one's
        self.here(WAGGLE, "doctor", "--clean")
        self.assertIn(f":{running.pid}:", self.attached()["filters"])
        let_go(running)
        self.assertEqual(running.wait(PATIENCE), 0)
        self.check_swept()


def let_go(guest):
    guest.stdin.write("\n")
    guest.stdin.flush()


HOOKS = {  # example, program, target
    "tracepoint": ("bootstrap", "handle_exec", ""),
    "xdp": ("xdp", "count", "lo"),
    "tcx": ("tc", "filter", "lo:ingress"),
    "tc_filter": ("tc", "filter", "lo:ingress,prio=7"),
    "cgroup": ("sockops", "watch", "{cgroup}"),
}
ENDINGS = {  # options, what the guest does at its end, what brings it about, exit code
    "exit": ((), "", let_go, 0),
    "trap": ((), "unreachable", let_go, 134),
    "timeout": (("--timeout", "3s"), "", lambda guest: None, 124),
    "sigint": ((), "", lambda guest: guest.send_signal(signal.SIGINT), 130),
    "sigkill": ((), "", subprocess.Popen.kill, -signal.SIGKILL),
}


def add_cases():
    for hook in HOOKS:
        for ending in ENDINGS:
            if (hook, ending) == ("tc_filter", "sigkill"):
                continue  # KilledFilter
            setattr(Residue, f"test_{hook}_after_{ending}",
                    lambda self, hook=HOOKS[hook], ending=ENDINGS[ending]: self.check(hook, ending))


def unmet():
    status = pathlib.Path("/proc/self/status").read_text()
    if os.geteuid() != 0:
        return "needs root"
    if not int(re.search(r"^CapEff:\s+(\w+)$", status, re.M)[1], 16) >> CAP_BPF & 1:
        return "needs CAP_BPF"
    missing = [command for command in ("bpftool", "ip", "tc", "nsenter", "findmnt") if not shutil.which(command)]
    return f"needs the command {missing[0]}" if missing else None


if __name__ == "__main__":
    if unmet():
        print(f"SKIPPED: {unmet()}")
        sys.exit(77)
    add_cases()
    unittest.main()
