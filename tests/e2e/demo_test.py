"""The demonstration as people run it, on free ports: what it leaves is judged by hledger, which
knows nothing of us, and by `meterbook verify`."""
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARIES = pathlib.Path(os.environ.get("METERBOOK_BIN", ROOT / "build" / "bin"))
PATIENCE_S = 240


class Demo(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="meterbook-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def start(self, *words):
        program = subprocess.Popen(
            [sys.executable, "-B", ROOT / "tools" / "demo_run.py", "--listen", "127.0.0.1:0",
             "--folder", self.folder, "--binaries", BINARIES, *words],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        watchdog = threading.Timer(PATIENCE_S, program.terminate)
        watchdog.start()
        self.addCleanup(program.stdout.close)
        self.addCleanup(program.wait)
        self.addCleanup(watchdog.cancel)
        return program

    def read_until(self, program, words):
        said = ""
        for line in program.stdout:
            said += line
            if words in line:
                return said
        self.fail(f"it never said '{words}':\n{said}")

    def judge(self, program, said, cash_accounts):
        """Every balance is confirmed, of every wallet that was opened and every kind of cash."""
        said += program.stdout.read()
        self.assertEqual(program.wait(), 0, said)
        summary = re.search(
            r"hledger agrees with (\d+) of (\d+) balances, (\d+) of them wallets", said)
        self.assertIsNotNone(summary, said)
        agreed, balances, wallets = map(int, summary.groups())
        self.assertEqual(agreed, balances, said)
        self.assertEqual(wallets, self.meters(), said)
        self.assertNotIn("DIFFERS", said)
        for account in cash_accounts:
            self.assertRegex(said, rf"(?m)^ +[0-9.]+  {account}$")
            self.assertIn(f"assets:{account}", (self.folder / "book.journal").read_text())
        self.assertRegex(said, r"(?m)^verified: \d+ events, \d+ wallets")
        self.assertIn("all is well", said)

    def meters(self):
        plan = subprocess.check_output([BINARIES / "metersim", "--building", "demo", "--describe"])
        return len(json.loads(plan)["meters"])

    def test_a_whole_day_ends_with_balances_that_hledger_confirms(self):
        program = self.start("--for", "0")
        self.judge(program, "", ["cash:bank", "cash:cash", "cash:wechat"])

    def test_ctrl_c_ends_with_the_same_summary(self):
        program = self.start()
        said = self.read_until(program, "sold credit")
        program.send_signal(signal.SIGINT)
        self.judge(program, said, ["cash:cash"])


if __name__ == "__main__":
    unittest.main()
