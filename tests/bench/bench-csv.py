#!/usr/bin/env python3
"""Measures how fast a CSV file becomes recipients, against Python's csv module reading the same file.

    bench-csv.py BENCH-CSV [--rows N] [--rounds N]

The two take turns in one run. csv.reader that looks at no row is the harder peer, since it keeps
nothing; csv.DictReader is what a script would be written with. Prints ratios: more is faster."""

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
NAMES = ["Ann", "Bob", "Zoë", "María José", "Dmitri", "李雷", "Oluwaseun", "O'Brien"]


def write_file(path, n_rows):
    rand = random.Random(1)
    letters = "0123456789abcdefghjkmnpqrstvwxyz"
    with open(path, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["userId", "name", "due", "city", "note"])
        for i in range(n_rows):
            writer.writerow(["comms_pushnotificationuser_" + "".join(rand.choices(letters, k=26)), rand.choice(NAMES),
                             "%d.%02d" % (i % 200, i % 100),
                             "District %d, Springfield" % (i % 7) if i % 5 == 0 else "Springfield", "x" * (i % 30)])


def run(command):
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bench")
    parser.add_argument("--rows", type=int, default=1000000)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "recipients.csv")
        write_file(path, args.rows)
        size = os.path.getsize(path)
        ours, peers = [], {"rows": [], "dicts": [], "lists": []}
        for i in range(args.rounds):
            ours.append(run([args.bench, path]))
            for how, results in peers.items():
                # Making a million lists is slow, and no round differs from the others.
                if how != "lists" or i == 0:
                    results.append(run([sys.executable, "-c", PEER, path, how]))
    best = min(ours, key=lambda result: result["seconds"])
    if best["rows"] != args.rows or best["bad"] != 0:
        print("rows are missing: %r" % best)
        return 1
    print("%d rows, %.0f MB; best of %d rounds" % (args.rows, size / 1e6, args.rounds))
    for how, text in [("rows", "csv.reader, rows looked at by nobody"), ("lists", "csv.reader, rows kept in a list"),
                      ("dicts", "csv.DictReader, rows looked at by nobody")]:
        peer = min(peers[how], key=lambda result: result["seconds"])
        print("%5.1f x as fast as %s; memory %.0f MB there" % (peer["seconds"] / best["seconds"], text,
                                                               peer["peak"] / 1e6))
    print("memory %.0f MB at most, %.0f MB of it the recipients; %.0f %% of the time is reading the file" %
          (best["peak"] / 1e6, best["table"] / 1e6, 100 * best["load"] / best["seconds"]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
