#!/usr/bin/env python3
"""How fast the template engine is beside LiquidJS and Shopify's Liquid, measured in one run.

The engines take turns, run by run, so that whatever else the machine does hits all of them alike. Times are medians;
ratios are theirs over ours. What is not there (node, npm, the network, ruby-liquid) is said and left out."""

import argparse
import datetime
import json
import os
import pathlib
import random
import shutil
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LIQUIDJS = 'liquidjs@10.30.1'

# Times faster than LiquidJS that a case has to be: the goals, and for everything else a floor.
GOAL_LINE, GOAL_MESSAGE, GOAL_PARSE, FLOOR = 20, 40, 8, 20

# Name, what is measured, template, data, goal.
CASES = [
    ('line', 'render', 'line', 'recipients', GOAL_LINE),
    ('message', 'render', 'message', 'recipients', GOAL_MESSAGE),
    ('parse message', 'parse', 'message', 'recipients', GOAL_PARSE),
    ('parse line', 'parse', 'line', 'recipients', GOAL_PARSE),
    ('parse page', 'parse', 'page', 'shop', GOAL_PARSE),
    *((name, 'render', name, 'shop', FLOOR) for name in (
        'loop', 'nested', 'range', 'conditions', 'case', 'assigns', 'capture', 'numbers', 'strings', 'lists', 'tags',
        'partials', 'paths', 'page')),
    ('dates', 'render', 'dates', 'recipients', FLOOR),
]

# What the fastest native engine takes, in microseconds, on a machine on which LiquidJS takes the time beside it.
NATIVE = {'T1': (1.3, 11.5), 'T2': (13.0, 292.0), 'parse T2': (18.0, 83.0)}

KINDS = ['books', 'garden', 'tools', 'kitchen', 'bath', 'music', 'luxury']
WORDS = '''red green blue heavy light wooden steel small large lamp chair table spade kettle towel violin atlas hammer
brush basket mirror'''.split()
NAMES = ['Ada', 'Łucja', 'José', '陈伟', 'Søren', 'Zoë', 'Grace', "D'Arcy", None]


class Missing(Exception):
    """An engine that cannot be measured here."""


def make_title(chance):
    return ' '.join(chance.sample(WORDS, chance.randint(2, 5))).capitalize()


def make_recipient(chance, number):
    day = datetime.date(2026, 1, 1) + datetime.timedelta(chance.randrange(365))
    until = f'{day} {chance.randrange(24):02}:{chance.randrange(60):02}:00 +0000'
    basket = [{'title': make_title(chance) + chance.choice(['', ' <new>', ' & more']), 'count': chance.randint(1, 5),
               'cents': chance.randint(100, 20000)} for _ in range(chance.randint(0, 4))]
    recipient = {'name': chance.choice(NAMES), 'gold': chance.random() < 0.2, 'parcel': f'P-{number}',
                 'day': str(day), 'until': until, 'stamp': 1767225600 + number * 3601, 'basket': basket,
                 'town': chance.choice(['BERN', 'são luís', 'lima']), 'silent': chance.random() < 0.5,
                 'labels': ','.join(chance.sample(KINDS, chance.randint(0, 3))), 'sender': '40040'}
    if number % 10 == 0:
        del recipient['name']
    return recipient


def make_shop(chance):
    def product(number):
        cents = chance.randint(100, 20000)
        return {'id': number, 'title': make_title(chance), 'kind': chance.choice(KINDS), 'cents': cents,
                'price': cents / 100, 'stock': chance.choice([0, 3, 12, 40]), 'sale': chance.random() < 0.3}
    article = '\n'.join(f'<p>{make_title(chance)} on the <em>{make_title(chance)}</em>, "{make_title(chance)}" &amp; the rest.</p>'
                        for _ in range(60))
    address = {'street': {'name': 'Harbour Street', 'number': 7}, 'town': 'Lima'}
    return {'title': ' Spring <sale>: lamps & chairs für alle ', 'article': article, 'kinds': KINDS,
            'address': 'a+red%20lamp%2C+please', 'sender': '40040', 'products': [product(i) for i in range(1000)],
            'shop': {'name': 'House & Garden', 'address': address, 'opening': ['9 to 12', '14 to 18']}}


def write_data(folder):
    chance = random.Random(4)
    for name, records in (('recipients', [make_recipient(chance, i) for i in range(1000)]),
                          ('shop', [make_shop(chance)])):
        lines = (json.dumps(record, ensure_ascii=False, separators=(',', ':')) for record in records)
        (folder / f'{name}.jsonl').write_text('\n'.join(lines) + '\n')


