"""What a reading costs: stretches, lines, surcharges and amounts, one after the other."""
from dataclasses import dataclass

from energy import Division, Use
from lines import with_amounts
from moments import Clock
from tariffs import Tariffs
from tiers import TierCount, surcharged


@dataclass(frozen=True)
class Standing:
    """What earlier charges left behind, and the day the account was opened."""
    carry: int
    count: TierCount
    opened: object


class Rating:
    def __init__(self):
        self.tariffs, self.site, self.clocks = Tariffs(), None, {}

    def clock_of(self, zone):
        """The clock of a zone; of none, the site's."""
        name = zone or self.site
        if name not in self.clocks:
            self.clocks[name] = Clock(name)
        return self.clocks[name]

    def site_day(self, moment):
        return self.clock_of("").date_at(moment)

    def rate(self, meter, use, interval, standing):
        """The lines, the carry and the tier count after them; raises NoPrice."""
        if use.is_nothing():
            return [], standing.carry, standing.count
        division = Division(self.clock_of(""), self.clock_of, self.tariffs)
        stretches = self.tariffs.stretches(meter, *interval)
        lines, count = [], standing.count
        for stretch, energy_lines in division.by_stretch(use, stretches):
            more, count = surcharged(energy_lines, stretch.version, standing.opened, count)
            lines += energy_lines + more
        return *with_amounts(lines, standing.carry), count


def use_between(before, after):
    """What the registers counted between two readings, in watt-hours."""
    step = after["step_wh"] * after["ratio"]
    return Use((after["total"] - before["total"]) * step,
               [(now - then) * step for then, now in zip(before["rates"], after["rates"])])
