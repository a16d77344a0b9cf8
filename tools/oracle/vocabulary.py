"""The messages of events.proto, and stored bytes as what they say."""
import re
from dataclasses import dataclass, field
from pathlib import Path

PROTO = Path(__file__).resolve().parents[2] / "ledger" / "events" / "events.proto"
VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
NUMBERS = {"uint32", "uint64", "int64", "sint64", "bool"}


class Broken(Exception):
    """Bytes that are no message."""


@dataclass
class Field:
    name: str
    kind: str
    label: str  # "", "optional", "repeated"


@dataclass
class Message:
    name: str
    fields: dict = field(default_factory=dict)  # number -> Field
    payloads: dict = field(default_factory=dict)  # the same of a oneof


def read_vocabulary(path=PROTO):
    """(messages by name, words of each enum)"""
    text = re.sub(r"//[^\n]*", "", path.read_text(encoding="utf-8")).replace("{}", "{\n}")
    messages, enums = {}, {}
    for name, body in re.findall(r"^enum (\w+) \{(.*?)^\}", text, re.M | re.S):
        prefix = re.sub(r"(?<!^)(?=[A-Z])", "_", name).upper() + "_"
        enums[name] = {int(number): word.removeprefix(prefix).lower()
                       for word, number in re.findall(r"(\w+) = (\d+);", body)}
    for name, body in re.findall(r"^message (\w+) \{(.*?)^\}", text, re.M | re.S):
        messages[name] = message_of(name, body)
    return messages, enums


def message_of(name, body):
    message = Message(name)
    own, _, one_of = body.partition("oneof")
    for text, fields in ((own, message.fields), (one_of, message.payloads)):
        for label, kind, called, number in re.findall(
                r"^\s*(optional |repeated |)(\w+) (\w+) = (\d+);", text, re.M):
            fields[int(number)] = Field(called, kind, label.strip())
    return message


def varint(data, at):
    value = shift = 0
    while True:
        if at >= len(data) or shift > 63:
            raise Broken("a number does not end")
        byte = data[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value & (2 ** 64 - 1), at


def parts(data):
    """(number, wire type, number or bytes) of each field."""
    at = 0
    while at < len(data):
        tag, at = varint(data, at)
        wire = tag & 7
        if wire == VARINT:
            value, at = varint(data, at)
        else:
            if wire == BYTES:
                length, at = varint(data, at)
            elif wire in (FIXED64, FIXED32):
                length = 8 if wire == FIXED64 else 4
            else:
                raise Broken(f"wire type {wire} is none")
            value, at = data[at:at + length], at + length
            if at > len(data):
                raise Broken("a field is longer than the message")
        if not tag >> 3:
            raise Broken("a field has no number")
        yield tag >> 3, wire, value


def number_of(kind, value):
    if kind == "sint64":
        return (value >> 1) ^ -(value & 1)
    if kind == "int64":
        return value - 2 ** 64 if value >> 63 else value
    if kind == "bool":
        return bool(value)
    return value
