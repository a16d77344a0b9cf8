"""What people wrote about the records: the page of the events, and the comments of the headers."""
import re
from pathlib import Path

STRUCT = re.compile(r"struct (\w+)[^;]*\{$")
MEMBER = re.compile(r" {4}[\w:<>, ]+ (\w+)(?:\{\})?;(?:\s*///< (.*))?$")
MORE = re.compile(r"\s+///< (.*)$")
ROW = re.compile(r"\| `(\w+)` \| (.*) \|$")


class Header:
    """Reads a header line by line: `///` before a struct, `///<` behind its members."""

    def __init__(self):
        self.records, self.fields = {}, {}
        self.said, self.record, self.field = [], None, None

    def read(self, text):
        for line in text.split("\n"):
            self.read_line(line)
        return self

    def read_line(self, line):
        struct, member, more = STRUCT.match(line), MEMBER.match(line), MORE.match(line)
        if line.startswith("/// "):
            self.said.append(line[4:])
            return
        if struct:
            self.record = struct[1]
            if self.said:
                self.records[self.record] = " ".join(self.said)
        elif more and self.field in self.fields:
            self.fields[self.field] += " " + more[1]
            return
        elif member and self.record:
            self.field = f"{self.record}.{member[1]}"
            if member[2]:
                self.fields[self.field] = member[2]
        elif line == "};":
            self.record = None
        self.said = []


def of_catalogue(text):
    """docs/events.md: a chapter a record, its first paragraph and its table."""
    records, fields = {}, {}
    for chapter in re.split(r"^### ", text, flags=re.M)[1:]:
        name, _, body = chapter.partition("\n")
        records[name] = " ".join(body.strip().split("\n\n")[0].split())
        rows = (ROW.match(line) for line in body.split("\n"))
        fields.update({f"{name}.{row[1]}": row[2] for row in rows if row})
    return records, fields


def collected(root):
    """What headers say, and over it what the page of the events does."""
    header = Header()
    for room in ("ledger", "projections"):
        for path in sorted(Path(root, room).rglob("*.hpp")):
            header.read(path.read_text(encoding="utf-8"))
    records, fields = of_catalogue(Path(root, "docs/events.md").read_text(encoding="utf-8"))
    return {**header.records, **records}, {**header.fields, **fields}
