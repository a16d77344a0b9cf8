"""Events about accounts and money: every balance is computed again, every credit followed."""
import office_events
from amounts import money, money_text
from moments import moment_of

CENT = 10_000


def see_opening(witness, event, fact):
    witness.accounts[fact["account"]] = witness.rating.site_day(moment_of(event["occurred_at"]))


def see_sale(witness, event, fact):
    wallet, amount = witness.wallets[fact["wallet"]], money(fact["amount"])
    wallet.add(event["position"], amount)
    wallet.recharges += 1
    witness.receipts += 1
    fee = office_events.service_fee(witness, amount + money(fact["fee"]))
    witness.sales[event["position"]] = {"wallet": fact["wallet"], "amount": amount, "back": 0,
                                        "reversed": False, "fee": fee}
    witness.compare_money("fee", fact["fee"], fee)
    witness.compare("receipt_number", fact["receipt_number"], witness.receipts)
    witness.compare("recharge_count", fact["recharge_count"], wallet.recharges)
    witness.compare_money("balance_after", fact["balance_after"], wallet.balance)


def see_refund(witness, event, fact):
    wallet, amount = witness.wallets[fact["wallet"]], money(fact["amount"])
    sale = witness.sales[fact["sale"]]
    witness.compare("wallet of the sale", fact["wallet"], sale["wallet"])
    left = wallet.unconsumed(fact["sale"])
    hold_approval(witness, "refund", fact["sale"], fact, sale["back"] + amount)
    if amount > left or sale["reversed"]:
        witness.differ("refund", amount, f"{left} micro-units are left of the sale")
    wallet.refund(fact["sale"], amount)
    sale["back"] += amount
    witness.paid_back[account_of(fact["wallet"])] += amount
    witness.refunds[event["position"]] = {"sale": fact["sale"], "amount": amount,
                                          "reversed": False}
    witness.compare_money("balance_after", fact["balance_after"], wallet.balance)


def see_reversal(witness, _, fact):
    wallet, undone = witness.wallets[fact["wallet"]], fact["transaction"]
    if fact["kind"] == "sale":
        transaction = witness.sales[undone]
        witness.compare("refunded of the reversed sale", 0, transaction["back"])
        wallet.undo_sale(undone, transaction["amount"])
    else:
        transaction = witness.refunds[undone]
        witness.sales[transaction["sale"]]["back"] -= transaction["amount"]
        witness.paid_back[account_of(fact["wallet"])] -= transaction["amount"]
        wallet.add(transaction["sale"], transaction["amount"])
    hold_approval(witness, "reversal", undone, fact,
                  transaction["amount"] + transaction.get("fee", 0))
    witness.compare_money("fee", fact["fee"], transaction.get("fee", 0))
    witness.compare("reversed before", False, transaction["reversed"])
    transaction["reversed"] = True
    witness.compare_money("amount", fact["amount"], transaction["amount"])
    witness.compare_money("balance_after", fact["balance_after"], wallet.balance)


def see_transfer(witness, event, fact):
    giver, taker = witness.wallets[fact["from"]], witness.wallets[fact["to"]]
    giver.consume(money(fact["amount"]))
    taker.add(event["position"], money(fact["amount"]))
    witness.compare_money("from_balance_after", fact["from_balance_after"], giver.balance)
    witness.compare_money("to_balance_after", fact["to_balance_after"], taker.balance)


# --- a second person -----------------------------------------------------------------------


def see_approval_limits(witness, _, fact):
    witness.approval_limits = {
        "refund": fact["refund_above"] and money(fact["refund_above"]),
        "reversal": fact["reversal_above"] and money(fact["reversal_above"])}


def see_proposed(witness, event, fact):
    witness.proposed[event["position"]] = {"by": event["actor"]["name"], "approved": False, **fact}


def see_approval(witness, event, fact):
    proposed = witness.proposed.get(fact["proposal"]) or {"approved": None}
    witness.compare("waits for a second person", proposed["approved"], False)
    witness.compare("approved by another", event["actor"]["name"] != proposed.get("by"), True)
    proposed["approved"] = True


def see_refusal(witness, _, fact):
    proposed = witness.proposed.pop(fact["proposal"], None)
    witness.compare("open proposal", fact["wallet"], proposed and proposed["wallet"])


def hold_approval(witness, kind, transaction, fact, moved):
    """What is above the limit was approved as it is done, and is used up by it."""
    used = next((position for position, each in witness.proposed.items()
                 if each["approved"] and each["type"] == kind
                 and each["transaction"] == transaction
                 and (each["amount"], each["method"]) == (fact["amount"], fact["method"])), None)
    use_up(witness, kind, used, moved, witness.approval_limits[kind])


