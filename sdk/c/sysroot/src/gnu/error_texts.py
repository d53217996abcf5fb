#!/usr/bin/env python3
"""Packs the texts of error numbers for src/strerror.c: the pair of bytes that stands most often becomes one new byte,
again and again. Each text is followed by 0; a number without a text has none before it, and so has the one behind the
last.

usage: error_texts.py TEXTS >HEADER     TEXTS: lines of a number, a blank, its text
"""
import collections
import sys

# The bytes of pairs go round: behind the last letter to 255, and from 1 to before the blank. Texts have none of them.
FIRST = ord("z") + 1
LAST = 256 + ord(" ") - 1
END = 0


def read_texts(path):
    with open(path, encoding="ascii") as file:
        lines = [line.rstrip("\n").partition(" ") for line in file]
    return {int(number): text for number, _, text in lines}


def replace(codes, pair, code):
    result = []
    for one in codes:
        if result and (result[-1], one) == pair:
            result[-1] = code
        else:
            result.append(one)
    return result


def pack(codes):
    pairs = []
    for code in range(FIRST, LAST + 1):
        if code % 256 == END:
            pairs.append((END, END))  # never looked up
            continue
        counts = collections.Counter(pair for pair in zip(codes, codes[1:]) if END not in pair)
        pair = max(sorted(counts), key=counts.get)
        codes = replace(codes, pair, code % 256)
        pairs.append(pair)
    return codes, pairs


def main():
    texts = read_texts(sys.argv[1])
    count = max(texts) + 1
    codes = [code for number in range(count + 1) for code in [*texts.get(number, "").encode("ascii"), END]]
    packed, pairs = pack(codes)
    longest = max(map(len, texts.values()))
    print(f"enum {{ kFirstPair = {FIRST}, kPairs = {len(pairs)}, kErrors = {count}, kLongestText = {longest} }};")
    print("static const unsigned char kPair[][2] = {" + ", ".join(f"{{{a}, {b}}}" for a, b in pairs) + "};")
    print("static const unsigned char kPacked[] = {" + ", ".join(map(str, packed)) + "};")


main()
