#!/usr/bin/env python3
"""Checks a bundle without the book and without its program: a second verifier.

Written from docs/journal_format.md, docs/bundle_format.md and events.proto alone. It hashes every
event again, up to the signed checkpoints, and lets the oracle rate and balance them from the words
of docs/rating.md and docs/accounts.md.

`meterbook export BOOK --format tlog --out FILE` writes what this reads.
Exit codes: 0 what was checked holds, 1 something does not, 2 it could not be read.
"""
import argparse
import base64
import hashlib
import json
import pathlib
import sys
from dataclasses import dataclass

import bundle
import envelopes
import signed_notes
from amounts import money_text
from merkle import Tree, leaf_of
from signed_notes import NoNote
from stored_event import Impossible, event_of, moment_text, record
from vocabulary import Broken, parts
from witness import Witness

ROTATION = 150  # the field of the envelope that hands over a signing key
CHECKS = ("bundle_is_whole", "entries_give_their_leaves", "frames_give_the_root_and_chain",
          "known_checkpoint_is_of_this_log", "checkpoints_are_signed", "keys_follow_each_other",
          "events_are_of_the_vocabulary", "values_are_possible", *envelopes.CHECKS,
          "charges_and_balances_are_what_the_oracle_finds",
          "summary_is_what_the_events_give")
UNCHECKED = ("projections_are_what_the_events_give",)


@dataclass(frozen=True)
class Checkpoint:
    origin: str
    size: int
    root: str  # base64


def checkpoint_in(note):
    """The three lines that a checkpoint says, without extensions; whoever signed it."""
    lines = signed_notes.taken_apart(note)[0].split("\n")
    if len(lines) != 4 or lines[3] or bundle.decimal(lines[1]) is None:
        raise NoNote("it is no checkpoint of three lines")
    return Checkpoint(lines[0], bundle.decimal(lines[1]), lines[2])


def is_moment(micros, text):
    try:
        return moment_text(micros) == text
    except Impossible:
        return False


