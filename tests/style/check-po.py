#!/usr/bin/env python3
"""Translations: every file with marked strings is listed, and the committed template is what xgettext makes of
the listed files today. Speaks TAP. With --update it writes both instead.

check-po.py SOURCE_ROOT [--update]"""
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(sys.argv[1])
LISTED = ROOT / 'po' / 'POTFILES.in'
TEMPLATE = ROOT / 'po' / 'carillon.pot'

MARKS = {
    '.c': re.compile(r'\b(_|N_|C_|NC_|ngettext|g_dngettext|g_dpgettext2?) \('),
    '.ui': re.compile(r'translatable="(yes|true)"'),
    '.in': re.compile(r'^\[Desktop Entry\]|<component|<mime-info', re.MULTILINE),
}
XGETTEXT = ['xgettext', '--from-code=UTF-8', '--add-comments=Translators', '--package-name=carillon',
            '--keyword=_', '--keyword=N_', '--keyword=C_:1c,2', '--keyword=NC_:1c,2', '--keyword=g_dngettext:2,3',
            '--flag=g_strdup_printf:1:c-format', '--flag=g_string_append_printf:2:c-format', '--sort-by-file']


def marked_files():
    for folder in ('src/app', 'data'):
        for path in sorted((ROOT / folder).rglob('*')):
            mark = MARKS.get(path.suffix)
            if mark and path.is_file() and mark.search(path.read_text()):
                yield str(path.relative_to(ROOT))


def listed_files():
    return [line for line in LISTED.read_text().splitlines() if line and not line.startswith('#')]


def make_template(names):
    if not names:
        return ''
    with tempfile.TemporaryDirectory() as folder:
        output = pathlib.Path(folder) / 'carillon.pot'
        subprocess.run([*XGETTEXT, '-o', str(output), *names], cwd=ROOT, check=True, stderr=subprocess.DEVNULL)
        return output.read_text() if output.exists() else ''


def messages(template):
    """Context, text and plural of each entry; not where it stands, which differs between versions."""
    entries = set()
    for block in template.split('\n\n'):
        lines = [line for line in block.splitlines() if not line.startswith('#')]
        entry = '\n'.join(lines)
        if 'msgid ""\nmsgstr ""\n"Project-Id' not in entry:
            entries.add(entry)
    return entries


def report(number, name, differences):
    for difference in sorted(differences):
        print('# ' + difference.replace('\n', ' ')[:160])
    print(f'{"not ok" if differences else "ok"} {number} {name}')


def main():
    marked = list(marked_files())
    if '--update' in sys.argv:
        LISTED.write_text('\n'.join(marked) + '\n')
        TEMPLATE.write_text(make_template(marked))
        return
    print('1..2')
    listed = listed_files()
    report(1, 'listed', {f'not listed, or no longer there: {name}' for name in set(marked) ^ set(listed)})
    report(2, 'template', {f'differs: {entry}' for entry in
                           messages(make_template(listed)) ^ messages(TEMPLATE.read_text())})


main()
