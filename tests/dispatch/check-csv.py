#!/usr/bin/env python3
"""Holds the reader of CSV files against Python's csv module: random files of all delimiters, quotes,
line ends and encodings, with ragged rows, zero bytes, bytes of no encoding and quotes that never end.

    check-csv.py CSV-PIPE [--files N] [--seed N]
"""

import argparse
import codecs
import csv
import io
import json
import random
import re
import subprocess
import sys

DELIMITERS = ",;\t|"
ENCODINGS = ["utf-8", "utf-16-le", "utf-16-be", "cp1252"]
MARKS = [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b""]
LINE_ENDS = ["\n", "\r\n", "\r"]
WORDS = ["", "a", "Ann", "12.50", "Zoë", "née", "x y", " ", "=1+1", "-5", "+49", "@me", "'", "'=x", "''=x",
         "''", "\t", "say \"hi\"", "[1, 2]", "{\"a\": 1}", "€", "long " * 20, "a\"b\"c", "\x01\x0b\x0c\x0e\x1f", "\x7f\x08"]
WIDE = ["李雷", "Дмитрий", "😀", "\u200f\u05d0"]
GUARDED = re.compile(r"'+[=+\-@\t\r]")
FORMULA = re.compile(r"'*[=+\-@\t\r]")
BLANK, MORE, ZERO, ENCODING, QUOTE = "blank", "more-cells", "zero-byte", "encoding", "open-quote"


def is_bad(text):
    return any(0xD800 <= ord(c) <= 0xDFFF for c in text)


class File:
    """A random file, and how it is written."""

    def __init__(self, rand):
        self.rand = rand
        self.delimiter = rand.choice(DELIMITERS)
        self.quote = rand.choice(['"', '"', '"', "'", ""])
        self.encoding = rand.randrange(4)
        self.has_mark = rand.random() < 0.5
        self.header = rand.random() < 0.7
        self.n_columns = rand.randint(1, 6)
        self.is_clean = rand.random() < 0.4
        self.line_end = rand.choice(LINE_ENDS)
        self.preface = "sep=%s%s" % (self.delimiter, self.line_end) if rand.random() < 0.1 else ""
        self.data = self.encode()

    def cell(self):
        rand = self.rand
        text = rand.choice(WORDS + (WIDE if self.encoding != 3 else []))
        if rand.random() < 0.2:
            text = "x" * (rand.randint(0, 40) if rand.random() < 0.99 else rand.randint(4090, 4105)) + text
        if self.quote and rand.random() < 0.1:
            text += rand.choice(["\n", "\r\n", "\r", self.delimiter, self.quote, "\n\n"]) + rand.choice(WORDS)
        if not self.is_clean and rand.random() < 0.02:
            text += "\0"
        if not self.is_clean and rand.random() < 0.02:
            text += "\x00BAD\x00"
        return text

    def write(self, text):
        quote = self.quote
        needs = any(c in text for c in self.delimiter + "\r\n") or (quote and text.startswith(quote))
        if not quote:
            return re.sub("[\r\n" + re.escape(self.delimiter) + "]", "_", text)
        if needs or self.rand.random() < 0.2:
            text = quote + text.replace(quote, quote * 2) + quote
            if not self.is_clean and self.rand.random() < 0.05:
                text += self.rand.choice(["tail", quote, " " + quote])
        elif not self.is_clean and self.rand.random() < 0.003:
            text = quote + text.replace(quote, quote * 2)
        return text

    def row(self, n):
        cells = [self.write(self.cell()) for _ in range(n)]
        return self.delimiter.join(cells)

    def encode(self):
        rand = self.rand
        n_rows = rand.choice([0, 1, 2, 5, 5, 20, 60])
        lines = []
        for _ in range(n_rows):
            n = self.n_columns if self.is_clean or rand.random() < 0.8 else rand.randint(1, 8)
            lines.append(self.row(n))
            if not self.is_clean and rand.random() < 0.1:
                lines.append(rand.choice(["", "", " ", self.delimiter * rand.randint(1, 3)]))
        end = self.line_end if rand.random() < 0.8 else ""
        text = self.line_end.join(lines) + (end if lines else "")
        if not self.is_clean and rand.random() < 0.2:
            text = "".join(rand.choice(LINE_ENDS) if c == "\n" else c for c in text)
        return (MARKS[self.encoding] if self.has_mark else b"") + self.encode_text(self.preface + text)

    def encode_text(self, text):
        bad = {0: b"\xff", 1: b"\x00\xd8", 2: b"\xdc\x00", 3: b"\x81"}[self.encoding]
        return bad.join(part.encode(ENCODINGS[self.encoding]) for part in text.split("\x00BAD\x00"))

    def decode(self):
        data = self.data[len(MARKS[self.encoding]):] if self.has_mark else self.data
        how = "surrogatepass" if self.encoding in (1, 2) else "surrogateescape"
        return data.decode(ENCODINGS[self.encoding], how)[len(self.preface):]


