"""tools/oracle/verify.py and `meterbook verify BUNDLE` agree, on sound bundles and on others."""
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import unittest

from played_book import BINARIES, ROOT, PlayedBook, register_site
from random_history import play_history

VERIFIER = ROOT / "tools" / "oracle" / "verify.py"
SEED = int(os.environ.get("METERBOOK_SEED", random.randrange(2 ** 32)))


def run(*words):
    return subprocess.run(words, capture_output=True, text=True, check=False)


def by_the_program(bundle, key):
    said = run(BINARIES / "meterbook", "verify", bundle, "--key", key, "--json")
    return said.returncode, json.loads(said.stdout or "{}"), said.stdout + said.stderr


def by_the_oracle(bundle, key):
    said = run(sys.executable, "-B", VERIFIER, bundle, "--key", key, "--json")
    return said.returncode, json.loads(said.stdout or "{}"), said.stdout + said.stderr


class SecondVerifier(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = tempfile.TemporaryDirectory(prefix="meterbook-")
        cls.folder = pathlib.Path(cls.directory.name)
        book = PlayedBook(cls.folder)
        with book:
            play_history(book, random.Random(SEED))
        cls.key = cls.folder / "log.vkey"
        cls.key.write_text(run(BINARIES / "meterbook", "key", book.path).stdout.split("\n")[0])
        cls.bundle = cls.folder / "book.bundle"
        made = run(BINARIES / "meterbook", "export", book.path, "--format", "tlog", "--out",
                   cls.bundle)
        if made.returncode:
            raise AssertionError(made.stderr)
        cls.whole = cls.bundle.read_bytes()

    @classmethod
    def tearDownClass(cls):
        cls.directory.cleanup()

    def test_both_hold_a_sound_bundle_to_be_sound(self):
        code, program, said = by_the_program(self.bundle, self.key)
        self.assertEqual(code, 0, said)
        code, oracle, said = by_the_oracle(self.bundle, self.key)
        self.assertEqual(code, 0, f"METERBOOK_SEED={SEED}: {said}")
        self.assertEqual(oracle["broken"], [])
        self.assertEqual(oracle["unchecked"], ["projections_are_what_the_events_give"])
        self.assertEqual(oracle["events"], program["events"])
        self.assertEqual(oracle["root"], program["root"])

    def test_both_refuse_a_bundle_with_a_changed_byte_wherever_it_is(self):
        chance = random.Random(SEED)
        # Which rows a read model has is known to the program alone: the last lines of the summary.
        models = self.whole.find(b"projection ", self.whole.rfind(b"tiers "))
        for at in chance.sample(range(len(self.whole)), 5):
            with self.subTest(byte=at, METERBOOK_SEED=SEED):
                changed = bytearray(self.whole)
                changed[at] ^= 1 << chance.randrange(8)
                other = self.folder / "other.bundle"
                other.write_bytes(changed)
                code, _, said = by_the_program(other, self.key)
                self.assertIn(code, (1, 2), said)
                code, _, said = by_the_oracle(other, self.key)
                # Which rows a read model has is known to the program alone.
                tail = self.whole.rfind(b"\nprojection ", 0, at + 12)
                if tail == -1 or self.whole.find(b"projection ") > at:
                    self.assertEqual(code, 1, said)

    def test_both_refuse_a_bundle_that_ends_too_early(self):
        other = self.folder / "cut.bundle"
        for size in (0, 7, len(self.whole) - 1):
            other.write_bytes(self.whole[:size])
            self.assertIn(by_the_program(other, self.key)[0], (1, 2), size)
            self.assertIn(by_the_oracle(other, self.key)[0], (1, 2), size)

    def test_both_refuse_a_key_of_another_log(self):
        other = self.folder / "other.vkey"
        stranger = PlayedBook(self.folder / "stranger")
        stranger.path.parent.mkdir(exist_ok=True)
        with stranger as played:
            register_site(played, "2026-11-01T00:00:00Z", "Asia/Shanghai")
            played.must("2026-11-01T00:00:00Z", "RegisterBuilding", building="B1", name="Tower")
        other.write_text(run(BINARIES / "meterbook", "key", stranger.path).stdout.split("\n")[0])
        self.assertIn(by_the_program(self.bundle, other)[0], (1, 2))
        self.assertEqual(by_the_oracle(self.bundle, other)[0], 1)


if __name__ == "__main__":
    unittest.main()
