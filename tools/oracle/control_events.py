"""Commands, batches, notices, and sales to meters: each begins once, ends once, in its order."""
from dataclasses import dataclass, field

from amounts import money

ENDINGS = ("CommandConfirmed", "CommandFailed", "CommandExpired", "CommandCancelled")


@dataclass
class Control:
    commands: dict = field(default_factory=dict)   # position -> what was requested, while it waits
    attempts: dict = field(default_factory=dict)
    rows: dict = field(default_factory=dict)       # batch -> meters whose rows are still to come
    notices: dict = field(default_factory=dict)    # position -> the notice, while it waits
    texts: dict = field(default_factory=dict)      # position -> kind and language of its words
    purchases: dict = field(default_factory=dict)  # meter -> the count that its next push follows
    by_itself: set = field(default_factory=set)    # meters that deduct
    alarms: set = field(default_factory=set)


def see_meter(witness, _, fact):
    if fact["mode"] == "meter":
        witness.control.by_itself.add(fact["meter"])


def see_reading(witness, _, fact):
    if fact["use"] in ("late", "corrects") or fact["seen"]["purchase_count"] is None:
        return
    witness.control.purchases.setdefault(fact["meter"], fact["seen"]["purchase_count"])


def see_replacement(witness, _, fact):
    witness.control.purchases.pop(fact["meter"], None)


def see_request(witness, event, fact):
    control = witness.control
    if fact["batch"]:
        see_row(witness, event, fact)
    cargo = fact["cargo"] or {}
    purchase = cargo.get("purchase")
    witness.compare("carries a sale", fact["kind"] == "credit_push", purchase is not None)
    if purchase:
        waiting = sum(1 for each in control.commands.values()
                      if each["meter"] == fact["meter"] and each["kind"] == "credit_push")
        expected = control.purchases.get(fact["meter"], 0) + waiting + 1
        witness.compare("purchase count", purchase["count"], expected)
        witness.compare("the meter deducts", True, fact["meter"] in control.by_itself)
        sale = witness.sales.get(purchase["sale"], {"amount": None})
        witness.compare("amount of the push", money(purchase["amount"]), sale["amount"])
    control.commands[event["position"]] = fact


def see_sending(witness, _, fact):
    attempts = witness.control.attempts
    attempts[fact["command"]] = attempts.get(fact["command"], 0) + 1
    witness.compare("attempt", fact["attempt"], attempts[fact["command"]])
    witness.compare("meter of the command", fact["meter"],
                    witness.control.commands.get(fact["command"], {}).get("meter"))


def see_ending(witness, event, fact):
    command = witness.control.commands.pop(fact["command"], None)
    if command is None:
        return witness.differ("command", fact["command"], "does not wait for an end")
    witness.compare("meter of the command", fact["meter"], command["meter"])
    if event["type"] == "CommandConfirmed" and command["kind"] == "credit_push":
        witness.control.purchases[fact["meter"]] = command["cargo"]["purchase"]["count"]


def see_batch(witness, _, fact):
    witness.compare("batch is new", True, fact["batch"] not in witness.control.rows)
    witness.control.rows[fact["batch"]] = list(fact["meters"])


def see_row(witness, _, fact):
    rows = witness.control.rows.get(fact["batch"], [])
    witness.compare("next row of the batch", fact["meter"], rows.pop(0) if rows else None)


def see_cancelled_batch(witness, _, fact):
    witness.control.rows[fact["batch"]] = []


def see_resolution(witness, _, fact):
    witness.control.purchases[fact["meter"]] = fact["purchase_count"]


def see_notice(witness, event, fact):
    witness.control.notices[event["position"]] = fact


def see_text(witness, event, fact):
    if fact["text"]:
        witness.control.texts[event["position"]] = (fact["kind"], fact["language"])


def see_notice_end(witness, event, fact):
    notice = witness.control.notices.get(fact["notice"], {})
    witness.compare("wallet of the notice", fact["wallet"], notice.get("wallet"))
    if fact.get("text"):
        witness.compare("what its text is of", witness.control.texts.get(fact["text"]),
                        (notice.get("kind"), notice.get("language")))
    if event["type"] == "NoticeDelivered" or fact["is_final"]:
        witness.control.notices.pop(fact["notice"], None)


def see_alarm(witness, _, fact):
    """Turns on; each fact out of reach is told, also while another one still waits."""
    on = (fact["meter"], fact["kind"])
    may_be_on = fact["kind"] == "correction_out_of_reach"
    witness.compare(f"alarm {on} was off", True, may_be_on or on not in witness.control.alarms)
    witness.control.alarms.add(on)


def see_clearing(witness, _, fact):
    on = (fact["meter"], fact["kind"])
    witness.compare(f"alarm {on} was on", True, on in witness.control.alarms)
    witness.control.alarms.discard(on)


HEAR = {
    "MeterRegistered": see_meter, "ReadingRecorded": see_reading, "MeterReplaced": see_replacement,
    "CommandRequested": see_request, "CommandSent": see_sending,
    **{name: see_ending for name in ENDINGS},
    "BatchRequested": see_batch, "BatchRowRefused": see_row, "BatchCancelled": see_cancelled_batch,
    "PurchasesResolved": see_resolution, "NoticeQueued": see_notice,
    "NoticeTextSet": see_text,
    "NoticeDelivered": see_notice_end, "NoticeFailed": see_notice_end,
    "AlarmRaised": see_alarm, "AlarmCleared": see_clearing}
