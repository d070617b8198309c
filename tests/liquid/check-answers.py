#!/usr/bin/env python3
"""Asks liquid-pipe what the files of answers/ ask, and compares.

check-answers.py PIPE FOLDER

A line of a file is what liquid-pipe takes, with the answer beside it: "out" or "error". The clock stands
at NOW where the line does not say. Files are named after what they are about.
"""

import glob
import json
import os
import subprocess
import sys

NOW = "2024-01-01T00:01:58Z"


def read_cases(path):
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            case = json.loads(line)
            expected = {key: case.pop(key) for key in ("out", "error") if key in case}
            yield number, {"now": NOW, **case}, expected


def ask(program, requests):
    text = "".join(json.dumps(request) + "\n" for request in requests)
    answers = subprocess.run([program], input=text.encode(), stdout=subprocess.PIPE, check=False).stdout
    return [json.loads(line) for line in answers.split(b"\n") if line]


def check_file(program, path):
    cases = list(read_cases(path))
    answers = ask(program, [request for _, request, _ in cases])
    failures = 0 if len(answers) == len(cases) else 1
    if failures:
        print("# %d answers to %d lines" % (len(answers), len(cases)))
    for (number, request, expected), answer in zip(cases, answers):
        answer.pop("ok", None)
        if answer != expected:
            failures += 1
            print("# line %d: %s" % (number, json.dumps(request, ensure_ascii=False)))
            print("#   expected %s" % json.dumps(expected, ensure_ascii=False))
            print("#   answered %s" % json.dumps(answer, ensure_ascii=False))
    return failures == 0


def main():
    program, folder = sys.argv[1:]
    paths = sorted(glob.glob(os.path.join(folder, "*.jsonl")))
    print("1..%d" % len(paths))
    for number, path in enumerate(paths, 1):
        passed = check_file(program, path)
        print("%s %d %s" % ("ok" if passed else "not ok", number, os.path.basename(path)))


main()
