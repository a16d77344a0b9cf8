"""What a GSM modem is given to send, decoded by the standard alone: SMS-SUBMIT of 3GPP TS 23.040.

Knows UCS-2 and the alphabet of seven bits, and the parts of a long message.
"""
from dataclasses import dataclass

GSM7 = ("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
        "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà")
GSM7_EXTENDED = {0x0A: "\f", 0x14: "^", 0x28: "{", 0x29: "}", 0x2F: "\\", 0x3C: "[", 0x3D: "~",
                 0x3E: "]", 0x40: "|", 0x65: "€"}
VALIDITY_OCTETS = {0b00: 0, 0b10: 1, 0b01: 7, 0b11: 7}


@dataclass(frozen=True)
class Part:
    number: str
    coding: str  # "ucs2" or "gsm7"
    text: str
    reference: int = 0
    parts: int = 1
    index: int = 1


def decode(pdu):
    """The part that a PDU in hexadecimal is; its service centre's address comes first."""
    octets = bytes.fromhex(pdu)
    octets = octets[1 + octets[0]:]
    first, digits, kind = octets[0], octets[2], octets[3]
    assert first & 0b11 == 0b01, "no SMS-SUBMIT"
    end = 4 + (digits + 1) // 2
    number = ("+" if kind == 0x91 else "") + semi_octets(octets[4:end])[:digits]
    protocol, coding = octets[end], octets[end + 1]
    assert protocol == 0, f"protocol {protocol:#x}"
    rest = octets[end + 2 + VALIDITY_OCTETS[first >> 3 & 0b11]:]
    length, content = rest[0], rest[1:]
    header = content[:1 + content[0]] if first & 0x40 else b""
    if coding & 0x0C == 0x08:
        assert length == len(content) <= 140, (length, len(content))
        return Part(number, "ucs2", content[len(header):].decode("utf-16-be"), *place_in(header))
    assert coding & 0x0C == 0 and len(content) == (length * 7 + 7) // 8 <= 140
    return Part(number, "gsm7", gsm7(content, length, len(header)), *place_in(header))


def semi_octets(octets):
    return "".join(f"{octet & 15:x}{octet >> 4:x}" for octet in octets).rstrip("f")


def place_in(header):
    """Reference, number of parts, index, of a long message's part."""
    at = 1
    while at < len(header):
        element, length = header[at], header[at + 1]
        value = header[at + 2:at + 2 + length]
        if element == 0x00:
            return value[0], value[1], value[2]
        if element == 0x08:
            return value[0] << 8 | value[1], value[2], value[3]
        at += 2 + length
    return 0, 1, 1


def gsm7(content, septets, header):
    bits = int.from_bytes(content, "little")
    values = [bits >> 7 * i & 0x7F for i in range(septets)][(header * 8 + 6) // 7:]
    text, is_escaped = "", False
    for value in values:
        if is_escaped:
            text, is_escaped = text + GSM7_EXTENDED[value], False
        elif value == 0x1B:
            is_escaped = True
        else:
            text += GSM7[value]
    return text


def messages(pdus):
    """(number, text) of every whole message, in the order of their last parts."""
    whole, waiting = [], {}
    for part in map(decode, pdus):
        known = waiting.setdefault((part.number, part.reference, part.parts), {})
        known[part.index] = part.text
        if len(known) == part.parts:
            whole.append((part.number, "".join(known[i + 1] for i in range(part.parts))))
            del waiting[(part.number, part.reference, part.parts)]
    return whole
