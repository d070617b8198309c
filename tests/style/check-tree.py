#!/usr/bin/env python3
"""Rules of CONTRIBUTING.md that no compiler checks; speaks TAP.

check-tree.py SOURCE_ROOT"""
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(sys.argv[1])

# Deprecated up to GTK 4.18 and libadwaita 1.7; a class in a .ui file gives no compiler warning.
DEPRECATED_CLASSES = '''
GtkDialog GtkMessageDialog GtkFileChooserDialog GtkFileChooserNative GtkFileChooserWidget GtkColorButton
GtkColorChooserDialog GtkColorChooserWidget GtkFontButton GtkFontChooserDialog GtkFontChooserWidget GtkAssistant
GtkInfoBar GtkStatusbar GtkLockButton GtkVolumeButton GtkAppChooserButton GtkAppChooserDialog GtkAppChooserWidget
GtkComboBox GtkComboBoxText GtkEntryCompletion GtkTreeView GtkTreeViewColumn GtkCellView GtkListStore GtkTreeStore
GtkIconView GtkShortcutsWindow GtkShortcutsSection GtkShortcutsGroup GtkShortcutsShortcut AdwLeaflet AdwFlap
AdwSqueezer AdwViewSwitcherTitle AdwMessageDialog AdwAboutWindow AdwPreferencesWindow
'''.split()

# Newer than the floor, GTK 4.8 and libadwaita 1.2.
NEWER_CLASSES = '''
AdwBanner AdwTabOverview AdwBreakpoint AdwBreakpointBin AdwNavigationView AdwNavigationSplitView
AdwOverlaySplitView AdwToolbarView AdwSwitchRow AdwSpinRow AdwDialog AdwAlertDialog AdwAboutDialog
AdwPreferencesDialog AdwSpinner AdwButtonRow AdwBottomSheet AdwToggleGroup AdwWrapBox AdwShortcutsDialog AdwSidebar
'''.split()

THEME = pathlib.Path('/usr/share/icons/Adwaita')
LOWER_LAYERS = ('base', 'liquid', 'comms', 'archive', 'dispatch', 'emulator', 'ctl')
# What somebody reads in one sitting; files have about 300.
MOST_LINES = 700
TEXT_FILES = ('*.c', '*.h', '*.md', '*.build', '*.ui', '*.xml', '*.in', '*.py', '*.json', '*.css', '*.po*')

# Taken apart, so that this file passes its own checks.
FOREIGN_PATHS = '|'.join(['/' + 'work/', r'\.\./' + 'shared', '/' + 'root/', '/' + 'home/[a-z]'])
UNFINISHED_MARKS = r'\b(' + '|'.join(['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X']) + r')\b'


def files(*patterns, under='.'):
    for pattern in patterns:
        for path in sorted((ROOT / under).rglob(pattern)):
            top = path.relative_to(ROOT).parts[0]
            if path.is_file() and top not in ('.git', '_out') and not top.startswith('_build'):
                yield path


def sources(*layers):
    for layer in layers or ('.',):
        yield from files('*.c', '*.h', under=f'src/{layer}')


def lines_matching(expression, paths):
    expression = re.compile(expression)
    for path in paths:
        for number, line in enumerate(path.read_text(errors='replace').splitlines(), 1):
            if expression.search(line):
                yield f'{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}'


def classes_in_ui(names):
    return lines_matching('class="(' + '|'.join(names) + ')"', files('*.ui'))


def check_row_icons():
    """Deprecated since libadwaita 1.3, which says so when the row is made: a prefix takes its place."""
    row = re.compile(r'^( *)<object class="Adw\w*Row"[^>]*>\n(?:\1  .*\n)*?\1  <property name="icon-name">', re.MULTILINE)
    for path in files('*.ui'):
        text = path.read_text()
        for match in row.finditer(text):
            yield f'{path.relative_to(ROOT)}:{text.count(chr(10), 0, match.end()) + 1}: the icon of a row'


def check_versions_in_compat_only():
    outside = [path for path in sources() if 'compat' not in path.parts]
    return lines_matching(r'(GTK|ADW|GDK|GLIB|SOUP|SECRET)_CHECK_VERSION', outside)


def check_icons():
    """An icon that the theme of this system lacks shows as a broken picture."""
    known = {path.stem for folder in (THEME, ROOT / 'data' / 'icons') for path in folder.rglob('*.svg')}
    named = re.compile(r'\b[a-z0-9-]+-symbolic\b')
    for path in files('*.c', '*.ui', under='src/app'):
        for name in sorted(set(named.findall(path.read_text())) - known):
            yield f'{path.relative_to(ROOT)}: {name}'


