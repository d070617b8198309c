#!/usr/bin/env python3
"""The example at the head of liquid.h, so that it is compiled and prints what it says there.

example.py code HEADER PROGRAM.c    writes the program
example.py test HEADER PROGRAM      runs it and compares its output
"""

import re
import subprocess
import sys


def read_blocks(header):
    """The indented parts of the first comment: the program and its output."""
    with open(header, encoding="utf-8") as file:
        comment = file.read().split("*/", 1)[0]
    lines = [re.sub(r"^ \* ?", "", line) for line in comment.split("\n")[1:]]
    text = "\n".join(lines)
    blocks = re.findall(r"(?:^    [^\n]*\n|^\n(?=    ))+", text, re.MULTILINE)
    return [re.sub(r"^    ", "", block, flags=re.MULTILINE).strip("\n") + "\n" for block in blocks]


def main():
    command, header, program = sys.argv[1:]
    code, expected = read_blocks(header)
    if command == "code":
        with open(program, "w", encoding="utf-8") as file:
            file.write(code)
        return 0
    print("1..1")
    printed = subprocess.run([program], capture_output=True, text=True, check=False)
    passed = printed.returncode == 0 and printed.stdout == expected
    print(f"{'ok' if passed else 'not ok'} 1 the example prints what the header says")
    for name, text in [("says", expected), ("prints", printed.stdout), ("errors", printed.stderr)]:
        for line in text.splitlines() if not passed else []:
            print(f"# {name}: {line}")
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main())
