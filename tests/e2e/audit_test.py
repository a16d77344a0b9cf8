"""docs/audit_guide.md, typed as it stands; and bundles, as an attacker would change them."""
import base64
import hashlib
import json
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from played_book import BINARIES, ROOT, PlayedBook, read, register_meter, register_site
from bundle import MAGIC
from forged_bundle import bundle_of, records_of, replaced, with_leaves_again
from typed_page import Ports, check_page, steps, type_all


class Guide(unittest.TestCase):
    def test_an_auditor_gets_through_by_the_page(self):
        typed = steps("audit_guide.md")
        self.assertGreaterEqual(len(typed), 10)
        page = (ROOT / "docs" / "audit_guide.md").read_text(encoding="utf-8")
        self.assertEqual(page.count("```sh\n"), len(typed), "a command that nobody types")
        with tempfile.TemporaryDirectory(prefix="meterbook-") as folder:
            said = type_all(pathlib.Path(folder), [commands for commands, _ in typed],
                            Ports({"8080": 1, "15020": 1}))
        check_page(self, typed, said)


def meterbook(*arguments):
    return subprocess.run([BINARIES / "meterbook", *arguments], capture_output=True, text=True,
                          check=False)


# One price all day, every day.
PLAIN = {"zone": "", "schedule": [], "rules": [], "calendar": None, "tiers": [],
         "tier_cycle": "month", "cycle_start": "calendar", "provisional": False}


