#!/usr/bin/env python3
"""Rates and balances an exported book again, from the words of docs/rating.md alone.

`meterbook export BOOK --out book.ndjson` writes what this reads. Shares nothing with the ledger.
Exit codes: 0 it agrees with everything, 1 there is a difference, 2 it could not be read.
"""
import argparse
import json
import pathlib
import sys

from amounts import money_text
from witness import Witness


class Unreadable(Exception):
    """One sentence for people: what could not be read, and the way out."""


def judge(lines, balances=None):
    """What a witness of all these events has to say."""
    witness = Witness()
    for number, line in enumerate(lines, 1):
        try:
            witness.see(json.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError, LookupError) as fault:
            raise Unreadable(f"line {number} is no event that can follow the ones before it "
                             f"({type(fault).__name__}: {fault}): export the book anew") from fault
    witness.finish(balances)
    return witness


def balances_in(path):
    """Account -> decimal text, as `meterbook replay --json` prints them."""
    return json.loads(path.read_text(encoding="utf-8"))["accounts"] if path else None


def summary(witness):
    found = len(witness.differences)
    return {"ok": not found, "events": witness.position, "charged": len(witness.charged),
            "lines": witness.lines, "wallets": len(witness.wallets),
            "balances": {name: money_text(wallet.balance)
                         for name, wallet in sorted(witness.wallets.items())},
            "differences": [{"position": each.position, "what": each.what,
                             "book": str(each.book), "oracle": str(each.oracle)}
                            for each in witness.differences]}


def say(witness):
    for difference in witness.differences:
        print(difference)
    found = len(witness.differences)
    print(f"judged {witness.position} events: {len(witness.charged)} charged readings with "
          f"{witness.lines} lines, {len(witness.wallets)} wallets: "
          f"{f'{found} differences' if found else 'the oracle agrees with all of it'}")


def main(arguments):
    parser = argparse.ArgumentParser(prog="judge.py", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("book", type=pathlib.Path, help="events, one a line")
    parser.add_argument("--balances", type=pathlib.Path, metavar="FILE",
                        help="what `meterbook replay BOOK --json` printed: compared as well")
    parser.add_argument("--json", action="store_true", help="answer for machines")
    wishes = parser.parse_args(arguments)
    try:
        with wishes.book.open(encoding="utf-8") as lines:
            witness = judge(lines, balances_in(wishes.balances))
    except (OSError, ValueError, KeyError, Unreadable) as fault:
        print(f"judge: {wishes.book}: {fault}", file=sys.stderr)
        return 2
    if wishes.json:
        print(json.dumps(summary(witness), indent=2))
    else:
        say(witness)
    return 1 if witness.differences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