def hold_ends(witness, account, ends):
    """Wallets that end count together, and with all that their account was paid back. They are
    drawn on until then: each pays out what was approved, or less, and no approval outlives it."""
    paid = [end for end in ends if money(end["paid_out"]) > 0]
    together = witness.paid_back[account] + sum(money(end["paid_out"]) for end in paid)
    for end in paid:
        used = next((position for position, each in witness.proposed.items()
                     if each["approved"] and is_end_of(each, [end["wallet"]])
                     and each["method"] == end["method"]
                     and money(end["paid_out"]) <= money(each["amount"])), None)
        use_up(witness, "settlement", used, together, witness.approval_limits["refund"])
    witness.paid_back[account] = together


def drop_ends(witness, wallets):
    """What was proposed of their end is over with it, or where they are drawn on again."""
    witness.proposed = {position: each for position, each in witness.proposed.items()
                        if not is_end_of(each, wallets)}


def is_end_of(proposed, wallets):
    return proposed["type"] == "settlement" and proposed["wallet"] in wallets


def use_up(witness, kind, used, moved, limit):
    if limit is not None and moved > limit and used is None:
        witness.differ(kind, money_text(moved), "nobody else approved it")
    witness.proposed.pop(used, None)


# --- adjustments -------------------------------------------------------------------------------


def see_proposal(witness, event, fact):
    witness.proposals[event["position"]] = {"by": event["actor"]["name"], **fact}


def see_refused_proposal(witness, _, fact):
    proposed = witness.proposals.pop(fact["proposal"], None)
    witness.compare("open proposal", fact["wallet"], proposed and proposed["wallet"])


def see_adjustment(witness, event, fact):
    wallet, amount = witness.wallets[fact["wallet"]], money(fact["amount"])
    proposed = witness.proposals.pop(fact["proposal"], None) or {}
    for field in ("wallet", "kind", "amount"):
        witness.compare(f"{field} that was proposed", fact[field], proposed.get(field))
    witness.compare("approved by another", event["actor"]["name"] != proposed.get("by"), True)
    wallet.change(event["position"], amount)
    witness.compare_money("balance_after", fact["balance_after"], wallet.balance)


def see_old_balance(witness, event, fact):
    wallet, amount = witness.wallets[fact["wallet"]], money(fact["amount"])
    witness.compare("brought in before", wallet.brought_in, False)
    wallet.brought_in = True
    wallet.change(event["position"], amount)
    witness.compare_money("balance_after", fact["balance_after"], wallet.balance)


def see_settlement(witness, _, fact):
    """One wallet is cleared, while its account goes on; nobody draws on it any more."""
    name = fact["wallet"]
    witness.compare(f"meters that draw on {name}", witness.drawing_on(name), [])
    hold_ends(witness, account_of(name), [fact])
    drop_ends(witness, [name])
    settle(witness, name, witness.wallets[name], fact)


def settle(witness, name, wallet, fact):
    """Whole cents are paid out, what is less stays with the house, and nothing is left."""
    cents, rounding = divmod(wallet.balance, CENT)
    witness.compare_money(f"paid_out of {name}", fact["paid_out"], cents * CENT)
    witness.compare_money(f"rounding of {name}", fact["rounding"], rounding)
    wallet.balance, wallet.open = 0, {}


def see_closing(witness, _, fact):
    settled = {each["wallet"]: each for each in fact["settlements"]}
    hold_ends(witness, fact["account"], settled.values())
    drop_ends(witness, [name for name, _ in wallets_of(witness, fact["account"])])
    for name, wallet in wallets_of(witness, fact["account"]):
        settle(witness, name, wallet, settled.pop(name, {"paid_out": "0.00", "rounding": "0.00"}))
    witness.compare("settled wallets of others", sorted(settled), [])


def see_handover(witness, _, fact):
    drop_ends(witness, [name for name, _ in wallets_of(witness, fact["account"])])


def wallets_of(witness, account):
    return [(name, wallet) for name, wallet in witness.wallets.items()
            if account_of(name) == account]


def account_of(wallet):
    """A pooled wallet is named as its account, the others begin with its name and a dot."""
    return wallet.split(".")[0]


HEAR = {
    "AccountOpened": see_opening,
    "AccountClosed": see_closing,
    "AccountTransferred": see_handover,
    "CreditSold": see_sale,
    "CreditRefunded": see_refund,
    "TransactionReversed": see_reversal,
    "CreditTransferred": see_transfer,
    "ApprovalLimitsSet": see_approval_limits,
    "TransactionProposed": see_proposed,
    "TransactionApproved": see_approval,
    "TransactionDeclined": see_refusal,
    "AdjustmentProposed": see_proposal,
    "AdjustmentDeclined": see_refused_proposal,
    "BalanceAdjusted": see_adjustment,
    "OpeningBalanceBroughtIn": see_old_balance,
    "WalletSettled": see_settlement,
}
