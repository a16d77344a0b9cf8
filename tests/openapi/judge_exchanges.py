#!/usr/bin/python3
"""Holds every exchange of a test run against the OpenAPI document.

usage: judge_exchanges.py OPENAPI.json FOLDER
The tests' clients wrote the exchanges into FOLDER (tests/support/exchange_record.hpp). Fails on a
status, a content type, a header or a field of an answer that the document does not have; on a
parameter or a body of a request that succeeded and is not as described; and on an operation that
was never seen to succeed unless unasked.txt says why. What was read is removed.
"""
import json
import os
import sys
from collections import Counter, defaultdict
from pathlib import Path

from document import Document
from judge_headers import header_faults
from judge_requests import request_faults

HERE = Path(__file__).resolve().parent
PROBLEM = {"$ref": "#/components/schemas/Problem"}
MOST_SHOWN = 40


class Judge:
    def __init__(self, document):
        self.document = document
        self.seen = Counter()
        self.succeeded = set()
        self.faults = defaultdict(list)

    def judge(self, exchange):
        method, path = exchange["method"], exchange["target"].partition("?")[0]
        if method in ("HEAD", "OPTIONS"):
            return
        template, operation = self.document.operation(method, path)
        name = f"{method.lower()} {template}" if operation else "what nobody describes"
        self.seen[name] += 1
        faults = self.faults_of(exchange, template, operation)
        if faults:
            self.faults[name].append((exchange, faults))
        elif exchange["status"] < 300:
            self.succeeded.add(name)

    def faults_of(self, exchange, template, operation):
        if operation is None:
            is_refused = exchange["status"] in (400, 401, 403, 404, 405)
            return self.body_faults(PROBLEM, exchange) if is_refused else ["it is answered"]
        answer = operation["responses"].get(str(exchange["status"]))
        if answer is None:
            return [f"status {exchange['status']} is not described"]
        answer = self.document.resolved(answer)
        kind = exchange["content_type"].partition(";")[0]
        content = answer.get("content", {}).get(kind)
        if content is None:
            return [f"'{kind}' is not described for status {exchange['status']}"]
        faults = self.body_faults(content["schema"], exchange) if "json" in kind else []
        return (faults + header_faults(self.document, answer, exchange)
                + request_faults(self.document, template, operation, exchange))

    def body_faults(self, schema, exchange):
        try:
            body = json.loads(exchange["body"])
        except json.JSONDecodeError as fault:
            return [f"no JSON: {fault}"]
        return self.document.faults(schema, body)


def exchanges_in(folder, not_before):
    """Of this build; what an earlier one left is dropped."""
    for path in sorted(folder.glob("*.ndjson")):
        if path.stat().st_mtime >= not_before:
            with open(path, encoding="utf-8") as file:
                yield from map(json.loads, file)
        path.unlink()


def excused():
    lines = (HERE / "unasked.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.split(": ", 1) for line in lines if line and not line.startswith("#"))


def all_operations(document):
    return {f"{method} {path}" for path, methods in document.whole["paths"].items()
            for method in methods}


def report(judge, missing, idle):
    for name, found in sorted(judge.faults.items()):
        exchange, faults = found[0]
        print(f"{name}: {len(found)} exchanges are not as described, first of them "
              f"{exchange['method']} {exchange['target']} {exchange['status']}")
        for fault in faults[:5]:
            print(f"    {fault}")
    for name in sorted(missing)[:MOST_SHOWN]:
        print(f"{name}: no test succeeds in it: ask for it, or say in unasked.txt why not")
    for name in sorted(idle):
        print(f"{name}: stands in unasked.txt, and is asked for or does not exist: take it out")


def main(arguments):
    path, folder = Path(arguments[0]), Path(arguments[1])
    document = Document(path)
    judge = Judge(document)
    for exchange in exchanges_in(folder, os.stat(path).st_mtime):
        judge.judge(exchange)
    operations, excuses = all_operations(document), excused()
    missing = operations - judge.succeeded - set(excuses)
    idle = {name for name in excuses if name in judge.succeeded or name not in operations}
    report(judge, missing, idle)
    print(f"openapi: {sum(judge.seen.values())} exchanges of {len(operations)} operations judged, "
          f"{len(judge.succeeded)} seen to succeed, {len(excuses)} excused")
    return 1 if judge.faults or missing or idle else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
