"""The recipes of docs/operations.md that copy a book and bring it back, typed as they stand."""
import contextlib
import json
import os
import re
import signal
import subprocess
import tempfile
import unittest
import urllib.request
from pathlib import Path

from played_book import BINARIES, ROOT

SITE = {"name": "Examples", "zone": "Asia/Shanghai", "currency": "CNY", "payment_methods": ["cash"],
        "plausibility_margin_percent": 1000, "poll_interval_s": 1800, "misses_until_lost": 3,
        "cutoff": "manual"}
SOMEBODY = 65_534  # who serves the book in the test, where it may be given to him


def recipe(chapter):
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    return re.search(rf"^## {chapter}\n\n(?:\S.*\n)*\n?((?:    .+\n)+)", text, re.M)[1]


def ask(url, method, path, body=None):
    content = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(url + path, content, method=method),
                                timeout=20) as answer:
        return json.load(answer)


class Restoring(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="meterbook-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.book = self.folder / "book"

    @contextlib.contextmanager
    def served(self):
        """The book's address, while it is served."""
        program = subprocess.Popen(
            [BINARIES / "meterbook", "serve", "--data", self.book, "--listen", "127.0.0.1:0",
             "--no-poll"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        try:
            said = next(line for line in program.stdout if "listening on" in line)
            yield re.search(r"http://\S+", said)[0]
        finally:
            program.send_signal(signal.SIGTERM)
            program.stdout.close()
            program.wait(timeout=30)

    def type_recipe(self, chapter):
        typed = recipe(chapter).replace("/var/lib/meterbook", str(self.folder))
        typed = typed.replace("/backup/2026-11-21", str(self.folder / "backup"))
        typed = typed.replace("/keys-backup", str(self.folder / "keys"))
        script = f"systemctl() {{ :; }}\nset -e\n{typed}"
        run = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False,
                             env={**os.environ, "PATH": f"{BINARIES}:{os.environ['PATH']}"})
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)

    def test_a_restored_book_can_be_served_and_knows_every_name_but_the_forgotten(self):
        with self.served() as url:
            ask(url, "PUT", "/v1/site", SITE)
            ask(url, "PUT", "/v1/customers/C1", {"name": "Zhang Wei", "phone": ""})
            ask(url, "PUT", "/v1/customers/C2", {"name": "Li Na", "phone": ""})
        self.type_recipe("Backing up")
        self.assertEqual(list((self.folder / "backup").rglob("*.pem")), [], "a secret")
        with self.served() as url:
            ask(url, "POST", "/v1/customers/C2/forgetting", {"reason": "as she asked"})
        if os.geteuid() == 0:
            subprocess.run(["chown", "-R", str(SOMEBODY), self.book], check=True)
        owner, mode = self.book.stat().st_uid, self.book.stat().st_mode
        self.type_recipe("Restoring")
        for path in (self.book, *self.book.rglob("*")):
            self.assertEqual(path.stat().st_uid, owner, path)
        self.assertEqual(self.book.stat().st_mode, mode)
        with self.served() as url:
            items = ask(url, "GET", "/v1/customers")["items"]
        customers = {each["customer"]: each for each in items}
        self.assertEqual(customers["C1"]["state"], "known")
        self.assertEqual(customers["C1"]["name"], "Zhang Wei")
        self.assertNotIn("Li Na", json.dumps(customers), "her key is not brought back")


if __name__ == "__main__":
    unittest.main()
