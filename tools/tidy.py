#!/usr/bin/env python3
"""The house rules that a machine can keep: who includes whom, sizes, names, documents.

usage: tools/tidy.py [ROOT]     prints one line a fault, exit code 1 when there is one
"""
import os
import re
import sys

# A room may include itself and what stands here. Arrows never run back.
ROOMS = {
    "ledger": set(),
    "projections": {"ledger"},
    "ingest": {"ledger"},
    "ingest/edge": {"ledger", "ingest"},
    "ingest/notices": {"ledger", "ingest"},
    "ingest/hooks": {"ledger", "ingest", "ingest/notices"},
    "api": {"ledger", "projections"},
    "tools/metersim": set(),
    "tools": {"ledger", "projections", "ingest", "ingest/edge", "ingest/notices", "ingest/hooks",
              "api", "tools/metersim"},
    "tests": {"ledger", "projections", "ingest", "ingest/edge", "ingest/notices", "ingest/hooks",
              "api", "tools", "tools/metersim"},
}
# The chapters of the ledger, in the same way; its top folder (the book) knows all of them.
CHAPTERS = {
    "values": set(),
    "events": {"values"},
    "rating": {"values", "events"},
    "rules": {"values", "events", "rating", "notes"},
    "journal": {"values", "events"},
    "keys": {"values", "journal"},
    "notes": {"values"},
    "proofs": {"values", "journal", "notes"},
}
# Who may include which library; tests may include every one.
OWNERS = {
    r"rocksdb/": {"ledger", "projections", "ingest", "ingest/edge", "tools"},
    r"google/protobuf/|.*\.pb\.h": {"ledger", "projections", "ingest", "ingest/edge", "tools"},
    r"openssl/": {"ledger", "ingest/edge", "ingest/notices", "api"},
    r"curl/": {"ingest/notices"},
    r"sodium": {"api"},
    r"modbus": {"ingest", "tools/metersim"},
    r"boost/": {"api", "ingest", "tools"},
    r"nlohmann/": set(ROOMS) - {"ledger"},
    r"date/": {"ledger"},
    r"spdlog/": {"ingest", "api", "tools"},
    r"prometheus/": {"api"},
    r"zip\.h|expat\.h|xlsxwriter\.h": {"api"},
    r"CLI/": {"tools", "tools/metersim"},
    r"toml\+\+/": {"tools"},
    r"gtest/|gmock/|rapidcheck": set(),
}
FILE_LINES, README_LINES, COLUMNS = 400, 30, 100
LONG_ON_PURPOSE = {"ledger/events/events.proto"}  # one vocabulary, one schema
EMPTY_NAMES = {"manager", "helper", "helpers", "util", "utils", "common", "misc", "base"}
SOURCES = (".cpp", ".hpp", ".proto", ".py", ".ts", ".js", ".sh")
TEXTS = SOURCES + (".md", ".txt", ".json", ".toml", ".in", ".yaml", "")
LEFTOVER = re.compile(r"\b(TO[D]O|FIX[M]E|XX[X]|HA[C]K)\b")
MERGE_MARKER = re.compile(r"<{7} |>{7} |={7}$")
WORKPLACE = re.compile(r"(?<![\w.])/wor[k]/|(?<!\w)/roo[t]/|\bissu[e] #?\d")
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.M)
TYPE = re.compile(r"\b(?:class|struct|enum|concept|using)\s+(\w+)(?=\s*[:{=;(]|\s+final)")
# Written `auto x = co_await f(y);` or `co_await f(y);`: g++ 12 miscompiles every other shape.
AWAIT = re.compile(r"([^;{}]*)\bco_await\b([^;]*)")
AWAIT_BEFORE = re.compile(r"\s*((const\s+)?[\w:<>]+(\s*[&*])?\s+\w+\s*=)?\s*")
AWAIT_AFTER = re.compile(r"\{|\?|&&|\|\||\bco_await\b")


def is_skipped(folder):
    return re.fullmatch(r"build(-.*)?|node_modules|__pycache__|\.(?!ci$).*", folder)


def is_source(path):
    is_script = path.startswith(("tools/", ".ci/")) and "." not in os.path.basename(path)
    return path.endswith(SOURCES) or is_script


def files_under(root):
    for folder, below, names in os.walk(root):
        below[:] = sorted(name for name in below if not is_skipped(name))
        for name in sorted(names):
            yield os.path.relpath(os.path.join(folder, name), root).replace(os.sep, "/")


def room_of(path):
    return next((room for room in sorted(ROOMS, key=len, reverse=True)
                 if path.startswith(room + "/")), None)


