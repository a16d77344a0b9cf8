"""A bundle, record by record, as docs/bundle_format.md says."""
import hashlib
from dataclasses import dataclass, field

MAGIC = b"MBTLOG1\n"
FRAME = 132  # bytes: number 8, first 8, count 4, epoch 8, committed_at 8, three hashes
BLOCK = 256  # events of a whole block
ONCE = ("root", "frames", "chain", "balances", "tiers")  # the first lines of a summary


class Torn(Exception):
    """The file is not whole: what, and at which position of the log; None: where it ends."""

    def __init__(self, what, position=None):
        super().__init__(what)
        self.position = position


@dataclass
class Frame:
    number: int
    first: int
    count: int
    epoch: int
    committed_at: int
    previous_chain: bytes
    chain: bytes
    root: bytes

    @property
    def last(self):
        return self.first + self.count - 1

    def due_chain(self):
        """What its fields give."""
        fields = [(self.epoch, 8), (self.first, 8), (self.count, 4), (self.last, 8)]
        return hashlib.sha256(
            b"frame" + self.previous_chain
            + b"".join(number.to_bytes(width, "big") for number, width in fields) + self.root
            + self.committed_at.to_bytes(8, "big", signed=True)).digest()


def frame_of(data):
    number = lambda at, width: int.from_bytes(data[at:at + width], "big")
    return Frame(number(0, 8), number(8, 8), number(16, 4), number(20, 8),
                 int.from_bytes(data[28:36], "big", signed=True),
                 data[36:68], data[68:100], data[100:132])


@dataclass
class Block:
    first: int
    leaves: list
    frames: list
    events: list  # stored bytes


@dataclass
class Header:
    origin: str
    store: str
    key: str
    size: int


@dataclass
class Summary:
    root: str = ""
    frames: int = -1
    chain: str = ""
    balances: tuple = ()
    tiers: tuple = ()
    keys: list = field(default_factory=list)  # (position, vkey)
    projections: list = field(default_factory=list)  # (name, version, rows, hex)


class Bytes:
    """What is left of a record's body."""

    def __init__(self, body, position):
        self.body, self.at, self.position = body, 0, position

    def take(self, count):
        if self.at + count > len(self.body):
            raise Torn("a record is shorter than what it says it holds", self.position)
        self.at += count
        return self.body[self.at - count:self.at]

    def number(self, width):
        return int.from_bytes(self.take(width), "big")

    def end(self):
        if self.at != len(self.body):
            raise Torn("a record is longer than what it says it holds", self.position)


def records(file):
    """(letter, body) until the end of the file."""
    if file.read(len(MAGIC)) != MAGIC:
        raise Torn("it is no bundle")
    while head := file.read(5):
        length = int.from_bytes(head[1:], "big")
        body = file.read(length) if len(head) == 5 else b""
        if len(head) < 5 or len(body) != length:
            raise Torn("it ends within a record")
        yield head[:1].decode("latin-1"), body


def decimal(text):
    """A number as it is written, or None: no sign, and no zero in front."""
    is_one = text.isascii() and text.isdecimal() and (text == "0" or text[0] != "0")
    return int(text) if is_one else None


def number_in(text):
    found = decimal(text)
    if found is None:
        raise ValueError(f"'{text}' is no number")
    return found


def lines_of(body):
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise Torn("a text of it is none", 0) from fault
    if not text.endswith("\n"):
        raise Torn("a text of it does not end in a line", 0)
    return [line.split(" ") for line in text[:-1].split("\n")]


def header_of(body):
    lines = lines_of(body)
    if [line[0] for line in lines] != ["origin", "store", "key", "size"]:
        raise Torn("the header is not as it has to be", 0)
    origin, store, key, size = (" ".join(line[1:]) for line in lines)
    if decimal(size) is None:
        raise Torn("the header says no size", 0)
    return Header(origin, store, key, decimal(size))


def block_of(body, expected):
    """The block that holds the events from this position on."""
    left = Bytes(body, expected)
    first, events, frames = left.number(8), left.number(4), left.number(4)
    if first != expected or not 1 <= events <= BLOCK or frames > events:
        raise Torn("a block does not begin where the one before ended", expected)
    leaves = [left.take(32) for _ in range(events)]
    found = [left.take(FRAME) for _ in range(frames)]
    stored = [left.take(left.number(4)) for _ in range(events)]
    left.end()
    return Block(first, leaves, [frame_of(each) for each in found], stored)


def summary_of(body):
    lines = lines_of(body)
    names = [line[0] for line in lines]
    keys, projections = names.count("key"), names.count("projection")
    if names != [*ONCE, *["key"] * keys, *["projection"] * projections]:
        raise Torn("the summary is not as it has to be", 0)
    try:
        (root,), (frames,), (chain,), balances, tiers = (line[1:] for line in lines[:len(ONCE)])
        summary = Summary(root, number_in(frames), chain, counted(*balances), counted(*tiers),
                          [counted(*line[1:]) for line in lines[len(ONCE):len(ONCE) + keys]],
                          [projection(*line[1:]) for line in lines[len(ONCE) + keys:]])
    except (ValueError, TypeError) as fault:
        raise Torn("the summary is not as it has to be", 0) from fault
    models = [each[0] for each in summary.projections]
    if models != sorted(set(models)):
        raise Torn("the read models of the summary are not in their order, each once", 0)
    return summary


def counted(number, word):
    return number_in(number), word


def projection(name, version, rows, digest):
    return name, number_in(version), number_in(rows), digest
