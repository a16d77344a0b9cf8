"""Which tariff version holds for a meter at which moment, and which band on which minute."""
from dataclasses import dataclass, field
from datetime import date

from amounts import ENERGY, PRICE, count_of
from moments import moment_of

BANDS = ["single", "sharp", "peak", "flat", "valley", "deep_valley"]


@dataclass(frozen=True)
class Version:
    """One version of a tariff, as its event says it."""
    position: int
    effective_from: int
    terms: dict = field(compare=False)

    @property
    def has_bands(self):
        return bool(self.terms["schedule"])

    def price(self, band):
        """In 1e-8 a kWh; None where the version has none."""
        for each in self.terms["prices"]:
            if each["band"] == band:
                return count_of(each["price"], PRICE)
        return None

    def remainder_band(self):
        """`flat`, or the band of the lowest price; of equal ones the first that is named."""
        named = [each["band"] for each in self.terms["prices"]]
        return "flat" if "flat" in named else min(named, key=self.price)

    def tiers(self):
        return [(count_of(tier["above"], ENERGY), count_of(tier["surcharge"], PRICE))
                for tier in self.terms["tiers"]]


@dataclass(frozen=True)
class Stretch:
    """A time in which one version holds through one assignment; none: no tariff does."""
    begin: int
    end: int
    assigned: tuple
    version: Version | None


class Tariffs:
    def __init__(self):
        self.versions = {}     # tariff -> versions, in the order of their events
        self.assignments = {}  # meter -> [(from, tariff, order)]
        self.calendars = {}    # calendar -> {date: kind}
        self.schedules = {}    # (position of a version, date) -> slots, until a calendar changes

    def publish(self, position, fact):
        version = Version(position, moment_of(fact["effective_from"]), fact)
        self.versions.setdefault(fact["tariff"], []).append(version)

    def publish_calendar(self, fact):
        self.schedules.clear()
        self.calendars[fact["calendar"]] = {
            date.fromisoformat(each["day"]): each["kind"] for each in fact["days"]}

    def assign(self, position, fact):
        begin = moment_of(fact["from"])
        earlier = [each for each in self.assignments.get(fact["meter"], []) if each[0] < begin]
        self.assignments[fact["meter"]] = [*earlier, (begin, fact["tariff"], position)]

    def stretches(self, meter, begin, end):
        """The interval, cut where something else begins to hold."""
        cuts = {begin}
        for since, tariff, _ in self.assignments.get(meter, []):
            cuts |= {since} | {each.effective_from for each in self.versions.get(tariff, [])}
        cuts = sorted(cut for cut in cuts if begin <= cut < end)
        found = []
        for cut, following in zip(cuts, cuts[1:] + [end]):
            holding = self.holding(meter, cut)
            if found and (found[-1].assigned, found[-1].version) == holding:
                found[-1] = Stretch(found[-1].begin, following, *holding)
            else:
                found.append(Stretch(cut, following, *holding))
        return found

    def holding(self, meter, moment):
        """What is assigned at that moment, and its version."""
        assigned = [each for each in self.assignments.get(meter, []) if each[0] <= moment]
        if not assigned:
            return (), None
        last = max(assigned)
        versions = [each for each in self.versions[last[1]] if each.effective_from <= moment]
        return last, max(versions, default=None,
                         key=lambda each: (each.effective_from, each.position))

    def slot(self, version, day, minute):
        """The last slot that begins at this minute of the day or before it: (name, band)."""
        for slot in reversed(self.schedule(version, day)):
            if slot["from_minute"] <= minute:
                return (day, slot["from_minute"]), slot["band"]
        raise ValueError(f"the schedule of event {version.position} does not begin at minute 0")

    def schedule(self, version, day):
        known = version.position, day
        if known not in self.schedules:
            self.schedules[known] = self.schedule_on(version, day)
        return self.schedules[known]

    def schedule_on(self, version, day):
        for rule in version.terms["rules"]:
            if self.fits(rule, day, version.terms["calendar"]):
                return rule["schedule"]
        return version.terms["schedule"]

    def fits(self, rule, day, calendar):
        begin, end, this = rule["from"], rule["to"], day.strftime("%m-%d")
        in_season = begin <= this <= end if begin <= end else this >= begin or this <= end
        on_weekday = not rule["weekdays"] or day.isoweekday() in rule["weekdays"]
        return in_season and on_weekday and rule["on"] in ("any", self.kind(day, calendar))

    def kind(self, day, calendar):
        usual = "weekend" if day.isoweekday() in (6, 7) else "workday"
        return self.calendars.get(calendar, {}).get(day, usual)
