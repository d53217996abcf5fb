#!/usr/bin/env python3
"""Runs one case of a golden test file; the format is in CONTRIBUTING.md, "Golden tests".

usage: run_golden.py --build DIR [--case NAME] FILE     run (exit 0 passed, 1 failed, 77 skipped)
       run_golden.py --build DIR --rebase FILE...       rewrite what the cases expect
"""
import argparse
import os
import pathlib
import platform
import queue
import re
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field

SOURCE = pathlib.Path(__file__).resolve().parent.parent
SKIPPED = 77
ANY = "..."  # EXPECT ... : any number of lines
WORDS = {"NAME", "REQUIRES", "TIMEOUT", "ENV", "STDIN", "BEFORE", "RUN", "WHEN", "DO", "SIGNAL", "EXPECT",
         "EXPECT_REGEX", "EXPECT_NONE", "STDERR", "STDERR_REGEX", "EXIT", "WILL_FAIL", "FINALLY"}
NAME = re.compile(r"[A-Za-z0-9 ,.:'_+-]+")  # it becomes the name of a ctest
CAP_BPF = 39  # linux/capability.h


class Bad(Exception):
    """The case failed; the text says how."""


@dataclass
class Case:
    name: str
    line: int
    rows: list = field(default_factory=list)  # (word, text, line number), in file order

    def all(self, *words):
        return [(word, text) for word, text, _ in self.rows if word in words]

    def texts(self, word):
        return [text for _, text in self.all(word)]

    def one(self, word, default=None):
        texts = self.texts(word)
        if len(texts) > 1:
            raise Bad(f"{word} is given {len(texts)} times")
        return texts[0] if texts else default


def parse(path):
    """The cases of a file. Every row is WORD, blanks, text; # begins a comment row."""
    cases = []
    for number, row in enumerate(pathlib.Path(path).read_text().splitlines(), 1):
        if not row.strip() or row.startswith("#"):
            continue
        word, _, rest = row.partition(" ")
        # What is expected keeps its own leading blanks: exactly one separates it from the word.
        text = rest if word in ("EXPECT", "STDERR") else rest.strip()
        if word not in WORDS:
            sys.exit(f"{path}:{number}: {word} is not one of {', '.join(sorted(WORDS))}")
        if word == "NAME":
            if not NAME.fullmatch(text) or any(case.name == text for case in cases):
                sys.exit(f"{path}:{number}: a NAME is unique in its file and made of letters, digits and blanks")
            cases.append(Case(text, number))
        elif not cases:
            sys.exit(f"{path}:{number}: {word} before the first NAME")
        else:
            cases[-1].rows.append((word, text, number))
    return cases


# --- what a machine may lack

def capable():
    for row in pathlib.Path("/proc/self/status").read_text().splitlines():
        if row.startswith("CapEff:"):
            return int(row.split()[1], 16) >> CAP_BPF & 1
    return False


def unmet(requirement):
    """Why this machine cannot run the case, or None. The sentences are those of tests/allowed_skips.txt."""
    kind, _, value = requirement.partition(":")
    if kind == "bpf":
        return None if capable() else "needs CAP_BPF"
    if kind == "root":
        return None if os.geteuid() == 0 else "needs root"
    if kind == "command":
        found = shutil.which(value, path=os.environ["PATH"] + ":/usr/sbin:/sbin")
        return None if found else f"needs the command {value}"
    if kind == "linux":
        have = tuple(map(int, re.match(r"(\d+)\.(\d+)", platform.release()).groups()))
        return None if have >= tuple(map(int, value.split("."))) else f"needs Linux {value}"
    if kind == "lsm":  # programs of this kind attach through a trampoline
        listed = pathlib.Path("/sys/kernel/security/lsm")
        names = listed.read_text().split(",") if listed.exists() else []
        return None if value in names and trampolines() else f"needs a kernel that attaches {value} LSM programs"
    if kind == "lockdown":
        told = pathlib.Path("/sys/kernel/security/lockdown")
        now = told.read_text() if told.exists() else ""
        return None if f"[{value}]" in now else f"needs a kernel locked down for {value}"
    raise Bad(f"REQUIRES {requirement}: not one of bpf, root, command:NAME, linux:X.Y, lsm:NAME, lockdown:MODE")


def trampolines():
    """Whether kernel text can be patched: the kernel then lists what may be traced."""
    for folder in ("/sys/kernel/tracing", "/sys/kernel/debug/tracing"):
        try:
            with open(f"{folder}/available_filter_functions") as functions:
                return bool(functions.readline())
        except OSError:
            continue
    return False


# --- running