class Verifier:
    def __init__(self, key, known=None):
        self.given = signed_notes.key_of(key)
        self.known, self.known_root = known, None  # a checkpoint that somebody kept
        self.keys = []  # (position from which it holds, key)
        self.tree, self.witness = Tree(), Witness()
        self.frames, self.next_first, self.chain, self.root = 0, 1, bytes(32), b""
        self.header, self.summary = None, None
        self.signed_size, self.accounts = -1, {}
        self.roots_of_block = {}  # size -> root, of the frames that end in the last block
        self.wrong = {}  # check -> (position, what)
        self.envelopes = envelopes.Envelopes(self.blame)
        self.is_judged = True

    def blame(self, check, position, what):
        self.wrong.setdefault(check, (position, what))

    # --- records -----------------------------------------------------------------------------

    def read(self, file):
        try:
            self.read_records(bundle.records(file))
        except bundle.Torn as torn:
            position = self.tree.size + 1 if torn.position is None else torn.position
            self.blame("bundle_is_whole", position, str(torn))

    def read_records(self, found):
        for letter, body in found:
            if self.summary is not None:
                raise bundle.Torn("something stands behind the summary")
            if (letter == "H") != (self.header is None):
                raise bundle.Torn("the header does not stand at the beginning, and there alone")
            {"H": self.see_header, "B": self.see_block, "C": self.see_checkpoint,
             "S": self.see_summary}.get(letter, self.see_stranger)(body)
        if self.summary is None:
            raise bundle.Torn("it ends before its summary")
        if self.tree.size != self.header.size or self.signed_size != self.header.size:
            raise bundle.Torn("its events, or its last checkpoint, are not of the size it says")

    def see_stranger(self, _):
        raise bundle.Torn("a record is of no known kind")

    def see_header(self, body):
        self.header = bundle.header_of(body)
        try:
            self.keys = [(0, signed_notes.key_of(self.header.key))]
        except NoNote as fault:
            raise bundle.Torn(str(fault)) from fault
        if self.header.origin != f"meterbook/{self.header.store}" \
                or self.keys[0][1].name != self.header.origin:
            self.blame("checkpoints_are_signed", 0, "the key is of another log than the header")

    def see_block(self, body):
        block = bundle.block_of(body, self.tree.size + 1)
        ends, self.roots_of_block = {frame.last: frame for frame in block.frames}, {}
        if not all(block.first <= last < block.first + len(block.events) for last in ends):
            raise bundle.Torn("a frame stands in a block that it does not end in", block.first)
        for number, (leaf, stored) in enumerate(zip(block.leaves, block.events), block.first):
            if leaf_of(stored) != leaf:
                self.blame("entries_give_their_leaves", number, "its bytes give another hash")
            self.tree.append(leaf)
            if self.known and self.known.size == number:
                self.known_root = base64.b64encode(self.tree.root()).decode()
            event = self.see_event(number, stored)
            if number in ends:
                self.see_frame(ends[number], event)

    def see_frame(self, frame, event):
        check = "frames_give_the_root_and_chain"
        self.frames += 1
        self.root = self.roots_of_block[self.tree.size] = self.tree.root()
        due = (self.frames, self.next_first, self.chain)
        if (frame.number, frame.first, frame.previous_chain) != due:
            self.blame(check, frame.first, "the frame does not continue the one before")
        if frame.root != self.root:
            self.blame(check, frame.first, "the tree up to the frame has another root")
        if frame.chain != frame.due_chain():
            self.blame(check, frame.first, "the frame's fields give another chain")
        if event and not is_moment(frame.committed_at, event["recorded_at"]):
            self.blame(check, frame.last, "the frame was committed at another time than its event")
        self.next_first, self.chain = frame.last + 1, frame.chain

    # --- events ------------------------------------------------------------------------------

    def see_event(self, number, stored):
        try:
            rotation = [raw for tag, _, raw in parts(stored) if tag == ROTATION]
            event = record("Envelope", stored) if rotation else event_of(stored)
        except Broken as fault:
            check = ("values_are_possible" if isinstance(fault, Impossible)
                     else "events_are_of_the_vocabulary")
            self.blame(check, number, str(fault))
            self.is_judged = False  # what follows rests on it
            return None
        if event["position"] != number:
            self.blame("events_are_of_the_vocabulary", number,
                       f"it says that it is event {event['position']}")
        self.envelopes.see(number, event)
        if rotation:
            self.see_rotation(number, rotation[0])
            self.witness.position = number  # it moves neither energy nor money
        else:
            self.judge(number, event)
        return event

    def judge(self, number, event):
        if not self.is_judged:
            return
        before = dict(self.witness.posted.accounts)
        try:
            self.witness.see(event)
        except (ValueError, KeyError, TypeError, AttributeError, LookupError) as fault:
            self.is_judged = False  # what follows rests on it
            self.blame("charges_and_balances_are_what_the_oracle_finds", number,
                       f"it cannot follow the events before it: {type(fault).__name__}: {fault}")
        for account, balance in self.witness.posted.accounts.items():
            if balance != before.get(account, 0):
                self.accounts[account] = balance

    def see_rotation(self, number, raw):
        texts = {tag: value.decode("utf-8") for tag, _, value in parts(raw)}
        holding = self.keys[-1][1]
        text = f"meterbook signing key\n{texts.get(1)}\n{texts.get(2)}\n"
        signature = base64.b64decode(texts.get(3, ""))
        if texts.get(1) != holding.text or not signed_notes.is_signed(
                holding.public, text.encode(), signature):
            self.blame("keys_follow_each_other", number, "the key before has not signed this one")
        try:
            self.keys.append((number, signed_notes.key_of(texts.get(2, ""))))
        except NoNote as fault:
            self.blame("keys_follow_each_other", number, str(fault))

    # --- checkpoints -------------------------------------------------------------------------

    def see_checkpoint(self, body):
        check, size = "checkpoints_are_signed", self.tree.size
        try:
            note = body.decode("utf-8")
            said = checkpoint_in(note)
            size = said.size
            signed_notes.signed_text(note, self.key_at(size))
        except (UnicodeDecodeError, NoNote) as fault:
            return self.blame(check, size, f"the checkpoint: {fault}")
        if said.origin != self.header.origin:
            self.blame(check, size, "the checkpoint is of another log")
        if size <= self.signed_size:
            self.blame(check, size, "the checkpoint does not stand behind a smaller one")
        self.signed_size = max(self.signed_size, size)
        if size == self.tree.size:
            return self.compare_root(said.root, size)
        return self.compare_inner_root(said.root, size)

    def key_at(self, size):
        """The one that holds there: a rotation gives the new key to checkpoints of its own size."""
        return [key for position, key in self.keys if position <= size][-1]

    def compare_root(self, root, size):
        if base64.b64encode(self.tree.root()).decode() != root:
            self.blame("checkpoints_are_signed", size, "the checkpoint has another root")

    def compare_inner_root(self, root, size):
        """It stands within the last block: the frame that ends there has the root."""
        known = self.roots_of_block.get(size)
        if known is None:
            return self.blame("checkpoints_are_signed", size, "no frame ends at the checkpoint")
        if base64.b64encode(known).decode() != root:
            self.blame("checkpoints_are_signed", size, "the checkpoint has another root")
        return None

    # --- the end -----------------------------------------------------------------------------

    def see_summary(self, body):
        self.summary = bundle.summary_of(body)

    def finish(self):
        self.envelopes.finish()
        if self.is_judged:
            self.witness.finish()
        for each in self.witness.differences[:1]:
            self.blame("charges_and_balances_are_what_the_oracle_finds", each.position, str(each))
        if self.summary is not None:
            self.compare_summary()
        if self.given not in [key for _, key in self.keys]:
            self.blame("checkpoints_are_signed", 0, "the given key is none of this log")
        if self.known:
            self.compare_known()
        return sorted(self.wrong.items(), key=lambda each: (each[1][0] or 2 ** 64, each[0]))

    def compare_known(self):
        check, size = "known_checkpoint_is_of_this_log", self.known.size
        if self.header is None or self.known.origin != self.header.origin:
            self.blame(check, 0, "the checkpoint that was kept is of another log")
        elif size > self.tree.size:
            self.blame(check, self.tree.size + 1, f"the log had {size} events once: this is an "
                                                  "old copy, or a part of it")
        elif self.known_root != self.known.root:
            self.blame(check, size, "the log had another root there: its past was changed")

    def compare_summary(self):
        said = self.summary
        due = {"root": self.root.hex(), "frames": self.frames, "chain": self.chain.hex(),
               "keys": [(position, key.text) for position, key in self.keys]}
        if self.is_judged:
            due["balances"], due["tiers"] = self.balances(), self.tiers()
        for name, value in due.items():
            if getattr(said, name) != value:
                self.blame("summary_is_what_the_events_give", 0,
                           f"{name}: {getattr(said, name)} is said, {value} comes out")

    def balances(self):
        lines = [f"{account} {balance}\n" for account, balance in
                 sorted(self.accounts.items(), key=lambda each: each[0].encode())]
        return len(lines), hashlib.sha256("".join(lines).encode()).hexdigest()

    def tiers(self):
        lines = [f"{name} {meter.count.cycle.isoformat()} {meter.count.used}\n" for name, meter in
                 sorted(self.witness.meters.items(), key=lambda each: each[0].encode())
                 if meter.account]
        return len(lines), hashlib.sha256("".join(lines).encode()).hexdigest()


