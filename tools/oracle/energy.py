"""Divides what the registers counted over stretches, days and bands: lines without amounts."""
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from lines import Line
from moments import MINUTE
from tariffs import BANDS

RATE_BANDS = BANDS[1:]


class NoPrice(Exception):
    """Energy that has no price."""


@dataclass(frozen=True)
class Use:
    """What a meter counted, in watt-hours."""
    total: int
    rates: list

    @property
    def remainder(self):
        return self.total - sum(self.rates)

    def is_nothing(self):
        return self.total == 0 and not any(self.rates)


def parts(energy, lengths):
    """Each cut is the floor of its exact place."""
    passed, cuts = 0, [0]
    for length in lengths:
        passed += length
        cuts.append(energy * passed // sum(lengths))
    return [after - before for before, after in zip(cuts, cuts[1:])]


@dataclass(frozen=True)
class Run:
    """A time on one day of the site, and in one slot of the tariff's schedule."""
    day: date
    band: str
    length: int  # microseconds


class Division:
    """Energy of one interval between two readings of a meter."""

    def __init__(self, site_clock, clock_of, tariffs):
        self.site_clock, self.clock_of, self.tariffs = site_clock, clock_of, tariffs

    def by_stretch(self, use, stretches):
        """Each stretch with its lines."""
        if any(stretch.version is None for stretch in stretches):
            raise NoPrice("no tariff holds")
        lengths = [stretch.end - stretch.begin for stretch in stretches]
        totals = parts(use.total, lengths)
        rates = [parts(rate, lengths) for rate in use.rates]
        whole = "measured" if len(stretches) == 1 else "estimated"
        for number, stretch in enumerate(stretches):
            share = Use(totals[number], [rate[number] for rate in rates])
            yield stretch, [line for line in self.lines(share, stretch, whole) if line.energy]

    def lines(self, use, stretch, basis):
        runs = self.runs(stretch)
        if not stretch.version.has_bands:
            return self.over_days(use.total, "single", runs, stretch.version, basis)
        if use.rates:
            return self.by_registers(use, runs, stretch.version, basis)
        return self.by_time(use.total, runs, stretch.version, basis)

    def runs(self, stretch):
        """The stretch, cut where a day of the site or a slot begins; walked minute by minute."""
        clock = self.clock_of(stretch.version.terms["zone"])
        found, here = [], None
        for minute in range(stretch.begin // MINUTE, (stretch.end - 1) // MINUTE + 1):
            day, slot, band = self.site_clock.shown(minute)[0], None, "single"
            if stretch.version.has_bands:
                slot, band = self.tariffs.slot(stretch.version, *clock.shown(minute))
            if here != (day, slot):
                here = day, slot
                found.append((max(stretch.begin, minute * MINUTE), day, band))
        ends = [begin for begin, _, _ in found[1:]] + [stretch.end]
        return [Run(day, band, end - begin) for (begin, day, band), end in zip(found, ends)]

    def over_days(self, energy, band, runs, version, basis):
        """A line a day, over the time of this band, or over all time where it never held."""
        price = price_of(version, band)
        mine = [run for run in runs if run.band == band] or runs
        days = defaultdict(int)
        for run, part in zip(mine, parts(energy, [run.length for run in mine])):
            days[run.day] += part
        known = "estimated" if len(days) > 1 else basis
        return [Line(version.position, band, day, part, price, known)
                for day, part in sorted(days.items())]

    def by_registers(self, use, runs, version, basis):
        lines = []
        for band, energy in zip(RATE_BANDS, use.rates):
            if energy:
                lines += self.over_days(energy, band, runs, version, basis)
        band, last_day = version.remainder_band(), runs[-1].day
        rest = Line(version.position, band, last_day, use.remainder, version.price(band),
                    "remainder")
        return [*lines, rest]

    def by_time(self, energy, runs, version, basis):
        known = "estimated" if len(runs) > 1 else basis
        sums = defaultdict(int)
        for run, part in zip(runs, parts(energy, [run.length for run in runs])):
            sums[run.day, BANDS.index(run.band)] += part
        return [Line(version.position, BANDS[band], day, part,
                     price_of(version, BANDS[band]), known)
                for (day, band), part in sorted(sums.items())]


def price_of(version, band):
    price = version.price(band)
    if price is None:
        raise NoPrice(f"tariff of event {version.position} has no price for {band}")
    return price
