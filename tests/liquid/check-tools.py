#!/usr/bin/env python3
"""Checks the programs that others test and measure the engine with: check-tools.py PIPE BENCH.

Whatever line liquid-pipe is given it answers one line, at once; bench-liquid says what is wrong with
its arguments and files.
"""

import json
import os
import subprocess
import sys
import tempfile

count = failed = 0


def check(name, good, seen=None):
    global count, failed
    count += 1
    failed += not good
    print("%s %d - %s" % ("ok" if good else "not ok", count, name))
    if not good:
        print("# saw %.300r" % (seen,))


# A line as bytes or a request; what is printed, or None where an error must be.
ANSWERS = [
    (b"", None),
    (b"no JSON", None),
    (b"null", None),
    (b"[]", None),
    (b"{}", None),
    (b"\xef\xbb\xbf{}", None),
    (b'{"template":"a"', None),
    (b'{"template":"a",}', None),
    (b'{"template":"a"} x', None),
    (b"{'template':'a'}", None),
    (b'{"template":"\xff"}', None),
    (b'{"template":"a\0b"}', None),
    (b'{"template":"tab\there"}', None),
    (b'{"template":"\\x"}', None),
    (b'{"template":"\\u12"}', None),
    (b'{"template":"a","data":{"a":01}}', None),
    (b'{"template":"a","data":{"a":+1}}', None),
    (b'{"template":"a","data":{"a":NaN}}', None),
    (b'{"template":"a","data":{"a":[1,]}}', None),
    (b'{"template":"a"}\r', "a"),
    (b"[" * 500000, None),
    (b'{"template":"a","data":{"a":' + b'{"b":[' * 200000, None),
    (b'{"template":"a","data":{"a":' + b"[" * 200000 + b"]" * 200000 + b"}}", "a"),
    (b'{"template":"{{ a }}","data":{"a":' + b"[" * 200000 + b"]" * 200000 + b"}}", None),
    (b'{"template":"{{ a }}{{ b }}","data":{"a":1e400,"b":-1e400}}', "Infinity-Infinity"),
    (b'{"template":"{{ a.b }}{{ a }}","data":{"a":{"b":1,"c":2,"b":3}}}', '3{"b"=>3, "c"=>2}'),
    (b'{"data":{"a":1},"template":"{{ a }}","template":"{{ a }}!"}', "1!"),
    (b'{"template":"\\ud800|{{ a }}","data":{"a":"\\udc00|\\ud83d\\ude00|\\ud83dx"}}', "\ufffd|\ufffd|\U0001f600|\ufffdx"),
    ({"template": 1}, None),
    ({"template": None}, None),
    ({"template": "a", "data": []}, None),
    ({"template": "a", "data": "b"}, None),
    ({"template": "a", "templates": []}, None),
    ({"template": "a", "templates": {"b": 1}}, None),
    ({"template": "a", "mode": "none"}, None),
    ({"template": "a", "mode": 1}, None),
    ({"template": "a", "dialect": "none"}, None),
    ({"template": "a", "now": "today"}, None),
    ({"template": "a", "raise": "yes"}, None),
    ({"template": "{% if %}"}, None),
    ({"template": "{% include 'b' %}", "raise": True}, None),
    ({"template": "a", "data": None, "templates": None, "mode": None, "dialect": None, "now": None, "raise": None}, "a"),
    ({"template": "a", "more": {"b": [None, {}]}}, "a"),
    ({"template": "a" * 500000}, "a" * 500000),
    ({"template": "{{ 'now' | date: '%F %T' }}", "now": "2026-03-05T10:30:00+02:00"}, "2026-03-05 08:30:00"),
    ({"template": "{{ a }}", "data": {"a": {"z": 1, "y": [], "x": {"b": None}}}}, '{"z"=>1, "y"=>[], "x"=>{"b"=>nil}}'),
    ({"template": "{{ a | plus: 1 }}", "data": {"a": 10**40}}, str(10**40 + 1)),
    ({"template": "{{ a[0] | minus: 1 }} {{ a[1] }}", "data": {"a": [-(2**63), 2**63]}}, "-9223372036854775809 9223372036854775808"),
    ({"template": "{{ a }} {{ b }}", "data": {"a": 2**53 + 1, "b": 2**90}, "dialect": "liquidjs"}, "9007199254740992 1.2379400392853803e+27"),
    ({"template": "{{ a }}", "data": {"a": 10**4000}}, str(10**4000)),
    ({"template": "{{ a | plus: 1 }}", "data": {"a": 10**4000}}, None),
    ({"template": "a\0{{ b }}\0{{ c['d\0'] }}{% render 'p' %}", "data": {"b": "\0", "c": {"d\0": "\0e"}}, "templates": {"p": "f\0g"}}, "a\0\0\0\0ef\0g"),
    ({"template": "{{ a | size }}{{ a | upcase | append: a }}", "data": {"a": "\0b"}, "dialect": "liquidjs"}, "2\0B\0b"),
    ({"template": "{{ 'abc' | truncate: a }}", "data": {"a": "36893488147419103232\t\0x"}}, "abc"),
    ({"template": "{{ 'abc' | truncate: a }}", "data": {"a": "4\0"}, "raise": True}, None),
    ({"template": "{{ 'abc' | truncate: a }}", "data": {"a": "4\0"}, "dialect": "liquidjs"}, "..."),
    ({"template": "{{ a | plus: 1 }}", "data": {"a": "\u00a04\u00a0"}, "dialect": "liquidjs"}, "5"),
    ({"template": "{% include 'B.liquid' %}{% render 'c' %}", "templates": {"b": "1", "C.LIQUID": "2"}}, "12"),
    ({"template": "\"\\/\b\f\n\r\t\x1f\x7f\u2028é"}, "\"\\/\b\f\n\r\t\x1f\x7f\u2028é"),
]


