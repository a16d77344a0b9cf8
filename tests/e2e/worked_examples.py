"""The worked examples of docs/rating.md, as they are written there, turned into commands."""
import json
import re
from datetime import datetime, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

from played_book import ROOT, read, register_meter, register_site

LONG_AGO = "2001-01-01 00:00"
AT = "2026-11-02T00:00:00Z"  # where an example is not about time


def blocks(kind):
    """The fenced blocks of that kind, each with the line it begins on."""
    text = (ROOT / "docs" / "rating.md").read_text(encoding="utf-8")
    return [(text.count("\n", 0, found.start()) + 1, json.loads(found[1]))
            for found in re.finditer(rf"^```{kind}\n(.*?)^```", text, re.M | re.S)]


class Example:
    """One ```rating block: a tariff, a meter, its readings, and what they cost. A ```correction
    block goes on: with what comes late, and what is charged and paid back because of it."""

    def __init__(self, block):
        self.block = block
        self.zone = ZoneInfo(block.get("zone", "Asia/Shanghai"))
        self.positions = {}  # of the readings, by their moment

    def moment(self, text):
        local = datetime.fromisoformat(text).replace(tzinfo=self.zone)
        return local.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")

    def registers(self, total, rates=()):
        step_wh = self.block.get("step_wh", 10)
        count = lambda kwh: int(Decimal(kwh) * 1000 / step_wh)
        return {"total": count(total), "rates": [count(rate) for rate in rates],
                "step_wh": step_wh, "ratio": self.block.get("ratio", 1)}

    def play(self, book):
        readings = self.block["readings"]
        begin = self.moment(readings[0][0])
        register_site(book, begin, self.zone.key)
        register_meter(book, begin, "M1", 1, self.block.get("ratio", 1))
        self.publish(book, begin)
        for number, (at, *shown) in enumerate(readings):
            moment = self.moment(at)
            answer = read(book, moment, "M1", self.registers(*shown))
            self.positions[moment] = answer["position"]
            if number == 0:
                book.must(moment, "OpenAccount", account="A1", customer="C1", meters=["M1"],
                          wallets="per_meter")

    def come_late(self, book):
        """Every late fact at its moment, and the correction that follows from it."""
        for at, fact in self.block["late"]:
            ((kind, told),) = fact.items()
            getattr(self, f"late_{kind}")(book, self.moment(at), told)
            book.must(self.moment(at), "CorrectCharges", meter="M1")

    def late_reading(self, book, at, told):
        read_at, *shown = told
        book.must(at, "RecordReading", meter="M1", read_at=self.moment(read_at),
                  registers=self.registers(*shown), seen={}, number_seen="", ct_seen=0, pt_seen=0)

    def late_version(self, book, at, told):
        book.must(at, "PublishTariff", **self.version("tariff", told))

    def late_assignment(self, book, at, told):
        since, tariff = told
        book.must(at, "AssignTariff", meter="M1", tariff=tariff, **{"from": self.moment(since)})

    def late_calendar(self, book, at, told):
        self.publish_calendar(book, at, told)

    def late_correction(self, book, at, told):
        """Of the reading that this moment shows: what it should have said."""
        read_at, *shown = told
        book.must(at, "CorrectReading", reading=self.positions[self.moment(read_at)],
                  registers=self.registers(*shown))

    @staticmethod
    def publish_calendar(book, at, kinds):
        days = [{"day": day, "kind": kind} for day, kind in kinds.items()]
        book.must(at, "PublishCalendar", calendar="holidays", name="Holidays", days=days)

    def publish(self, book, at):
        if "calendar" in self.block:
            self.publish_calendar(book, at, self.block["calendar"])
        tariffs = self.block.get("tariffs", {"tariff": [self.block.get("tariff")]})
        for name, versions in tariffs.items():
            for version in versions:
                book.must(at, "PublishTariff", **self.version(name, version))
        for since, name in self.block.get("assigned", [[LONG_AGO, "tariff"]]):
            book.must(at, "AssignTariff", meter="M1", tariff=name,
                      **{"from": self.moment(since)})

    def version(self, name, version):
        return {
            "tariff": name, "name": name,
            "effective_from": self.moment(version.get("from", LONG_AGO)),
            "zone": version.get("zone", ""),
            "prices": [{"band": band, "price": price}
                       for band, price in version["prices"].items()],
            "schedule": slots(version.get("schedule", {})),
            "rules": [{"from": rule["from"], "to": rule["to"], "on": rule.get("on", "any"),
                       "weekdays": rule.get("weekdays", []), "schedule": slots(rule["schedule"])}
                      for rule in version.get("rules", [])],
            "calendar": "holidays" if "calendar" in self.block else None,
            "tiers": [{"above": above, "surcharge": surcharge}
                      for above, surcharge in version.get("tiers", {}).items()],
            "tier_cycle": version.get("tier_cycle", "month"),
            "cycle_start": version.get("cycle_start", "calendar"),
            "provisional": version.get("provisional", False)}


def slots(schedule):
    return [{"from_minute": int(begin[:2]) * 60 + int(begin[3:]), "band": band}
            for begin, band in schedule.items()]


def charges(events):
    """What became of every reading after the first, in the words of the examples."""
    from lines import line_of
    readings = [event for event in events
                if event["type"] in ("ReadingRecorded", "ReadingQuarantined")][1:]
    return [f"quarantined {event['data']['reason']}" if event["type"] == "ReadingQuarantined"
            else [str(line_of(line)) for line in event["data"]["lines"]] for event in readings]


def corrected(events):
    """Every ChargeCorrected, in the words of the examples."""
    from lines import line_of
    return [[str(line_of(line)) for line in event["data"]["lines"]]
            for event in events if event["type"] == "ChargeCorrected"]


# --- credit ------------------------------------------------------------------------------------


def open_account(book):
    register_site(book, AT, "Asia/Shanghai")
    register_meter(book, AT, "M1", 1)
    example = Example({"tariff": {"prices": {"single": "0.50"}}})
    example.publish(book, AT)
    read(book, AT, "M1", example.registers("1.00"))
    book.must(AT, "OpenAccount", account="A1", customer="C1", meters=["M1"], wallets="pooled")


def adjust(book, amount):
    """By two people, as it has to be."""
    proposal = book.must(AT, "ProposeAdjustment", wallet="A1", kind="correction", amount=amount)
    book.must(AT, "ApproveAdjustment", by="bob", proposal=proposal)


def take_steps(book, steps):
    """Name of every sale and refund -> its position."""
    named = {}
    for step in steps:
        verb, *words = step.split()
        if verb == "sell":
            named[words[0]] = book.must(AT, "SellCredit", wallet="A1", amount=words[1],
                                        method="cash")
        elif verb == "consume":
            adjust(book, f"-{words[0]}")
        elif verb == "refund":
            named[words[0]] = book.must(AT, "RefundCredit", sale=named[words[3]],
                                        amount=words[1], method="cash")
        else:
            book.must(AT, "ReverseTransaction", transaction=named[words[0]], debt_allowed=True)
    return named
