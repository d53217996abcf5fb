#!/usr/bin/env python3
"""The guest's argp beside the GNU C library's, both natively: argps made at random, with help, usage and random
command lines. Exit codes and texts must be the same; blanks and line breaks too, but where the GNU C library's own
are wrong (it looks for a blank behind the end of its buffer, and writes a margin before the text it belongs to).

usage: argp_test.py DIR       the folder with argp_random and argp_random_ours
"""
import random
import subprocess
import sys

SEEDS = 300
EQUAL_AT_LEAST = 0.97  # of all outputs, byte for byte
WORDS = """-v --pid 7 -p x --help --usage --version -V -? -a --trace --tr=1 foo bar -- -e --zzz --process=3 -abc -dX --count -1
           -h -c5 --per-thread --the --x -x --verbose=1 --only baz -Z --bogus --bogus=1 --p""".split()


def lines(seed):
    chosen = random.Random(seed)
    return [["--help"], ["--usage"], [chosen.choice(WORDS) for _ in range(chosen.randrange(6))]]


def run(program, seed, words):
    done = subprocess.run(["argp_random", str(seed), *words], executable=program, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=60, check=False)
    return done.returncode, done.stdout, done.stderr


def without_blanks(result):
    return result[0], *("".join(text.decode().split()) for text in result[1:])


def main():
    folder = sys.argv[1]
    total = equal = 0
    wrong = []
    for seed in range(SEEDS):
        for words in lines(seed):
            theirs = run(f"{folder}/argp_random", seed, words)
            ours = run(f"{folder}/argp_random_ours", seed, words)
            total += 1
            equal += theirs == ours
            if without_blanks(theirs) != without_blanks(ours):
                wrong.append(f"seed {seed} {words}: another text or exit code ({theirs[0]}, {ours[0]})")
    print("\n".join(wrong[:20]))
    print(f"{equal} of {total} outputs are equal, {len(wrong)} have another text")
    return bool(wrong) or equal < EQUAL_AT_LEAST * total


if __name__ == "__main__":
    sys.exit(main())
