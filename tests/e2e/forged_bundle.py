"""A bundle that is taken apart, changed, and put together again: hashed and signed anew."""
import base64
import hashlib
import io
import struct

import bundle
import signed_notes
import vocabulary
from merkle import Tree, leaf_of
from signed_notes import BASE, ORDER, P, times

MESSAGES, _ = vocabulary.read_vocabulary()


class Signer:
    """An Ed25519 key (RFC 8032) of a log."""

    def __init__(self, name, seed):
        digest = hashlib.sha512(seed).digest()
        self.name, self.prefix = name, digest[32:]
        self.scalar = int.from_bytes(digest[:32], "little") & (2 ** 254 - 8) | 2 ** 254
        self.public = pressed(times(self.scalar, BASE))
        data = signed_notes.ED25519 + self.public
        self.hint = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
        self.vkey = f"{name}+{self.hint.hex()}+{base64.b64encode(data).decode()}"

    @classmethod
    def of_file(cls, name, path):
        """PKCS 8: the seed is its end."""
        lines = path.read_text().split("-----")[2]
        return cls(name, base64.b64decode("".join(lines.split()))[-32:])

    def sign(self, message):
        nonce = number_of(self.prefix + message)
        point = pressed(times(nonce, BASE))
        answer = nonce + number_of(point + self.public + message) * self.scalar
        return point + (answer % ORDER).to_bytes(32, "little")

    def note(self, text):
        line = base64.b64encode(self.hint + self.sign(text.encode())).decode()
        return f"{text}\n\u2014 {self.name} {line}\n".encode()


def number_of(data):
    return int.from_bytes(hashlib.sha512(data).digest(), "little") % ORDER


def pressed(point):
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


class Forged:
    """What a bundle holds; `write` makes everything fit it again but what is said of it."""

    def __init__(self, path):
        self.events, self.frames, self.sizes = [], {}, []
        with path.open("rb") as file:
            for letter, body in bundle.records(file):
                getattr(self, f"take_{letter}")(body)
        self.first_key = self.header.key

    def take_H(self, body):
        self.header = bundle.header_of(body)

    def take_B(self, body):
        block = bundle.block_of(body, len(self.events) + 1)
        self.events += block.events
        self.frames.update({frame.last: frame.committed_at for frame in block.frames})

    def take_C(self, body):
        self.sizes.append(int(body.split(b"\n")[1]))

    def take_S(self, body):
        self.summary = body.decode().splitlines()

    def cut(self, size):
        self.events = self.events[:size]
        self.frames = {last: at for last, at in self.frames.items() if last < size}
        self.sizes = [each for each in self.sizes if each < size] + [size]
        self.frames[size] = moment_of(self.events[-1])

    def write(self, path, signer):
        tree, chain, first, number, roots = Tree(), bytes(32), 1, 0, {}
        with path.open("wb") as file:
            file.write(bundle.MAGIC)
            put(file, "H", f"origin {self.header.origin}\nstore {self.header.store}\n"
                           f"key {self.first_key}\nsize {len(self.events)}\n".encode())
            for at in range(0, len(self.events), bundle.BLOCK):
                events, frames = self.events[at:at + bundle.BLOCK], []
                leaves = [leaf_of(stored) for stored in events]
                for position, leaf in enumerate(leaves, at + 1):
                    tree.append(leaf)
                    if position in self.frames:
                        number += 1
                        roots[position] = tree.root()
                        frame = bundle.Frame(number, first, position - first + 1, 1,
                                             self.frames[position], chain, b"", roots[position])
                        chain, first = frame.due_chain(), position + 1
                        frames.append(struct.pack(">QQIQq", number, frame.first, frame.count, 1,
                                                  frame.committed_at)
                                      + frame.previous_chain + chain + frame.root)
                put(file, "B", struct.pack(">QII", at + 1, len(events), len(frames))
                    + b"".join(leaves) + b"".join(frames)
                    + b"".join(struct.pack(">I", len(each)) + each for each in events))
                for size in self.sizes:
                    if at < size <= at + len(events):
                        root = base64.b64encode(roots[size]).decode()
                        put(file, "C", signer.note(f"{self.header.origin}\n{size}\n{root}\n"))
            due = {"root": tree.root().hex(), "frames": number, "chain": chain.hex()}
            lines = [f"{name} {due[name]}" if (name := line.split(" ")[0]) in due else line
                     for line in self.summary]
            put(file, "S", ("\n".join(lines) + "\n").encode())


def put(file, letter, body):
    file.write(letter.encode() + struct.pack(">I", len(body)) + body)


# --- records, as they are --------------------------------------------------------------------


def records_of(data):
    """[letter, body] of each."""
    return [[letter, body] for letter, body in bundle.records(io.BytesIO(data))]


def bundle_of(records):
    file = io.BytesIO()
    file.write(bundle.MAGIC)
    for letter, body in records:
        put(file, letter, body)
    return file.getvalue()


def replaced(records, letter, change):
    """The first record of this letter changed."""
    at = next(index for index, each in enumerate(records) if each[0] == letter)
    return [*records[:at], [letter, change(records[at][1])], *records[at + 1:]]


def with_leaves_again(body):
    """As an attacker would: the hash beside each entry of a block is what its bytes give."""
    events = bundle.block_of(body, 1).events
    return body[:16] + b"".join(map(leaf_of, events)) + body[16 + 32 * len(events):]


# --- stored events ---------------------------------------------------------------------------


def varint(number):
    number &= 2 ** 64 - 1
    out = b""
    while number >= 128:
        out, number = out + bytes([number & 127 | 128]), number >> 7
    return out + bytes([number])


def written(fields):
    """(number, wire type, value) each, as bytes."""
    return b"".join(
        varint(number << 3 | wire) + (varint(value) if wire == vocabulary.VARINT
                                      else varint(len(value)) + value)
        for number, wire, value in fields)


def changed(stored, path, change, message="Envelope"):
    """The event with another value in one of its fields, by the field's names from the envelope."""
    known = {**MESSAGES[message].fields, **MESSAGES[message].payloads}
    name, *rest = path
    fields = []
    for number, wire, value in vocabulary.parts(stored):
        if number in known and known[number].name == name:
            value = changed(value, rest, change, known[number].kind) if rest else change(value)
            if not value:
                continue  # what says nothing is not written
        fields.append((number, wire, value))
    return written(fields)


def payload_of(stored):
    """The name of the field of the envelope that holds the fact."""
    payloads = MESSAGES["Envelope"].payloads
    return next(payloads[number].name for number, _, _ in vocabulary.parts(stored)
                if number in payloads)


def moment_of(stored):
    number = next(number for number, each in MESSAGES["Envelope"].fields.items()
                  if each.name == "recorded_at")
    return next(value for each, _, value in vocabulary.parts(stored) if each == number)