class Output:
    """Both streams of the command, line by line as they come."""

    def __init__(self, process):
        self.lines = {"stdout": [], "stderr": []}
        self.events = queue.Queue()
        self.open = len(self.lines)  # streams whose end no WHEN has seen
        self.threads = [threading.Thread(target=self._read, args=(name, getattr(process, name)), daemon=True)
                        for name in self.lines]
        for thread in self.threads:
            thread.start()

    def _read(self, name, stream):
        with stream:
            for raw in stream:
                line = raw.decode(errors="backslashreplace").removesuffix("\n")
                self.lines[name].append(line)
                self.events.put(line)
        self.events.put(None)

    def wait_for(self, pattern, deadline):
        """Takes lines up to the first that matches; each line is looked at once."""
        while self.open:
            try:
                line = self.events.get(timeout=max(0, deadline - time.monotonic()))
            except queue.Empty:
                raise Bad(f"no line matched WHEN {pattern} in time") from None
            if line is None:
                self.open -= 1
            elif re.search(pattern, line):
                return
        raise Bad(f"the command ended before a line matched WHEN {pattern}")

    def finish(self):
        for thread in self.threads:
            thread.join(5)


class Run:
    def __init__(self, case, build, scratch):
        self.case, self.scratch = case, scratch
        self.known = {"WAGGLE": f"{build}/bin/waggle", "BUILD": str(build), "SOURCE": str(SOURCE), "TMP": scratch,
                      "ID": secrets.token_hex(3)}
        self.timeout = float(case.one("TIMEOUT", "30").removesuffix("s"))
        self.env = {**os.environ, **self.known, "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": scratch,
                    "XDG_CACHE_HOME": f"{scratch}/.cache",
                    "PATH": os.environ["PATH"] + ":/usr/sbin:/sbin"}
        for setting in case.texts("ENV"):
            key, _, value = setting.partition("=")
            self.env[key] = self.fill(value)

    def fill(self, text, quote=lambda s: s):
        """$WAGGLE $BUILD $SOURCE $TMP $ID, where the text is not for the shell."""
        return re.sub(r"\$(WAGGLE|BUILD|SOURCE|TMP|ID)\b", lambda m: quote(self.known[m[1]]), text)

    def shell(self, command):
        try:
            done = subprocess.run(["bash", "-c", command], cwd=self.scratch, env=self.env, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=self.timeout, check=False)
        except subprocess.TimeoutExpired:
            return 124, f"it took longer than {self.timeout:g} s"
        return done.returncode, done.stdout.decode(errors="backslashreplace")

    def must(self, word, command):
        code, said = self.shell(command)
        if code != 0:
            raise Bad(f"{word} {command}: exit code {code}\n{said}")

    def steps(self, process, output, deadline):
        for word, text in self.case.all("WHEN", "DO", "SIGNAL"):
            if word == "WHEN":
                output.wait_for(self.fill(text, re.escape), deadline)
            elif word == "DO":
                self.must("DO", text)
            else:  # as Ctrl-C does: the whole foreground group
                try:
                    os.killpg(process.pid, getattr(signal, f"SIG{text}"))
                except ProcessLookupError:
                    raise Bad(f"SIGNAL {text}: the command has already ended") from None

    def run(self):
        """(exit code, stdout lines, stderr lines); the group is gone afterwards."""
        command = self.case.one("RUN")
        if command is None:
            raise Bad("there is no RUN")
        stdin = "".join(self.fill(row) + "\n" for row in self.case.texts("STDIN")).encode()
        process = subprocess.Popen(["bash", "-c", command], cwd=self.scratch, env=self.env, start_new_session=True,
                                   stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        deadline = time.monotonic() + self.timeout
        output = Output(process)
        try:
            process.stdin.write(stdin)
            process.stdin.close()
        except BrokenPipeError:
            pass  # it did not want its input
        try:
            self.steps(process, output, deadline)
            process.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            raise Bad(f"it took longer than {self.timeout:g} s{self.show(output)}") from None
        except Bad as bad:
            raise Bad(f"{bad}{self.show(output)}") from None
        finally:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            process.wait()
            output.finish()
        # A signal death as a shell would say it.
        code = process.returncode if process.returncode >= 0 else 128 - process.returncode
        return code, output.lines["stdout"], output.lines["stderr"]

    @staticmethod
    def show(output):
        return "".join(f"\n--- {name}\n" + "\n".join(lines) for name, lines in output.lines.items() if lines)


# --- judging

def matches(run, row, line):
    word, text = row
    if word.endswith("_REGEX"):
        return re.fullmatch(run.fill(text, re.escape), line) is not None
    return run.fill(text) == line


def mismatch(run, rows, lines):
    """None, or the index of the first expected row that has no line. A segment between two "..." is
    looked for from the left, the last one at the end."""
    segments, start = [[]], 0
    for index, row in enumerate(rows):
        if row[1].strip() == ANY:
            segments.append([])
        else:
            segments[-1].append((index, row))
    for number, segment in enumerate(segments):
        first, last = number == 0, number == len(segments) - 1
        places = range(start, len(lines) - len(segment) + 1)
        if first:
            places = places[:1]
        if last:
            places = [place for place in places if place + len(segment) == len(lines)]
        for place in places:
            if all(matches(run, row, lines[place + i]) for i, (_, row) in enumerate(segment)):
                start = place + len(segment)
                break
        else:
            return explain(run, segment, lines[start:], first)
    return None


def explain(run, segment, lines, anchored):
    """The row to name in the message: the first that differs where the place is known."""
    if anchored:
        for i, (_, row) in enumerate(segment):
            if i >= len(lines):
                return f"the output ends where {row[0]} {row[1]} is expected"
            if not matches(run, row, lines[i]):
                return f"expected {row[0]} {row[1]}\n     got {lines[i]}"
        return f"more output than expected: {lines[len(segment)]}"
    if not segment:
        return "no output expected"
    return f"nothing matches {segment[0][1][0]} {segment[0][1][1]}" + (" (and what follows it)" if segment[1:] else "")


def judge(run, code, stdout, stderr):
    case = run.case
    problems = []
    if case.all("WILL_FAIL"):
        if code == 0:
            problems.append("exit code 0, expected a failure")
    elif code != int(case.one("EXIT", "0")):
        problems.append(f"exit code {code}, expected {case.one('EXIT', '0')}")
    for name, words, lines in (("stdout", ("EXPECT", "EXPECT_REGEX"), stdout),
                               ("stderr", ("STDERR", "STDERR_REGEX"), stderr)):
        problem = mismatch(run, case.all(*words), lines)
        if problem:
            problems.append(f"{name}: {problem}")
    for pattern in case.texts("EXPECT_NONE"):
        problems += [f"EXPECT_NONE {pattern} matches: {line}" for line in stdout + stderr
                     if re.search(run.fill(pattern, re.escape), line)]
    if problems:
        both = "".join(f"\n--- {name}\n" + "\n".join(lines) for name, lines in (("stdout", stdout), ("stderr", stderr))
                       if lines)
        raise Bad("\n".join(problems) + both)


def execute(case, build, judging):
    """Runs one case in a scratch folder of its own; judging(run, code, stdout, stderr) decides."""
    with tempfile.TemporaryDirectory(prefix="waggle-golden-") as scratch:
        run = Run(case, build, scratch)
        try:
            for command in case.texts("BEFORE"):
                run.must("BEFORE", command)
            judging(run, *run.run())
        finally:
            failed = [(command, *run.shell(command)) for command in case.texts("FINALLY")]
        for command, code, said in failed:
            if code != 0:
                raise Bad(f"FINALLY {command}: exit code {code}\n{said}")


def skip_reason(case):
    for requirement in " ".join(case.texts("REQUIRES")).split():
        reason = unmet(requirement)
        if reason:
            return reason
    return None


# --- rebase

def plain(case):
    """Whether every expected line is literal, so that the real output can stand in its place."""
    return not case.all("EXPECT_REGEX", "STDERR_REGEX") and not any(
        text.strip() == ANY for _, text in case.all("EXPECT", "STDERR"))


def rebase(path, build):
    rows = pathlib.Path(path).read_text().splitlines()
    for case in reversed(parse(path)):  # from the end, so that line numbers stay true
        if skip_reason(case):
            continue
        fresh = []

        def keep(run, code, stdout, stderr):
            def unfill(line):
                for key, value in sorted(run.known.items(), key=lambda item: -len(item[1])):
                    line = line.replace(value, f"${key}")
                return line
            fresh.extend(f"EXPECT {unfill(line)}".rstrip() for line in stdout)
            fresh.extend(f"STDERR {unfill(line)}".rstrip() for line in stderr)
            if code and not case.all("WILL_FAIL"):
                fresh.append(f"EXIT {code}")

        try:
            execute(case, build, keep if plain(case) else judge)
        except Bad as bad:
            print(f"{path}:{case.line}: {case.name}: mend it by hand\n{bad}")
            continue
        if not plain(case):
            continue
        stale = [number for word, _, number in case.rows if word in ("EXPECT", "STDERR", "EXIT")]
        at = min(stale) if stale else max([case.line] + [number for _, _, number in case.rows]) + 1
        for number in sorted(stale, reverse=True):
            del rows[number - 1]
        rows[at - 1:at - 1] = fresh
    pathlib.Path(path).write_text("\n".join(rows) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", required=True, type=pathlib.Path)
    parser.add_argument("--case")
    parser.add_argument("--rebase", action="store_true")
    parser.add_argument("files", nargs="+")
    options = parser.parse_args()
    build = options.build.resolve()
    if options.rebase:
        for path in options.files:
            rebase(path, build)
        return 0
    cases = [case for path in options.files for case in parse(path) if options.case in (None, case.name)]
    if not cases:
        sys.exit(f"no case named {options.case}")
    results = []
    for case in cases:
        try:
            reason = skip_reason(case)
            if not reason:
                execute(case, build, judge)
            print(f"SKIPPED: {reason}" if reason else f"passed: {case.name}")
            results.append(SKIPPED if reason else 0)
        except Bad as bad:
            print(f"{case.name}: {bad}")
            results.append(1)
    return 1 if 1 in results else SKIPPED if SKIPPED in results else 0


if __name__ == "__main__":
    sys.exit(main())
