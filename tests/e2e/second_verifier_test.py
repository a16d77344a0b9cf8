"""tools/oracle/verify.py and `meterbook verify BUNDLE` agree, on sound bundles and on others."""
import base64
import json
import os
import pathlib
import random
import struct
import subprocess
import sys
import tempfile
import unittest

from played_book import BINARIES, ROOT, PlayedBook, register_site  # it finds what follows
import bundle as bundles
import forged_bundle
import vocabulary
from forged_bundle import Forged, Signer
from merkle import Tree, leaf_of
from random_history import play_history

VERIFIER = ROOT / "tools" / "oracle" / "verify.py"
SEED = int(os.environ.get("METERBOOK_SEED", random.randrange(2 ** 32)))


def run(*words):
    return subprocess.run(words, capture_output=True, text=True, check=False)


def by_the_program(bundle, key, *options):
    said = run(BINARIES / "meterbook", "verify", bundle, "--key", key, "--json", *options)
    return said.returncode, json.loads(said.stdout or "{}"), said.stdout + said.stderr


def by_the_oracle(bundle, key, *options):
    said = run(sys.executable, "-B", VERIFIER, bundle, "--key", key, "--json", *options)
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
        for at in chance.sample(range(len(self.whole)), 5):
            with self.subTest(byte=at, METERBOOK_SEED=SEED):
                changed = bytearray(self.whole)
                changed[at] ^= 1 << chance.randrange(8)
                other = self.folder / "other.bundle"
                other.write_bytes(changed)
                code, _, said = by_the_program(other, self.key)
                self.assertIn(code, (1, 2), said)
                # Which rows a read model has is known to the program alone.
                tail = self.whole.rfind(b"\nprojection ", 0, at + 12)
                if tail == -1 or self.whole.find(b"projection ") > at:
                    self.assert_named_by_the_oracle(other)

    def test_both_name_a_frame_that_was_committed_at_no_moment_there_is(self):
        with open(self.bundle, "rb") as file:
            block = next(body for letter, body in bundles.records(file) if letter == "B")
        frame = bundles.block_of(block, 1).frames[0]
        changed = bytearray(self.whole)
        at = self.whole.index(struct.pack(">q", frame.committed_at))
        changed[at] |= 0x08
        other = self.folder / "other.bundle"
        other.write_bytes(changed)
        self.assert_both_name(other, frame.first)

    def assert_named_by_the_oracle(self, other, *options):
        """Its verdict, which is none of a program that broke down."""
        code, verdict, said = by_the_oracle(other, self.key, *options)
        self.assertEqual(code, 1, said)
        self.assertFalse(verdict["ok"], said)
        return verdict["first_wrong"]

    def assert_both_name(self, other, position, check=None, *options):
        code, verdict, said = by_the_program(other, self.key, *options)
        self.assertEqual(code, 1, said)
        ours = self.assert_named_by_the_oracle(other, *options)
        self.assertEqual((verdict["first_wrong"]["position"], ours["position"]),
                         (position, position), (said, ours))
        if check:
            self.assertEqual((verdict["first_wrong"]["law"], ours["check"]), (check, check))

    def forged(self):
        """The bundle, taken apart; who signs it; where it is put together again."""
        forged = Forged(self.bundle)
        signer = Signer.of_file(forged.header.origin,
                                self.folder / "book" / "signing" / "1.pem")
        self.assertEqual(signer.vkey, forged.header.key)
        return forged, signer, self.folder / "forged.bundle"

    def a_sale_in(self, forged):
        return next(index for index, stored in enumerate(forged.events)
                    if forged_bundle.payload_of(stored) == "credit_sold")

    def test_what_is_put_together_unchanged_is_sound(self):
        forged, signer, other = self.forged()
        forged.write(other, signer)
        self.assertEqual(by_the_program(other, self.key)[0], 0)
        self.assertEqual(by_the_oracle(other, self.key)[0], 0)

    def test_both_name_a_sale_whose_amount_was_changed_by_who_can_sign(self):
        forged, signer, other = self.forged()
        sale = self.a_sale_in(forged)
        forged.events[sale] = forged_bundle.changed(
            forged.events[sale], ["credit_sold", "amount"], lambda amount: amount + 2_000_000)
        forged.write(other, signer)
        self.assert_both_name(other, sale + 1)

    def test_both_name_a_moment_that_cannot_be(self):
        forged, signer, other = self.forged()
        sale = self.a_sale_in(forged)
        forged.events[sale] = forged_bundle.changed(
            forged.events[sale], ["occurred_at"], lambda _: 2 ** 62)
        forged.write(other, signer)
        self.assert_both_name(other, sale + 1, "values_are_possible")

    def test_both_name_an_envelope_that_is_not_whole(self):
        forged, signer, other = self.forged()
        sale = self.a_sale_in(forged)
        sound = forged.events[sale]
        for field, change in (("schema", lambda schema: schema + 1),
                              ("event_id", lambda each: bytes([each[0] ^ 1]) + each[1:]),
                              ("event_id", lambda each: each[:6] + b"\0" + each[7:]),
                              ("occurred_at", lambda at: at + 86_400_000_000)):
            forged.events[sale] = forged_bundle.changed(sound, [field], change)
            forged.write(other, signer)
            self.assert_both_name(other, sale + 1, "envelope_is_whole")

    def test_both_name_what_is_done_without_a_reason(self):
        forged, signer, other = self.forged()
        at = next(index for index, stored in enumerate(forged.events)
                  if forged_bundle.payload_of(stored) in
                  ("credit_refunded", "credit_transferred", "transaction_reversed",
                   "adjustment_proposed", "meter_replaced", "reading_corrected")
                  and forged_bundle.changed(stored, ["command_events"], lambda _: 99) != stored)
        forged.events[at] = forged_bundle.changed(forged.events[at], ["reason"], lambda _: b"")
        forged.write(other, signer)
        self.assert_both_name(other, at + 1, "envelope_is_whole")

    def test_both_name_a_command_that_counts_its_events_otherwise(self):
        forged, signer, other = self.forged()
        sale = self.a_sale_in(forged)
        sound = forged.events[sale]
        for more, named in ((-1, 0), (1, 1)):
            forged.events[sale] = forged_bundle.changed(
                sound, ["command_events"], lambda count, more=more: 0 if more < 0 else count + more)
            forged.write(other, signer)
            position = self.assert_named_by_the_oracle(other)["position"]
            self.assert_both_name(other, position, "commands_are_whole")
            self.assertEqual(position > sale + 1, named == 1)

    def test_both_name_an_event_id_that_stands_twice(self):
        forged, signer, other = self.forged()
        at = next(index for index in range(1, len(forged.events))
                  if forged_bundle.moment_of(forged.events[index])
                  == forged_bundle.moment_of(forged.events[index - 1]))
        used = []
        forged_bundle.changed(forged.events[at - 1], ["event_id"],
                              lambda each: used.append(each) or each)
        forged.events[at] = forged_bundle.changed(
            forged.events[at], ["event_id"], lambda _: used[0])
        forged.write(other, signer)
        self.assert_both_name(other, at + 1, "event_ids_are_used_once")

    def test_both_name_a_log_that_lacks_an_event(self):
        forged, signer, other = self.forged()
        sale = self.a_sale_in(forged)
        del forged.events[sale]
        forged.cut(len(forged.events))
        forged.write(other, signer)
        self.assertEqual(by_the_program(other, self.key)[0], 1)
        self.assertLessEqual(self.assert_named_by_the_oracle(other)["position"], sale + 1)

    def test_nobody_is_trusted_who_hands_over_to_the_given_key(self):
        """A stranger knows the public key: the last event hands over to it, by their own hand."""
        forged, signer, other = self.forged()
        stranger = Signer(forged.header.origin, b"a stranger".ljust(32))
        forged.cut(20)
        size = 21
        text = f"meterbook signing key\n{stranger.vkey}\n{signer.vkey}\n"
        names = {each.name: number for number, each in {
            **forged_bundle.MESSAGES["Envelope"].fields,
            **forged_bundle.MESSAGES["Envelope"].payloads}.items()}
        site = forged.events[0]
        sites = [stored for stored in forged.events
                 if forged_bundle.payload_of(stored) == "site_configured"]
        kept = [part for part in vocabulary.parts(site)
                if part[0] in (names["actor"], names["event_id"], names["subject"])]
        now = forged_bundle.moment_of(forged.events[-1])
        rotation = forged_bundle.written([
            (1, 2, stranger.vkey.encode()), (2, 2, signer.vkey.encode()),
            (3, 2, base64.b64encode(stranger.sign(text.encode())))])
        forged.events.append(forged_bundle.written(sorted([
            *kept, (names["position"], 0, size), (names["recorded_at"], 0, now),
            (names["occurred_at"], 0, now), (names["subject_version"], 0, len(sites) + 1),
            (names["schema"], 0, 1), (names["command_events"], 0, 1),
            (names["signing_key_rotated"], 2, rotation)])))
        forged.first_key, forged.sizes = stranger.vkey, [size]
        forged.frames[size] = now
        forged.write(other, stranger)
        self.assertEqual(by_the_program(other, self.key)[0], 1)
        verdict = by_the_oracle(other, self.key)[1]
        self.assertIn("checkpoints_are_signed", verdict["broken"])
        self.assertNotIn("keys_follow_each_other", verdict["broken"])

    def test_both_hold_it_against_a_checkpoint_that_was_kept(self):
        forged, signer, other = self.forged()
        kept = self.folder / "kept"
        tree, size = Tree(), len(forged.events)
        for stored in forged.events:
            tree.append(leaf_of(stored))
        root = base64.b64encode(tree.root()).decode()
        keep = lambda size, root: kept.write_bytes(
            signer.note(f"{forged.header.origin}\n{size}\n{root}\n"))
        keep(size, root)
        for judged in (by_the_program, by_the_oracle):
            self.assertEqual(judged(self.bundle, self.key, "--known-checkpoint", kept)[0], 0)
        keep(size, base64.b64encode(bytes(32)).decode())
        self.assert_both_name(self.bundle, size, None, "--known-checkpoint", kept)
        keep(size + 1, root)
        self.assert_both_name(self.bundle, size + 1, None, "--known-checkpoint", kept)

    def test_both_refuse_a_bundle_that_ends_too_early(self):
        other = self.folder / "cut.bundle"
        for size in (0, 7, len(self.whole) - 1):
            other.write_bytes(self.whole[:size])
            self.assertIn(by_the_program(other, self.key)[0], (1, 2), size)
            self.assert_named_by_the_oracle(other)

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
