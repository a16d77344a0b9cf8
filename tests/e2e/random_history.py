"""A random year at a small site: tariffs, readings and money as they come, some of it refused."""
from datetime import datetime, timedelta, timezone

from played_book import read, register_meter, register_site
from random_office import Office
from random_lives import Lives

ZONES = ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe",
         "America/Havana", "Asia/Kathmandu"]
NEAR_CHANGES = ["2026-03-06T00:00:00Z", "2026-03-27T00:00:00Z", "2026-10-01T00:00:00Z",
                "2026-10-23T00:00:00Z", "2026-12-30T00:00:00Z", "2028-02-27T00:00:00Z"]
RATE_BANDS = ["sharp", "peak", "flat", "valley", "deep_valley"]
STEPS = 90
PAUSES_S = [600, 7200, 7200, 90_000, 90_000, 700_000]  # between two steps, at most


def play_history(book, chance, pauses_s=PAUSES_S, steps=STEPS):
    History(book, chance, pauses_s).play(steps)


class History(Lives):
    def __init__(self, book, chance, pauses_s):
        super().__init__()
        self.book, self.chance, self.pauses_s = book, chance, pauses_s
        self.now = datetime.fromisoformat(chance.choice(NEAR_CHANGES).replace("Z", "+00:00"))
        self.meters = {f"M{number}": self.registers(number) for number in range(1, 6)}
        self.sales, self.transactions = [], []
        self.past_readings = []  # (meter, position, registers, moment) of what was read
        self.wallets = ["A1", "A2.M3", "A2.M4"]
        self.zone, self.office = chance.choice(ZONES), Office(self)

    def play(self, steps):
        self.set_up()
        deeds = {self.count: 10, self.sell: 3, self.refund: 2, self.reverse: 1, self.transfer: 2,
                 self.oversee: 1, self.adjust: 2, self.publish: 1, self.assign: 1,
                 self.read_nonsense: 1, self.read_late: 1, self.move_meter: 1, self.hand_over: 0.3,
                 self.correct_reading: 1, self.correct: 2, self.bring_in: 1, self.prepare: 1,
                 self.settle_wallet: 1, **self.office.deeds(), **self.lives()}
        for _ in range(steps):
            self.pass_time()
            self.chance.choices(list(deeds), deeds.values())[0]()
        self.close()

    # --- time ----------------------------------------------------------------------------------

    def at(self, later=timedelta()):
        return (self.now + later).astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def pass_time(self):
        longest = self.chance.choice(self.pauses_s)
        self.now += timedelta(seconds=self.chance.randint(1, longest),
                              microseconds=self.chance.choice([0, 0, 1, 999_999, 123_456]))

    # --- the building --------------------------------------------------------------------------

    def registers(self, number):
        return {"total": 1000 * number, "rates": [0] * self.chance.choice([0, 4, 5]),
                "step_wh": self.chance.choice([1, 10, 100]), "ratio": 40 if number == 2 else 1}

    def set_up(self):
        register_site(self.book, self.at(), self.zone, self.counter())
        self.office.begin()
        self.book.must(self.at(), "RegisterGateway", gateway="G1", building="B1",
                       name="Cellar", collects=self.chance.random() < 0.5)
        self.publish_calendar()
        for tariff in ("one", "bands", "tiers"):
            self.publish_tariff(tariff, timedelta(days=-400))
        for unit, (meter, registers) in enumerate(self.meters.items(), 1):
            register_meter(self.book, self.at(), meter, unit, registers["ratio"], f"N{unit}")
            self.book.must(self.at(), "AssignTariff", meter=meter, tariff=self.tariff(),
                           **{"from": self.at(timedelta(days=-300))})
            self.read(meter, registers)
        self.open("A1", ["M1", "M2"], "pooled")
        self.open("A2", ["M3", "M4"], "per_meter")

    def counter(self):
        return self.chance.choice([None, {
            "service_fee_ppm": self.chance.randint(0, 60_000), "overdraft": "20.00",
            "hoarding_limit": None, "till_methods": []}])

    def open(self, account, meters, wallets):
        """With credit for a while, so that there is something to refund and to transfer."""
        self.book.must(self.at(), "OpenAccount", account=account, customer="C1", meters=meters,
                       wallets=wallets)
        for wallet in [each for each in self.wallets if each.startswith(account)]:
            self.sales.append(self.book.must(self.at(), "SellCredit", wallet=wallet,
                                             amount="300000.00", method="cash"))

    # --- tariffs -------------------------------------------------------------------------------

    def tariff(self):
        return self.chance.choice(["one", "bands", "tiers"])

    def publish_calendar(self):
        days = sorted({self.now.date() + timedelta(days=self.chance.randint(0, 300))
                       for _ in range(60)})
        kinds = ["holiday", "workday"]
        self.book.must(self.at(), "PublishCalendar", calendar="days", name="Days", days=[
            {"day": str(day), "kind": self.chance.choice(kinds)} for day in days])

    def publish_tariff(self, tariff, later):
        banded = tariff != "one" and self.chance.random() < 0.85
        bands = self.chance.sample(RATE_BANDS, 4 if self.chance.random() < 0.1 else 5)
        pick = lambda: self.schedule(bands) if banded else []
        terms = {
            "prices": [{"band": band, "price": self.price()}
                       for band in (bands if banded else ["single"])],
            "schedule": pick(), "rules": [self.rule(bands) for _ in range(3 if banded else 0)],
            "zone": self.chance.choice(["", "", *ZONES]), "calendar": "days",
            "tiers": self.tiers() if tariff == "tiers" else [],
            "tier_cycle": self.chance.choice(["month", "year"]),
            "cycle_start": self.chance.choice(["calendar", "account"]),
            "provisional": self.chance.random() < 0.2}
        return self.book.tell(self.at(), "PublishTariff", tariff=tariff, name=tariff,
                              effective_from=self.at(later), **terms)

    def price(self):
        return f"{self.chance.randint(0, 2)}.{self.chance.randint(0, 99_999_999):08}"

    def schedule(self, bands):
        begins = [0, *sorted(self.chance.sample(range(1, 1440), self.chance.randint(0, 5)))]
        if self.chance.random() < 0.5:
            begins = [0, 90, 150, 1410]  # where clocks change
        return [{"from_minute": begin, "band": self.chance.choice(bands)} for begin in begins]

    def rule(self, bands):
        months = [f"{self.chance.randint(1, 12):02}-{self.chance.randint(1, 28):02}"
                  for _ in range(2)]
        return {"from": months[0], "to": months[1],
                "on": self.chance.choice(["any", "workday", "weekend", "holiday"]),
                "weekdays": self.chance.choice([[], [], [6, 7], [1, 3, 5]]),
                "schedule": self.schedule(bands)}

    def tiers(self):
        limits = sorted(self.chance.sample(range(1, 3000), self.chance.randint(1, 4)))
        return [{"above": f"{limit}.{self.chance.randint(0, 999):03}",
                 "surcharge": f"{self.chance.choice(['-', '', ''])}{self.price()}"}
                for limit in limits]

    def publish(self):
        later = timedelta(seconds=self.chance.randint(-2_000_000, 200_000))
        self.publish_tariff(self.tariff(), later)
        if self.chance.random() < 0.5:
            self.book.tell(self.at(), "PublishCalendar", calendar="days", name="Days", days=[])

    def assign(self):
        later = timedelta(seconds=self.chance.randint(-2_000_000, 200_000))
        self.book.tell(self.at(), "AssignTariff", meter=self.meter(), tariff=self.tariff(),
                       **{"from": self.at(later)})

    # --- readings ------------------------------------------------------------------------------

    def meter(self):
        return self.chance.choice(list(self.meters))

    def count(self):
        """Some or all meters count and are read; the rates may drift from the total."""
        for meter in self.chance.sample(list(self.meters), self.chance.randint(1, 5)):
            registers = self.meters[meter]
            registers["rates"] = [rate + self.chance.choice([0, self.chance.randint(0, 9_000)])
                                  for rate in registers["rates"]]
            drift = self.chance.choice([0, 0, self.chance.randint(0, 5)])
            counted = sum(registers["rates"]) if registers["rates"] else registers["total"]
            grown = counted + drift if registers["rates"] else counted + self.more()
            registers["total"] = max(registers["total"], grown)
            if self.chance.random() < 0.2:
                self.past_readings.append((meter, 0, dict(registers), self.at()))  # may come late
                continue
            self.read(meter, registers)

    def read(self, meter, registers):
        """Keeps in mind which readings wait for somebody to decide."""
        answer = read(self.book, self.at(), meter, registers)
        self.past_readings.append((meter, answer.get("position", 0), dict(registers), self.at()))
        if answer.get("type") == "ReadingQuarantined":
            self.doubtful[meter] = answer["position"]
        elif answer.get("type"):
            self.doubtful.pop(meter, None)
        return answer

    def more(self):
        return self.chance.choice([0, 1, self.chance.randint(0, 20_000)])

    def read_nonsense(self):
        meter = self.meter()
        registers = dict(self.meters[meter])
        registers[self.chance.choice(["total", "step_wh"])] = self.chance.choice([7, 0, 10**9])
        self.read(meter, registers)

    def correct(self):
        """What is due is charged again."""
        for meter in self.meters:
            self.book.tell(self.at(), "CorrectCharges", meter=meter)

    def correct_reading(self):
        """Somebody keyed a reading wrongly, by a few counts."""
        known = [each for each in self.past_readings if each[1]]
        if known:
            _, position, registers, _ = self.chance.choice(known[-20:])
            total = max(0, registers["total"] + self.chance.randint(-300, 300))
            self.book.tell(self.at(), "CorrectReading", reading=position,
                           registers={**registers, "total": total})

    def read_late(self):
        if self.past_readings and self.chance.random() < 0.8:
            meter, _, registers, moment = self.chance.choice(self.past_readings[-20:])
            self.book.tell(self.at(), "RecordReading", meter=meter, read_at=moment,
                           registers=registers, seen={}, number_seen="", ct_seen=0, pt_seen=0)
            return
        meter = self.meter()
        registers = dict(self.meters[meter])
        registers["total"] = max(0, registers["total"] + self.chance.choice([-1, 0, 1]))
        early = self.at(timedelta(days=-self.chance.randint(1, 90)))
        self.book.tell(self.at(), "RecordReading", meter=meter, read_at=early,
                       registers=registers, seen={}, number_seen="", ct_seen=0, pt_seen=0)

    # --- money ---------------------------------------------------------------------------------

    def amount(self):
        most = self.chance.choice([400, 400, 40_000, 400_000])
        return f"{self.chance.randint(0, most)}.{self.chance.randint(0, 99):02}"

    def wallet(self):
        return self.chance.choice(self.wallets)

    def remember(self, answer, names):
        if "refused" not in answer:
            names.append(answer["position"])

    def sell(self):
        answer = self.book.tell(self.at(), "SellCredit", wallet=self.wallet(),
                                amount=self.amount(), method="cash")
        self.remember(answer, self.sales)
        self.remember(answer, self.transactions)

    def refund(self):
        if self.sales:
            self.remember(self.book.tell(
                self.at(), "RefundCredit", sale=self.chance.choice(self.sales[-6:]),
                amount=f"{self.chance.randint(0, 40)}.50", method="cash"), self.transactions)

    def reverse(self):
        if self.transactions:
            self.book.tell(self.at(), "ReverseTransaction", debt_allowed=True,
                           transaction=self.chance.choice(self.transactions[-5:]))

    def transfer(self):
        self.book.tell(self.at(), "TransferCredit", amount=self.amount(),
                       **{"from": self.wallet(), "to": self.wallet()})

    def adjust(self):
        sign = self.chance.choice(["", "-"])
        answer = self.book.tell(self.at(), "ProposeAdjustment", wallet=self.wallet(),
                                kind=self.chance.choice(["correction", "goodwill"]),
                                amount=f"{sign}{self.amount()}{self.chance.randint(0, 9999):04}")
        if "refused" not in answer:
            decision = self.chance.choice(["ApproveAdjustment", "DeclineAdjustment"])
            self.book.must(self.at(), decision, by="bob", proposal=answer["position"])

    def oversee(self):
        """Above a small amount a second person is wanted; who is asked may say no, or nothing."""
        self.book.must(self.at(), "SetApprovalLimits", refund_above="1.00", reversal_above="1.00")
        if self.sales and self.chance.random() < 0.6:
            self.remember(self.decided("RefundCredit", method="cash",
                                       sale=self.chance.choice(self.sales[-6:]),
                                       amount=f"{self.chance.randint(1, 4)}.50"),
                          self.transactions)
        else:
            meter = self.meter()
            self.read(meter, self.meters[meter])
            account = self.chance.choice(["A1", "A2"])
            self.decided("DetachMeter", account=account, meter=meter, settle_by="cash")
            self.decided("SettleWallet", wallet=self.wallet(), method="cash")
        self.book.must(self.at(), "SetApprovalLimits", refund_above=None, reversal_above=None)

    def decided(self, command, **wanted):
        """Asked for, decided by another where it has to be, and asked for again."""
        answer = self.book.tell(self.at(), command, **wanted)
        if answer.get("position"):  # 0: nothing was to be done
            decision = self.chance.choice(["ApproveTransaction", "DeclineTransaction"])
            said = self.book.tell(self.at(), decision, by="bob", proposal=answer["position"])
            if decision == "ApproveTransaction" and "refused" not in said:
                return self.book.tell(self.at(), command, **wanted)
        return {"refused": "declined, or done at once"}

    # --- accounts ------------------------------------------------------------------------------

    def move_meter(self):
        """A meter leaves its account, or joins one that may be another."""
        meter = self.meter()
        self.read(meter, self.meters[meter])
        if self.chance.random() < 0.5:
            rest = self.chance.choice([{}, {}, {"settle_by": "cash"}, {"rest_to": "A1"}])
            for account in ("A1", "A2"):
                self.book.tell(self.at(), "DetachMeter", account=account, meter=meter, **rest)
        account = self.chance.choice(["A1", "A2"])
        answer = self.book.tell(self.at(), "AttachMeter", account=account, meter=meter)
        wallet = f"A2.{meter}"
        if account == "A2" and "refused" not in answer and wallet not in self.wallets:
            self.wallets.append(wallet)

    def bring_in(self):
        self.book.tell(self.at(), "BringInBalance", wallet=self.wallet(), balance=self.old())

    def old(self):
        return {"amount": f"{self.chance.choice(['', '-'])}{self.amount()}", "source": "old till",
                "reference": ""}

    def settle_wallet(self):
        self.book.tell(self.at(), "SettleWallet", wallet=self.wallet(), method="cash")

    def prepare(self):
        """An account for a meter that may be somebody's still; opened at once, or never."""
        meter = self.meter()
        account = f"P{self.now.timestamp():.0f}"
        terms = [{"meter": meter, "tariff": self.chance.choice([None, self.tariff()]),
                  "thresholds": None, "old_balance": self.old()}]
        self.book.tell(self.at(), "PrepareAccount", account=account, customer="C2",
                       meters=[meter], terms=terms)
        self.meters[meter]["total"] += self.more() if not self.meters[meter]["rates"] else 0
        answer = self.book.tell(self.at(), "OpenPrepared", account=account, baselines=[
            {"meter": meter, "read_at": self.at(), "registers": self.meters[meter]}])
        if "refused" in answer:
            self.book.must(self.at(), "WithdrawPreparation", account=account)
        else:
            self.wallets.append(f"{account}.{meter}")

    def hand_over(self):
        self.book.tell(self.at(), "TransferAccount", account=self.chance.choice(["A1", "A2"]),
                       customer=self.chance.choice(["C1", "C2", "C3"]))

    def close(self):
        for meter, registers in self.meters.items():
            self.read(meter, registers)
        self.correct()
        self.book.tell(self.at(), "CloseAccount", method="cash",
                       account=self.chance.choice(["A1", "A2"]))