def check_format():
    paths = [str(path) for path in files('*.c', '*.h')]
    result = subprocess.run(['clang-format', '--dry-run', '-Werror', *paths], capture_output=True, text=True)
    return [line for line in result.stderr.splitlines() if 'error:' in line][:20]


def check_long_files():
    """The engine is a model of small files; the other layers follow."""
    for path in sources('liquid'):
        count = len(path.read_text().splitlines())
        if count > MOST_LINES:
            yield f'{path.relative_to(ROOT)}: {count} lines'


def check_include_circles():
    """A header that reaches itself through those that it includes."""
    included = {}
    for path in sources():
        if path.suffix == '.h':
            included[path.name] = re.findall(r'^#include\s+["<]([\w-]+\.h)[">]', path.read_text(), re.MULTILINE)
    for name in sorted(included):
        seen, left = set(), list(included[name])
        while left:
            header = left.pop()
            if header not in seen:
                seen.add(header)
                left += included.get(header, [])
        if name in seen:
            yield name


def check_liquid_documented():
    """liquid.h is for people outside this project: each function says what it does and takes."""
    header = re.sub(r'/\*.*?\*/', '', (ROOT / 'src/liquid/liquid.h').read_text(), flags=re.DOTALL)
    text = '\n'.join(path.read_text() for path in files('*.c', under='src/liquid'))
    comments = dict(re.findall(r'/\*\*\n \* (\w+):\n(.*?)\*/', text, re.DOTALL))
    for name, arguments in re.findall(r'\b(liquid_\w+) \(([^;{}]*?)\);', header):
        words = [re.findall(r'\w+', argument)[-1] for argument in arguments.split(',')]
        missing = [word for word in words if word != 'void' and f'@{word}:' not in comments.get(name, '')]
        if name not in comments or missing:
            yield f'{name}: {", ".join(missing) or "no comment"}'


def reason_to_skip_format():
    tool = shutil.which('clang-format')
    if tool is None:
        return 'clang-format is not installed'
    version = subprocess.run([tool, '--version'], capture_output=True, text=True).stdout.strip()
    return None if ' version 14.' in version else 'the tree follows clang-format 14, this is ' + version


CHECKS = {
    'ui-not-deprecated': lambda: classes_in_ui(DEPRECATED_CLASSES),
    'ui-not-too-new': lambda: classes_in_ui(NEWER_CLASSES),
    'row-icons-are-prefixes': check_row_icons,
    'versions-in-compat-only': check_versions_in_compat_only,
    'no-upward-includes': lambda: lines_matching(r'#include\s+["<]\.\./', sources()),
    'emulator-apart': lambda: lines_matching(r'#include\s+["<](comms|dispatch|archive|carillon)-', sources('emulator')),
    'gtk-in-app-only': lambda: lines_matching(r'#include\s+<(gtk/|adwaita|gtksourceview)', sources(*LOWER_LAYERS)),
    'words-in-app-only': lambda: lines_matching(r'\b(_|N_|ngettext) \("', sources(*LOWER_LAYERS)),
    'no-object-data': lambda: lines_matching(r'g_object_set_data\b', sources()),
    'no-blocking-calls': lambda: lines_matching(
        r'\b(secret_\w+_sync|soup_session_send_and_read|soup_session_send|g_usleep|sleep) \(',
        sources('comms', 'dispatch', 'app')),
    'no-sleeping-tests': lambda: lines_matching(r'\b(g_usleep|sleep|usleep|nanosleep) \(', files('*.c', under='tests')),
    'no-foreign-paths': lambda: lines_matching(FOREIGN_PATHS, files(*TEXT_FILES)),
    'nothing-unfinished': lambda: lines_matching(UNFINISHED_MARKS, sources()),
    'no-long-files': check_long_files,
    'no-include-circles': check_include_circles,
    'liquid-through-its-header': lambda: lines_matching(
        r'#include\s+["<]liquid-', [path for path in files('*.c', '*.h') if path.parent != ROOT / 'src/liquid']),
    'liquid-documented': check_liquid_documented,
    'icons-exist': check_icons,
    'format': check_format,
}
REASONS_TO_SKIP = {
    'icons-exist': lambda: None if THEME.is_dir() else 'the Adwaita icon theme is not installed',
    'format': reason_to_skip_format,
}


def main():
    print(f'1..{len(CHECKS)}')
    for number, (name, check) in enumerate(CHECKS.items(), 1):
        reason = REASONS_TO_SKIP.get(name, lambda: None)()
        if reason:
            print(f'ok {number} {name} # SKIP {reason}')
            continue
        found = list(check())
        for line in found:
            print('# ' + line)
        print(f'{"not ok" if found else "ok"} {number} {name}')


main()
