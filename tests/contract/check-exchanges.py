#!/usr/bin/env python3
"""Holds what the emulator says against its own description; speaks TAP.

check-exchanges.py DESCRIPTION PROGRAM...

Runs the test programs with their emulators recording, and then validates each answer and each accepted request
with jsonschema. Left out: emulators started with --legacy, which speak other generations of the API and record
nothing, answers that a fault spoiled, and what is below /__emulator/."""
import concurrent.futures
import datetime
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import urllib.parse

SYSTEM_PYTHON = '/usr/bin/python3'

try:
    import jsonschema
except ImportError:
    # What the distribution installed is for its own Python, which another may stand before.
    if os.path.exists(SYSTEM_PYTHON) and sys.executable != SYSTEM_PYTHON:
        os.execv(SYSTEM_PYTHON, [SYSTEM_PYTHON, *sys.argv])
    print('1..0 # SKIP the Python module jsonschema is not installed (python3-jsonschema)')
    sys.exit(0)

METHODS = ('get', 'put', 'post', 'delete', 'patch')
DESCRIPTION_PATH = '/openapi.json'
CONTROL_PATH = '/__emulator/'

# Documented answers that the suite need not bring about: the reason by status.
NEVER_ANSWERED = {
    '429': 'answered only where a fault asks for it',
    '500': 'answered only where the emulator itself failed or a fault asks for it',
    '503': 'answered only where a fault asks for it',
    '507': 'answered only where the disk is full',
}

# What HTTP itself may add; all others must be described.
HEADERS_OF_HTTP = {'connection', 'content-length', 'content-type', 'date', 'server'}

MAX_SHOWN = 15
FORMATS = jsonschema.FormatChecker(formats=())


