"""The ledger and the oracle, which share nothing, agree: on the worked examples of docs/rating.md,
on random histories, on the demonstration. And the oracle notices when a digit is changed."""
import copy
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import unittest

from played_book import BINARIES, ROOT, PlayedBook, judged
from random_history import play_history
from worked_examples import (AT, Example, adjust, blocks, charges, corrected, open_account,
                             take_steps)

import control_events  # the oracle's
import corrections
from amounts import money, money_text
from judge import judge
from witness import SILENT, Witness

HISTORIES = 300 if os.environ.get("METERBOOK_LONG") else 12
# Of every kind that the oracle judges by itself: what it must notice at the event itself.
TELLING = {
    "MeterAttached": ["baseline.total"],
    "MeterDetached": ["final.total"],
    "CreditSold": ["amount", "fee", "balance_after", "receipt_number", "recharge_count"],
    "CreditRefunded": ["amount", "balance_after"],
    "TransactionReversed": ["amount", "balance_after"],
    "CreditTransferred": ["amount", "from_balance_after", "to_balance_after"],
    "BalanceAdjusted": ["amount", "balance_after", "proposal"],
    "AdjustmentDeclined": ["proposal"],
    "TransactionApproved": ["proposal"],
    "TransactionDeclined": ["proposal"],
    "FeeCharged": ["amount", "balance_after"],
    "FeePublished": ["version"],
    "ShiftClosed": ["counts.0.expected"],
    "PeriodClosed": ["figures.0.balance", "at"],
    "OpeningBalanceBroughtIn": ["amount", "balance_after"],
    "WalletSettled": ["paid_out", "rounding"],
    "ChargeCorrected": ["lines.0.amount", "lines.0.energy", "carry_after"],
    "ReadingCorrected": ["before.total", "stands.total"],
    "AccountClosed": ["settlements.0.paid_out", "settlements.0.rounding"],
    "ReadingRecorded": ["lines.0.amount", "lines.0.energy", "lines.0.price", "registers.total",
                        "carry_after", "tiers_after.used"],
    "EnergyEstimated": ["lines.0.amount", "energy", "previous", "carry_after", "tiers_after.used"],
    "RegisterRolledOver": ["lines.0.amount", "registers.total", "modulus", "previous",
                           "carry_after"],
    "QuarantineResolved": ["reading"],
    "MeterReplaced": ["final.total", "old_number"],
    "MeterReset": ["before.total"],
    "TransformerRatioChanged": ["registers.total"],
}
# These are judged by what follows from them.
TOLD_LATER = {"SiteConfigured", "TariffPublished", "TariffAssigned", "CalendarPublished",
              "MeterRegistered", "AccountOpened", "AdjustmentProposed", "ReadingQuarantined",
              "ApprovalLimitsSet", "TransactionProposed", "AccountTransferred",
              "FeeAssigned", "ShiftOpened", "CommandRequested", "CommandSent", "CommandConfirmed",
              "CommandFailed", "CommandExpired", "CommandCancelled", "BatchRequested",
              "BatchRowRefused", "BatchCancelled", "PurchasesResolved", "NoticeQueued",
              "NoticeDelivered", "NoticeFailed", "NoticeTextSet", "AlarmRaised",
              "AlarmCleared"}
SEED = int(os.environ.get("ORACLE_SEED", "1"))


class OracleTest(unittest.TestCase):
    def setUp(self):
        self.folder = self.new_folder()

    def new_folder(self):
        folder = tempfile.TemporaryDirectory(prefix="meterbook-")
        self.addCleanup(folder.cleanup)
        return pathlib.Path(folder.name)

    def assert_agreement(self, book):
        code, said = book.judged()
        self.assertEqual(code, 0, said)


