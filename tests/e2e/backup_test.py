"""docs/backup.md, typed as it stands; and what a backup is when something is wrong with it."""
import base64
import fcntl
import hashlib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
import urllib.request

from played_book import BINARIES, PlayedBook, read, register_meter, register_site
from forged_bundle import records_of
from typed_page import Ports, check_page, steps, type_all

NOON = "2026-11-01T04:00:00Z"


def meterbook(*words, cwd=None):
    return subprocess.run([BINARIES / "meterbook", *words], capture_output=True, text=True,
                          check=False, cwd=cwd)


class BackupPage(unittest.TestCase):
    def test_the_past_is_shown_and_the_book_backed_up_and_brought_back_by_the_page(self):
        typed = steps("backup.md")
        self.assertGreaterEqual(len(typed), 7)
        with tempfile.TemporaryDirectory(prefix="meterbook-") as folder:
            said = type_all(pathlib.Path(folder), [commands for commands, _ in typed],
                            Ports({"8080": 1}))
        check_page(self, typed, said)


class Backup(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="meterbook-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.book = PlayedBook(self.folder)
        with self.book as played:
            register_site(played, NOON, "Asia/Shanghai")
            register_meter(played, NOON, "M1", 1)
            played.must(NOON, "PublishTariff", tariff="T", name="T", effective_from=NOON,
                        prices=[{"band": "single", "price": "0.50"}], zone="", schedule=[],
                        rules=[], calendar=None, tiers=[], tier_cycle="month",
                        cycle_start="calendar", provisional=False)
            played.must(NOON, "AssignTariff", meter="M1", tariff="T", **{"from": NOON})
            read(played, NOON, "M1", {"total": 100, "rates": [], "step_wh": 10, "ratio": 1})
            played.must(NOON, "OpenAccount", account="A1", customer="C1", meters=["M1"],
                        wallets="per_meter")
            self.sold = [played.must(f"2026-11-01T05:{minute:02}:00Z", "SellCredit",
                                     wallet="A1.M1", amount="1.00", method="cash")
                         for minute in range(30)]
        self.backups = self.folder / "backups"

    def take(self, *more):
        run = meterbook("backup", self.book.path, self.backups, "--json", *more)
        self.assertEqual(run.returncode, 0, run.stderr)
        return json.loads(run.stdout)

    def assert_refused(self, run, *words):
        self.assertEqual(run.returncode, 2, run.stdout)
        self.assertEqual(run.stderr.count("\n"), 1, run.stderr)
        for word in words:
            self.assertIn(word, run.stderr)

    def test_a_byte_that_changes_in_a_backup_is_found_before_the_book_is_brought_back(self):
        taken = pathlib.Path(self.take()["directory"])
        for file in sorted((taken / "journal" / "log").iterdir()):
            whole = file.read_bytes()
            if not whole or file.name.startswith(("OPTIONS", "IDENTITY")):
                continue
            at = len(whole) // 2
            file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1:])
            target = self.folder / f"restored-{file.name}"
            run = meterbook("restore", self.backups, target)
            self.assertIn(run.returncode, (1, 2), f"{file.name}: {run.stdout}")
            file.write_bytes(whole)
        self.assertEqual(meterbook("restore", self.backups, self.folder / "well").returncode, 0)

    def test_a_backup_that_lost_its_end_is_no_backup_even_where_its_anchor_lost_it_too(self):
        early = pathlib.Path(self.take()["directory"])
        self.sell_once_more()
        late = pathlib.Path(self.take()["directory"])
        shutil.rmtree(late / "journal")
        shutil.copytree(early / "journal", late / "journal")
        run = meterbook("restore", late, self.folder / "restored")
        self.assert_refused(run, "is not what was backed up")

    def sell_once_more(self):
        with self.book as played:
            played.must("2026-11-02T05:00:00Z", "SellCredit", wallet="A1.M1", amount="1.00",
                        method="cash")

    def serve_once(self):
        """What is served is signed."""
        self.serve(self.book.path)

    def serve(self, book):
        command = [BINARIES / "meterbook", "serve", "--data", book, "--listen", "127.0.0.1:0",
                   "--no-poll"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True) as program:
            next(line for line in program.stdout if "listening on" in line)
            program.terminate()

    def test_a_backup_holds_the_public_keys_and_is_verified_by_them(self):
        self.serve_once()
        taken = pathlib.Path(self.take()["directory"])
        self.assertEqual({each.name for each in (taken / "signing").iterdir()}, {"1.vkey"})
        key = (self.book.path / "signing" / "1.vkey").read_text().strip()
        for wish in ((), ("--key", key)):
            run = meterbook("verify", taken, *wish)
            self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        run = meterbook("restore", taken, self.folder / "back", "--prove")
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        run = meterbook("export", self.folder / "back", "--format", "tlog", "--out",
                        self.folder / "b.tlog")
        self.assertEqual(run.returncode, 0, run.stderr)
        (taken / "signing" / "1.vkey").unlink()
        run = meterbook("verify", taken)
        self.assertEqual(run.returncode, 3, run.stdout)
        self.assertIn("no public key", run.stdout)

    def test_a_backup_that_a_stranger_signed_is_none(self):
        self.serve_once()
        key = self.book.path / "signing" / "1.vkey"
        mine = key.read_text()
        name, _, _ = mine.strip().split("+", 2)
        public = bytes([1]) + os.urandom(32)
        digest = hashlib.sha256(name.encode() + b"\n" + public).hexdigest()[:8]
        key.write_text(f"{name}+{digest}+{base64.b64encode(public).decode()}\n")
        run = meterbook("backup", self.book.path, self.backups)
        self.assert_refused(run, "not signed by the key")
        key.write_text(mine)

    def test_a_restore_that_is_refused_leaves_nothing_behind(self):
        self.serve_once()
        kept, made = self.folder / "kept", self.take()
        self.remember(kept, {**made, "position": 100000, "root": "00" * 32})
        taken = pathlib.Path(made["directory"])
        target = self.folder / "refused"
        for more in ((), ("--to", "5")):
            run = meterbook("restore", taken, target, "--known-checkpoint", kept, *more)
            self.assertNotEqual(run.returncode, 0, run.stdout)
            self.assertFalse(target.exists())
        record = json.loads((taken / "BACKUP.json").read_text())
        (taken / "BACKUP.json").write_text(json.dumps(record | {"root": "0" * 64}))
        for more in ((), ("--to", "5")):
            run = meterbook("restore", taken, target, *more)
            self.assert_refused(run, "not what was backed up")
            self.assertFalse(target.exists())

    def test_nothing_is_written_over_and_nothing_is_taken_for_a_backup(self):
        self.take()
        self.assert_refused(meterbook("restore", self.backups, self.book.path), "not empty")
        self.assert_refused(meterbook("restore", self.book.path, self.folder / "x"),
                            "holds no backup")
        self.assert_refused(meterbook("backup", self.book.path, self.book.path / "inside"),
                            "lie with the book")
        self.assert_refused(
            meterbook("backup", self.book.path, self.backups, "--keys", self.backups / "keys"),
            "give a folder apart")
        self.assert_refused(meterbook("backup", self.folder / "nowhere", self.backups), "no book")

    def test_a_copy_leaves_alone_what_another_one_is_copying(self):
        self.take()
        copying = self.backups / "unfinished" / "journal"
        copying.mkdir(parents=True)
        with (self.backups / ".lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            self.assert_refused(meterbook("backup", self.book.path, self.backups),
                                "another copy is under way")
            self.assertTrue(copying.exists())
        time.sleep(1)  # a backup is named by its second
        self.take()

    def test_a_backup_whose_record_is_spoilt_hides_no_other(self):
        good = pathlib.Path(self.take()["directory"])
        spoilt = self.backups / "2026-01-01T000000Z-1"
        spoilt.mkdir()
        (spoilt / "BACKUP.json").write_text("{")
        run = meterbook("restore", self.backups, self.folder / "restored")
        self.assertIn(str(good), run.stdout, run.stderr)
        self.assertIn(str(spoilt), run.stderr)
        self.assert_refused(meterbook("restore", spoilt, self.folder / "x"), str(spoilt))
        time.sleep(1)
        self.take()

    def test_only_what_was_frozen_of_this_book_is_copied_and_removed(self):
        taken = self.take()

        def frozen_of(book):
            journal = book / "frozen" / "1-1" / "journal"
            return shutil.copytree(self.book.path / "journal", journal).parent

        def copy(frozen, root):
            time.sleep(1)
            return meterbook("backup", self.book.path, self.backups, "--frozen", frozen,
                             "--position", str(taken["position"]), "--root", root)

        strange = frozen_of(self.folder / "other")
        self.assert_refused(copy(strange, taken["root"]), "nothing that the server of")
        self.assertTrue(strange.exists())
        mine = frozen_of(self.book.path)
        self.assert_refused(copy(mine, "00" * 32), "the root that the book had")
        self.assertFalse(mine.exists())
        run = copy(frozen_of(self.book.path), taken["root"])
        self.assertEqual(run.returncode, 0, run.stderr)

    def test_the_console_is_told_how_a_copy_ended_whatever_signals_were_ignored(self):
        command = [BINARIES / "meterbook", "serve", "--data", self.book.path, "--listen",
                   "127.0.0.1:0", "--no-poll", "--backups", self.backups]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              preexec_fn=lambda: signal.signal(signal.SIGCHLD, signal.SIG_IGN)
                              ) as program:
            url = re.search(r"http://\S+",
                            next(line for line in program.stdout if "listening on" in line))[0]
            try:
                self.assertEqual(self.copied_by_console(url)["state"], "done")
                with (self.backups / ".lock").open() as lock:
                    fcntl.flock(lock, fcntl.LOCK_EX)
                    self.assertIn("another copy", self.copied_by_console(url)["fault"])
            finally:
                program.terminate()

    def copied_by_console(self, url):
        urllib.request.urlopen(urllib.request.Request(f"{url}/v1/backups/copies", b"{}"),
                               timeout=20).close()
        while True:
            with urllib.request.urlopen(f"{url}/v1/backups", timeout=20) as answer:
                shown = json.load(answer)
            if shown["last"]["state"] != "running":
                return shown["last"]
            time.sleep(0.05)

    def test_keys_that_are_gone_from_the_book_go_from_their_copy(self):
        keys, safe = self.book.path / "keys", self.folder / "safe"
        keys.mkdir(exist_ok=True)
        for name in ("C1.key", "C2.key"):
            (keys / name).write_bytes(os.urandom(32))
        self.take("--keys", safe)
        self.assertEqual({each.name for each in (safe / "keys").iterdir()}, {"C1.key", "C2.key"})
        self.assertEqual((safe / "keys" / "C1.key").stat().st_mode & 0o077, 0)
        (keys / "C2.key").unlink()
        (self.folder / "backups").rename(self.folder / "older")
        self.take("--keys", safe)
        self.assertEqual({each.name for each in (safe / "keys").iterdir()}, {"C1.key"})

    def test_every_moment_can_be_brought_back_and_is_what_the_log_was_then(self):
        self.take()
        for sale in (self.sold[0], self.sold[12]):
            target = self.folder / f"at-{sale}"
            run = meterbook("restore", self.backups, target, "--to", str(sale), "--prove")
            self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
            self.assertIn("all laws hold", run.stdout)
            diff = meterbook("diff", target, f"{self.book.path}@{sale}", "--json")
            found = json.loads(diff.stdout)
            self.assertEqual(diff.returncode, 0, diff.stderr)
            self.assertEqual(found["events"] + found["wallets"] + found["accounts"], [])
            self.assertIsNone(found["first_other_event"])
            self.assertTrue(all(each["added"] + each["changed"] + each["removed"] == 0
                                for each in found["read_models"]))
        by_time = self.folder / "by-time"
        meterbook("restore", self.backups, by_time, "--to", "2026-11-01T05:12:30Z")
        diff = meterbook("diff", by_time, f"{self.book.path}@{self.sold[12]}", "--json")
        self.assertEqual(json.loads(diff.stdout)["events"], [])

    def test_two_logs_that_tell_different_histories_are_told_apart(self):
        safe = self.folder / "safe"
        self.take("--keys", safe)
        other = self.folder / "other"
        meterbook("restore", self.backups, other, "--to", str(self.sold[3]), "--keys", safe)
        twin = PlayedBook(self.folder / "twin")
        shutil.copytree(other, twin.path)
        with twin as played:
            played.must("2026-11-01T06:00:00Z", "SellCredit", wallet="A1.M1", amount="9.00",
                        method="cash")
        diff = meterbook("diff", self.book.path, twin.path, "--json")
        self.assertEqual(diff.returncode, 1)
        self.assertEqual(json.loads(diff.stdout)["first_other_event"], self.sold[4])

    def refused_service(self, book):
        run = meterbook("serve", "--data", book, "--listen", "127.0.0.1:0", "--no-poll")
        self.assert_refused(run, "--rotate", "hand over")

    def signatures(self, book):
        """{(id of the key, size): root} of every checkpoint in a bundle of the book."""
        file = book.with_suffix(".tlog")
        run = meterbook("export", book, "--format", "tlog", "--out", file)
        self.assertEqual(run.returncode, 0, run.stderr)
        found = {}
        for letter, body in records_of(file.read_bytes()):
            if letter == "C":
                _, size, root, _, line = body.decode().splitlines()
                found[base64.b64decode(line.split()[2])[:4], int(size)] = root
        return found

    def test_a_book_of_an_earlier_moment_is_signed_by_none_of_its_keys(self):
        safe, fork = self.folder / "safe", self.folder / "fork"
        self.take("--keys", safe)
        run = meterbook("restore", self.backups, fork, "--to", str(self.sold[3]), "--keys", safe)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn("goes on otherwise than what was signed", run.stdout)
        self.refused_service(fork)
        signed = meterbook("verify", fork, "--json")
        with PlayedBook(self.folder / "unused", fork) as played:  # no rule holds it back
            played.must("2026-11-01T06:00:00Z", "SellCredit", wallet="A1.M1", amount="9.00",
                        method="cash")
        self.assertEqual(meterbook("verify", fork, "--json").returncode, signed.returncode)
        self.assertFalse((fork / "signing" / "LAST").exists(), "it was signed")
        run = meterbook("key", fork, "--rotate", "--reason", "brought back to an earlier moment")
        self.assertEqual(run.returncode, 0, run.stderr)
        key = self.folder / "first.vkey"
        key.write_text((self.book.path / "signing" / "1.vkey").read_text())
        run = meterbook("verify", fork, "--key", key)
        self.assertEqual(run.returncode, 0, run.stdout)
        before, after = self.signatures(self.book.path), self.signatures(fork)
        self.assertTrue(after)
        for each, root in after.items():
            self.assertEqual(before.get(each, root), root, "one key has signed two histories")
        self.assertTrue(all(key not in {old for old, _ in before}
                            for key, size in after if size > self.sold[3]))
        self.serve(fork)

    def test_an_older_backup_that_is_named_by_hand_is_signed_by_none_of_its_keys(self):
        safe, old = self.folder / "safe", self.folder / "old"
        early = pathlib.Path(self.take("--keys", safe)["directory"])
        self.sell_once_more()
        late = pathlib.Path(self.take("--keys", safe)["directory"])
        run = meterbook("restore", f"{early}/", old, "--keys", safe)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn("goes on otherwise than what was signed", run.stdout)
        self.refused_service(old)
        run = meterbook("restore", late, self.folder / "new", "--keys", safe)
        self.assertNotIn("goes on otherwise", run.stdout, run.stderr)
        self.serve(self.folder / "new")

    def test_without_a_folder_of_keys_none_is_retired_that_lies_where_one_stands(self):
        self.serve_once()
        self.take()
        mine = (self.book.path / "signing" / "1.vkey").read_text()
        (self.folder / "signing").mkdir()
        (self.folder / "signing" / "1.vkey").write_text("somebody+else\n")
        run = meterbook("restore", self.backups, self.folder / "fork", "--to", str(self.sold[3]),
                        cwd=self.folder)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual((self.folder / "fork" / "signing" / "RETIRED").read_text(), mine)

    def test_what_is_lost_for_good_is_gone_on_without_under_a_new_key_alone(self):
        safe, book = self.folder / "safe", self.folder / "new"
        early = self.take("--keys", safe)
        self.sell_once_more()
        known = self.folder / "checkpoint"
        self.remember(known, self.take())
        words = ("restore", early["directory"], book, "--keys", safe, "--known-checkpoint", known)
        self.assert_refused(meterbook(*words), "old copy")
        run = meterbook(*words, "--new-history")
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn("old copy", run.stdout)
        self.refused_service(book)
        again = self.folder / "again"  # a backup of it knows which keys are retired, too
        meterbook("backup", book, again)
        meterbook("restore", again, self.folder / "twice", "--keys", safe)
        self.refused_service(self.folder / "twice")
        run = meterbook("key", book, "--rotate", "--reason", "the disk was lost")
        self.assertEqual(run.returncode, 0, run.stderr)
        self.serve(book)

    def test_an_old_copy_is_found_out_by_what_somebody_outside_remembers(self):
        early = self.take()
        self.sell_once_more()
        late = self.take()
        known = self.folder / "checkpoint"
        self.remember(known, late)
        self.assertEqual(meterbook("restore", late["directory"], self.folder / "new",
                                   "--known-checkpoint", known).returncode, 0)
        old = self.folder / "old"
        run = meterbook("restore", early["directory"], old)
        self.assertEqual(run.returncode, 0, run.stderr)
        words = ("serve", "--data", old, "--listen", "127.0.0.1:0", "--known-checkpoint", known)
        self.assert_refused(meterbook(*words), "old copy", f"event {early['position'] + 1}")
        self.remember(known, {**early, "root": "00" * 32})
        self.assert_refused(meterbook(*words), "is not the one that")

    @staticmethod
    def remember(file, taken):
        store = json.loads((pathlib.Path(taken["directory"]) / "BACKUP.json").read_text())["store"]
        root = base64.b64encode(bytes.fromhex(taken["root"])).decode()
        file.write_text(f"meterbook/{store}\n{taken['position']}\n{root}\n\n— somebody AAAA\n",
                        encoding="utf-8")


if __name__ == "__main__":
    unittest.main()