@FORMATS.checks('date-time', raises=ValueError)
def is_date_time(value):
    if isinstance(value, str):
        if not re.fullmatch(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([.]\d+)?(Z|[+-]\d\d:\d\d)', value):
            return False
        datetime.datetime.fromisoformat(re.sub(r'[.]\d+', '', value).replace('Z', '+00:00'))
    return True


@FORMATS.checks('uri', raises=ValueError)
def is_uri(value):
    if isinstance(value, str):
        parts = urllib.parse.urlsplit(value)
        return bool(parts.scheme and parts.netloc) and not re.search(r'[\s<>"{}|\\^`]', value)
    return True


class Description:
    """The parts of an OpenAPI document, with references replaced by what they refer to."""

    def __init__(self, path):
        self.document = json.loads(pathlib.Path(path).read_text())
        self.document = self.resolve(self.document)
        self.prefixes = [server['url'] for server in self.document['servers']]
        self.aliases = self.document['x-aliases']
        # A fixed path before a pattern that would take it in.
        self.paths = sorted(self.document['paths'], key=lambda path: path.count('{'))
        self.errors = jsonschema.Draft202012Validator(
            self.document['components']['schemas']['Errors'], format_checker=FORMATS)
        self.validators = {}

    def resolve(self, node):
        if isinstance(node, list):
            return [self.resolve(element) for element in node]
        if not isinstance(node, dict):
            return node
        if isinstance(node.get('$ref'), str):
            target = self.document
            for step in node['$ref'].removeprefix('#/').split('/'):
                target = target[step]
            beside = {key: value for key, value in node.items() if key not in ('$ref', 'description')}
            resolved = self.resolve(target)
            return {'allOf': [resolved, self.resolve(beside)]} if beside else resolved
        return {key: self.resolve(value) for key, value in node.items()}

    def find(self, path):
        """The path item of an address, and what stands for its parameters."""
        prefix = next((prefix for prefix in self.prefixes if path.startswith(prefix + '/')), None)
        if prefix is None:
            return None, {}
        path = path.removeprefix(prefix)
        for alias, meant in self.aliases.items():
            if path == alias or path.startswith(alias + '/'):
                path = meant + path.removeprefix(alias)
        for template in self.paths:
            pattern = re.sub(r'\\{(\w+)\\}', r'(?P<\1>[^/]+)', re.escape(template))
            if match := re.fullmatch(pattern, path):
                return self.document['paths'][template], match.groupdict()
        return None, {}

    def operations(self):
        for template, item in self.document['paths'].items():
            for method in METHODS:
                if method in item:
                    yield f'{method.upper()} {template}', item[method]

    def problem(self, schema, value):
        """The first thing that is wrong with a value, or None."""
        validator = self.validators.setdefault(
            id(schema), jsonschema.Draft202012Validator(schema, format_checker=FORMATS))
        error = next(validator.iter_errors(value), None)
        if error is None:
            return None
        error = jsonschema.exceptions.best_match([error])
        return f'{error.json_path}: {error.message[:300]}'


def lower(headers):
    return {name.lower(): value for name, value in headers.items()}


def typed(text, schema):
    """A parameter is text; what its schema would have it be decides what it is compared as."""
    if schema.get('type') == 'integer' and re.fullmatch(r'[0-9]+', text):
        return int(text)
    if schema.get('type') == 'boolean' and text in ('true', 'false'):
        return text == 'true'
    return text


class Check:
    def __init__(self, description):
        self.description = description
        self.problems = {'answers': [], 'requests': [], 'undescribed': []}
        self.seen = {}
        self.counts = {'answers': 0, 'requests': 0, 'control': 0}

    def complain(self, kind, exchange, what):
        self.problems[kind].append(f'{exchange["method"]} {exchange["path"][:120]} {exchange["status"]}: {what}')

    def exchange(self, exchange):
        path, _, query = exchange['path'].partition('?')
        if path.startswith(CONTROL_PATH):
            self.counts['control'] += 1
            return
        self.counts['answers'] += 1
        headers = lower(exchange['response']['headers'])
        body = self.body(exchange, headers)
        if path == DESCRIPTION_PATH and exchange['status'] == 200:
            if body.get('openapi') != self.description.document['openapi']:
                self.complain('answers', exchange, 'is not the description')
            return
        item, parameters = self.description.find(path)
        method = 'get' if exchange['method'] == 'HEAD' else exchange['method'].lower()
        operation = (item or {}).get(method)
        if operation is None:
            self.outside(exchange, path, item, headers, body)
            return
        response = operation['responses'].get(str(exchange['status']))
        if response is None:
            self.complain('undescribed', exchange, f'{operation["operationId"]} is not said to answer this')
            return
        key = (operation['operationId'], str(exchange['status']))
        self.seen[key] = self.seen.get(key, 0) + 1
        self.response(exchange, response, headers, body)
        if exchange['status'] < 300:
            self.request(exchange, operation, item, parameters, query)

    def body(self, exchange, headers):
        text = exchange['response'].get('body')
        if text is None:
            return None
        if headers.get('content-type') != 'application/json':
            self.complain('answers', exchange, f'Content-Type is {headers.get("content-type")}')
        try:
            return json.loads(text)
        except ValueError as error:
            self.complain('answers', exchange, f'the body is no JSON: {error}')
            return None

    def outside(self, exchange, path, item, headers, body):
        """Answers that belong to no operation: unknown paths and methods."""
        status = exchange['status']
        methods = {'GET'} if path == DESCRIPTION_PATH else {method.upper() for method in item or {}} - {'PARAMETERS'}
        methods |= ({'HEAD'} if 'GET' in methods else set()) | ({'OPTIONS'} if methods else set())
        if status not in ((204, 401, 405, 413) if methods else (401, 404, 413)):
            self.complain('undescribed', exchange, 'is an answer of no operation')
        elif status in (204, 405) and set(headers.get('allow', '').split(', ')) != methods:
            self.complain('answers', exchange, f'Allow is {headers.get("allow")}, not {methods}')
        elif status == 204 and (body is not None or exchange['method'] != 'OPTIONS'):
            self.complain('answers', exchange, 'is no answer of OPTIONS')
        elif status != 204 and (error := next(self.description.errors.iter_errors(body), None)):
            self.complain('answers', exchange, error.message[:300])

    def response(self, exchange, response, headers, body):
        described = lower(response.get('headers', {}))
        for name, header in described.items():
            if name in headers:
                problem = self.description.problem(header['schema'], headers[name])
            else:
                problem = 'is not there' if header.get('required') else None
            if problem:
                self.complain('answers', exchange, f'{name}: {problem}')
        for name in set(headers) - set(described) - HEADERS_OF_HTTP:
            self.complain('undescribed', exchange, f'the header {name} is not described')
        schema = response['content']['application/json']['schema']
        if problem := self.description.problem(schema, body):
            self.complain('answers', exchange, problem)
        elif 'location' in headers and headers['location'] not in (body.get('operationLocation'), body.get('resourceLocation')):
            self.complain('answers', exchange, 'Location and the body differ')

    def request(self, exchange, operation, item, in_path, query):
        self.counts['requests'] += 1
        given = {'path': in_path, 'query': dict(urllib.parse.parse_qsl(query, keep_blank_values=True))}
        for parameter in item.get('parameters', []) + operation.get('parameters', []):
            text = given[parameter['in']].get(parameter['name'])
            if text is None:
                problem = 'is not there' if parameter['required'] else None
            else:
                text = urllib.parse.unquote(text) if parameter['in'] == 'path' else text
                problem = self.description.problem(parameter['schema'], typed(text, parameter['schema']))
            if problem:
                self.complain('requests', exchange, f'{parameter["name"]}: {problem}')
        if 'requestBody' in operation:
            schema = operation['requestBody']['content']['application/json']['schema']
            if problem := self.description.problem(schema, json.loads(exchange['request']['body'])):
                self.complain('requests', exchange, problem)

    def never_seen(self):
        for name, operation in self.description.operations():
            for status in operation['responses']:
                if status not in NEVER_ANSWERED and (operation['operationId'], status) not in self.seen:
                    yield f'{name} never answered {status}'


def run(program, folder):
    environment = dict(os.environ, CARILLON_RECORD=folder)
    result = subprocess.run([program], env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return None if result.returncode == 0 else f'{program}: {result.returncode}\n{result.stdout[-2000:]}'


def exchanges(folder):
    for path in sorted(pathlib.Path(folder).glob('*.jsonl')):
        with path.open() as lines:
            yield from map(json.loads, lines)


class Report:
    def __init__(self):
        self.number = 0
        self.failed = False

    def add(self, name, problems):
        self.number += 1
        self.failed |= bool(problems)
        for problem in problems[:MAX_SHOWN]:
            print('# ' + problem.replace('\n', '\n# '))
        if len(problems) > MAX_SHOWN:
            print(f'# … and {len(problems) - MAX_SHOWN} more')
        print(f'{"not ok" if problems else "ok"} {self.number} {name}')


def main(description_path, programs):
    check = Check(Description(description_path))
    report = Report()
    print('1..6', flush=True)
    with tempfile.TemporaryDirectory(prefix='carillon-contract-') as folder:
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            failures = [failure for failure in pool.map(lambda program: run(program, folder), programs) if failure]
        report.add('programs', failures)
        for exchange in exchanges(folder):
            check.exchange(exchange)
    report.add('answers', check.problems['answers'])
    report.add('accepted requests', check.problems['requests'])
    report.add('all that was answered is described', check.problems['undescribed'])
    report.add('all that is described was answered', list(check.never_seen()))
    report.add('there was something to check', [] if check.counts['answers'] > 100 else ['fewer than 100 answers'])
    print(f'# {check.counts["answers"]} answers and {check.counts["requests"]} accepted requests were validated, of '
          f'{len(check.seen)} combinations of operation and status; {check.counts["control"]} below {CONTROL_PATH} were not')
    for status, reason in NEVER_ANSWERED.items():
        print(f'# {status} need not be seen: {reason}')
    return 1 if report.failed else 0


sys.exit(main(sys.argv[1], sys.argv[2:]))
