"""What happens to meters in their lives: doubted, replaced, set back, told, lost and found."""
from datetime import timedelta


class Lives:
    """A part of a history; knows its book, its clock, its chance and its meters' registers."""

    def __init__(self):
        self.doubtful = {}   # meter -> position of its reading that nobody decided about
        self.commands = []
        self.batches = 0
        self.devices = 5

    def lives(self):
        """Each deed with its weight."""
        return {self.resolve: 3, self.roll_over: 0.7, self.reset: 0.7, self.replace: 0.7,
                self.change_ratio: 0.7, self.request: 1, self.dispatch: 3, self.lose_contact: 0.5,
                self.find_again: 0.5, self.warn: 0.5, self.gather: 0.4}

    # --- doubts --------------------------------------------------------------------------------

    def resolve(self):
        if not self.doubtful:
            return
        meter, reading = self.chance.choice(sorted(self.doubtful.items()))
        resolution = self.chance.choice(["accepted", "corrected", "corrected", "rejected"])
        registers = self.meters[meter] if resolution == "corrected" else None
        answer = self.book.tell(self.at(), "ResolveQuarantine", reading=reading,
                                resolution=resolution, registers=registers)
        self.settle(meter, answer)

    def settle(self, meter, answer):
        if "refused" not in answer:
            self.doubtful.pop(meter, None)
        return "refused" not in answer

    def shown(self, meter, registers):
        """The position of the doubtful reading of these registers; none: nobody doubts them."""
        answer = self.read(meter, registers)
        return answer["position"] if answer.get("type") == "ReadingQuarantined" else None

    def roll_over(self):
        meter = self.meter()
        old = self.meters[meter]
        counts = [old["total"], *old["rates"]]
        modulus = max(1000, *[count + 1 for count in counts]) + self.chance.randint(0, 3000)
        new = {**old, "total": self.through_zero(old["total"], modulus),
               "rates": [self.through_zero(rate, modulus) for rate in old["rates"]]}
        reading = self.shown(meter, new)
        if reading and self.settle(meter, self.book.tell(self.at(), "RollOver", reading=reading,
                                                         modulus=modulus)):
            self.meters[meter] = new

    def through_zero(self, count, modulus):
        return (modulus + self.chance.randint(0, count) if count else 0) % modulus

    def reset(self):
        meter = self.meter()
        new = self.registers(self.chance.randint(0, 2))
        if self.chance.random() < 0.6:
            new = {**self.meters[meter], "total": 0,
                   "rates": [0 for _ in self.meters[meter]["rates"]]}
        new["ratio"] = self.meters[meter]["ratio"]
        reading = self.shown(meter, new)
        if reading and self.settle(meter, self.book.tell(self.at(), "ResetMeter", reading=reading,
                                                         estimated=self.estimate())):
            self.meters[meter] = new

    def estimate(self):
        guess = f"{self.chance.randint(0, 900)}.{self.chance.randint(0, 999):03}"
        return self.chance.choice(["0.00", guess])

    # --- devices -------------------------------------------------------------------------------

    def replace(self):
        meter = self.meter()
        self.devices += 1
        ct, opening = self.chance.choice([1, 40]), self.registers(self.chance.randint(0, 2))
        opening["ratio"] = self.chance.choice([1, ct])
        last = {"final": self.meters[meter]}
        if self.chance.random() < 0.5:
            last = {"estimated": self.estimate()}
        answer = self.book.tell(
            self.at(), "ReplaceMeter", meter=meter, replaced_at=self.at(), **last,
            number=f"N{self.devices}", profile="acrel-ddsy1352", unit=int(meter[1:]), ct=ct, pt=1,
            rated_power_w=1_000_000_000, has_relay=True, opening=opening)
        if self.settle(meter, answer):
            self.meters[meter] = opening

    def change_ratio(self):
        meter = self.meter()
        self.read(meter, self.meters[meter])
        ct, secondary = self.chance.choice([20, 40, 60]), self.chance.random() < 0.6
        answer = self.book.tell(self.at(), "ChangeRatio", meter=meter, ct=ct, pt=1,
                                secondary_side=secondary)
        if self.settle(meter, answer) and answer["events"]:
            self.meters[meter] = {**self.meters[meter], "ratio": ct if secondary else 1}

    # --- commands and contact ------------------------------------------------------------------

    def request(self):
        answer = self.book.tell(self.at(), "RequestCommand", meter=self.meter(),
                                kind=self.chance.choice(["trip", "restore_prepaid", "read_now"]),
                                expires_at=self.at(timedelta(hours=2)))
        if answer.get("type") == "CommandRequested":
            self.commands.append(answer["position"])

    def dispatch(self):
        if not self.commands:
            return
        command = self.chance.choice(self.commands)
        deed, fields = self.chance.choice([
            ("ReportSent", {}), ("ReportSent", {}), ("CancelCommand", {}), ("ExpireCommand", {}),
            ("ReportFailed", {"cause": "no answer"}),
            ("ReportConfirmed", {"relay_closed": True, "read_back": "closed"})])
        answer = self.book.tell(self.at(), deed, command=command, **fields)
        if deed != "ReportSent" and "refused" not in answer:
            self.commands.remove(command)

    def gather(self):
        self.batches += 1
        batch = f"B{self.batches}"
        meters = self.chance.sample(list(self.meters), self.chance.randint(1, len(self.meters)))
        self.book.tell(self.at(), "RequestBatch", batch=batch, meters=meters + ["NONE"],
                       kind=self.chance.choice(["trip", "keep_power", "settings_download"]),
                       expires_at=self.at(timedelta(hours=2)), retry_of=None)
        self.book.tell(self.at(), "AdvanceBatch", batch=batch)
        if self.chance.random() < 0.7:  # or else they stand in the way of all others
            self.book.tell(self.at(), "CancelBatch", batch=batch)
            self.book.tell(self.at(), "AdvanceBatch", batch=batch)

    def lose_contact(self):
        part = self.chance.sample(list(self.meters), self.chance.choice([0, 0, 2]))
        self.book.tell(self.at(), "ReportContactLost", line="L1", misses=3, detail="silent",
                       meter=None if part else self.chance.choice([None, self.meter()]),
                       meters=part)

    def find_again(self):
        for meter in (None, *self.meters):
            self.book.tell(self.at(), "ReportContact", line="L1", meter=meter)

    def warn(self):
        self.book.tell(self.at(), "SetThresholds", meter=self.meter(), alarm1="500000.00",
                       alarm2=f"{self.chance.randint(0, 300_000)}.00", overload_w=1000)