class WorkedExamples(OracleTest):
    def test_every_charge_is_what_the_page_says_in_the_ledger_and_in_the_oracle(self):
        examples = blocks("rating")
        self.assertGreaterEqual(len(examples), 18)
        for line, block in examples:
            with self.subTest(line=line):
                self.check_rating(block)

    def check_rating(self, block):
        example, book = Example(block), PlayedBook(self.new_folder())
        with book:
            example.play(book)
        events = book.export()
        self.assertEqual(charges(events), block["charges"], "the ledger")
        witness = judge([json.dumps(event) for event in events])
        self.assertEqual([[str(line) for line in lines] for _, lines in witness.charged],
                         [lines for lines in block["charges"] if isinstance(lines, list)],
                         "the oracle")
        self.assert_agreement(book)
        if "carry" in block:
            self.assertEqual(witness.wallets["A1.M1"].carry, block["carry"])
            self.assertEqual(last_reading(events)["carry_after"], block["carry"])
        if "tiers" in block:
            cycle, used = block["tiers"]
            self.assertEqual(last_reading(events)["tiers_after"], {"cycle": cycle, "used": used})

    def test_what_comes_late_is_charged_again_as_the_page_says(self):
        examples = blocks("correction")
        self.assertGreaterEqual(len(examples), 6)
        for line, block in examples:
            with self.subTest(line=line):
                self.check_correction(block)

    def check_correction(self, block):
        example, book = Example(block), PlayedBook(self.new_folder())
        with book:
            example.play(book)
            example.come_late(book)
        events = book.export()
        self.assertEqual(charges(events)[:len(block["charges"])], block["charges"], "as charged")
        self.assertEqual(corrected(events), block["corrected"], "the ledger")
        witness = judge([json.dumps(event) for event in events])
        told = [lines for _, lines in witness.corrected]
        self.assertEqual(without_basis(told), without_basis(block["corrected"]), "the oracle")
        self.assertEqual(book.balance("A1.M1"), block["balance"], "the ledger")
        self.assertEqual(money_text(witness.wallets["A1.M1"].balance), block["balance"],
                         "the oracle")
        self.assert_agreement(book)

    def test_credit_is_open_and_refunded_as_the_page_says(self):
        examples = blocks("credit")
        self.assertGreaterEqual(len(examples), 3)
        for line, block in examples:
            with self.subTest(line=line):
                self.check_credit(block)

    def check_credit(self, block):
        book = PlayedBook(self.new_folder())
        with book:
            open_account(book)
            named = take_steps(book, block["steps"])
        witness = judge([json.dumps(event) for event in book.export()])
        self.assertEqual(book.balance("A1"), block["balance"], "the ledger")
        self.assertEqual(money_text(witness.wallets["A1"].balance), block["balance"], "the oracle")
        with book:
            for sale, left in block["open"].items():
                self.assertEqual(money_text(witness.wallets["A1"].unconsumed(named[sale])), left)
                self.check_refund(book, named[sale], money(left))
        book.export()
        self.assert_agreement(book)

    def check_refund(self, book, sale, left):
        """The exact remainder is accepted, a cent more is not."""
        refund = lambda amount: book.tell(AT, "RefundCredit", sale=sale, method="cash",
                                          amount=money_text(amount))
        self.assertIn("refused", refund(left + 10_000))
        if left:
            self.assertNotIn("refused", refund(left))

    def test_accounts_are_settled_as_the_page_says(self):
        examples = blocks("settlement")
        self.assertGreaterEqual(len(examples), 3)
        for line, block in examples:
            with self.subTest(line=line):
                book = PlayedBook(self.new_folder())
                with book:
                    open_account(book)
                    adjust(book, block["balance"])
                    book.must(AT, "CloseAccount", account="A1", method="cash")
                closed = [event for event in book.export() if event["type"] == "AccountClosed"]
                settled = closed[0]["data"]["settlements"][0]
                self.assertEqual((settled["paid_out"], settled["rounding"]),
                                 (block["paid_out"], block["rounding"]))
                self.assert_agreement(book)