def build(folder):
    """The released build: optimised, without sanitizers."""
    if folder is None:
        folder = ROOT / '_build-bench'
        if not folder.exists():
            subprocess.run(['meson', 'setup', folder, ROOT, '--buildtype=release'], check=True,
                           stdout=subprocess.DEVNULL)
    options = {option['name']: option['value'] for option in json.loads(
        subprocess.check_output(['meson', 'introspect', '--buildoptions', folder]))}
    sanitize = options['b_sanitize']
    if options['optimization'] not in ('2', '3') or sanitize not in ('none', []):
        sys.exit(f'{folder} is no released build (optimization {options["optimization"]}, sanitizers {sanitize}): '
                 'set one up with --buildtype=release')
    if os.environ.get('MESON_TEST_ITERATION') is None:
        subprocess.run(['ninja', '-C', folder, 'tests/liquid/bench-liquid'], check=True, stdout=subprocess.DEVNULL)
    return folder / 'tests/liquid/bench-liquid'


def find_liquidjs(folder):
    if not shutil.which('node'):
        raise Missing('node is not installed')
    if folder is None:
        cache = pathlib.Path(os.environ.get('XDG_CACHE_HOME') or pathlib.Path.home() / '.cache')
        folder = cache / 'carillon-bench' / LIQUIDJS
        if not (folder / 'node_modules/liquidjs').is_dir():
            install_liquidjs(folder)
    if not (folder / 'node_modules/liquidjs').is_dir():
        raise Missing(f'there is no node_modules/liquidjs in {folder}')
    return str(folder.resolve() / 'node_modules')


def install_liquidjs(folder):
    if not shutil.which('npm'):
        raise Missing('npm is not installed: name a folder that has node_modules/liquidjs with --liquidjs')
    folder.mkdir(parents=True, exist_ok=True)
    result = subprocess.run(['npm', 'install', '--no-audit', '--no-fund', '--prefix', folder, LIQUIDJS],
                            capture_output=True, text=True)
    if result.returncode != 0:
        reason = (result.stderr.strip().splitlines() or ['no reason given'])[0]
        raise Missing(f'npm could not install {LIQUIDJS}, is there a network? ({reason})')


def find_ruby():
    if not shutil.which('ruby'):
        raise Missing('ruby is not installed')
    if subprocess.run(['ruby', '-e', 'require "liquid"'], capture_output=True).returncode != 0:
        raise Missing('ruby has no liquid: install the package ruby-liquid')


def find_engines(arguments):
    """The command line of each, without what it is to measure; ours first, then what it is held against."""
    program = str(build(arguments.build))
    engines = {'ours': [program], 'ours, LiquidJS dialect': [program, '--liquidjs']}
    try:
        modules = find_liquidjs(arguments.liquidjs)
        engines['LiquidJS'] = ['env', 'NODE_PATH=' + modules, 'node', str(HERE / 'liquid-peer.js')]
    except Missing as reason:
        print(f'LiquidJS is left out: {reason}')
    try:
        find_ruby()
        engines['ruby-liquid'] = ['ruby', str(HERE / 'liquid-peer.rb')]
    except Missing as reason:
        print(f'ruby-liquid is left out: {reason}')
    return engines


def start(engine, command, template, data, *options):
    return subprocess.Popen([*engine, command, template, data, *options], text=True, stdin=subprocess.PIPE,
                            stdout=subprocess.PIPE, env={**os.environ, 'TZ': 'UTC', 'LC_ALL': 'C.UTF-8'})


class Runner:
    """An engine in a process of its own, told when to run."""

    def __init__(self, engine, command, template, data):
        self.process = start(engine, command, template, data, '--paced')
        self.times = []

    def run(self, milliseconds):
        try:
            print(milliseconds, file=self.process.stdin, flush=True)
        except BrokenPipeError:
            pass
        line = self.process.stdout.readline()
        if not line:
            sys.exit('ended too early: ' + ' '.join(self.process.args))
        self.times.append(float(line))

    def finish(self):
        """Its median in microseconds, and its memory."""
        report = json.loads(self.process.communicate()[0].splitlines()[-1])
        return statistics.median(self.times), report['rss_base_kb'], report['rss_peak_kb']


def measure(engines, command, template, data, arguments):
    runners = {name: Runner(engine, command, template, data) for name, engine in engines.items()}
    # What is compiled while it runs has to be warm.
    for runner in runners.values():
        runner.run(4 * arguments.milliseconds)
        runner.times.clear()
    for _ in range(arguments.runs):
        for runner in runners.values():
            runner.run(arguments.milliseconds)
    return {name: runner.finish() for name, runner in runners.items()}


def dump(engine, template, data):
    return start(engine, 'dump', template, data).communicate()[0].splitlines()


def count_differences(engines, template, data, expected):
    """What each of ours prints against the peer of its dialect, or against what is expected."""
    pairs = [('ours', 'ruby-liquid'), ('ours, LiquidJS dialect', 'LiquidJS')]
    for ours, peer in pairs:
        if peer not in engines and not (expected and ours == 'ours'):
            continue
        mine = [json.loads(line) for line in dump(engines[ours], template, data)]
        given = expected.read_text().splitlines() if expected and ours == 'ours' else dump(engines[peer], template, data)
        n_apart = sum(a != json.loads(b) for a, b in zip(mine, given)) + abs(len(mine) - len(given))
        if n_apart:
            yield f'{ours}: {n_apart} of {len(mine)} outputs are not what {"was expected" if expected else peer + " prints"}'


