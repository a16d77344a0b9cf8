"""Follows the events in their order, keeps books of its own, and says where the two differ."""
import collections
from dataclasses import dataclass

import control_events
import corrections
import energy_events
import migration_events
import money_events
import office_events
from amounts import money_text
from postings import TrialBalance
from rating import Rating

SILENT = {
    "BuildingRegistered", "GatewayRegistered", "LineRegistered", "ThresholdsSet",
    "CustomerRegistered", "CustomerForgotten", "AccountPrepared", "PreparationWithdrawn",
    "ContactLost", "ContactRestored", "MeterRetired",
    "CreditLimitsSet", "RoleDefined", "OperatorAdded", "OperatorChanged", "PasswordChanged",
    "KeyIssued", "KeyRevoked", "OperatorSignedIn", "SignInRefused", "RequestRefused",
    "ExportTaken", "SigningKeyRotated", "ReceiptPrinted",
    "SessionEnded", "FeesDrawn"}  # they move neither energy nor money


@dataclass(frozen=True)
class Difference:
    position: int
    what: str
    book: object
    oracle: object

    def __str__(self):
        return (f"event {self.position}: {self.what}: the book says {self.book}, "
                f"the oracle {self.oracle}")


class Witness:
    def __init__(self):
        self.rating, self.posted = Rating(), TrialBalance()
        self.meters, self.wallets, self.accounts = {}, {}, {}
        self.pasts = {}  # meter -> what was read and charged since it was attached
        self.lives = {}  # meter -> the same since it was first read
        self.sales, self.refunds, self.receipts = {}, {}, 0
        self.look_back_days = 0
        self.proposals, self.proposed = {}, {}
        self.approval_limits = {"refund": None, "reversal": None}
        self.paid_back = collections.Counter()  # account -> refunds and ends of wallets
        self.position, self.lines = 0, 0
        self.charged, self.corrected = [], []  # position and lines of each
        self.differences = []
        self.office = office_events.Office()
        self.control = control_events.Control()
        self.hear = {**energy_events.HEAR, **migration_events.HEAR, **money_events.HEAR,
                     **office_events.HEAR}

    def differ(self, what, book, oracle):
        self.differences.append(Difference(self.position, what, book, oracle))

    def compare(self, what, book, oracle):
        if book != oracle:
            self.differ(what, book, oracle)

    def compare_money(self, what, book, oracle):
        """The book's is text, the oracle's is a count."""
        self.compare(what, book, money_text(oracle))

    def see(self, event):
        expected = self.position + 1
        self.position = event["position"]
        self.compare("position", self.position, expected)
        kind, fact = event["type"], event["data"]
        if kind in self.hear:
            self.hear[kind](self, event, fact)
        others = [each.HEAR for each in (corrections, control_events) if kind in each.HEAR]
        for hear in others:
            hear[kind](self, event, fact)
        if not others and kind not in SILENT and kind not in self.hear:
            self.differ("event", kind, "does not know what that means")
        self.posted.fold(kind, fact)
        office_events.note(self, event)

    def drawing_on(self, wallet):
        return sorted(meter for meter, known in self.meters.items() if known.wallet == wallet)

    def finish(self, balances=None):
        """Holds what the book posted against what the wallets hold, and against its balances."""
        self.compare_money("sum of all balances", "0.00", self.posted.sum())
        for name, wallet in self.wallets.items():
            posted = -self.posted.accounts.get(f"wallet:{name}", 0)
            self.compare_money(f"balance of {name}, as posted", money_text(posted), wallet.balance)
            self.compare(f"open credit of {name} is its balance", True, wallet.is_sound())
        for account, theirs in (balances or {}).items():
            ours = self.posted.accounts.get(account, 0)
            if account.startswith("wallet:"):
                wallet = self.wallets.get(account.removeprefix("wallet:"))
                ours = -wallet.balance if wallet else 0
            self.compare_money(f"balance of {account}", theirs, ours)
        if balances is not None:
            unknown = {name for name, amount in self.posted.accounts.items() if amount}
            self.compare("accounts that are missing", sorted(unknown - balances.keys()), [])