def check_pipe(program):
    pipe = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    for request, expected in ANSWERS:
        line = request if isinstance(request, bytes) else json.dumps(request).encode()
        pipe.stdin.write(line + b"\n")
        pipe.stdin.flush()
        answer = json.loads(pipe.stdout.readline() or b'{"crash":true}')
        wanted = {"ok": True, "out": expected}
        good = answer == wanted if expected is not None else set(answer) == {"ok", "error"} and not answer["ok"]
        check("pipe: %.60s" % ascii(line), good, answer)
    pipe.stdin.write(b'{"template":"the end of the input ends a line, too"}')
    rest = pipe.communicate()[0]
    check("pipe: last line", rest.count(b"\n") == 1 and b'"ok":true' in rest and pipe.returncode == 0, rest)


def run(program, *arguments):
    result = subprocess.run([program, *arguments], stdin=subprocess.DEVNULL, capture_output=True)
    return result.returncode, result.stdout, result.stderr


def write(folder, name, contents):
    path = os.path.join(folder, name)
    with open(path, "wb") as file:
        file.write(contents)
    return path


def check_bench(program, folder):
    template = write(folder, "template", b"Hi {{ a }}, \0")
    data = write(folder, "data", b'{"a":"Ann"}\n{"a":"\\u0000\\"\xc3\xab"}\n\n{"a":"\xff"}')
    broken_data = write(folder, "broken-data", b'{"a":1}\n{"a":')
    broken = write(folder, "broken", b"{% if %}")
    invalid = write(folder, "invalid", b"\xff")
    absent = os.path.join(folder, "absent")

    code, out, err = run(program, "dump", template, data)
    texts = [json.loads(line) for line in out.decode().splitlines()]
    wanted = ["Hi Ann, \0", 'Hi \0"ë, \0', "Hi \ufffd, \0"]
    check("bench: dump", code == 0 and texts == wanted, (code, out, err))
    for command in ("render", "parse"):
        code, out, err = run(program, command, template, data, "3")
        numbers = json.loads(out)
        good = code == 0 and len(numbers["runs_us"]) == 3 and out.count(b"\n") == 1
        good = good and numbers["min_us"] == min(numbers["runs_us"])
        good = good and numbers["median_us"] == sorted(numbers["runs_us"])[1]
        check("bench: " + command, good and numbers["rss_peak_kb"] >= numbers["rss_base_kb"] > 0, (code, out, err))
    for arguments in (
        [],
        ["dump"],
        ["dump", template],
        ["dump", absent, data],
        ["dump", template, absent],
        ["dump", template, folder],
        ["dump", template, broken_data],
        ["dump", broken, data],
        ["dump", invalid, data],
        ["parse", broken, data],
        ["nothing", template, data],
        ["render", template, data, "0"],
        ["render", template, data, "many"],
        ["render", template, data, "1", "2"],
    ):
        code, out, err = run(program, *arguments)
        good = 0 < code < 100 and err.count(b"\n") == 1
        check("bench refuses: %s" % " ".join(map(os.path.basename, arguments)), good, (code, out, err))


def main():
    check_pipe(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        check_bench(sys.argv[2], folder)
    print("1..%d" % count)
    sys.exit(failed > 0)


main()