def without_basis(corrections):
    """What was estimated may have become measured: the oracle does not say which."""
    return [[str(line).rsplit(" ", 1)[0] for line in lines] for lines in corrections]


def last_reading(events):
    return [event["data"] for event in events if event["type"] == "ReadingRecorded"][-1]


class Histories(OracleTest):
    def test_random_histories_are_rated_and_balanced_alike(self):
        charged = 0
        for seed in range(SEED, SEED + HISTORIES):
            with self.subTest(ORACLE_SEED=seed):
                book = PlayedBook(self.new_folder())
                with book:
                    play_history(book, random.Random(seed))
                events = book.export()
                charged += sum(bool(event["data"].get("lines")) for event in events)
                self.assert_agreement(book)
        print(f"oracle: {HISTORIES} histories with {charged} charges judged alike, seed={SEED}")
        self.assertGreater(charged, 5 * HISTORIES)


class Falsified(OracleTest):
    """One digit is changed in the export of a sound book."""

    @classmethod
    def setUpClass(cls):
        cls.events = next(events for seed in range(SEED, SEED + 300)
                          if (events := cls.rich_history(seed)))

    @staticmethod
    def rich_history(seed):
        """Of short pauses, and with all that tells; or nothing."""
        with tempfile.TemporaryDirectory(prefix="meterbook-") as folder:
            book = PlayedBook(pathlib.Path(folder))
            with book:
                play_history(book, random.Random(seed), [600, 7200, 20_000], 250)
            events = book.export()
            if not TELLING.keys() <= {event["type"] for event in events if is_telling(event)}:
                return None
            code, said = book.judged()
        if code != 0:
            raise AssertionError(said)
        return events

    def falsified(self, position, change):
        events = copy.deepcopy(self.events[:position + 1])
        change(events[position - 1]["data"])
        self.assertNotEqual(events, self.events[:position + 1])
        return [json.dumps(event) + "\n" for event in events]

    def check_noticed(self, kind, change):
        """At some events of the kind, there first of all."""
        meant = [event["position"] for event in self.events
                 if event["type"] == kind and is_telling(event)]
        self.assertTrue(meant, f"the history has no {kind}")
        for position in meant[::1 + len(meant) // 4]:
            differences = judge(self.falsified(position, change)).differences
            self.assertTrue(differences, f"nothing is noticed at event {position}")
            self.assertEqual(differences[0].position, position, differences[0])

    def test_the_program_names_the_position_and_ends_with_1(self):
        position = next(event["position"] for event in self.events
                        if event["type"] == "ReadingRecorded" and is_telling(event))
        path = self.folder / "falsified.ndjson"
        path.write_text("".join(self.falsified(
            position, lambda fact: turn_digit(fact, "lines.0.amount"))))
        code, said = judged(path)
        self.assertEqual(code, 1, said)
        self.assertRegex(said, rf"\Aevent {position}: line 1: the book says .+, the oracle ")
        code, said = judged(path, "--json")
        self.assertEqual(code, 1, said)
        self.assertEqual(json.loads(said)["differences"][0]["position"], position)

    def test_a_final_balance_that_is_not_the_oracles_is_noticed(self):
        path, balances = self.folder / "book.ndjson", self.folder / "balances.json"
        path.write_text("".join(json.dumps(event) + "\n" for event in self.events))
        posted = judge(path.read_text().splitlines()).posted.accounts
        texts = {account: money_text(amount) for account, amount in posted.items()}
        balances.write_text(json.dumps({"accounts": texts}))
        self.assertEqual(judged(path, "--balances", balances)[0], 0)
        turn_digit(texts, "wallet:A1")
        balances.write_text(json.dumps({"accounts": texts}))
        code, said = judged(path, "--balances", balances)
        self.assertEqual(code, 1, said)
        self.assertIn("balance of wallet:A1", said)

    def test_a_line_of_another_day_band_tariff_basis_or_tier_is_noticed(self):
        others = {"day": "2031-05-05", "band": "moonlight", "tariff": 1, "basis": "guessed",
                  "tier": 9}
        for field, value in others.items():
            with self.subTest(field=field):
                self.check_noticed(
                    "ReadingRecorded",
                    lambda fact, wrong={field: value}: fact["lines"][0].update(wrong))

    def test_a_line_that_is_missing_or_stands_twice_is_noticed(self):
        self.check_noticed("ReadingRecorded", lambda fact: fact["lines"].pop())
        self.check_noticed("ReadingRecorded",
                           lambda fact: fact["lines"].append(fact["lines"][0]))

    def test_another_digit_is_noticed_at_every_kind_of_event(self):
        for kind, fields in TELLING.items():
            for field in fields:
                with self.subTest(kind=kind, field=field):
                    self.check_noticed(kind, lambda fact, field=field: turn_digit(fact, field))

    def test_a_charge_of_something_else_than_a_reading_may_not_lack_a_line(self):
        for kind in ("EnergyEstimated", "RegisterRolledOver"):
            with self.subTest(kind=kind):
                self.check_noticed(kind, lambda fact: fact["lines"].pop())

    def test_an_event_that_the_oracle_does_not_know_is_noticed(self):
        events = copy.deepcopy(self.events)
        events[-1]["type"] = "MoonRisen"
        differences = judge([json.dumps(event) for event in events]).differences
        self.assertIn("event: the book says MoonRisen", str(differences[0]))

    def test_every_kind_of_event_is_known_and_tested(self):
        named = {name for path in (ROOT / "ledger" / "events").glob("*.hpp")
                 for name in re.findall(r'event_name = "(\w+)"', path.read_text())}
        self.assertGreaterEqual(len(named), 40)
        self.assertEqual(TELLING.keys() | TOLD_LATER | SILENT, named)
        heard = [Witness().hear, corrections.HEAR, control_events.HEAR]
        self.assertEqual(TELLING.keys() | TOLD_LATER, set().union(*heard))

    def test_a_missing_event_is_noticed_and_nonsense_is_refused(self):
        path = self.folder / "shorter.ndjson"
        lines = [json.dumps(event) + "\n" for event in self.events]
        gone = next(event["position"] for event in self.events
                    if event["type"] == "TariffAssigned")
        path.write_text("".join(lines[:gone - 1] + lines[gone:]))
        code, said = judged(path)
        self.assertEqual(code, 1, said)
        self.assertIn(f"event {gone + 1}: position", said)
        path.write_text("".join(lines[:9]) + "no event\n")
        code, said = judged(path)
        self.assertEqual(code, 2, said)
        self.assertIn("line 10", said)


def is_telling(event):
    """Where it could have lines or settlements it has, and somebody pays."""
    fact = event["data"]
    return (bool(fact.get("wallet")) or "lines" not in fact) and all(
        fact.get(parts, True) for parts in ("lines", "settlements"))


def turn_digit(record, path):
    """The last digit of "lines.0.amount" becomes another one."""
    *way, field = path.split(".")
    for step in way:
        record = record[int(step) if step.isdigit() else step]
    text = str(record[field])
    turned = text[:-1] + str((int(text[-1]) + 1) % 9 + 1)
    record[field] = turned if isinstance(record[field], str) else int(turned)


class Demonstration(OracleTest):
    def test_a_whole_day_at_a_property_is_judged_alike(self):
        run = subprocess.run(
            [sys.executable, "-B", ROOT / "tools" / "demo_run.py", "--for", "0", "--listen",
             "127.0.0.1:0", "--folder", self.folder, "--binaries", BINARIES],
            capture_output=True, text=True, timeout=240, check=False)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        book = PlayedBook(self.folder)
        events = book.export()
        self.assert_agreement(book)
        witness = judge([json.dumps(event) for event in events])
        self.assertGreater(len(witness.charged), 200)
        self.assertGreater(len(witness.wallets), 400)


if __name__ == "__main__":
    unittest.main()