def answer_of(verifier, wrong):
    unjudged = [] if verifier.is_judged else ["summary: balances and tiers"]
    first = {"position": wrong[0][1][0], "check": wrong[0][0], "detail": wrong[0][1][1]} \
        if wrong else None
    return {"ok": not wrong, "events": verifier.tree.size, "frames": verifier.frames,
            "root": verifier.tree.root().hex(), "first_wrong": first,
            "holds": [name for name in CHECKS if name not in verifier.wrong
                      and (verifier.known or name != "known_checkpoint_is_of_this_log")],
            "broken": [name for name, _ in wrong],
            "unchecked": [*UNCHECKED, *unjudged],
            "balances": {name: money_text(wallet.balance)
                         for name, wallet in sorted(verifier.witness.wallets.items())}}


def say(answer):
    for name in answer["holds"]:
        print(f"holds      {name}")
    for name in answer["broken"]:
        print(f"BROKEN     {name}")
    for name in answer["unchecked"]:
        print(f"unchecked  {name}")
    if first := answer["first_wrong"]:
        print(f"WRONG at event {first['position']}: {first['check']}: {first['detail']}")
    else:
        print(f"verified in part: {answer['events']} events, {answer['frames']} frames\n"
              f"Merkle root {answer['root']}")


def known_in(path):
    """What a file says that somebody kept; its signature is theirs to judge."""
    if path is None:
        return None
    return checkpoint_in(path.read_text(encoding="utf-8"))


def main(arguments):
    parser = argparse.ArgumentParser(prog="verify.py", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle", type=pathlib.Path)
    parser.add_argument("--key", required=True, metavar="VKEY",
                        help="the log's public key, or a file that holds it")
    parser.add_argument("--known-checkpoint", type=pathlib.Path, metavar="FILE",
                        help="a checkpoint that was kept elsewhere: the log continues it")
    parser.add_argument("--json", action="store_true", help="answer for machines")
    wishes = parser.parse_args(arguments)
    try:
        key = pathlib.Path(wishes.key)
        verifier = Verifier(key.read_text(encoding="utf-8") if key.is_file() else wishes.key,
                            known_in(wishes.known_checkpoint))
        with wishes.bundle.open("rb") as file:
            verifier.read(file)
    except (OSError, UnicodeDecodeError, NoNote) as fault:
        print(f"verify: {fault}", file=sys.stderr)
        return 2
    wrong = verifier.finish()
    answer = answer_of(verifier, wrong)
    if wishes.json:
        print(json.dumps(answer, indent=2))
    else:
        say(answer)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
