"""Late readings, prices in arrears, wrong readings: the past of a meter, charged again.

The book charges again from the first day that may have changed. Here everything since the meter
was attached is charged again, and what was charged in all is taken away: the same must be left.
"""
from collections import defaultdict
from dataclasses import dataclass, field, replace

from amounts import ENERGY, count_of
from charges import post
from energy import NoPrice, Use
from lines import Line, line_of, with_amounts
from meters import is_below, shape
from moments import moment_of
from rating import Standing, use_between
from tiers import TierCount


MOST_LINES = 8000  # of one event: the rest is charged again by the next one


@dataclass
class Point:
    """What a meter stood at, and how it came there since the point before."""
    moment: int
    registers: dict
    position: int
    passage: str = "counted"  # rolled_over, estimated, rescaled, set_anew
    amount: int = 0           # watt-hours that were estimated; counts of a register that rolled


@dataclass
class Past:
    """Of one meter: points in their order in time, lines in that of the book."""
    points: list = field(default_factory=list)
    late: list = field(default_factory=list)  # that find their place when all is known
    lines: list = field(default_factory=list)
    attached: int = 0
    account: str | None = None
    count: TierCount = TierCount()  # with which it came


def pasts_of(witness, meter):
    """Since it was attached, where it is; and since it was first read."""
    attached = witness.pasts.get(meter)
    return ([attached] if attached else []) + [witness.lives.setdefault(meter, Past())]


def attach(witness, event, fact):
    moment = moment_of(event["occurred_at"])
    point = Point(moment, fact["baseline"], event["position"], "set_anew")
    witness.pasts[fact["meter"]] = Past([point], [], [], moment, fact["account"],
                                         witness.meters[fact["meter"]].count)


def detach(witness, _, fact):
    witness.pasts.pop(fact["meter"], None)


def read(witness, event, fact):
    if fact["use"] == "late":
        return
    for past in pasts_of(witness, fact["meter"]):
        point = Point(moment_of(event["occurred_at"]), fact["registers"], event["position"])
        if fact["use"] == "corrects":
            past.late.append(point)
        else:
            put(past, point, fact)


def put(past, point, fact):
    past.points.append(point)
    past.lines += [line_of(line) for line in fact.get("lines", [])]


def laid(past):
    """All points, with the late ones among them, oldest first."""
    points = [replace(each) for each in past.points]
    for late in sorted(past.late, key=lambda each: (each.moment, each.registers["total"],
                                                    each.registers["rates"])):
        insert(points, replace(late))
    return points


def insert(points, late):
    """Between the points around it, if it was counted there and fits."""
    after = next((index for index, each in enumerate(points) if each.moment > late.moment), None)
    if not after or points[after].passage not in ("counted", "rolled_over"):
        return
    before, following = points[after - 1].registers, points[after].registers
    if points[after - 1].moment >= late.moment \
            or not shape(before) == shape(late.registers) == shape(following):
        return
    ahead, behind = is_below(late.registers, before), is_below(following, late.registers)
    if points[after].passage == "counted":
        fits = not ahead and not behind
    else:
        highest = max([late.registers["total"], *late.registers["rates"]])
        fits = ahead != behind and highest < points[after].amount
    if not fits:
        return
    if points[after].passage == "rolled_over" and ahead:  # the way through zero lies before it
        late.passage, late.amount = "rolled_over", points[after].amount
        points[after].passage, points[after].amount = "counted", 0
    points.insert(after, late)


def append(passage, registers_of=lambda fact, last: last, amount_of=lambda fact: 0):
    def see(witness, event, fact):
        for past in pasts_of(witness, fact["meter"]):
            last = past.points[-1].registers if past.points else fact.get("registers")
            put(past, Point(moment_of(event["occurred_at"]), registers_of(fact, last),
                            event["position"], passage, amount_of(fact)), fact)
    return see


def correct_reading(witness, event, fact):
    """The registers of one reading, and of what stands at them."""
    meter = witness.meters[fact["meter"]]
    if meter.registers != fact["stands"]:
        meter.registers, meter.position = fact["stands"], event["position"]
    judged, *others = pasts_of(witness, fact["meter"])
    before = put_right(judged, event, fact)
    if before is None:
        return witness.differ("reading", fact["reading"], "is none of the meter's chain")
    witness.compare("registers before", fact["before"], before)
    witness.compare("shape of the registers", shape(fact["registers"]), shape(before))
    witness.compare("stands", fact["stands"], judged.points[-1].registers)
    for past in others:
        put_right(past, event, fact)


