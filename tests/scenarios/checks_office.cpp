#include <algorithm>

#include "tests/scenarios/checks.hpp"

namespace scenarios {

using namespace ledger;

namespace {

/// limits A1.M1 overdraft 5.00 hoarding 300.00, or: hoarding none
void limits(const Stage& stage, Words& words) {
    const auto id = words.name<WalletId>("a wallet");
    const Wallet* wallet = find(stage.state().wallets, id);
    if (wallet == nullptr) throw Fault{"there is no wallet " + id.text()};
    words.expect("overdraft");
    expect_same("overdraft of " + id.text(), to_text(words.money()), to_text(wallet->overdraft));
    words.expect("hoarding");
    const std::string most = wallet->hoarding_limit ? to_text(*wallet->hoarding_limit) : "none";
    const std::string expected = words.skip("none") ? "none" : to_text(words.money());
    expect_same("hoarding limit of " + id.text(), expected, most);
}

/// fee RENT of A1.M1 is 30.00 for 2026-05-01 to 2026-05-31: the newest charge of it
void fee(const Stage& stage, Words& words) {
    const auto name = words.name<FeeId>("a fee");
    words.expect("of");
    const auto wallet = words.name<WalletId>("a wallet");
    const auto* charged = stage.newest<FeeCharged>(
        [&](const FeeCharged& each) { return each.fee == name && each.wallet == wallet; });
    if (words.skip("never")) {
        words.expect("charged");
        if (charged != nullptr) throw Fault{"expected no charge, came " + to_text(charged->amount)};
        return;
    }
    if (charged == nullptr) throw Fault{"fee " + name.text() + " was never charged"};
    words.expect("is");
    expect_same("fee " + name.text(), to_text(words.money()), to_text(charged->amount));
    words.expect("for");
    expect_same("from", to_text(words.day()), to_text(charged->from));
    words.expect("to");
    expect_same("until", to_text(words.day()), to_text(charged->until));
}

/// shift 1 expected 120.00 cash and counted 119.00; or: shift 1 takes 20.00 cash while it is open
void shift(const Stage& stage, Words& words) {
    const Position position = stage.nth<ShiftOpened>(words.number("which one"), "shift");
    if (words.skip("takes")) {
        const Money expected = words.money();
        const auto method = words.name<MethodId>("a payment method");
        const Shift* open = find(stage.state().office.shifts, position);
        if (open == nullptr) throw Fault{"the shift is closed"};
        const Money* takings = find(open->takings, method);
        return expect_same("takings", to_text(expected),
                           to_text(takings == nullptr ? Money{} : *takings));
    }
    const auto* closed =
        stage.newest<ShiftClosed>([&](const ShiftClosed& each) { return each.shift == position; });
    if (closed == nullptr) throw Fault{"the shift is open"};
    words.expect("expected");
    const Money expected = words.money();
    const auto method = words.name<MethodId>("a payment method");
    words.skip("and");
    words.expect("counted");
    const Money counted = words.money();
    const auto found = std::find_if(closed->counts.begin(), closed->counts.end(),
                                    [&](const auto& each) { return each.method == method; });
    if (found == closed->counts.end()) throw Fault{method.text() + " was not counted"};
    expect_same("expected " + method.text(), to_text(expected), to_text(found->expected));
    expect_same("counted " + method.text(), to_text(counted), to_text(found->counted));
}

/// period month 2026-05-01 to 2026-05-31 with rows: | cash:cash 100.00 30.00 70.00
void period(const Stage& stage, Words& words) {
    const auto kind = words.one_of<PeriodKind>();
    const Day first = words.day();
    const auto* closed = stage.newest<PeriodClosed>(
        [&](const PeriodClosed& each) { return each.kind == kind && each.first == first; });
    if (closed == nullptr) throw Fault{"this period is not closed"};
    words.expect("to");
    expect_same("last day", to_text(words.day()), to_text(closed->last));
    for (const PeriodFigure& each : closed->figures) {
        words.expect("|");
        expect_same("account", words.take("an account"), each.account);
        expect_same("debit of " + each.account, to_text(words.money()), to_text(each.debit));
        expect_same("credit of " + each.account, to_text(words.money()), to_text(each.credit));
        expect_same("balance of " + each.account, to_text(words.money()), to_text(each.balance));
    }
}

}  // namespace

Checks office_checks() {
    return {{"limits", limits}, {"fee", fee}, {"shift", shift}, {"period", period}};
}

}  // namespace scenarios
