#!/usr/bin/env python3
"""Counts the cases of Meson's JUnit logs: prints "N passed, N failed" and fails if any did, or if none ran.

A program that died counts as one failure besides the cases it got to report."""
import json
import pathlib
import sys
import xml.etree.ElementTree as ET


def count(path):
    passed = failed = skipped = 0
    tree = ET.parse(path)
    blamed = set()
    for suite, case in ((suite, case) for suite in tree.iter('testsuite') for case in suite.iter('testcase')):
        kinds = {child.tag for child in case}
        if kinds & {'failure', 'error'}:
            failed += 1
            blamed |= {suite.get('name').partition('.')[2], case.get('name')}
        elif 'skipped' in kinds:
            skipped += 1
        else:
            passed += 1
    # Meson leaves the reasons out of its own list, but keeps what the programs printed. What a run inside of a test
    # has skipped is in that run's own count.
    for output in (*tree.iter('system-out'), *tree.iter('system-err')):
        for line in (output.text or '').splitlines():
            if ('# SKIP' in line and not line.startswith('skipped:')) or line.startswith('fresh:'):
                print('skipped: ' + line.strip())
    return passed, failed + len(list_dead(path) - blamed), skipped


def list_dead(path):
    """The programs that went wrong. In the JUnit log of some Mesons one that died has no failure."""
    log = pathlib.Path(path.replace('.junit.xml', '.json'))
    tests = [json.loads(line) for line in log.read_text().splitlines()]
    return {test['name'] for test in tests if test['result'] not in ('OK', 'SKIP', 'EXPECTEDFAIL')}


def main(paths):
    totals = [sum(column) for column in zip(*(count(path) for path in paths))]
    passed, failed, skipped = totals
    if skipped:
        print(f'{skipped} skipped')
    print(f'{passed} passed, {failed} failed')
    return 1 if failed or not passed else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
