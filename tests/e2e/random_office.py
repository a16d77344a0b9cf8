"""What an office does in a random history: fees, limits, shifts and periods, some of it refused."""
from datetime import timedelta
from zoneinfo import ZoneInfo

FEES = {"RENT": "month", "CLEAN": "day"}


class Office:
    """Deeds of an office in the history that is given."""

    def __init__(self, history):
        self.history, self.book, self.chance = history, history.book, history.chance
        self.shifts = []

    def deeds(self):
        return {self.publish_fee: 1, self.assign_fee: 2, self.charge_fees: 4, self.set_limits: 1,
                self.open_shift: 2, self.close_shift: 2, self.close_period: 3, self.staff: 1}

    def staff(self):
        """Who may ask moves no money: whatever of it is refused or written."""
        who = self.chance.choice(["ann", "bob"])
        role = self.chance.choice(["administrator", "cashier"])
        self.book.tell(self.at(), "AddOperator", operator=who, is_machine=False, display_name="",
                       roles=[role], buildings=[], accounts=[])
        self.book.tell(self.at(), "ReportSignIn", operator=who, address="192.0.2.1")
        self.book.tell(self.at(), "ReportExport", operator=who, what="/v1/meters", format="csv",
                       rows=3)
        self.book.tell(self.at(), "PrintReceipt", transaction=self.chance.randint(1, 300))

    def at(self):
        return self.history.at()

    def day(self, later=0):
        local = self.history.now.astimezone(ZoneInfo(self.history.zone))
        return str(local.date() + timedelta(days=later))

    def cents(self, most):
        return f"{self.chance.randint(0, most)}.{self.chance.randint(0, 99):02}"

    def begin(self):
        for fee in FEES:
            self.publish_fee(fee, -30)

    def publish_fee(self, fee=None, later=None):
        fee = fee or self.chance.choice(list(FEES))
        later = self.chance.randint(-5, 40) if later is None else later
        self.book.tell(self.at(), "PublishFee", fee=fee, name=fee, amount=self.cents(40),
                       per=FEES[fee], **{"from": self.day(later)})

    def assign_fee(self):
        until = self.day(self.chance.randint(0, 90)) if self.chance.random() < 0.4 else None
        self.book.tell(self.at(), "AssignFee", wallet=self.history.wallet(), until=until,
                       fee=self.chance.choice(list(FEES)),
                       **{"from": self.day(self.chance.randint(-3, 20))})

    def charge_fees(self):
        for wallet in self.history.wallets:
            self.book.tell(self.at(), "ChargeFees", wallet=wallet, through=self.day(-1))

    def set_limits(self):
        self.book.tell(self.at(), "SetCreditLimits", wallet=self.history.wallet(),
                       overdraft=self.cents(500),
                       hoarding_limit=self.chance.choice([None, "900000.00"]))

    def open_shift(self):
        answer = self.book.tell(self.at(), "OpenShift", till=self.chance.choice(["T1", "T2"]),
                                by=self.chance.choice(["ann", "ann", "bob"]), method="cash",
                                opening_float=self.cents(300))
        if "refused" not in answer:
            self.shifts.append(answer["position"])

    def close_shift(self):
        if self.shifts:
            answer = self.book.tell(
                self.at(), "CloseShift", shift=self.shifts[0], by_supervisor=True,
                counts=[{"method": "cash", "counted": self.cents(9000)}])
            if "refused" not in answer:
                self.shifts.pop(0)

    def close_period(self):
        """The next one of its kind is known to whoever was refused: so from far back on."""
        kind = self.chance.choice(["day", "day", "month", "year"])
        for later in range(-400, 1):
            day = self.day(later)
            if kind == "day" or day.endswith("-01" if kind == "month" else "-01-01"):
                self.book.tell(self.at(), "ClosePeriod", kind=kind, first=day)
