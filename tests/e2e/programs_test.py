"""Commands of `meterbook` as people run them, on a book that nobody serves."""
import os
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path

from played_book import BINARIES, PlayedBook, read, register_meter, register_site
from worked_examples import LONG_AGO, AT, Example

EXAMPLE = Example({"tariff": {"prices": {"single": "0.50"}}})
ACCOUNTS = ("account,customer,meter,wallets,tariff,alarm1,alarm2,overload_w,balance,source,"
            "reference\n")
BALANCES = "wallet,amount,source,reference\n"


class Programs(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="meterbook-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.book = PlayedBook(self.folder)
        with self.book as book:
            register_site(book, AT, "Asia/Shanghai")
            for unit in (1, 2, 3):
                register_meter(book, AT, f"M{unit}", unit)
                read(book, AT, f"M{unit}", EXAMPLE.registers("1.00"))
            EXAMPLE.publish(book, AT)
            book.must(AT, "OpenAccount", account="A1", customer="C1", meters=["M1"],
                      wallets="per_meter")

    def run_program(self, *words):
        run = subprocess.run([BINARIES / "meterbook", *words], capture_output=True, text=True,
                             check=False, timeout=120)
        return run.returncode, run.stdout, run.stderr

    def events(self):
        return len(self.book.export())


class Import(Programs):
    def bring(self, kind, text, *wishes):
        path = self.folder / f"{kind}.csv"
        path.write_text(text)
        return self.run_program("import", kind, path, self.book.path, "--reason", "moved in",
                                *wishes)

    def test_balances_are_written_once_and_not_by_a_dry_run(self):
        before = self.events()
        text = BALANCES + "A1.M1,12.34,old till,4711\ncontrol total,12.34,,1\n"
        code, said, _ = self.bring("balances", text, "--dry-run")
        self.assertEqual(code, 0, said)
        self.assertIn("OpeningBalanceBroughtIn", said)
        self.assertIn("nothing was written", said)
        self.assertEqual(self.events(), before)
        code, said, _ = self.bring("balances", text)
        self.assertEqual(code, 0, said)
        self.assertIn("total 12.34, as the file says\n1 rows, 0 refused: written", said)
        self.assertEqual((self.events(), self.book.balance("A1.M1")), (before + 1, "12.34"))
        code, said, _ = self.bring("balances", text)
        self.assertEqual(code, 0, said)
        self.assertEqual(self.events(), before + 1, "the same file again changes nothing")

    def test_where_one_row_is_refused_nothing_is_written(self):
        before = self.events()
        code, said, _ = self.bring(
            "balances", BALANCES + "A1.M1,1.00,till,1\nA9,1.00,till,2\ncontrol total,2.00,,2\n")
        self.assertEqual(code, 1, said)
        self.assertRegex(said, r"balances\.csv:3: A9: refused: wallet: ")
        self.assertIn("2 rows, 1 refused: nothing was written", said)
        self.assertEqual(self.events(), before)

    def test_a_file_that_cannot_be_read_is_told_with_its_line(self):
        before = self.events()
        for text, sentence in (
                (BALANCES + "A1.M1,1.00,till,1\n", "the last line is 'control total'"),
                (BALANCES + "A1.M1,1.00,till,1\ncontrol total,1.01,,1\n", "line 3, amount: "),
                ("wallet\n", "line 1, amount: the column is missing")):
            with self.subTest(sentence=sentence):
                code, said, fault = self.bring("balances", text)
                self.assertEqual((code, said), (2, ""))
                self.assertTrue(fault.startswith("meterbook: "), fault)
                self.assertEqual(fault.count("\n"), 1, fault)
                self.assertIn(sentence, fault)
        self.assertEqual(self.events(), before)

    def test_accounts_are_opened_on_their_terms(self):
        code, said, fault = self.bring(
            "accounts", ACCOUNTS + "A2,C2,M2,per_meter,tariff,20.00,5.00,,-3.00,till,\n", "--json")
        self.assertEqual(code, 0, said + fault)
        types = [event["type"] for event in self.book.export()]
        self.assertEqual(types.count("AccountOpened"), 2)
        self.assertEqual(self.book.balance("A2.M2"), "-3.00")

    def test_accounts_are_prepared_for_their_day(self):
        code, said, _ = self.bring("prepared", ACCOUNTS + "A3,C3,M3,,,,,,,,\n")
        self.assertEqual(code, 0, said)
        self.assertIn("AccountPrepared", [event["type"] for event in self.book.export()])


class Explain(Programs):
    def setUp(self):
        super().setUp()
        with self.book as book:
            sale = book.must(AT, "SellCredit", wallet="A1.M1", amount="10.00", method="cash")
            later = "2026-11-02T01:00:00Z"
            self.charge = read(book, later, "M1", EXAMPLE.registers("4.00"))["position"]
            # A pooled wallet is called as its account, and this account is called by a number.
            book.must(later, "AssignTariff", meter="M2", tariff="tariff",
                      **{"from": EXAMPLE.moment(LONG_AGO)})
            book.must(later, "OpenAccount", account="17", customer="C17", meters=["M2"],
                      wallets="pooled")
            book.must(later, "SellCredit", wallet="17", amount="7.00", method="cash")
        self.sale = sale

    def explain(self, *words):
        return self.run_program("explain", self.book.path, *words)

    def test_an_event_is_opened_to_its_arithmetic(self):
        code, said, _ = self.explain(str(self.charge))
        self.assertEqual(code, 0, said)
        self.assertRegex(said, rf"\Aevent {self.charge}: ReadingRecorded, by ")
        self.assertIn("3.00", said)
        self.assertIn("1.50", said)
        self.assertEqual(said, self.explain("--event", str(self.charge))[1])

    def test_a_wallet_is_opened_to_all_that_moved_it(self):
        code, said, _ = self.explain("A1.M1")
        self.assertEqual(code, 0, said)
        self.assertIn(f"event {self.sale}: CreditSold", said)
        self.assertIn(f"event {self.charge}: ReadingRecorded", said)
        self.assertTrue(said.endswith("wallet A1.M1: 8.50 in 2 events\n"), said)

    def test_a_wallet_whose_name_is_a_number_can_be_meant(self):
        code, said, _ = self.explain("--wallet", "17")
        self.assertEqual(code, 0, said)
        self.assertTrue(said.endswith("wallet 17: 7.00 in 1 events\n"), said)
        self.assertTrue(self.explain("17")[1].startswith("event 17: "))

    def test_what_there_is_not_is_told_in_one_sentence(self):
        for words, sentence in ((["4000000"], "--wallet"), (["0"], "the log has no event 0"),
                                (["A9"], "nothing in the book moved a wallet 'A9'"),
                                (["a b"], "neither a position nor a wallet"),
                                (["17", "--wallet", "17"], "see --help"), ([], "see --help")):
            with self.subTest(words=words):
                code, said, fault = self.explain(*words)
                self.assertEqual((code, said), (2, ""))
                self.assertTrue(fault.startswith("meterbook: "), fault)
                self.assertIn(sentence, fault)


class Replay(Programs):
    def test_it_ends_at_an_event_of_the_log_or_says_where_the_log_ends(self):
        last = str(self.events())
        code, said, _ = self.run_program("replay", self.book.path, "--to", last)
        self.assertEqual(code, 0)
        self.assertTrue(said.startswith(f"after event {last}, "), said)
        code, said, fault = self.run_program("replay", self.book.path, "--to", last + "0")
        self.assertEqual((code, said), (2, ""))
        self.assertIn(f"--to: the log ends at event {last}: give one that is in it", fault)


class Output(Programs):
    def test_an_answer_that_finds_no_room_is_no_answer(self):
        book = self.book.path
        for words in (["verify", book], ["verify", book, "--json"], ["replay", book],
                      ["export", book], ["inspect", book, "1"], ["key", book]):
            self.finds_no_room("meterbook", *words)
        self.finds_no_room("metersim", "--describe")
        self.finds_no_room("metersim", "--register")

    def finds_no_room(self, program, *words):
        with self.subTest(program=program, words=words), open("/dev/full", "w") as full:
            run = subprocess.run([BINARIES / program, *words], stdout=full, text=True,
                                 stderr=subprocess.PIPE, check=False, timeout=60)
            self.assertEqual(run.returncode, 2)
            self.assertRegex(run.stderr, f"^{program}: the (output|export) is not whole: .*\n$")


class Verify(Programs):
    def test_nothing_is_left_behind_where_it_is_interrupted(self):
        scratch = self.folder / "scratch"
        scratch.mkdir()
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(signal=number):
                ends = {self.interrupted(scratch, number) for _ in range(20)}
                self.assertIn(-number, ends, "it was always done before it was interrupted")

    def interrupted(self, scratch, number):
        """As soon as there is something to leave behind."""
        program = subprocess.Popen(
            [BINARIES / "meterbook", "verify", self.book.path],
            env={**os.environ, "TMPDIR": str(scratch)}, stdout=subprocess.DEVNULL)
        while program.poll() is None and not any(scratch.iterdir()):
            time.sleep(0.0005)
        program.send_signal(number)
        code = program.wait(timeout=60)
        self.assertIn(code, (0, -number))
        self.assertEqual(list(scratch.iterdir()), [])
        return code


if __name__ == "__main__":
    unittest.main()
