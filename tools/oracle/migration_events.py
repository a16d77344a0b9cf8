"""Events in the life of a meter: what a person said of it, and what is charged because of it."""
from amounts import ENERGY, count_of
from energy import Use
from energy_events import ESTIMATED, settle
from meters import across, shape
from moments import moment_of


def see_estimate(witness, event, fact):
    """A use that no register shows: as a total of the whole time, in lines that say so."""
    meter = witness.meters[fact["meter"]]
    moment = moment_of(event["occurred_at"])
    witness.compare("previous", fact["previous"], meter.position)
    witness.compare("since", moment_of(fact["since"]), meter.read_at)
    settle(witness, event, fact, Use(count_of(fact["energy"], ENERGY), []), ESTIMATED)
    meter.position, meter.read_at = event["position"], moment


def see_resolution(witness, event, fact):
    """What is charged stands in the reading that follows."""
    meter = witness.meters[fact["meter"]]
    witness.compare("reading", fact["reading"], meter.doubtful)
    witness.compare("causation", event["causation"], meter.doubtful)
    meter.doubtful = None


def see_replacement(witness, event, fact):
    meter = witness.meters[fact["meter"]]
    witness.compare("old_number", fact["old_number"], meter.number)
    if meter.registers is not None:
        witness.compare("final", fact["final"], meter.registers)
    compare_ratio(witness, fact, fact["opening"])
    meter.number = fact["number"]
    meter.pass_by(event["position"], moment_of(event["occurred_at"]), fact["opening"])


def see_roll_over(witness, event, fact):
    meter = witness.meters[fact["meter"]]
    witness.compare("previous", fact["previous"], meter.position)
    witness.compare("causation", event["causation"], meter.doubtful)
    use = across(meter.registers, fact["registers"], fact["modulus"])
    if use is None:
        return witness.differ("registers", fact["registers"], f"not after {meter.registers}")
    settle(witness, event, fact, use)
    meter.pass_by(event["position"], moment_of(event["occurred_at"]), fact["registers"])


def see_reset(witness, event, fact):
    meter = witness.meters[fact["meter"]]
    witness.compare("before", fact["before"], meter.registers)
    witness.compare("causation", event["causation"], meter.doubtful)
    if shape(fact["after"]) == shape(fact["before"]):
        witness.compare("set back", fact["after"] != fact["before"], True)
    meter.pass_by(event["position"], moment_of(event["occurred_at"]), fact["after"])


def see_ratio(witness, event, fact):
    """The same counts, which mean something else from now on."""
    meter = witness.meters[fact["meter"]]
    counts = {**fact["registers"], "ratio": meter.registers["ratio"]}
    witness.compare("registers", counts, meter.registers)
    compare_ratio(witness, fact, fact["registers"])
    meter.pass_by(event["position"], moment_of(event["occurred_at"]), fact["registers"])


def compare_ratio(witness, fact, registers):
    """CT × PT, or 1 where the registers count on the primary side."""
    ratio = registers["ratio"]
    if ratio not in (1, fact["ct"] * fact["pt"]):
        witness.differ("ratio", ratio, f"CT {fact['ct']} × PT {fact['pt']}, or 1")


HEAR = {
    "EnergyEstimated": see_estimate,
    "QuarantineResolved": see_resolution,
    "MeterReplaced": see_replacement,
    "RegisterRolledOver": see_roll_over,
    "MeterReset": see_reset,
    "TransformerRatioChanged": see_ratio,
}
