"""A stored event, in the words in which `meterbook export` writes it."""
from datetime import date, timedelta

import vocabulary
from amounts import ENERGY, MONEY, PRICE, text_of
from moments import EPOCH
from vocabulary import Broken, number_of, parts

LAST_MOMENT = 7_258_118_400_000_000  # the end of 2199, in microseconds
MOST = 10 ** 18  # of a smallest unit
MESSAGES, ENUMS = vocabulary.read_vocabulary()
# Units, as the words of events.proto give them: what is no amount of money.
DAYS = {("CalendarDay", "day"), ("TierCount", "cycle"), ("ChargeLine", "day"),
        ("ChargeCorrected", "since"), ("ChargeCorrected", "until"), ("FeePublished", "from"),
        ("FeeAssigned", "from"), ("FeeAssigned", "until"), ("FeeCharged", "from"),
        ("FeeCharged", "until"), ("PeriodClosed", "first"), ("PeriodClosed", "last")}
ENERGIES = {("Tier", "above"), ("TierCount", "used"), ("ChargeLine", "energy"),
            ("EnergyEstimated", "energy")}
PRICES = {("BandPrice", "price"), ("Tier", "surcharge"), ("ChargeLine", "price")}
COUNTS = {"power_w", "clock_offset_s", "carry_after"}  # signed, and no amounts
NO_POSITIONS = {"total", "rates", "purchase_count", "receipt_number", "recharge_count", "modulus",
                "count", "rows", "subject_version"}
TEXTS = {"name", "zone", "currency", "address", "number", "floor", "room", "source", "reference",
         "detail", "number_seen", "old_number", "read_back", "rule", "display_name", "what",
         "asked", "request", "reason", "idempotency_key"}
NAMED_TEXTS = {("CommandFailed", "cause"), ("NoticeFailed", "cause"), ("Subject", "id"),
               ("NoticeTextSet", "text")}


class Impossible(Broken):
    """A number that no book can record."""


def possible(number, least, most, what):
    if not least <= number <= most:
        raise Impossible(f"{number} is no {what} that a book can record")
    return number


def moment_text(micros):
    possible(micros, 0, LAST_MOMENT, "moment")
    return (EPOCH + timedelta(microseconds=micros)).isoformat().replace("+00:00", "Z")


def signed(owner, name, count):
    if (owner, name) in DAYS:
        possible(count, 0, LAST_MOMENT // 86_400_000_000, "day")
        return (date(1970, 1, 1) + timedelta(days=count)).isoformat()
    if name in COUNTS:
        return count
    possible(count, -MOST, MOST, "amount")
    decimals = (ENERGY if (owner, name) in ENERGIES else PRICE if (owner, name) in PRICES
                else MONEY)
    return text_of(count, decimals)


def value_of(owner, field, raw):
    """One value: a number of the wire, or bytes."""
    kind, name = field.kind, field.name
    if kind in MESSAGES:
        return record(kind, raw)
    if kind in ENUMS:
        word = ENUMS[kind][raw]
        return word.replace("_", ".", 1) if kind == "Right" else word  # people see "money.sell"
    if kind == "string":
        text = raw.decode("utf-8")
        is_text = name in TEXTS or (owner, name) in NAMED_TEXTS
        return text if text or is_text else None
    if kind == "bytes":
        return raw.hex()
    number = number_of(kind, raw)
    if kind == "sint64":
        return signed(owner, name, number)
    if kind == "int64":
        return moment_text(number)
    if kind == "uint64" and name not in NO_POSITIONS:
        return number or None
    if owner == "DayRule" and name in ("from", "to"):
        return f"{number // 100:02}-{number % 100:02}"
    return number


def absent(owner, field):
    if field.label == "repeated":
        return []
    if field.label == "optional":
        return None
    return value_of(owner, field, b"" if field.kind in MESSAGES or field.kind in ("string", "bytes")
                    else 0)


def listed(owner, field, wire, raw):
    """Elements of a list; numbers are packed, or come one by one."""
    is_number = field.kind in vocabulary.NUMBERS or field.kind in ENUMS
    if not is_number or wire == vocabulary.VARINT:
        return [value_of(owner, field, raw)]
    values, at = [], 0
    while at < len(raw):
        number, at = vocabulary.varint(raw, at)
        values.append(value_of(owner, field, number))
    return values


def record(name, data):
    """The fields of a message; what is not known is passed over: a later release wrote it."""
    fields = MESSAGES[name].fields
    found = {each.name: absent(name, each) for each in fields.values()}
    for number, wire, raw in parts(data):
        each = fields.get(number)
        if each is None:
            continue
        if each.label == "repeated":
            found[each.name] = found[each.name] + listed(name, each, wire, raw)
        else:
            found[each.name] = value_of(name, each, raw)
    return found


def event_of(stored):
    """{"position", "type", "data", …}; raises Broken where the bytes are none."""
    try:
        event = record("Envelope", stored)
        payloads = MESSAGES["Envelope"].payloads
        found = [(payloads[number].kind, raw) for number, _, raw in parts(stored)
                 if number in payloads]
        if len(found) != 1:
            raise Broken(f"{len(found)} payloads, and one is due")
        event["type"], event["data"] = found[0][0], record(*found[0])
        return event
    except Broken:
        raise
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as fault:
        raise Broken(f"{type(fault).__name__}: {fault}") from fault
