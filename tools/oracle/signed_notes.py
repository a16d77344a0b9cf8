"""Ed25519 (RFC 8032), keys as texts, and notes that are signed with them (C2SP signed-note)."""
import base64
import binascii
import hashlib
from dataclasses import dataclass

P = 2 ** 255 - 19
ORDER = 2 ** 252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
ED25519 = b"\x01"


class NoNote(Exception):
    """A text that is no key, no note, or not signed."""


def x_of(y, is_odd):
    """The x of a point of the curve, or None."""
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and is_odd):
        return None
    return P - x if x % 2 != is_odd else x


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (x_of(BASE_Y, 0), BASE_Y, 1, x_of(BASE_Y, 0) * BASE_Y % P)


def added(one, other):
    """Two points, as (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z."""
    a = (one[1] - one[0]) * (other[1] - other[0]) % P
    b = (one[1] + one[0]) * (other[1] + other[0]) % P
    c = 2 * one[3] * other[3] * D % P
    d = 2 * one[2] * other[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(count, point):
    result = (0, 1, 1, 0)
    while count:
        if count & 1:
            result = added(result, point)
        point, count = added(point, point), count >> 1
    return result


def point_of(data):
    number = int.from_bytes(data, "little")
    y, is_odd = number % 2 ** 255, number >> 255
    x = x_of(y, is_odd) if y < P else None
    return None if x is None else (x, y, 1, x * y % P)


def is_signed(public, message, signature):
    """Whether these 64 bytes are a signature over the message by the key of 32 bytes."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, nonce = point_of(public), point_of(signature[:32])
    answer = int.from_bytes(signature[32:], "little")
    if key is None or nonce is None or answer >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    challenge = int.from_bytes(digest, "little") % ORDER
    mine, theirs = times(answer, BASE), added(nonce, times(challenge, key))
    return not ((mine[0] * theirs[2] - theirs[0] * mine[2]) % P
                or (mine[1] * theirs[2] - theirs[1] * mine[2]) % P)


@dataclass(frozen=True)
class Key:
    text: str
    name: str
    hint: bytes  # the first four bytes of a digest, which a signature line names
    public: bytes


def key_of(text):
    """A vkey: name "+" key id "+" base64(0x01 || public key)."""
    try:
        name, hint, encoded = text.strip().split("+", 2)
        data = base64.b64decode(encoded, validate=True)
    except (ValueError, binascii.Error) as fault:
        raise NoNote(f"'{text.strip()}' is no key") from fault
    due = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
    if len(data) != 33 or data[:1] != ED25519 or due.hex() != hint:
        raise NoNote(f"'{text.strip()}' is no Ed25519 key, or its id is not its own")
    return Key(text.strip(), name, due, data[1:])


def taken_apart(note):
    """What a note says, and the lines of those who signed it."""
    text, gap, lines = note.rpartition("\n\n")
    if not gap:
        raise NoNote("it is no signed note")
    return text + "\n", lines


def signed_text(note, key):
    """What the note says, where this key has signed it."""
    text, lines = taken_apart(note)
    if not lines.endswith("\n"):
        raise NoNote("nobody has signed it")
    for line in lines[:-1].split("\n"):
        dash, name, encoded = (line.split(" ") + ["", ""])[:3]
        if dash != "\u2014":
            raise NoNote("a line of it is no signature")
        data = base64.b64decode(encoded)
        if name == key.name and data[:4] == key.hint:
            if is_signed(key.public, text.encode(), data[4:]):
                return text
            raise NoNote("its signature does not hold")
    raise NoNote(f"the key {key.hint.hex()} has not signed it")
