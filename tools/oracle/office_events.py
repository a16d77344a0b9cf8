"""Events of the office: fees, limits, shifts and periods, each computed again."""
from calendar import monthrange
from collections import Counter
from datetime import date, timedelta

from amounts import money, money_text
from moments import moment_of
from postings import POSTINGS

CENT, A_DAY = 10_000, timedelta(days=1)


class Office:
    """What the office's events lead to: of fees, of shifts, and of every day's postings."""

    def __init__(self):
        self.limits = None  # of new wallets
        self.ppm, self.fees, self.duties, self.shifts = 0, {}, {}, {}
        self.days, self.last_of, self.closed = {}, {}, {}


def service_fee(witness, paid):
    """The site's share of what is paid, in whole cents, rounded down."""
    return paid // CENT * witness.office.ppm // 1_000_000 * CENT


def see_terms(witness, fact):
    counter = fact.get("counter") or {}
    witness.office.ppm = counter.get("service_fee_ppm", 0)
    names = ("overdraft", "hoarding_limit")
    witness.office.limits = {name: counter.get(name) for name in names} if counter else None


# --- fees --------------------------------------------------------------------------------------


def see_published_fee(witness, _, fact):
    versions = witness.office.fees.setdefault(fact["fee"], [])
    versions.append((date.fromisoformat(fact["from"]), money(fact["amount"]), fact["per"]))
    witness.compare("version", fact["version"], len(versions))


def see_assigned_fee(witness, _, fact):
    """From another day on it is another duty; nothing of it was charged yet."""
    known = witness.office.duties.get((fact["wallet"], fact["fee"]))
    begin = date.fromisoformat(fact["from"])
    charged = known["charged"] if known and known["from"] == begin else None
    until = fact["until"] and date.fromisoformat(fact["until"])
    witness.office.duties[fact["wallet"], fact["fee"]] = {
        "from": begin, "until": until, "charged": charged}


def cost(versions, begin, end):
    """Each day costs its version's amount; of a month, the share of one day of it."""
    total, day = 0, begin
    while day <= end:
        total += [amount for since, amount, _ in versions if since <= day][-1]
        day += A_DAY
    if versions[0][2] == "day":
        return total
    return total // monthrange(begin.year, begin.month)[1] // CENT * CENT


def see_fee(witness, _, fact):
    wallet = witness.wallets[fact["wallet"]]
    duty = witness.office.duties[fact["wallet"], fact["fee"]]
    begin, end = date.fromisoformat(fact["from"]), date.fromisoformat(fact["until"])
    expected = duty["charged"] + A_DAY if duty["charged"] else duty["from"]
    witness.compare("first day", begin, expected)
    witness.compare("month of the last day", (end.year, end.month), (begin.year, begin.month))
    if duty["until"] and end > duty["until"]:
        witness.differ("last day", end, duty["until"])
    amount = cost(witness.office.fees[fact["fee"]], begin, end)
    wallet.consume(amount)
    duty["charged"] = end
    witness.compare_money("amount", fact["amount"], amount)
    witness.compare_money("balance_after", fact["balance_after"], wallet.balance)


# --- shifts ------------------------------------------------------------------------------------


def see_opened_shift(witness, event, fact):
    witness.compare("teller", fact["teller"], event["actor"]["name"])
    witness.office.shifts[fact["teller"]] = {
        "position": event["position"], "expected": Counter({
            fact["method"]: money(fact["opening_float"])})}


def see_closed_shift(witness, _, fact):
    shift = witness.office.shifts.pop(fact["teller"])
    witness.compare("shift", fact["shift"], shift["position"])
    theirs = {each["method"]: each["expected"] for each in fact["counts"]}
    ours = {method: money_text(amount) for method, amount in shift["expected"].items()}
    witness.compare("expected", theirs, ours)


# --- days and periods --------------------------------------------------------------------------


def note(witness, event):
    """What any event posts: on the day on which it was recorded, and in its teller's shift."""
    if witness.rating.site is None:
        return
    office = witness.office
    day = witness.rating.site_day(moment_of(event["recorded_at"]))
    office.last_of[day] = event["position"]
    merged = Counter()
    for account, amount in POSTINGS.get(event["type"], lambda _: [])(event["data"]):
        merged["wallets" if account.startswith("wallet:") else account, account] += amount
    shift = office.shifts.get(event["actor"]["name"])
    for (shown, account), amount in merged.items():
        sides = office.days.setdefault(day, {}).setdefault(shown, [0, 0])
        sides[amount < 0] += abs(amount)
        if shift and account.startswith("cash:") and event["type"] != "ShiftClosed":
            shift["expected"][account.removeprefix("cash:")] += amount
    for shown in [shown for shown, sides in office.days.get(day, {}).items() if sides == [0, 0]]:
        del office.days[day][shown]


def figures(office, first, last):
    found = {}
    for day, accounts in office.days.items():
        if day > last:
            continue
        for account, (debit, credit) in accounts.items():
            sums = found.setdefault(account, [0, 0, 0])
            sums[2] += debit - credit
            if day >= first:
                sums[0] += debit
                sums[1] += credit
    return [{"account": account, "debit": money_text(sums[0]), "credit": money_text(sums[1]),
             "balance": money_text(sums[2])} for account, sums in sorted(found.items())]


def see_period(witness, _, fact):
    office, kind = witness.office, fact["kind"]
    first, last = date.fromisoformat(fact["first"]), date.fromisoformat(fact["last"])
    begin = office.closed[kind] + A_DAY if kind in office.closed else min(office.last_of)
    begins = {"day": begin, "month": begin.replace(day=1), "year": begin.replace(month=1, day=1)}
    ends = {"day": first, "month": first.replace(day=monthrange(first.year, first.month)[1]),
            "year": first.replace(month=12, day=31)}
    witness.compare("first", first, begins[kind])
    witness.compare("last", last, ends[kind])
    witness.compare("at", fact["at"], max(position for day, position in office.last_of.items()
                                          if day <= last))
    witness.compare("figures", fact["figures"], figures(office, first, last))
    office.closed[kind] = last


HEAR = {
    "FeePublished": see_published_fee,
    "FeeAssigned": see_assigned_fee,
    "FeeCharged": see_fee,
    "ShiftOpened": see_opened_shift,
    "ShiftClosed": see_closed_shift,
    "PeriodClosed": see_period,
}
