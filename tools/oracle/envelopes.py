"""What the envelopes of a log say, one after another: the checks of docs/bundle_format.md."""
from moments import moment_of

SCHEMA = 1  # of every kind of event
FINGERPRINT = 16  # bytes
SAY_WHY = {"CreditRefunded", "TransactionReversed", "CreditTransferred", "AdjustmentProposed",
           "TransactionProposed",
           "CreditLimitsSet", "ReadingCorrected", "MeterRetired", "MeterReplaced", "MeterReset",
           "TransformerRatioChanged", "CustomerForgotten", "AccountClosed", "AccountTransferred",
           "WalletSettled", "OpeningBalanceBroughtIn"}
CHECKS = ("envelope_is_whole", "commands_are_whole", "event_ids_are_used_once",
          "idempotency_keys_are_used_once", "recorded_time_never_goes_back",
          "subject_versions_have_no_gap")


class Envelopes:
    """Follows them in order; `blame(check, position, what)` hears what is wrong."""

    def __init__(self, blame):
        self.blame = blame
        self.last, self.recorded_at = 0, 0
        self.used_keys, self.used_ids, self.versions = set(), set(), {}
        self.command, self.left = None, 0  # the first event of the one under way; what it lacks

    def see(self, number, event):
        self.last, at = number, moment_of(event["recorded_at"])
        self.see_form(number, event, at)
        self.see_command(number, event)
        for check, used, name in (
                ("idempotency_keys_are_used_once", self.used_keys, event["idempotency_key"]),
                ("event_ids_are_used_once", self.used_ids, event["event_id"])):
            if name and name in used:
                self.blame(check, number, f"'{name}' was used before")
            used.add(name)
        if at < self.recorded_at:
            self.blame("recorded_time_never_goes_back", number, "it was recorded before the last")
        self.recorded_at = at
        subject = (event["subject"]["kind"], event["subject"]["id"])
        if event["subject_version"] != self.versions.get(subject, 0) + 1:
            self.blame("subject_versions_have_no_gap", number, "it counts its subject otherwise")
        self.versions[subject] = event["subject_version"]

    def see_form(self, number, event, at):
        width = FINGERPRINT if event["idempotency_key"] else 0
        for holds, what in (
                (event["schema"] == SCHEMA, "its schema is none that is known"),
                (is_of_its_moment(event["event_id"], at), "its event_id is of another moment"),
                ((event["causation"] or 0) < number, "it came of a later event"),
                (moment_of(event["occurred_at"]) <= at, "it happened after it was recorded"),
                (len(event["fingerprint"]) == 2 * width, "key and fingerprint do not go together"),
                (event["reason"] or event.get("type") not in SAY_WHY, "it does not say why")):
            if not holds:
                self.blame("envelope_is_whole", number, what)

    def see_command(self, number, event):
        if self.left:
            same = [event[name] == self.command[name]
                    for name in ("recorded_at", "actor", "reason")]
            fits = all(same) and not event["command_events"] and not event["idempotency_key"]
        else:
            self.command, self.left = event, event["command_events"]
            fits = self.left > 0
        if not fits:
            self.blame("commands_are_whole", number, "it does not go on with its command")
        self.left = max(self.left - 1, 0)

    def finish(self):
        if self.left:
            self.blame("commands_are_whole", self.last, "the log ends before its command does")


def is_of_its_moment(event_id, at):
    """UUIDv7: 48 bits of milliseconds, the version and the variant in front of what is random."""
    data = bytes.fromhex(event_id)
    return (len(data) == 16 and int.from_bytes(data[:6], "big") == at // 1000
            and data[6] >> 4 == 7 and data[8] >> 6 == 2)
