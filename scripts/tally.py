"""What a run of tests amounts to: counts, skips that must be on the list, and the pinned numbers."""
import fnmatch
import os
import pathlib
import platform
import re
from dataclasses import dataclass

ROOT = pathlib.Path(__file__).resolve().parent.parent
COUNTS = ROOT / "tests/counts.txt"
SKIPS = ROOT / "tests/allowed_skips.txt"
CAP_BPF = 39  # linux/capability.h


@dataclass
class Result:
    name: str
    state: str  # passed, failed, skipped
    reason: str = ""  # of a skip
    output: str = ""  # of a failure
    seconds: float = 0


def capable():
    """Whether this process may load BPF programs."""
    for row in pathlib.Path("/proc/self/status").read_text().splitlines():
        if row.startswith("CapEff:"):
            return bool(int(row.split()[1], 16) >> CAP_BPF & 1)
    return False


def gtest_reason(output):
    """The reason given to GTEST_SKIP(), from what the test printed."""
    found = re.search(r"^\S+:\d+: Skipped\n(.*?)\n\n?\[  SKIPPED \]", output, re.S | re.M)
    return " ".join(found[1].split()) if found else ""


def allowed_skips(section):
    """(name pattern, reason pattern) of one section of tests/allowed_skips.txt."""
    rows, current = [], None
    for row in SKIPS.read_text().splitlines():
        row = row.strip()
        if row.startswith("["):
            current = row.strip("[]")
        elif row and not row.startswith("#") and current == section:
            name, _, reason = row.partition(" = ")
            rows.append((name.strip(), re.compile(reason.strip())))
    return rows


def version(text):
    return tuple(map(int, re.match(r"(\d+)\.(\d+)", text).groups()))


def listed(result, rows):
    return any(fnmatch.fnmatchcase(result.name, name) and reason.search(result.reason) for name, reason in rows)


def allowed(result, rows, release):
    """A skip is allowed by the list, or because the kernel is older than what its reason asks for."""
    asks = re.match(r"needs Linux (\d+\.\d+)", result.reason)
    if asks and version(release) < version(asks[1]):
        return True
    return listed(result, rows)


def pinned_skips(results):
    """How many tests skip for what the kernel cannot do: what happens to be installed is not pinned."""
    anywhere = allowed_skips("anywhere")
    return sum(result.state == "skipped" and not listed(result, anywhere) for result in results)


def pinned(suite):
    """(tests, skipped, kernel release) that tests/counts.txt says for a suite, or None."""
    for row in COUNTS.read_text().splitlines():
        fields = row.split()
        if fields and fields[0] == suite:
            return int(fields[1]), int(fields[2]), fields[3]
    return None


def pin(suite, results, release):
    """Writes the suite's line anew; the others stay."""
    skipped = pinned_skips(results)
    line = f"{suite:<6} {len(results):>5} {skipped:>8}  {release}"
    rows = COUNTS.read_text().splitlines()
    place = next((i for i, row in enumerate(rows) if row.split()[:1] == [suite]), len(rows))
    rows[place:place + 1] = [line]
    COUNTS.write_text("\n".join(rows) + "\n")


def show_failures(results):
    for result in results:
        if result.state == "failed":
            print(f"\nFAILED {result.name} ({result.seconds:.2f} s)")
            print("".join(f"    {line}\n" for line in result.output.strip().splitlines()), end="")


def show_skips(results):
    """Every skip with its reason, tests of one reason together."""
    reasons = {}
    for result in results:
        if result.state == "skipped":
            reasons.setdefault(result.reason or "no reason given", []).append(result.name)
    for reason, names in sorted(reasons.items()):
        print(f"skipped {len(names):3}  {reason}\n             {', '.join(names)}")


def problems(suite, section, results, release, exact):
    """What is wrong beyond failed tests: skips that are not listed, numbers other than the pinned."""
    rows = allowed_skips(section) + allowed_skips("anywhere")
    found = [f"{result.name} skips, which tests/allowed_skips.txt [{section}] does not allow: {result.reason}"
             for result in results if result.state == "skipped" and not allowed(result, rows, release)]
    numbers = pinned(suite)
    if numbers is None:
        return [*found, f"tests/counts.txt has no line for {suite}; make rebase writes it"]
    tests, skips, where = numbers
    if len(results) != tests:
        found.append(f"{len(results)} tests, but tests/counts.txt pins {tests}; make rebase accepts it")
    skipped = pinned_skips(results)
    if exact and release == where and skipped != skips:
        found.append(f"{skipped} tests skip, but tests/counts.txt pins {skips} on this kernel; make rebase accepts it")
    return found


def close(suite, section, results, release=None, exact=None):
    """Prints failures, skips, problems and, last, the count line; returns the exit code.

    section: of tests/allowed_skips.txt. exact: whether this machine can do all that its kernel can, so
    that the number of skips is pinned too."""
    release = release or platform.release()
    exact = capable() if exact is None else exact
    show_skips(results)
    show_failures(results)
    found = problems(suite, section, results, release, exact)
    for problem in found:
        print(f"WRONG {problem}")
    count = {state: sum(result.state == state for result in results) for state in ("passed", "failed", "skipped")}
    print(f"{count['passed']} passed, {count['failed']} failed, {count['skipped']} skipped", flush=True)
    return 1 if found or count["failed"] or not count["passed"] else 0


def here():
    """The section of tests/allowed_skips.txt for this machine."""
    return "reference" if capable() and os.geteuid() == 0 else "unprivileged"
