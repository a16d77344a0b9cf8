"""The TypeScript client against a book that is served."""
import os
import re
import signal
import subprocess
import tempfile
import unittest
from pathlib import Path

BINARIES = Path(os.environ["METERBOOK_BIN"])
SMOKE = BINARIES.parent / "client/js/tests/openapi/client_smoke.js"


class Client(unittest.TestCase):
    def test_it_makes_an_empty_book_sell(self):
        with tempfile.TemporaryDirectory(prefix="meterbook-") as folder:
            program = subprocess.Popen(
                [BINARIES / "meterbook", "serve", "--data", Path(folder, "book"), "--listen",
                 "127.0.0.1:0", "--no-poll"],
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            try:
                said = next(line for line in program.stdout if "listening on" in line)
                run = subprocess.run(["node", SMOKE, re.search(r"http://[^\s,]+", said)[0]],
                                     capture_output=True, text=True, check=False, timeout=120)
            finally:
                program.send_signal(signal.SIGTERM)
                program.stdout.close()
                program.wait(timeout=60)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)
        self.assertIn("walked through a list", run.stdout)


if __name__ == "__main__":
    unittest.main()
