"""Holds a stopped book against independent judges: `meterbook verify`, and hledger."""
import json
import subprocess

# An account of ours, and what hledger's account of the same name begins with.
KINDS = {"wallet:": "liabilities:wallet:", "cash:": "assets:cash:", "revenue:": "revenue:"}


def micros(text):
    """Micro-units of a decimal text, exactly."""
    whole, _, fraction = text.lstrip("-").partition(".")
    count = int(whole) * 1_000_000 + int(fraction.ljust(6, "0"))
    return -count if text.startswith("-") else count


def verify(meterbook, book):
    """True when every law holds and every charge, rated again, is the same."""
    return subprocess.run([meterbook, "verify", book], check=False).returncode == 0


def hledger_balances(meterbook, book, journal):
    """What hledger computes from the exported journal: account → micro-units."""
    export = [meterbook, "export", book, "--format", "hledger", "--out", journal]
    subprocess.run(export, check=True)
    subprocess.run(["hledger", "-f", journal, "check"], check=True)
    shown = subprocess.run(
        ["hledger", "-f", journal, "balance", "--flat", "--no-total", "--empty", "-O", "json"],
        check=True, capture_output=True, text=True).stdout
    return {our_name(row[0]): micros_of(row[3]) for row in json.loads(shown)[0]}


def our_name(account):
    for ours, theirs in KINDS.items():
        if account.startswith(theirs):
            return ours + account.removeprefix(theirs)
    return account


def micros_of(amounts):
    total = 0
    for amount in amounts:
        quantity = amount["aquantity"]
        total += quantity["decimalMantissa"] * 10 ** (6 - quantity["decimalPlaces"])
    return total


def differences(ours, theirs):
    """Accounts whose balance (a decimal text) is not what hledger says; both ways."""
    return [
        f"{account}: {ours.get(account, 'nothing')} here, "
        f"{theirs.get(account, 0)} micro-units there"
        for account in sorted(ours.keys() | theirs.keys())
        if micros(ours.get(account, "0")) != theirs.get(account, 0)
    ]