def get_cases(arguments, folder):
    """Name, command, template, data, goal, and the file of what is expected or None."""
    if not arguments.liquid:
        for name, command, template, data, goal in CASES:
            yield name, command, str(HERE / f'templates/{template}.liquid'), str(folder / f'{data}.jsonl'), goal, None
        return
    data = str(arguments.liquid / 'data/recipients.jsonl')
    for name, command, template, goal in (('T1', 'render', 't1', GOAL_LINE), ('T2', 'render', 't2', GOAL_MESSAGE),
                                          ('parse T2', 'parse', 't2', GOAL_PARSE)):
        expected = arguments.liquid / f'expected/{template}.jsonl' if command == 'render' else None
        yield name, command, str(arguments.liquid / f'templates/{template}.liquid'), data, goal, expected


def print_case(name, goal, results):
    mine = results['ours'][0]
    columns = [f'{name:14}']
    for engine in ('ours', 'ours, LiquidJS dialect', 'LiquidJS', 'ruby-liquid'):
        columns.append(f'{results[engine][0]:10.2f}' if engine in results else ' ' * 9 + '-')
    ratio = None
    for engine in ('LiquidJS', 'ruby-liquid'):
        columns.append(f'{results[engine][0] / mine:8.1f}x' if engine in results else ' ' * 8 + '-')
    if 'LiquidJS' in results:
        ratio = results['LiquidJS'][0] / mine
        columns.append(f'{goal:6}x {"met" if ratio >= goal else "NOT MET"}')
        if name in NATIVE:
            bar, reference = NATIVE[name]
            bar *= results['LiquidJS'][0] / reference
            columns.append(f'native engine here: {bar:.2f} {"met" if mine <= bar else "NOT MET"}')
    memory = results['ours'][1:]
    columns.append(f'  {memory[0] / 1024:.1f}+{(memory[1] - memory[0]) / 1024:.1f} MiB')
    print(' '.join(columns), flush=True)
    return ratio is None or ratio >= goal


def print_streaming(engines, template, data):
    """The whole program, which reads and renders a recipient at a time."""
    report = json.loads(subprocess.check_output([*engines['ours'], 'stream', template, data]))
    used = report['rss_peak_kb']
    print(f'streaming {pathlib.Path(template).stem}: {used / 1024:.1f} MiB at most (goal: below 10 MiB)')
    return used < 10 * 1024


def run(arguments, folder):
    write_data(folder)
    engines = find_engines(arguments)
    print(f'{"microseconds":14}', *(f'{title:>10}' for title in ('ours', 'ours (js)', 'LiquidJS', 'ruby')),
          *(f'{title:>9}' for title in ('/LiquidJS', '/ruby')), '  goal')
    met = True
    template = data = None
    for name, command, template, data, goal, expected in get_cases(arguments, folder):
        if arguments.case and name not in arguments.case:
            continue
        met = print_case(name, goal, measure(engines, command, template, data, arguments)) and met
        if command == 'render' and not arguments.no_compare:
            for difference in count_differences(engines, template, data, expected):
                print(f'{"":14} {difference}')
    message = arguments.liquid / 'templates/t2.liquid' if arguments.liquid else HERE / 'templates/message.liquid'
    data = arguments.liquid / 'data/recipients.jsonl' if arguments.liquid else folder / 'recipients.jsonl'
    met = print_streaming(engines, str(message), str(data)) and met
    return 1 if arguments.check and not met else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--build', type=pathlib.Path, metavar='FOLDER',
                        help='a released build; otherwise _build-bench is made')
    parser.add_argument('--liquidjs', type=pathlib.Path, metavar='FOLDER',
                        help=f'where node_modules/liquidjs is; otherwise npm installs {LIQUIDJS} into the cache')
    parser.add_argument('--liquid', type=pathlib.Path, metavar='FOLDER',
                        help='measure the templates, data and expected outputs of that folder: templates/t1.liquid, '
                             't2.liquid, data/recipients.jsonl, expected/t1.jsonl, t2.jsonl')
    parser.add_argument('--case', action='append', help='this case only; can be given again')
    parser.add_argument('--runs', type=int, default=7)
    parser.add_argument('--milliseconds', type=int, default=100, help='of a run, at least')
    parser.add_argument('--no-compare', action='store_true', help='leave out the comparison of outputs')
    parser.add_argument('--check', action='store_true', help='exit with 1 where a goal is not met')
    with tempfile.TemporaryDirectory(prefix='carillon-bench-') as folder:
        return run(parser.parse_args(), pathlib.Path(folder))


if __name__ == '__main__':
    sys.exit(main())
