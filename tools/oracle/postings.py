"""Debits and credits of an event, from what the book wrote down, folded to a trial balance."""
from collections import Counter

from amounts import money


def into_wallet(wallet, amount, source):
    """The wallet has more, and the other account is where it came from."""
    return [(source, amount), (f"wallet:{wallet}", -amount)]


def settled(each):
    yield from into_wallet(each["wallet"], -money(each["paid_out"]), f"cash:{each['method']}")
    yield from into_wallet(each["wallet"], -money(each["rounding"]), "adjustment:rounding")


def closed(fact):
    for each in fact["settlements"]:
        yield from settled(each)


def reversed_(fact):
    amount = money(fact["amount"]) * (-1 if fact["kind"] == "sale" else 1)
    return into_wallet(fact["wallet"], amount, f"cash:{fact['method']}")


def charged(fact):
    amount = sum(money(line["amount"]) for line in fact["lines"])
    return into_wallet(fact["wallet"], -amount, "revenue:energy") if fact["wallet"] else []


POSTINGS = {
    "CreditSold": lambda fact: into_wallet(
        fact["wallet"], money(fact["amount"]), f"cash:{fact['method']}"),
    "CreditRefunded": lambda fact: into_wallet(
        fact["wallet"], -money(fact["amount"]), f"cash:{fact['method']}"),
    "TransactionReversed": reversed_,
    "CreditTransferred": lambda fact: into_wallet(
        fact["to"], money(fact["amount"]), f"wallet:{fact['from']}"),
    "BalanceAdjusted": lambda fact: into_wallet(
        fact["wallet"], money(fact["amount"]), f"adjustment:{fact['kind']}"),
    "OpeningBalanceBroughtIn": lambda fact: into_wallet(
        fact["wallet"], money(fact["amount"]), "adjustment:opening_balance"),
    "WalletSettled": settled,
    "AccountClosed": closed,
    "ReadingRecorded": charged,
    "EnergyEstimated": charged,
    "RegisterRolledOver": charged,
}


class TrialBalance:
    def __init__(self):
        self.accounts = Counter()

    def fold(self, kind, fact):
        for account, amount in POSTINGS.get(kind, lambda _: [])(fact):
            self.accounts[account] += amount

    def sum(self):
        return sum(self.accounts.values())
