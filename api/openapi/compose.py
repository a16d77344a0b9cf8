#!/usr/bin/python3
"""Puts the OpenAPI document together: document.yaml, one page a resource, and the book's records.

usage: compose.py RECORDS.json OPENAPI.json OPENAPI.cpp      run by the build

A page has `tag`, `about`, `schemas`, `parameters` and `paths`. An operation is short: `id`,
`summary`, `query` (names of parameters), and one of
    list: ITEM      a page of them with a cursor (`beside`: what stands beside the items)
    one: ITEM       one of them
    wish: RECORD    a write whose body holds the record's fields. Names of the path leave it out;
                    `less`, `plus`, `optional`: what else it lacks, has, or may lack;
                    `reason`, `key`: whether they are required;
                    `edits`: it takes If-Match, as every PUT does
`etag` where one that is read has an ETag, `gives`: headers of what succeeded, and `answers`
(status: ITEM, or `problem`) where they are others. What stands under `openapi` is taken as it is.
A schema may hold `record:` with `less`, `plus`, which makes it that record, changed.
"""
import json
import re
import sys
from pathlib import Path

import yaml

import records
import words_of_people

HERE = Path(__file__).resolve().parent
READS = (400, 401, 403, 404, 413, 417, 429, 431, 500, 503)
TABLES = ("text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
WRITES = (400, 401, 403, 404, 409, 412, 413, 417, 422, 429, 431, 500, 503)


def reference(kind, name):
    return {"$ref": f"#/components/{kind}/{name}"}


def schema_of(item):
    return reference("schemas", item) if isinstance(item, str) else item


def content_of(item, media="application/json"):
    return {media: {"schema": schema_of(item)}}


def page_of(item, beside):
    return records.closed({"items": {"type": "array", "items": schema_of(item)},
                           **(beside or {}),
                           "next_cursor": reference("schemas", "NextCursor")})


class Operation:
    """One operation, from its short form."""

    def __init__(self, path, method, short, page, book):
        self.path, self.method, self.short = path, method, dict(short)
        self.page, self.book = page, book

    def whole(self):
        short = self.short
        whole = {"operationId": short["id"], "summary": short["summary"],
                 "tags": [self.page["tag"]]}
        if "about" in short:
            whole["description"] = short["about"]
        parameters = self.parameters()
        if parameters:
            whole["parameters"] = parameters
        if "wish" in short:
            whole["requestBody"] = {"required": True, "content": content_of(self.wish())}
        whole["responses"] = self.responses()
        if short.get("open"):
            whole["security"] = []
        whole.update(short.get("openapi", {}))
        return whole

    def path_names(self):
        return re.findall(r"\{(\w+)\}", self.path)

    def parameters(self):
        names = [f"path_{name}" for name in self.path_names()]
        names += self.short.get("query", [])
        if self.method == "get" and self.path.startswith("/v1"):
            names += ["cursor", "limit", "list_format"] if "list" in self.short else []
            names += ["at_least"]
        if self.method != "get":
            names += self.short.get("headers", self.of_a_write())
        return [reference("parameters", name) for name in names]

    def of_a_write(self):
        key = {"required": ["key_required"], "none": []}
        conditions = ["if_match", "if_none_match"] if self.edits() else []
        return ["dry_run", *key.get(self.short.get("key"), ["key_welcome"]), *conditions,
                "operator", "csrf", "request"]

    def edits(self):
        return self.method == "put" or self.short.get("edits")

    def wish(self):
        less = self.short.get("less", []) + self.path_names()
        plus = {**self.short.get("plus", {}), "reason": reference("schemas", "Reason")}
        optional = list(self.short.get("optional", []))
        if self.short.get("reason") != "required":
            optional.append("reason")
        if isinstance(self.short["wish"], dict):
            return self.short["wish"]
        return self.book.given(self.short["wish"], less, plus, optional)

    def responses(self):
        short = self.short
        answers = dict(short.get("answers", {}))
        if not answers and "list" in short:
            answers[200] = self.listed()
        if not answers and "one" in short:
            answers[200] = short["one"]
        found = {str(status): self.answer(status, item) for status, item in answers.items()}
        if not answers:
            found = {"200": reference("responses", "unwritten"),
                     "201": reference("responses", "written")}
        if self.edits():
            found["412"] = reference("responses", "problem_412")
        for status in WRITES if self.method in ("put", "post", "delete", "patch") else READS:
            if not (short.get("open") and status in (401, 403, 404)):
                found.setdefault(str(status), reference("responses", f"problem_{status}"))
        return dict(sorted(found.items()))

    def listed(self):
        """As JSON, or as a table that says in `Link` where it goes on."""
        tables = {media: {"schema": {"type": "string"}} for media in TABLES}
        return {"description": self.short.get("says", self.short["summary"]),
                "headers": {**self.headers(200), "Link": reference("headers", "Link")},
                "content": {**content_of(page_of(self.short["list"], self.short.get("beside"))),
                            **tables}}

    def answer(self, status, item):
        if item == "problem":
            return reference("responses", f"problem_{status}")
        if isinstance(item, dict) and "content" in item:
            return {"headers": self.headers(status), **item}
        return {"description": self.short.get("says", self.short["summary"]),
                "headers": self.headers(status), "content": content_of(item)}

    def headers(self, status):
        names = ["Ledger-Position"]
        if self.method == "get":
            names += ["Ledger-Time"] + (["ETag"] if self.short.get("etag") else [])
        elif "headers" not in self.short and self.short.get("key") != "none":
            names += ["Idempotent-Replayed"]
        names += self.short.get("gives", []) if status < 300 else []
        return {name: reference("headers", name) for name in names}


def used_names(document):
    """Every component that something refers to, from the paths on."""
    components = document["components"]
    found, waiting = set(), [document["paths"], document.get("security", [])]
    while waiting:
        for name in re.findall(r'"#/components/(\w+/[\w-]+)"', json.dumps(waiting.pop())):
            if name not in found:
                found.add(name)
                kind, own = name.split("/")
                if own not in components.get(kind, {}):
                    raise SystemExit(f"compose.py: nothing is called {name}: describe it")
                waiting.append(components[kind][own])
    return found


def without_unused(document):
    used = used_names(document)
    for kind, members in document["components"].items():
        if kind != "securitySchemes":
            document["components"][kind] = {name: what for name, what in sorted(members.items())
                                            if f"{kind}/{name}" in used}
    return document


def composed(book, document, pages):
    components = document["components"]
    components["schemas"].update(book.schemas())
    problems = document.pop("problems")
    components["schemas"]["ProblemCode"]["enum"] = book.rules + sorted(problems)
    components["schemas"]["ProblemCode"]["description"] += "".join(
        f"\n* `{code}`: {meaning}" for code, meaning in sorted(problems.items()))
    document["tags"] = [{"name": page["tag"], "description": page["about"]} for page in pages]
    document["paths"] = {}
    for page in pages:
        for name, schema in page.get("schemas", {}).items():
            components["schemas"][name] = book.expanded(schema)
        components["parameters"].update(page.get("parameters", {}))
        for path, operations in page["paths"].items():
            known = document["paths"].setdefault(path, {})
            for method, short in operations.items():
                known[method] = Operation(path, method, short, page, book).whole()
    components["schemas"].update(book.given_schemas)
    document["paths"] = dict(sorted(document["paths"].items()))
    return without_unused(document)


def read(path):
    with open(path, encoding="utf-8") as file:
        return yaml.safe_load(file)


def resolved(document, parameter):
    if "$ref" not in parameter:
        return parameter
    return document["components"]["parameters"][parameter["$ref"].rsplit("/", 1)[1]]


def query_of(document, operation):
    """The names of the query parameters of an operation."""
    parameters = [resolved(document, each) for each in operation.get("parameters", [])]
    return sorted(each["name"] for each in parameters if each["in"] == "query")


KINDS = {"Money": "money", "Energy": "energy", "Moment": "time", "Day": "date"}


class Columns:
    """What the items of a list are as a table: a column for every field that holds one value, by
    the names on the way to it: "place.building"."""

    def __init__(self, document):
        self.schemas = document["components"]["schemas"]

    def of_list(self, operation):
        content = operation["responses"].get("200", {}).get("content", {})
        page = content.get("application/json", {}).get("schema", {})
        if "text/csv" not in content or "items" not in page.get("properties", {}):
            return []
        return self.of_field("", page["properties"]["items"]["items"])

    def of_field(self, name, schema):
        schema = self.known(schema)
        if "properties" not in schema:
            return [(name, self.kind_of(schema))]
        return [column for each, inner in schema["properties"].items()
                for column in self.of_field(f"{name}.{each}".lstrip("."), inner)]

    def known(self, schema):
        """Behind its name, and but for null; of several what they have in common."""
        if "$ref" in schema:
            name = schema["$ref"].rsplit("/", 1)[1]
            return {"kind": KINDS[name]} if name in KINDS else self.known(self.schemas[name])
        some = [each for each in schema.get("oneOf", []) if each.get("type") != "null"]
        if len(some) == 1:
            return self.known(some[0])
        return self.in_common([self.known(each) for each in some]) if some else schema

    @staticmethod
    def in_common(some):
        first, *others = [each.get("properties", {}) for each in some]
        return {"properties": {name: what if all(each.get(name) == what for each in others) else {}
                               for name, what in first.items()
                               if all(name in each for each in others)}}

    @staticmethod
    def kind_of(schema):
        types = schema.get("type", "")
        is_count = "integer" in (types if isinstance(types, list) else [types])
        return schema.get("kind", "count" if is_count else "text")


def sentence_forms():
    """What a problem may say, by name: the console's English texts, which are the server's own.
    Those first that say most by themselves."""
    texts = HERE.parent / "console" / "src" / "text" / "en"
    forms = {}
    for name in ("said_by_rules.json", "said_by_api.json"):
        told = json.loads((texts / name).read_text("utf-8"))
        forms.update({key.removeprefix("said."): form for key, form in told.items()})
    return dict(sorted(forms.items(), key=lambda each: -len(re.sub(r"\{\w+\}", "", each[1]))))


def rows_of_code(rows):
    """A row of a map from a path to a list, each."""
    return "\n".join(f'        {{"{path}", {{{", ".join(cells)}}}}},' for path, cells in rows)


def as_code(document):
    """The text as C++, in pieces, because compilers bound the length of a literal; what each read
    takes, and the columns of each list, so that the program need not read its own document."""
    text = json.dumps(document, ensure_ascii=False)
    pieces = [text[at:at + 8000] for at in range(0, len(text), 8000)]
    literals = "\n".join(f'    R"openapi({piece})openapi"' for piece in pieces)
    reads = {path: operations["get"] for path, operations in document["paths"].items()
             if "get" in operations}
    rows = rows_of_code((path, map(json.dumps, query_of(document, read)))
                        for path, read in reads.items())
    columns = Columns(document)
    lists = rows_of_code((path, [f'{{"{name}", "{kind}"}}' for name, kind in found])
                         for path, read in reads.items() if (found := columns.of_list(read)))
    forms = "\n".join(f"        {json.dumps(form, ensure_ascii=False)},"
                      for form in document["x-sentences"].values())
    return f"""#include "api/openapi.hpp"

#include <map>

#include "api/sentences.hpp"

namespace api {{

const std::vector<std::string_view>& sentence_forms() {{
    static const std::vector<std::string_view> forms{{
{forms}
    }};
    return forms;
}}

std::string_view openapi_text() {{
    return
{literals};
}}

const std::set<std::string>& parameters_of_read(const std::string& pattern) {{
    static const std::map<std::string, std::set<std::string>> reads{{
{rows}
    }};
    return reads.at(pattern);
}}

const std::vector<ListColumn>& columns_of_list(const std::string& pattern) {{
    static const std::vector<ListColumn> none;
    static const std::map<std::string, std::vector<ListColumn>> lists{{
{lists}
    }};
    const auto found = lists.find(pattern);
    return found == lists.end() ? none : found->second;
}}

}}  // namespace api
"""


def main(arguments):
    records_path, document_path, code_path = arguments
    with open(records_path, encoding="utf-8") as file:
        described = json.load(file)
    document = read(HERE / "document.yaml")
    book = records.Records(described, document.pop("nobody"), document.pop("left_out"),
                           words_of_people.collected(HERE.parent.parent))
    pages = [read(path) for path in sorted(HERE.glob("*.yaml")) if path.name != "document.yaml"]
    whole = composed(book, document, pages)
    whole["x-sentences"] = sentence_forms()
    Path(document_path).write_text(json.dumps(whole, indent=1, ensure_ascii=False) + "\n", "utf-8")
    Path(code_path).write_text(as_code(whole), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
