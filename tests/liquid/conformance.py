#!/usr/bin/env python3
"""Runs conformance suites through liquid-pipe.

conformance.py PIPE FOLDER [--show N] [--suite golden|spec|js] [--tap]

FOLDER holds golden_liquid.json, liquid-spec.jsonl and liquidjs.jsonl; what is not there is said to be
skipped. Exits with 1 where a case fails that is no known exception, or a known exception passes.
"""

import argparse
import json
import os
import re
import subprocess
import sys

NOW = "2024-01-01T00:01:58Z"


class Pipe:
    def __init__(self, program):
        self.program = program
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [self.program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )

    def stop(self):
        """Whether it ends well; the leak checker of a build with sanitisers has its say then."""
        self.process.stdin.close()
        return self.process.wait() == 0

    def ask(self, request):
        line = json.dumps(request) + "\n"
        try:
            self.process.stdin.write(line.encode("utf-8", "surrogatepass"))
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
        except BrokenPipeError:
            answer = b""
        if not answer:
            self.process.kill()
            self.process.wait()
            self.start()
            return {"ok": False, "error": "CRASH"}
        return json.loads(answer.decode("utf-8", "replace"))


def golden(pipe, folder):
    with open(os.path.join(folder, "golden_liquid.json"), encoding="utf-8") as file:
        tests = json.load(file)["tests"]
    for test in tests:
        tags = test.get("tags", [])
        mode = "strict2" if "strict2" in tags else "strict" if "strict" in tags else "lax"
        request = {"template": test["template"], "data": test.get("data", {}), "mode": mode, "now": NOW}
        request["templates"] = test.get("templates", {})
        request["raise"] = bool(test.get("invalid"))
        answer = pipe.ask(request)
        if test.get("invalid"):
            passed = not answer["ok"] and answer["error"] != "CRASH"
        else:
            passed = answer["ok"] and answer["out"] in test.get("results", [test.get("result")])
        yield test["name"], request, passed, answer, test.get("result", test.get("results", "invalid"))


def matches(patterns, text):
    for pattern in patterns:
        if "lit" in pattern and pattern["lit"].lower() not in text.lower():
            return False
        if "re" in pattern and not re.search(pattern["re"], text, re.I):
            return False
    return True


def judge(case, answer):
    errors = case.get("errors") or {}
    for kind in ("parse_error", "render_error"):
        if kind in errors:
            return not answer["ok"] and matches(errors[kind], answer["error"])
    if not answer["ok"]:
        return False
    if "output" in errors:
        return matches(errors["output"], answer["out"])
    if "expected_pattern" in case:
        return re.search(case["expected_pattern"], answer["out"]) is not None
    return answer["out"] == case.get("expected")


def spec(pipe, folder):
    with open(os.path.join(folder, "liquid-spec.jsonl"), encoding="utf-8") as file:
        for line in file:
            case = json.loads(line)
            if case.get("limits"):
                continue
            errors = case.get("errors") or {}
            for mode in ("lax", "strict2"):
                if not case["ref"].get(mode):
                    continue
                request = {"template": case["template"], "data": case.get("env") or {}, "mode": mode, "now": NOW}
                request["templates"] = case.get("fs") or {}
                request["raise"] = not case.get("render_errors") and "output" not in errors
                answer = pipe.ask(request)
                name = "%s %s [%s]" % (case["suite"], case["name"], mode)
                yield name, request, judge(case, answer), answer, case.get("expected", errors)


def js(pipe, folder):
    with open(os.path.join(folder, "liquidjs.jsonl"), encoding="utf-8") as file:
        for line in file:
            case = json.loads(line)
            if "out" not in case["liquidjs"]:
                continue
            request = {"template": case["template"], "data": case.get("data") or {}, "dialect": "liquidjs", "now": NOW}
            request["templates"] = case.get("templates") or {}
            answer = pipe.ask(request)
            expected = case["liquidjs"]["out"]
            yield case["name"], request, answer["ok"] and answer["out"] == expected, answer, expected


SUITES = {"golden": (golden, "golden_liquid.json"), "spec": (spec, "liquid-spec.jsonl"), "js": (js, "liquidjs.jsonl")}

# Cases that fail, by suite and name, and why that is so.
EXCEPTIONS = {
    "golden": {},
    "spec": {},
    "js": {},
}


def run_suite(pipe, name, folder, show):
    """The number of cases, of those that pass, and what is wrong with others."""
    known = dict(EXCEPTIONS[name])
    problems = []
    count = passed = 0
    for case, request, good, answer, expected in SUITES[name][0](pipe, folder):
        count += 1
        passed += good
        if good and case in known:
            problems.append("%s passes, and is listed as an exception" % case)
        elif not good and case not in known:
            report = {"case": case, "request": request, "answer": answer, "expected": expected}
            problems.append(json.dumps(report))
    for problem in problems[:show]:
        print("# " + problem)
    return count, passed, problems


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("pipe")
    parser.add_argument("folder", nargs="?", default="")
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--suite", action="append", choices=SUITES)
    parser.add_argument("--tap", action="store_true")
    options = parser.parse_args()
    pipe = Pipe(options.pipe)
    names = options.suite or list(SUITES)
    failed = False
    for number, name in enumerate(names, 1):
        data = SUITES[name][1]
        ok = "ok %d - " % number if options.tap else ""
        if not os.path.exists(os.path.join(options.folder, data)):
            why = "there is no %s in “%s”" % (data, options.folder)
            if not options.folder:
                why = "no folder of suites is set (meson configure -Dliquid_suites=FOLDER)"
            print("%s%s: # SKIP %s" % (ok, name, why) if options.tap else "%s: skipped, %s" % (name, why))
            continue
        count, passed, problems = run_suite(pipe, name, options.folder, options.show or 10 * options.tap)
        failed |= bool(problems)
        print("%s%s%s: %d of %d pass" % ("not " if problems and ok else "", ok, name, passed, count))
    if not pipe.stop():
        print("# liquid-pipe ended with %d" % pipe.process.returncode)
        failed = True
    if options.tap:
        print("1..%d" % len(names))
    sys.exit(1 if failed else 0)


main()
