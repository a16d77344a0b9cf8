"""What `meterbook bench` prints was measured. Whether it is fast enough is not asked here."""
import json
import subprocess
import unittest

from played_book import BINARIES

BRIEFLY = [["append"], ["replay"], ["verify"], ["size"], ["poll"], ["reports", "--meters", "1"]]
REACHED, MISSED = 0, 1


class Bench(unittest.TestCase):
    def measure(self, *words):
        run = subprocess.run([BINARIES / "meterbook", "bench", *words, "--seconds", "1", "--json"],
                             capture_output=True, text=True, check=False, timeout=120)
        self.assertIn(run.returncode, (REACHED, MISSED), run.stderr)
        figures = json.loads(run.stdout)
        self.assertEqual(all(each["reached"] for each in figures), run.returncode == REACHED)
        return figures

    def test_every_figure_is_of_something(self):
        for words in BRIEFLY:
            for each in self.measure(*words):
                with self.subTest(each["name"]):
                    self.assertGreater(each["figure"], 0)
                    self.assertGreater(each["limit"], 0)
                    self.assertGreater(each["ratio"], 0)


if __name__ == "__main__":
    unittest.main()