def without_comments(code):
    """The code with comments and literals blanked, line by line as it was."""
    parts = (r'R"(\w*)\(.*?\)\1"|//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'
             r"(?<!\w)'(?:\\.|[^'\\\n])'")
    return re.sub(parts, lambda found: re.sub(r"[^\n]", " ", found[0]), code, flags=re.S)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def words_of(name):
    """Of 'read_base64': read, base64."""
    return [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+\d*", name)]


# --- one rule a function: yields (line, what is wrong and what to do) ------------------------


def arrows(path, target, root):
    here, there = room_of(path), room_of(target)
    if there is None or not os.path.exists(os.path.join(root, target)):
        yield f'"{target}" is no file here: includes are written from the root'
    elif there != here and there not in ROOMS[here]:
        yield f'{here} must not know {there}: remove "{target}"'
    elif here == there == "ledger":
        yield from chapter_arrows(path, target)


def chapter_arrows(path, target):
    chapter, other = path.split("/")[1], target.split("/")[1]
    if "." in chapter:
        return  # the book knows every chapter
    if chapter not in CHAPTERS:
        yield f"ledger/{chapter} is no chapter that tools/tidy.py knows: give it its arrows there"
    elif other != chapter and other not in CHAPTERS[chapter]:
        yield f'ledger/{chapter} must not know {other}: remove "{target}"'


def owners(path, target):
    here = room_of(path)
    for library, rooms in OWNERS.items():
        if here != "tests" and re.match(library, target) and here not in rooms:
            yield f"<{target}> belongs to {', '.join(sorted(rooms | {'tests'}))}, not to {here}"


def includes(path, text, root):
    if room_of(path) is None or not path.endswith((".cpp", ".hpp", ".in")):
        return
    for found in INCLUDE.finditer(text):
        quote, target = found.groups()
        is_ours = quote == '"' and not target.endswith(".pb.h")
        faults = arrows(path, target, root) if is_ours else owners(path, target)
        yield from ((line_of(text, found.start()), fault) for fault in faults)


def sizes(path, text, _root):
    if not is_source(path):
        return
    lines = text.split("\n")
    if len(lines) - 1 > FILE_LINES and path not in LONG_ON_PURPOSE:
        yield len(lines) - 1, f"{len(lines) - 1} lines: split it, {FILE_LINES} is the end"
    for number, line in enumerate(lines, 1):
        if len(line) > COLUMNS:
            yield number, f"{len(line)} columns: {COLUMNS} is the end"


def names(path, text, _root):
    for part in path.split("/"):
        for word in EMPTY_NAMES.intersection(words_of(part)):
            yield 1, f"'{word}' in a file name says nothing: name the one subject"
    if not path.endswith((".cpp", ".hpp")):
        return
    code = without_comments(text)
    for found in TYPE.finditer(code):
        for word in EMPTY_NAMES.intersection(words_of(found[1])):
            yield line_of(code, found.start()), f"'{word}' in {found[1]} says nothing"


def exact_numbers(path, text, _root):
    if not path.startswith(("ledger/", "projections/")) or not path.endswith((".cpp", ".hpp")):
        return
    code = without_comments(text)
    for found in re.finditer(r"\b(float|double)\b", code):
        yield line_of(code, found.start()), f"{found[0]} near money or energy: use a quantity"


def coroutines(path, text, _root):
    if not path.endswith((".cpp", ".hpp")):
        return
    code = without_comments(text)
    for found in AWAIT.finditer(code):
        is_safe = AWAIT_BEFORE.fullmatch(found[1]) and not AWAIT_AFTER.search(found[2])
        if not is_safe:
            line = line_of(code, found.end(1))
            yield line, "g++ 12 miscompiles this: write `auto x = co_await f(named);`"


def whole_text(path, text, _root):
    if text and not text.endswith("\n"):
        yield line_of(text, len(text)), "the last line does not end"
    for number, line in enumerate(text.split("\n"), 1):
        if is_source(path) and (line.endswith((" ", "\t")) or "\t" in line):
            yield number, "tab, or space at the end of the line"
        if LEFTOVER.search(line):
            yield number, "do it, or leave it out: nothing is left for later in the text"
        if MERGE_MARKER.match(line):
            yield number, "a merge was not finished here"
        if WORKPLACE.search(line):
            yield number, "the text speaks of a workplace: the repository speaks of the product"
    if path.endswith(".hpp") and not text.startswith("#pragma once\n"):
        yield 1, "a header begins with #pragma once"


def documents(path, text, root):
    if not path.endswith(".md"):
        return
    prose = re.sub(r"^ *```.*?^ *```", lambda found: "\n" * found[0].count("\n"), text,
                   flags=re.S | re.M)
    titles = re.findall(r"^# .*", prose, re.M)
    if len(titles) != 1:
        yield 1, f"{len(titles)} titles: a document has one"
    is_list = path == "docs/adr/README.md"  # it grows with every decision
    if path.endswith("/README.md") and not is_list and text.count("\n") > README_LINES:
        yield README_LINES + 1, f"a folder's README has at most {README_LINES} lines"
    for found in re.finditer(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", prose):
        target = os.path.join(root, os.path.dirname(path), found[1])
        if not os.path.exists(target):
            yield line_of(prose, found.start()), f"the link to {found[1]} leads nowhere"


RULES = (includes, sizes, names, exact_numbers, coroutines, whole_text, documents)


def folder_faults(paths):
    """Faults that no single file shows."""
    for folder in sorted(path.removesuffix("/CMakeLists.txt") for path in paths):
        if f"{folder}/CMakeLists.txt" in paths and f"{folder}/README.md" not in paths:
            yield f"{folder}: a folder opens with a README of at most {README_LINES} lines"


def faults_under(root):
    paths = [path for path in files_under(root)
             if os.path.splitext(path)[1] in TEXTS and os.path.basename(path) != "LICENSE"]
    yield from folder_faults(paths)
    for path in paths:
        with open(os.path.join(root, path), "rb") as file:
            content = file.read()
        try:
            text = content.decode()
        except UnicodeDecodeError:
            yield f"{path}:1: not UTF-8"
            continue
        for rule in RULES:
            yield from (f"{path}:{line}: {fault}" for line, fault in rule(path, text, root))


def main(arguments):
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    faults = list(faults_under(arguments[0] if arguments else here))
    for fault in faults:
        print(fault)
    count = f"{len(faults)} fault{'s' * (len(faults) != 1)}"
    print(f"tidy: {count}" if faults else "tidy: the house is in order")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