def parse(text, file):
    options = {"delimiter": file.delimiter, "quoting": csv.QUOTE_MINIMAL, "quotechar": file.quote}
    if not file.quote:
        options = {"delimiter": file.delimiter, "quoting": csv.QUOTE_NONE}
    reader = csv.reader(io.StringIO(text, newline=""), **options)
    rows, line = [], 1
    for row in reader:
        if row:
            rows.append((line, row))
        line = reader.line_num + 1
    return rows


def count_line_ends(text):
    return len(re.findall("\r\n|\r|\n", text))


def is_open(text, file):
    """Whether Python has taken everything to the end of the text for one cell in quotes."""
    rows = parse(text, file)
    more = parse(text + "\nZ", file)
    return bool(rows) and len(more) == len(rows) and more[-1][1][-1].endswith("\nZ")


def parse_all(text, file):
    """As parse(), but goes on behind the line of a quote that is never closed: (line, row or None)."""
    if not is_open(text, file):
        return parse(text, file)
    rows = parse(text, file)
    cell = rows.pop()[1][-1]
    line = count_line_ends(text) - count_line_ends(cell) + 1
    pieces = re.split("(\r\n|\r|\n)", text)
    rest = "".join(pieces[2 * line:])
    return rows + [(line, None)] + [(line + n, row) for n, row in parse_all(rest, file)]


def expect(file):
    """What should come of a file: names, rows, lines and bad rows."""
    names, rows, lines, bad = [], [], [], []
    parsed = parse_all(file.decode(), file)
    widest = 0
    for _, row in parsed:
        while not file.header and row and len(row) > widest and any(row[widest:]):
            widest += 1
    needs_header = file.header
    for line, row in parsed:
        line += 1 if file.preface else 0
        if row is None:
            bad.append([line, QUOTE])
        elif needs_header:
            names, widest, needs_header = row, len(row), False
        elif any("\0" in cell for cell in row):
            bad.append([line, ZERO])
        elif any(is_bad(cell) for cell in row):
            bad.append([line, ENCODING])
        elif any(row[widest:]):
            bad.append([line, MORE])
        elif not any(row):
            bad.append([line, BLANK])
        else:
            cells = (row + [""] * widest)[:widest]
            rows.append([cell[1:] if GUARDED.match(cell) else cell for cell in cells])
            lines.append(line)
    return {"names": names, "rows": rows, "lines": lines, "bad": bad}


def ask(pipe, data, options, piece):
    pipe.stdin.write(("%d %d %d %d %d %d\n" % (*options, piece, len(data))).encode() + data)
    pipe.stdin.flush()
    return json.loads(pipe.stdout.readline(), strict=False)