def put_right(past, event, fact):
    """What the reading said until now; None: it is not among these."""
    for late in past.late:
        if late.position == fact["reading"]:
            before, late.registers = late.registers, fact["registers"]
            return before
    place = place_of(past, event, fact)
    if place is None:
        return None
    before = past.points[place].registers
    stand_from(past.points, place, fact["registers"])
    return before


def place_of(past, event, fact):
    for index, point in enumerate(past.points):
        if point.position == fact["reading"]:
            return index
    is_baseline = past.account and moment_of(event["occurred_at"]) == past.attached
    return 0 if is_baseline else None


def stand_from(points, place, standing):
    points[place].registers = standing
    for point in points[place + 1:]:
        if point.passage == "rescaled":
            standing = {**standing, "ratio": point.registers["ratio"]}
        elif point.passage != "estimated":
            break
        point.registers = standing


def use_of(before, point):
    if point.passage == "counted":
        return use_between(before.registers, point.registers)
    if point.passage == "estimated":
        return Use(point.amount, [])
    if point.passage != "rolled_over":
        return Use(0, [])
    across = {**point.registers,
              "total": before.registers["total"]
              + (point.registers["total"] - before.registers["total"]) % point.amount,
              "rates": [then + (now - then) % point.amount for then, now in
                        zip(before.registers["rates"], point.registers["rates"])]}
    return use_between(before.registers, across)


def should_be(witness, meter, past):
    """Every line since the attachment, and the count of the tiers; raises NoPrice."""
    lines, count = [], past.count
    points = laid(past)
    for before, point in zip(points, points[1:]):
        if before.moment >= point.moment:
            continue
        standing = Standing(0, count, witness.accounts[past.account])
        more, _, count = witness.rating.rate(meter, use_of(before, point),
                                             (before.moment, point.moment), standing)
        lines += more
    return lines, count


def difference(should, was):
    """By day, tier, band, version and price, in this order."""
    bands = ["single", "sharp", "peak", "flat", "valley", "deep_valley"]
    sums, basis = defaultdict(int), {}
    for line, sign in [(line, -1) for line in was] + [(line, 1) for line in should]:
        place = line.day, line.tier, bands.index(line.band), line.tariff, line.price
        sums[place] += sign * line.energy
        basis[place] = line.basis
    return [Line(tariff, bands[band], day, energy, price, basis[day, tier, band, tariff, price],
                 tier)
            for (day, tier, band, tariff, price), energy in sorted(sums.items()) if energy]


def correct(witness, event, fact):
    if fact["wallet"] is None:
        return witness.compare("lines", fact["lines"], [])
    past, wallet = witness.pasts[fact["meter"]], witness.wallets[fact["wallet"]]
    try:
        should, count = should_be(witness, fact["meter"], past)
    except NoPrice as why:
        return witness.differ("correction", f"{len(fact['lines'])} lines", f"no price: {why}")
    theirs = [line_of(line) for line in fact["lines"]]
    whole = difference(should, past.lines)
    part = [line for line in whole if str(line.day) <= fact["until"]]
    if len(whole) <= MOST_LINES:
        witness.compare("days", len(part), len(whole))
    lines, carry = with_amounts(part, wallet.carry)
    witness.compare("corrected lines", [told(line) for line in theirs],
                    [told(line) for line in lines])
    post(witness, fact, lines, (carry, count))
    past.lines += theirs
    witness.corrected.append((event["position"], lines))


def told(line):
    """Without how the energy is known: what was estimated may have become measured."""
    return (str(line.day), line.tier, line.band, line.tariff, line.price, line.energy, line.amount)


HEAR = {
    "MeterAttached": attach,
    "MeterDetached": detach,
    "ReadingRecorded": read,
    "EnergyEstimated": append("estimated",
                              amount_of=lambda fact: count_of(fact["energy"], ENERGY)),
    "RegisterRolledOver": append("rolled_over", lambda fact, _: fact["registers"],
                                 lambda fact: fact["modulus"]),
    "MeterReplaced": append("set_anew", lambda fact, _: fact["opening"]),
    "MeterReset": append("set_anew", lambda fact, _: fact["after"]),
    "TransformerRatioChanged": append(
        "rescaled", lambda fact, last: {**last, "ratio": fact["registers"]["ratio"]}),
    "ReadingCorrected": correct_reading,
    "ChargeCorrected": correct,
}
