"""Events about tariffs, meters and readings: charges are rated again from two readings."""
from dataclasses import replace
from itertools import zip_longest

import money_events
import office_events
from charges import post
from energy import NoPrice
from lines import line_of
from meters import Meter
from moments import moment_of
from rating import Standing, use_between
from amounts import ENERGY, text_of
from tiers import TierCount
from wallets import Wallet

ESTIMATED = "estimated"


def see_attachment(witness, event, fact):
    meter = witness.meters[fact["meter"]]
    witness.compare("baseline", fact["baseline"], meter.registers)
    witness.compare("attached already", meter.account, None)
    meter.take(event["position"], moment_of(event["occurred_at"]), fact["baseline"])
    if not witness.drawing_on(fact["wallet"]):
        money_events.drop_ends(witness, [fact["wallet"]])
    meter.account, meter.wallet = fact["account"], fact["wallet"]
    meter.count = meter.left.pop(fact["account"], TierCount())
    if fact.get("limits"):
        witness.compare("wallet is new", True, fact["wallet"] not in witness.wallets)
        witness.compare("limits of a new wallet", fact["limits"], witness.office.limits)
    witness.wallets.setdefault(fact["wallet"], Wallet())


def see_meter(witness, _, fact):
    """The device in its place; registered again, it is the same meter."""
    witness.meters.setdefault(fact["meter"], Meter()).number = fact["number"]


def see_detachment(witness, event, fact):
    meter = witness.meters[fact["meter"]]
    witness.compare("final", fact["final"], meter.registers)
    meter.take(event["position"], moment_of(event["occurred_at"]), fact["final"])
    meter.left[meter.account] = meter.count
    meter.account = meter.wallet = None


def see_reading(witness, event, fact):
    meter = witness.meters.setdefault(fact["meter"], Meter())
    moment = moment_of(event["occurred_at"])
    use = meter.expected_use(moment)
    witness.compare("use", fact["use"], late_use(witness, event, meter) if use == "late" else use)
    if use == "opening":
        return meter.read(event["position"], moment, fact["registers"])
    witness.compare("previous", fact["previous"], meter.position)
    witness.compare("doubt", None, meter.doubt_of(moment, fact["registers"]))
    if use == "late":
        return witness.compare("lines", fact["lines"], [])
    settle(witness, event, fact, use_between(meter.registers, fact["registers"]))
    meter.read(event["position"], moment, fact["registers"])


def late_use(witness, event, meter):
    """What was charged since is corrected, as far as the site looks back."""
    moment, day = moment_of(event["occurred_at"]), 86_400_000_000
    limit = moment_of(event["recorded_at"]) - witness.look_back_days * day
    past = witness.pasts.get(event["data"]["meter"])
    reaches = past and past.attached < moment < meter.read_at and moment >= limit
    return "corrects" if reaches else "late"


def settle(witness, event, fact, use, whole="as it comes"):
    """Whoever pays for the meter is charged for this use; or nobody is."""
    if witness.meters[fact["meter"]].account:
        charge(witness, event, fact, use, whole)
    else:
        look_at_unbilled(witness, fact, use)


def look_at_unbilled(witness, fact, use):
    """All of the energy, and nobody pays for it."""
    lines = [line_of(line) for line in fact["lines"]]
    witness.compare("energy", text_of(sum(line.energy for line in lines), ENERGY),
                    text_of(use.total, ENERGY))
    witness.compare("lines with an amount", [str(line) for line in lines if line.amount], [])
    witness.compare("wallet", fact["wallet"], None)


def rated(witness, event, meter, name, use):
    """What the oracle makes of it; raises NoPrice."""
    standing = Standing(witness.wallets[meter.wallet].carry, meter.count,
                        witness.accounts[meter.account])
    interval = meter.read_at, moment_of(event["occurred_at"])
    return witness.rating.rate(name, use, interval, standing)


def charge(witness, event, fact, use, whole):
    meter = witness.meters[fact["meter"]]
    try:
        lines, carry, count = rated(witness, event, meter, fact["meter"], use)
    except NoPrice as why:
        return witness.differ("charge", f"{len(fact['lines'])} lines", f"no price: {why}")
    if whole == ESTIMATED:
        lines = [replace(line, basis=ESTIMATED) for line in lines]
    theirs = [line_of(line) for line in fact["lines"]]
    for number, (book, ours) in enumerate(zip_longest(theirs, lines), 1):
        compare_lines(witness, number, book, ours)
    post(witness, fact, lines, (carry, count))
    witness.charged.append((event["position"], lines))


def compare_lines(witness, number, book, ours):
    if book == ours:
        return
    named = f"of tariff {book.tariff}" if book and ours and book.tariff != ours.tariff else ""
    witness.differ(f"line {number}", f"{book or 'nothing'} {named}".strip(), ours or "nothing")


def see_quarantine(witness, event, fact):
    meter = witness.meters.setdefault(fact["meter"], Meter())
    reason, moment = fact["reason"], moment_of(event["occurred_at"])
    if meter.doubtful is None or moment >= meter.doubtful_at:
        meter.doubtful, meter.doubtful_at = event["position"], moment
    if reason == "no_price":
        witness.compare("price", "none", "none" if has_no_price(witness, event, fact, meter)
                        else "there is one")
    elif reason in ("registers_went_back", "registers_changed_shape",
                    "contradicts_later_reading"):
        witness.compare("reason", reason, meter.doubt_of(moment, fact["registers"]))


def has_no_price(witness, event, fact, meter):
    use = use_between(meter.registers, fact["registers"])
    try:
        rated(witness, event, meter, fact["meter"], use)
    except NoPrice:
        return True
    return False


def see_site(witness, _, fact):
    witness.rating.site = fact["zone"]
    office_events.see_terms(witness, fact)
    witness.look_back_days = fact.get("look_back_days", 0)


HEAR = {
    "SiteConfigured": see_site,
    "TariffPublished": lambda witness, event, fact: witness.rating.tariffs.publish(
        event["position"], fact),
    "TariffAssigned": lambda witness, event, fact: witness.rating.tariffs.assign(
        event["position"], fact),
    "CalendarPublished": lambda witness, _, fact: witness.rating.tariffs.publish_calendar(fact),
    "MeterRegistered": see_meter,
    "MeterAttached": see_attachment,
    "MeterDetached": see_detachment,
    "ReadingRecorded": see_reading,
    "ReadingQuarantined": see_quarantine,
}