def check_import(pipe, file, rand):
    options = (ord(file.delimiter), ord(file.quote or "\0"), file.encoding, file.header)
    answer = ask(pipe, file.data, options, rand.choice([1, 7, 30, 100, 1 << 20]))
    expected = expect(file)
    for name in ["rows", "lines", "bad"]:
        if answer[name] != expected[name]:
            return "%s\n  have %r\n  want %r" % (name, answer[name], expected[name])
    if file.header and not any("\0" in name or is_bad(name) for name in expected["names"]):
        if answer["names"] != expected["names"]:
            return "names: %r" % answer["names"]
    return None


def check_export(pipe, file):
    """What is exported is what Python reads, formulas guarded, and what import reads back."""
    options = (ord(file.delimiter), ord(file.quote or "\0"), file.encoding, file.header)
    first = ask(pipe, file.data, options, 1 << 20)
    if not first["rows"] or not first["rows"][0]:
        return None
    exported = list(csv.reader(io.StringIO(first["export"], newline="")))[1:]
    guarded = [[""] + [("'" if FORMULA.match(cell) else "") + cell for cell in row] for row in first["rows"]]
    if exported != guarded:
        return "export\n  have %r\n  want %r" % (exported, guarded)
    again = ask(pipe, first["export"].encode(), (-1, -1, -1, -1), 50)
    if [row[1:] for row in again["rows"]] != first["rows"] or again["bad"]:
        return "export and import\n  have %r\n  want %r" % (again, first["rows"])
    return None


def check_sniff(pipe, rand):
    """Files as people have them are recognised."""
    delimiter, encoding, quote = rand.choice(DELIMITERS), rand.randrange(4), rand.choice("\"\"'")
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, quotechar=quote, lineterminator=rand.choice(["\n", "\r\n"]),
                        quoting=csv.QUOTE_ALL if quote == "'" else csv.QUOTE_MINIMAL)
    header = rand.random() < 0.7
    names = ["userId", "First Name", "due", "note"][:rand.randint(2, 4)]
    if header:
        writer.writerow(names)
    for i in range(rand.randint(2, 30)):
        user = "comms_pushnotificationuser_" + "".join(rand.choices("0123456789abcdefghjkmnpqrstvwxyz", k=26))
        cells = [user, rand.choice(["Zoë", "René", "Müller"]), "%d,%02d" % (i, i), "a, b; c" if i % 3 else "x\ny"]
        writer.writerow(cells[:len(names)])
    mark = MARKS[encoding] if rand.random() < 0.5 else b""
    preface = "sep=%s\r\n" % delimiter if rand.random() < 0.2 else ""
    answer = ask(pipe, mark + (preface + text.getvalue()).encode(ENCODINGS[encoding]), (-1, -1, -1, -1), 1 << 20)
    have = (chr(answer["delimiter"]), answer["encoding"], answer["header"], answer["bad"])
    want = (delimiter, encoding, int(header), [])
    if have != want or (quote == "'" and chr(answer["quote"]) != quote):
        return "recognised %r instead of %r %r in %r" % (have, want, quote, text.getvalue())
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("pipe")
    parser.add_argument("--files", type=int, default=4000)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 30))
    args = parser.parse_args()
    csv.field_size_limit(1 << 30)
    rand = random.Random(args.seed)
    checks = [("import", lambda pipe: (lambda file: (check_import(pipe, file, rand), file.data))(File(rand))),
              ("export", lambda pipe: (lambda file: (check_export(pipe, file), file.data))(File(rand))),
              ("sniff", lambda pipe: (check_sniff(pipe, rand), b""))]
    print("TAP version 13\n# seed %d\n1..%d" % (args.seed, len(checks)))
    failed = False
    with subprocess.Popen([args.pipe], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as pipe:
        for number, (name, check) in enumerate(checks, 1):
            n = args.files if name == "import" else args.files // 4
            problem = None
            for _ in range(n):
                problem, data = check(pipe)
                if problem:
                    print("# %s\n# %r" % (problem.replace("\n", "\n# "), data))
                    break
            failed = failed or bool(problem)
            print("%sok %d - %s of %d files" % ("not " if problem else "", number, name, n))
        pipe.stdin.close()
        failed = pipe.wait() != 0 or failed
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
