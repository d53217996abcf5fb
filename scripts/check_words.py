#!/usr/bin/env python3
"""Words that may not stand in the repository, each with its reason; and files no editor should leave behind.

usage: scripts/check_words.py
"""
import pathlib
import re
import subprocess
import sys

# (regular expression, why). Matched line by line, case-insensitively.
FORBIDDEN = [
    (r"\b(TODO|FIXME|XXX|HACK)\b", "what is unfinished is finished or left out"),
    (r"\bnot (yet )?implemented\b", "what is unfinished is finished or left out"),
    (r"\b(issue|ticket|PR|pull request) ?#?\d+\b", "the reason is written down, not the number of a discussion"),
    # Not the word alone: kprobe.session and a terminal's session are the kernel's.
    (r"\b(this|previous|last|next|earlier|our|working|coding|another) sessions?\b|\bsession \d",
     "how the work was organised is not part of the work"),
    (r"\b(assistants?|chat ?bots?|language models?|LLMs?|co-authored-by)\b",
     "the text speaks for itself, not for its writer"),
    (r"\b(c.aude|anthr.pic|op.nai|chat.?gpt|cop.lot)\b", "the text speaks for itself, not for its writer"),
    (r"(?<![\w./$}>*-])/(work|home/\w+|Users/\w+)/[\w.]|/root/\.(cache|cargo|rustup|config)",
     "paths of one machine do not exist on the others"),
    (r"\b[\w-]+\.[\w-]+\.(internal|corp|lan|intra)\b", "hosts of one network do not exist on the others"),
    (r"\b(artifactory|nexus repository|pkg\.dev|pypi mirror)\b", "packages come from the public registries"),
    (r"(?-i:\b[A-Z]\w*(Manager|Helper|Wrapper|Util|Utils)\b)|\b\w*(manager|helper|wrapper|util)s?\.(cc|hh)\b",
     "say what it does; such names do not"),
    (r"[ \t]+$", "blanks at the end of a line"),
    (r"^(<{7}|>{7}|={7})( |$)", "a merge that was not finished"),
]
# Text of others that we keep word for word, and this list.
EXEMPT = re.compile(r"LICENSE|deps/engine/Cargo\.lock|sdk/c/sysroot/src/gnu/error_texts\.txt|scripts/check_words\.py")


def is_text(data):
    return b"\0" not in data[:8000]


def check_file(path, rules):
    data = pathlib.Path(path).read_bytes()
    if not is_text(data):
        return
    for number, line in enumerate(data.decode(errors="replace").split("\n"), 1):
        for pattern, why in rules:
            found = pattern.search(line)
            if found:
                yield f"{path}:{number}: '{found[0].strip() or 'blank'}': {why}"
    if data and not data.endswith(b"\n"):
        yield f"{path}: no newline at the end"


def main():
    rules = [(re.compile(pattern, re.I), why) for pattern, why in FORBIDDEN]
    listed = subprocess.run(["scripts/sources", "."], check=True, stdout=subprocess.PIPE, text=True).stdout
    paths = [path for path in listed.split("\0") if path and not EXEMPT.fullmatch(path)]
    found = [line for path in paths for line in check_file(path, rules)]
    print("\n".join(found) if found else f"words: {len(paths)} files")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
