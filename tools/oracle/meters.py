"""What has been read of a meter, and who pays for it."""
from dataclasses import dataclass, field

from energy import Use
from tiers import TierCount


@dataclass
class Meter:
    position: int | None = None  # of the last good reading, attachment or detachment
    read_at: int = 0
    registers: dict | None = None
    account: str | None = None
    wallet: str | None = None
    count: TierCount = field(default_factory=TierCount)
    left: dict = field(default_factory=dict)  # account -> its count when the meter left it
    number: str = ""
    doubtful: int | None = None  # position of the quarantined reading that nobody decided about
    doubtful_at: int = 0
    passed_at: int = 0  # when it was replaced, reset, or rolled over, or got other transformers

    def take(self, position, moment, registers):
        self.position, self.read_at, self.registers = position, moment, registers

    def read(self, position, moment, registers):
        """An older good reading does not hide a newer doubtful one."""
        self.take(position, moment, registers)
        if moment >= self.doubtful_at:
            self.doubtful = None

    def pass_by(self, position, moment, registers):
        """What it showed before says nothing of what it shows from now on."""
        self.take(position, moment, registers)
        self.doubtful, self.passed_at = None, moment

    def doubt_of(self, moment, registers):
        """Why it cannot have stood at these registers then; None: it can."""
        use = self.expected_use(moment)
        if use == "late" and moment < self.passed_at:
            return None
        if use == "late" and moment == self.read_at and registers != self.registers:
            return doubt(self.registers, registers, use) or "contradicts_later_reading"
        return doubt(self.registers, registers, use)

    def expected_use(self, moment):
        """What becomes of a good reading of that moment."""
        if self.registers is None:
            return "opening"
        if moment <= self.read_at:
            return "late"
        return "charged" if self.account else "unbilled"


def doubt(before, after, use):
    """Why these registers cannot follow, or be followed by, the known ones; None: they can."""
    if shape(before) != shape(after):
        return "registers_changed_shape"
    if use == "late":
        return "contradicts_later_reading" if is_below(before, after) else None
    return "registers_went_back" if is_below(after, before) else None


def shape(registers):
    return len(registers["rates"]), registers["step_wh"], registers["ratio"]


def is_below(one, other):
    """Some register of the one is lower than that of the other."""
    return one["total"] < other["total"] or any(
        mine < theirs for mine, theirs in zip(one["rates"], other["rates"]))


def across(before, after, modulus):
    """What was counted by registers of so many counts, through zero; None: they do not fit."""
    if shape(before) != shape(after):
        return None
    counts = [(before["total"], after["total"]), *zip(before["rates"], after["rates"])]
    if any(count >= modulus for pair in counts for count in pair):
        return None
    step = after["step_wh"] * after["ratio"]
    total, *rates = [(now - then) % modulus * step for then, now in counts]
    return Use(total, rates)
