"""Surcharges on what a meter uses beyond the limits of its cycle."""
from calendar import monthrange
from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from lines import Line

NEVER = date(1970, 1, 1)


@dataclass(frozen=True)
class TierCount:
    """The first day of the cycle that is counted, and the watt-hours since then."""
    cycle: date = NEVER
    used: int = 0


def in_month(year, month, day):
    return date(year, month, min(day, monthrange(year, month)[1]))


def cycle_of(day, terms, opened):
    """The latest beginning of a cycle that is not after this day."""
    start = opened if terms["cycle_start"] == "account" else date(opened.year, 1, 1)
    months = range(1, 13) if terms["tier_cycle"] == "month" else [start.month]
    beginnings = [in_month(year, month, start.day)
                  for year in (day.year - 1, day.year) for month in months]
    return max(begin for begin in beginnings if begin <= day)


def surcharged(lines, version, opened, count):
    """The surcharge lines of one stretch, and the count after it."""
    tiers, more = version.tiers(), []
    if not tiers:
        return more, count
    days = defaultdict(list)
    for line in lines:
        days[line.day].append(line)
    for day, on_day in sorted(days.items()):
        cycle = cycle_of(day, version.terms, opened)
        before = count.used if count.cycle == cycle else 0
        after = before + sum(line.energy for line in on_day)
        guessed = any(line.basis == "estimated" for line in on_day)
        for number, surcharge, energy in by_tier(tiers, before, after):
            more.append(Line(version.position, "single", day, energy, surcharge,
                             "estimated" if guessed else "measured", number))
        count = TierCount(cycle, after)
    return more, count


def by_tier(tiers, before, after):
    """(tier, surcharge, what of the way from `before` to `after` lies in it)."""
    limits = [above for above, _ in tiers] + [None]
    for number, (above, surcharge) in enumerate(tiers):
        ends = [max(above, use if limits[number + 1] is None else min(use, limits[number + 1]))
                for use in (before, after)]
        if ends[0] != ends[1]:
            yield number + 2, surcharge, ends[1] - ends[0]