class Bundles(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="meterbook-")
        folder = pathlib.Path(cls.folder.name)
        with PlayedBook(folder) as book:
            register_site(book, "2026-05-01T00:00:00Z", "Asia/Shanghai")
            register_meter(book, "2026-05-01T00:01:00Z", "M1", 1)
            book.must("2026-05-01T00:02:00Z", "PublishTariff", tariff="T", name="T",
                      effective_from="2026-01-01T00:00:00Z",
                      prices=[{"band": "single", "price": "0.5"}], **PLAIN)
            book.must("2026-05-01T00:03:00Z", "AssignTariff", meter="M1", tariff="T",
                      **{"from": "2026-01-01T00:00:00Z"})
            read(book, "2026-05-01T01:00:00Z", "M1", {"total": 1000, "rates": [], "step_wh": 10,
                                                      "ratio": 1})
            book.must("2026-05-01T02:00:00Z", "OpenAccount", account="A1", customer="C1",
                      meters=["M1"])
            book.must("2026-05-01T03:00:00Z", "SellCredit", wallet="A1.M1", amount="100.00",
                      method="cash")
            read(book, "2026-05-01T05:00:00Z", "M1", {"total": 1100, "rates": [], "step_wh": 10,
                                                      "ratio": 1})
        cls.book = book.path
        cls.key = (book.path / "signing" / "1.vkey").read_text().strip()
        cls.file = folder / "book.tlog"
        run = meterbook("export", book.path, "--format", "tlog", "--out", cls.file)
        if run.returncode != 0:
            raise AssertionError(run.stderr)
        cls.bundle = cls.file.read_bytes()

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def verify(self, bundle, *wishes):
        file = self.file.with_suffix(".changed")
        file.write_bytes(bundle)
        run = meterbook("verify", file, "--key", self.key, "--json", *wishes)
        return run.returncode, json.loads(run.stdout)

    def found(self, records):
        code, said = self.verify(bundle_of(records))
        self.assertEqual(code, 1, said)
        self.assertFalse(said["ok"])
        return said["first_wrong"]["law"], said["first_wrong"]["position"]

    def test_what_the_book_wrote_is_verified_whole(self):
        code, said = self.verify(self.bundle)
        self.assertEqual(code, 0, said)
        self.assertTrue(said["complete"], said)
        self.assertEqual(said["events"], int(re.search(rb"size (\d+)", self.bundle)[1]))

    def test_it_is_taken_apart_and_put_together_here_as_there(self):
        self.assertEqual(bundle_of(records_of(self.bundle)), self.bundle)

    def test_a_part_is_called_a_part(self):
        for wish in ("--hashes-only", "--without-read-models"):
            code, said = self.verify(self.bundle, wish)
            self.assertEqual((code, said["ok"], said["complete"]), (0, True, False), said)

    def test_a_book_is_verified_by_the_key_that_is_given_and_refuses_what_is_for_bundles(self):
        def verified(*wishes):
            run = meterbook("verify", self.book, "--json", *wishes)
            return run.returncode, json.loads(run.stdout or "{}")
        self.assertEqual(verified("--key", self.key)[0], 0)
        self.assertEqual(verified()[0], 0)
        code, said = verified("--key", self.another_key())
        self.assertEqual((code, said["first_wrong"]["law"]), (1, "checkpoints_are_signed"), said)
        for wish in (("--key", "utter nonsense"), ("--hashes-only",), ("--without-read-models",)):
            self.assertEqual(verified(*wish)[0], 2, wish)

    def test_a_public_key_that_is_none_is_not_taken_for_one_that_is_missing(self):
        folder = pathlib.Path(self.folder.name)
        copy = shutil.copytree(self.book, folder / "copy")
        said = json.loads(meterbook("backup", copy, folder / "backups", "--json").stdout)
        taken = pathlib.Path(said["directory"])
        for broken in (self.key[:-5], "", "somebody+else\n"):
            commands = [("restore", taken, folder / "back", "--prove")]
            for book in (copy, taken):
                (book / "signing" / "1.vkey").write_text(broken)
                commands += [("verify", book), ("verify", book, "--key", self.key), ("key", book),
                             ("backup", book, folder / "again"),
                             ("export", book, "--format", "tlog", "--out", folder / "out")]
            for command in commands:
                run = meterbook(*command)
                self.assertEqual(run.returncode, 2, (command, run.stdout))
                self.assertIn("1.vkey holds no public key", run.stderr, command)

    def test_every_check_is_listed_with_what_came_of_it(self):
        code, said = self.verify(self.bundle)
        verdicts = {each["check"]: each["verdict"] for each in said["checks"]}
        self.assertEqual(verdicts.pop("known_checkpoint_is_of_this_log"), "not_checked")
        self.assertEqual(set(verdicts.values()), {"holds"}, said)
        guide = (ROOT / "docs" / "bundle_format.md").read_text(encoding="utf-8")
        named = re.findall(r"`([a-z_]+)`", guide[guide.index("## What is checked"):])
        self.assertGreaterEqual(set(named), {"commands_are_whole", "event_ids_are_used_once"})
        self.assertGreaterEqual(verdicts.keys(), {"commands_are_whole", "event_ids_are_used_once"})
        self.assertIn("receipt_numbers_have_no_gap", verdicts)
        code, said = self.verify(self.bundle, "--hashes-only")
        verdicts = {each["check"]: each["verdict"] for each in said["checks"]}
        self.assertEqual((code, verdicts["checkpoints_are_signed"]), (0, "holds"))
        self.assertEqual(verdicts["receipt_numbers_have_no_gap"], "not_checked")

    def another_key(self):
        name, _, _ = self.key.split("+", 2)
        other = bytes([1]) + hashlib.sha256(b"another").digest()
        digest = hashlib.sha256(name.encode() + b"\n" + other).hexdigest()[:8]
        return f"{name}+{digest}+{base64.b64encode(other).decode()}"

    def test_another_key_is_not_trusted(self):
        public = self.key.split("+", 2)[2]
        run = meterbook("verify", self.file, "--json", "--key", self.another_key())
        self.assertEqual(run.returncode, 1, run.stdout + run.stderr)
        self.assertEqual(json.loads(run.stdout)["first_wrong"]["law"], "checkpoints_are_signed")
        self.assertEqual(meterbook("verify", self.file, "--key", public).returncode, 2)

    def test_every_byte_counts(self):
        """None can be changed unnoticed: not those of hashes, frames or words either."""
        for at in range(0, len(self.bundle), len(self.bundle) // 40):
            changed = bytearray(self.bundle)
            changed[at] ^= 1
            code, said = self.verify(bytes(changed), "--without-read-models")
            is_digest = self.bundle.rfind(b"\nprojection ", 0, at) > 0
            if not is_digest:
                self.assertEqual(code, 1, f"byte {at}: {said}")

    def test_a_changed_event_is_named(self):
        records = records_of(self.bundle)
        at = records[1][1].index(b"CNY")
        body = records[1][1]
        changed = replaced(records, "B", lambda _: body[:at] + b"CNX" + body[at + 3:])
        self.assertEqual(self.found(changed), ("entries_give_their_leaves", 1))
        self.assertEqual(self.found(replaced(changed, "B", with_leaves_again)),
                         ("frames_give_the_root_and_chain", 1))

    def test_what_is_missing_repeated_or_swapped_is_named(self):
        records = records_of(self.bundle)
        whole = "bundle_is_whole"
        for changed in (records[:-1], records[1:], records + records[-1:],
                        [*records[:2], records[1], *records[2:]],
                        [*records[:-2], records[-1], records[-2]]):
            self.assertEqual(self.found(changed)[0], whole)
        without_checkpoints = [each for each in records if each[0] != "C"]
        self.assertEqual(self.found(without_checkpoints)[0], "checkpoints_are_signed")
        for cut in (len(self.bundle) - 1, len(self.bundle) // 2, len(MAGIC) + 2):
            code, said = self.verify(self.bundle[:cut])
            self.assertEqual((code, said["first_wrong"]["law"]), (1, whole), said)

    def test_an_old_copy_is_told_by_a_checkpoint_that_was_kept(self):
        kept = self.file.with_suffix(".checkpoint")
        for file in (self.file, self.book):
            for more, code in ((0, 0), (1, 1)):
                note = next(body for kind, body in reversed(records_of(self.bundle))
                            if kind == "C").decode()
                origin, size, rest = note.split("\n", 2)
                kept.write_text(f"{origin}\n{int(size) + more}\n{rest}", encoding="utf-8")
                run = meterbook("verify", file, "--key", self.key, "--known-checkpoint", kept)
                self.assertEqual(run.returncode, code, run.stdout + run.stderr)
                if more:
                    self.assertIn("the log ends before it", run.stdout)
            kept.write_text("no checkpoint", encoding="utf-8")
            run = meterbook("verify", file, "--key", self.key, "--known-checkpoint", kept)
            self.assertEqual(run.returncode, 2, run.stdout + run.stderr)

    def test_a_changed_checkpoint_is_named(self):
        records = records_of(self.bundle)
        changed = replaced(records, "C", lambda note: note[:-6] + b"AAA=\n")
        self.assertEqual(self.found(changed)[0], "checkpoints_are_signed")

    def test_a_summary_that_says_otherwise_is_named(self):
        records = records_of(self.bundle)
        said = "summary_is_what_the_events_give"
        for line, law in (("root", said), ("frames", said), ("chain", said), ("balances", said),
                          ("tiers", said), ("key", said),
                          ("projection", "projections_are_what_the_events_give")):
            def change(text, line=line):
                lines = text.decode().splitlines(keepends=True)
                at = next(i for i, each in enumerate(lines) if each.startswith(line))
                words = lines[at].split()
                last = words[-1]
                if line == "frames":
                    words[-1] = str(int(last) + 1)
                elif line == "key":
                    words[1] = "5"
                else:
                    words[-1] = ("1" if last[0] == "0" else "0") + last[1:]
                lines[at] = " ".join(words) + "\n"
                return "".join(lines).encode()
            self.assertEqual(self.found(replaced(records, "S", change))[0], law, line)

    def test_what_is_no_bundle_cannot_be_verified(self):
        self.assertEqual(self.verify(b"nothing")[0], 1)
        self.assertEqual(meterbook("verify", self.file, "--key", "no key").returncode, 2)
        self.assertEqual(meterbook("verify", self.file).returncode, 2)
        self.assertEqual(meterbook("verify", "/nowhere", "--key", self.key).returncode, 2)

    def test_a_bundle_is_looked_at_as_its_book_is(self):
        questions = [("inspect", "LOG", "3"), ("inspect", "LOG", "9", "--json"),
                     ("replay", "LOG"), ("replay", "LOG", "--to", "5"),
                     ("replay", "LOG", "--to", "2026-05-01T03:00:00Z", "--json", "--digests"),
                     ("explain", "LOG", "A1.M1"), ("diff", "LOG@5", "LOG"),
                     ("diff", "LOG@2026-05-01T02:00:00Z", "LOG@8", "--json")]
        questions += [("export", "LOG", "--format", each)
                      for each in ("ndjson", "csv", "hledger", "beancount")]
        for words in questions:
            said = [meterbook(*[word.replace("LOG", str(log)) for word in words])
                    for log in (self.book, self.file)]
            self.assertEqual([each.returncode for each in said], [0, 0], (words, said))
            self.assertTrue(said[0].stdout, words)
            self.assertEqual(said[0].stdout, said[1].stdout, words)
        both = meterbook("diff", self.book, self.file, "--json")
        self.assertEqual(both.returncode, 0, both.stdout + both.stderr)
        self.assertEqual(json.loads(both.stdout)["wallets"], [])

    def test_a_bundle_that_is_not_whole_answers_nothing(self):
        file = self.file.with_suffix(".changed")
        cut = self.bundle[:-1]
        at = self.bundle.index(b"CNY")
        changed = self.bundle[:at] + b"CNX" + self.bundle[at + 3:]
        size = re.search(rb"\nsize \d*?(\d)\n", self.bundle).start(1)
        shorter = self.bundle[:size] + (b"1" if self.bundle[size:size + 1] != b"1" else b"2") \
            + self.bundle[size + 1:]
        for bundle, why in ((cut, "ends within"), (changed, "event 1: its bytes"),
                            (shorter, "events and says"),
                            (b"nothing", "does not begin")):
            file.write_bytes(bundle)
            for words in (("inspect", file, "3"), ("replay", file), ("diff", self.book, file),
                          ("explain", file, "A1.M1"), ("export", file)):
                run = meterbook(*words)
                self.assertEqual(run.returncode, 2, (why, words, run))
                self.assertIn(why, run.stderr)
        for words in (("export", self.file, "--format", "tlog"), ("inspect", self.file, "4711"),
                      ("export", self.file, "--operator", "ann")):
            self.assertEqual(meterbook(*words).returncode, 2, words)

    def test_plain_text_comes_to_the_same_balances(self):
        balances = json.loads(meterbook("replay", self.book, "--json").stdout)["accounts"]
        sheet = meterbook("export", self.book, "--format", "csv").stdout.splitlines()
        self.assertEqual(sheet[0],
                         "position,recorded_at,occurred_at,event,account,amount,currency")
        sums = {}
        for line in sheet[1:]:
            *_, account, amount, _ = line.split(",")
            sums[account] = sums.get(account, 0) + round(float(amount) * 1_000_000)
        self.assertEqual(sums, {account: round(float(balance) * 1_000_000)
                                for account, balance in balances.items()})

        journal = self.file.with_suffix(".beancount")
        meterbook("export", self.book, "--format", "beancount", "--out", journal)
        checked = subprocess.run(["bean-check", journal], capture_output=True, text=True,
                                 check=False)
        self.assertEqual((checked.returncode, checked.stdout), (0, ""), checked.stderr)
        asked = subprocess.run(
            ["bean-query", "-f", "csv", journal, "SELECT account, sum(number) GROUP BY account"],
            capture_output=True, text=True, check=True).stdout.splitlines()[1:]
        told = {}
        for line in asked:
            account, _, amount = line.partition(",")
            told[account.strip()] = round(float(amount) * 1_000_000)
        self.assertEqual(told.get("Assets:Cash:Xcash"), sums["cash:cash"])
        self.assertEqual(told.get("Liabilities:Wallet:XA1-2EM1"), sums["wallet:A1.M1"])
        self.assertEqual(sorted(told.values()), sorted(sums.values()))


if __name__ == "__main__":
    unittest.main()
