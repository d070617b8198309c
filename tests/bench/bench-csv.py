#!/usr/bin/env python3
"""Measures how fast a CSV file becomes recipients, against Python's csv module reading the same file.

    bench-csv.py BENCH-CSV [--rows N] [--rounds N] [--kind NAME]...

The two take turns in one run. csv.reader that looks at no row is the harder peer, since it keeps
nothing; csv.DictReader is what a script would be written with. The first kind of file is what people
have; the others are hard for readers, each in its way. Prints ratios: more is faster."""

import argparse
import csv
import json
import os
import random
import subprocess
import sys
import tempfile

PEER = """
import csv, json, resource, sys, time
start = time.perf_counter()
n = 0
with open(sys.argv[1], newline="", encoding="utf-8") as file:
    if sys.argv[2] == "rows":
        for row in csv.reader(file):
            pass
    elif sys.argv[2] == "lists":
        rows = list(csv.reader(file))
    else:
        for row in csv.DictReader(file):
            pass
print(json.dumps({"seconds": time.perf_counter() - start,
                  "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}))
"""
PEERS = {"rows": "csv.reader, rows looked at by nobody", "lists": "csv.reader, rows kept in a list",
         "dicts": "csv.DictReader, rows looked at by nobody"}
NAMES = ["Ann", "Bob", "Zoë", "María José", "Dmitri", "李雷", "Oluwaseun", "O'Brien"]
LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
WORDS = ["Привет, Мария", "你好世界", "naïve façade", "Ελληνικά"]


def user(rand):
    return "comms_pushnotificationuser_" + "".join(rand.choices(LETTERS, k=26))


def usual(i, rand):
    return [user(rand), rand.choice(NAMES), "%d.%02d" % (i % 200, i % 100),
            "District %d, Springfield" % (i % 7) if i % 5 == 0 else "Springfield", "x" * (i % 30)]


def short(i, rand):
    return ["u%d" % i, i % 10, "a", "", "b"]


def quoted(i, rand):
    return [user(rand), "Ann, \"A\"", "line\nbreak", "%d, %d" % (i, i), "x"]


def wide(i, rand):
    return [user(rand)] + ["v%d" % (i % (k + 2)) for k in range(40)]


def unicode(i, rand):
    return [user(rand)] + [rand.choice(WORDS) for _ in range(4)]


# What makes a row, how many columns it has, how a line ends, and how many of the rows there are.
KINDS = {"usual": (usual, 5, "\n", 1), "short cells": (short, 5, "\n", 1), "quoted": (quoted, 5, "\n", 1),
         "wide": (wide, 41, "\n", 0.2), "CRLF": (usual, 5, "\r\n", 1), "beyond ASCII": (unicode, 5, "\n", 1)}


def write_file(path, kind, n_rows):
    rand = random.Random(1)
    make, n_columns, line_end, _ = KINDS[kind]
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator=line_end)
        writer.writerow(["userId"] + ["v%d" % i for i in range(1, n_columns)])
        for i in range(n_rows):
            writer.writerow(make(i, rand))


def run(command):
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def measure(args, path, kind):
    ours, peers = [], {how: [] for how in (PEERS if kind == "usual" else ["rows"])}
    for i in range(args.rounds):
        ours.append(run([args.bench, path]))
        for how, results in peers.items():
            # Making a million lists is slow, and no round differs from the others.
            if how != "lists" or i == 0:
                results.append(run([sys.executable, "-c", PEER, path, how]))
    return min(ours, key=lambda result: result["seconds"]), peers


def report(kind, n_rows, size, best, peers):
    print("%s: %d rows, %.0f MB" % (kind, n_rows, size / 1e6))
    for how, results in peers.items():
        peer = min(results, key=lambda result: result["seconds"])
        print("%5.1f x as fast as %s; memory %.0f MB there" % (peer["seconds"] / best["seconds"], PEERS[how],
                                                               peer["peak"] / 1e6))
    print("      memory %.0f MB at most, %.0f MB of it the recipients; %.0f %% of the time is reading the file" %
          (best["peak"] / 1e6, best["table"] / 1e6, 100 * best["load"] / best["seconds"]), flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bench")
    parser.add_argument("--rows", type=int, default=1000000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--kind", choices=KINDS, action="append")
    args = parser.parse_args()
    for kind in args.kind or KINDS:
        n_rows = int(args.rows * KINDS[kind][3])
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "recipients.csv")
            write_file(path, kind, n_rows)
            best, peers = measure(args, path, kind)
            if best["rows"] != n_rows or best["bad"] != 0:
                print("rows are missing: %r" % best)
                return 1
            report(kind, n_rows, os.path.getsize(path), best, peers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
