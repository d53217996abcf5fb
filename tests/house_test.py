#!/usr/bin/env python3
"""The rules of the house, and the golden runner, say no where they should."""
import pathlib
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests")]
sys.dont_write_bytecode = True
import check_budgets  # noqa: E402
import check_layers  # noqa: E402
import check_words  # noqa: E402
import run_golden  # noqa: E402
import tally  # noqa: E402


class Layers(unittest.TestCase):
    def include(self, path, header, mark="<"):
        return check_layers.check_include(path, path.split("/")[1], mark, header)

    def test_rooms(self):
        self.assertIsNone(self.include("waggle/abi/x.cc", "waggle/vm/engine.hh", '"'))
        for path, header in (("waggle/vm/x.cc", "waggle/bpf/map.hh"), ("waggle/base/x.hh", "waggle/vm/engine.hh"),
                             ("waggle/bpf/x.cc", "waggle/abi/guest.hh"), ("waggle/bpf/x.cc", "waggle/testing/matchers.hh"),
                             ("waggle/bpf/x.cc", "waggle/bpf/y_test.hh"), ("waggle/cli/x.cc", "waggle/capi/x.hh")):
            self.assertIsNotNone(self.include(path, header, '"'), (path, header))

    def test_foreign_headers_are_denied_by_default(self):
        for path, header in (("waggle/vm/x.cc", "wasmtime.h"), ("waggle/bpf/x.cc", "bpf/libbpf.h"), ("waggle/sys/x.cc", "poll.h"),
                             ("waggle/policy/x.cc", "string_view"), ("waggle/cli/x.cc", "iostream")):
            self.assertIsNone(self.include(path, header), (path, header))
        for path, header in (("waggle/abi/x.cc", "wasmtime.h"), ("waggle/sys/x.cc", "bpf/libbpf.h"), ("waggle/bpf/x.cc", "curl/curl.h"),
                             ("waggle/policy/x.cc", "unistd.h"), ("waggle/bpf/x.cc", "iostream"), ("waggle/bpf/x.c", "curl/curl.h"),
                             ("waggle/base/x.cc", "never/heard/of.hpp"), ("waggle/bpf/testdata/x.bpf.c", "stdio.h")):
            self.assertIsNotNone(self.include(path, header), (path, header))

    def test_only_cli_prints(self):
        for code in ("printf(", "std::cout << 1", "exit(", "fmt::print(", "::fputs("):
            self.assertIsNotNone(check_layers.DEEDS.search(code), code)
        self.assertIsNone(check_layers.DEEDS.search("snprintf("))

    def test_one_file_opens_objects(self):
        code = "::bpf_object__open_mem("
        self.assertNotEqual(check_layers.check_calls("waggle/bpf/x.cc", code), [])
        self.assertEqual(check_layers.check_calls("waggle/bpf/open/open_object.cc", code), [])
        self.assertEqual(check_layers.check_calls("waggle/bpf/x_test.cc", code), [])


class Budgets(unittest.TestCase):
    def test_counts_parameters(self):
        for signature, count in (("()", 0), ("(void)", 0), ("(int a)", 1), ("(std::map<int, int> a, F (*f)(int, int))", 2)):
            self.assertEqual(check_budgets.parameters(signature), count, signature)

    def test_finds_long_functions(self):
        with tempfile.TemporaryDirectory() as folder:
            path = f"{folder}/long.cc"
            pathlib.Path(path).write_text("int f(int a, int b) {\n" + "  ++a;\n" * 90 + "  return a;\n}\n")
            self.assertEqual([row[2:] for row in check_budgets.c_functions([path])], [("f", 93, 2)])


class Words(unittest.TestCase):
    def test_each_rule_finds_what_it_is_for(self):
        rules = [(check_words.re.compile(pattern, check_words.re.I), why) for pattern, why in check_words.FORBIDDEN]
        with tempfile.TemporaryDirectory() as folder:
            path = f"{folder}/text"
            for text, count in (("// to" + "do: later\n", 1), ("see is" + "sue 12\n", 1), ("kprobe.session\n", 0),
                                ("in /ho" + "me/me/x\n", 1), ("blank \n", 1), ("no newline", 1), ("class Map" + "Manager\n", 1)):
                pathlib.Path(path).write_text(text)
                self.assertEqual(len(list(check_words.check_file(path, rules))), count, text)


class Golden(unittest.TestCase):
    def outcome(self, text):
        with tempfile.TemporaryDirectory() as folder:
            path = f"{folder}/x.test"
            pathlib.Path(path).write_text(text)
            try:
                for case in run_golden.parse(path):
                    run_golden.execute(case, pathlib.Path(folder), run_golden.judge)
            except run_golden.Bad as bad:
                return str(bad)
        return "passed"

    def test_passes(self):
        for rows in ("RUN echo a\nEXPECT a", "RUN seq 9\nEXPECT 1\nEXPECT ...\nEXPECT_REGEX [7]\nEXPECT 8\nEXPECT ...",
                     "RUN exit 3\nEXIT 3", "RUN false\nWILL_FAIL", "RUN kill -TERM $$\nEXIT 143", "RUN echo x >&2\nSTDERR x",
                     "RUN cat\nSTDIN $ID\nEXPECT $ID", "BEFORE touch a\nRUN ls\nEXPECT a",
                     "RUN echo go; read -r l < <(sleep 60)\nWHEN go\nDO touch $TMP/did\nSIGNAL KILL\nEXPECT go\nEXIT 137"):
            self.assertEqual(self.outcome(f"NAME x\nTIMEOUT 10\n{rows}\n"), "passed", rows)

    def test_fails(self):
        for rows in ("RUN echo a", "RUN true\nEXPECT a", "RUN echo a\nEXPECT b", "RUN exit 1", "RUN true\nWILL_FAIL",
                     "RUN echo a >&2", "RUN seq 3\nEXPECT 1\nEXPECT ...\nEXPECT 2", "RUN echo a\nEXPECT ...\nEXPECT_NONE a",
                     "RUN true\nBEFORE false", "RUN true\nFINALLY false", "TIMEOUT 0.2\nRUN sleep 60",
                     "RUN true\nWHEN never", "RUN true\nWHEN never\nSIGNAL INT"):
            self.assertNotEqual(self.outcome(f"NAME x\n{rows}\n"), "passed", rows)


class Skips(unittest.TestCase):
    def test_only_listed_skips_and_older_kernels_pass(self):
        rows = [("bpf.Kernel*", tally.re.compile("no kprobes"))]
        for name, reason, release, allowed in (("bpf.KernelX.y", "no kprobes here", "6.18", True),
                                               ("bpf.KernelX.y", "did not feel like it", "6.18", False),
                                               ("bpf.X.y", "no kprobes here", "6.18", False),
                                               ("bpf.X.y", "needs Linux 6.6", "6.1.0-9", True),
                                               ("bpf.X.y", "needs Linux 6.6", "6.12", False)):
            result = tally.Result(name, "skipped", reason)
            self.assertEqual(tally.allowed(result, rows, release), allowed, (name, reason, release))

    def test_what_is_installed_is_not_pinned(self):
        results = [tally.Result("toolchain.header.go", "skipped", "go is not installed"),
                   tally.Result("bpf.X.y", "skipped", "no kprobes here"), tally.Result("bpf.X.z", "passed")]
        self.assertEqual(tally.pinned_skips(results), 1)


if __name__ == "__main__":
    unittest.main()
