"""A book that holds every kind of event there is: a random history, and what chance left out."""
import random
import subprocess
from datetime import timedelta

from played_book import BINARIES, read, register_meter
from random_history import History, PAUSES_S

SEED = 1


def play_every_kind(book):
    with book:
        history = History(book, random.Random(SEED), PAUSES_S)
        history.play(300)
        rest = Rest(history)
        rest.play()
    notices = [each["position"] for each in book.export() if each["type"] == "NoticeQueued"]
    with book:
        rest.deliver(notices)
    subprocess.run([BINARIES / "meterbook", "key", book.path, "--rotate", "--reason",
                    "every kind of event"], check=True, capture_output=True)


class Rest:
    """One deed after another on meters, accounts and people of its own, a minute apart."""

    def __init__(self, history):
        self.book, self.now = history.book, history.now + timedelta(days=40)

    def at(self):
        self.now += timedelta(minutes=1)
        return self.now.strftime("%Y-%m-%dT%H:%M:%SZ")

    def must(self, deed, /, by="ann", **fields):
        return self.book.must(self.at(), deed, by=by, **fields)

    def play(self):
        for unit, meter in ((11, "X1"), (12, "X2"), (13, "X3")):
            register_meter(self.book, self.at(), meter, unit)
            self.must("AssignTariff", meter=meter, tariff="one",
                      **{"from": self.at()})
            read(self.book, self.at(), meter, {"total": 100, "rates": [], "step_wh": 10,
                                               "ratio": 1})
        self.people()
        self.money()
        self.control()
        self.must("RetireMeter", meter="X3")

    def money(self):
        self.must("RegisterCustomer", customer="C9", sealed_name="aa" * 40, sealed_phone="bb" * 40)
        self.must("OpenAccount", account="X", customer="C9", meters=["X1", "X2"])
        sale = self.must("SellCredit", wallet="X.X1", amount="100.00", method="cash")
        self.must("PrintReceipt", transaction=sale)
        self.must("SellCredit", wallet="X.X2", amount="5.00", method="cash")
        self.must("SetApprovalLimits", refund_above="0.00", reversal_above=None)
        for decision in ("ApproveTransaction", "DeclineTransaction"):
            proposal = self.must("RefundCredit", sale=sale, amount="1.00", method="cash")
            self.must(decision, by="bob", proposal=proposal)
            if decision == "ApproveTransaction":
                self.must("RefundCredit", sale=sale, amount="1.00", method="cash")
        self.must("SetApprovalLimits", refund_above=None, reversal_above=None)
        self.must("ReportFeesDrawn", through="2026-01-01", charges=3, refused=[])
        self.must("DetachMeter", account="X", meter="X2", settle_by="cash")
        self.must("SetThresholds", meter="X1", alarm1="500.00", alarm2="1.00", overload_w=1000)
        shown = {"total": 110, "rates": [], "step_wh": 10, "ratio": 1}
        for _ in range(2):
            read(self.book, self.at(), "X1", shown)
        self.must("ReportPurchases", meter="X1", detail="it counts 3, the book 1")
        self.must("ResolvePurchases", meter="X1", purchase_count=3, sent_is_credited=False)

    def request(self, kind="read_now"):
        return self.must("RequestCommand", meter="X1", kind=kind,
                         expires_at=(self.now + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%SZ"))

    def control(self):
        done = self.request()
        self.must("ReportSent", command=done)
        self.must("ReportConfirmed", command=done, relay_closed=True, read_back="closed")
        self.must("ReportFailed", command=self.request(), cause="no answer")
        self.must("CancelCommand", command=self.request())
        late = self.request()
        self.now += timedelta(hours=3)
        self.must("ExpireCommand", command=late)
        expires = (self.now + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.must("RequestBatch", batch="XB", meters=["X1", "NONE"], kind="read_now",
                  expires_at=expires, retry_of=None)
        self.must("CancelBatch", batch="XB")
        self.must("AdvanceBatch", batch="XB")
        self.must("ReportContactLost", line="L1", misses=3, detail="silent", meter="X1", meters=[])
        self.must("ReportContact", line="L1", meter="X1")

    def people(self):
        self.must("DefineRole", role="watch", rights=["event.read"])
        for kind in ("arrears", "balance_low"):
            self.must("SetNoticeText", kind=kind, language="zh", text="{meter}: {balance}")
        for who, is_machine in (("root", False), ("olga", False), ("till", True)):
            self.must("AddOperator", by="root", operator=who, is_machine=is_machine,
                      display_name="", roles=["administrator" if who == "root" else "watch"],
                      buildings=[], accounts=[])
        self.must("ChangeOperator", by="root", operator="olga", display_name="Counter 2",
                  roles=["watch"], buildings=[], accounts=[], disabled=False)
        self.must("ReportPasswordChange", operator="olga")
        self.must("ReportSignIn", operator="olga", address="192.0.2.1")
        self.must("ReportSignInRefused", operator="olga", address="192.0.2.1",
                  fault="wrong", count=2)
        self.must("ReportRefusal", operator="olga", right="money.sell", asked="POST /v1/sales",
                  count=1)
        self.must("ReportSessionEnd", operator="olga", cause="signed_out", count=1)
        self.must("IssueKey", by="root", operator="till", key="first", expires_at=None)
        self.must("RevokeKey", by="root", operator="till", key="first")

    def deliver(self, notices):
        """Some notice waits still; and who has nothing here any more is forgotten."""
        answers = [self.book.tell(self.at(), "ReportNoticeDelivered", notice=each, reference="7")
                   for each in notices]
        if not any(each.get("type") == "NoticeDelivered" for each in answers):
            raise AssertionError(f"no notice could be delivered: {answers}")
        read(self.book, self.at(), "X1", {"total": 110, "rates": [], "step_wh": 10, "ratio": 1})
        self.must("CloseAccount", account="X", method="cash")
        self.must("ForgetCustomer", customer="C9")
