#include "tests/scenarios/deeds.hpp"

namespace scenarios {

using namespace ledger;

namespace {

/// limits A1.M1 overdraft 5.00 hoarding 300.00 because '…'
void limits(Stage& stage, Words& words) {
    CreditLimitsSet wanted;
    wanted.wallet = words.name<WalletId>("a wallet");
    if (words.skip("overdraft")) wanted.overdraft = words.money();
    if (words.skip("hoarding")) wanted.hoarding_limit = words.money();
    stage.ask(SetCreditLimits{wanted});
}

/// fee RENT 30.00 per month from 2026-05-01
void fee(Stage& stage, Words& words) {
    PublishFee wanted{};
    wanted.fee = words.name<FeeId>("a fee");
    wanted.name = "fee";
    wanted.amount = words.money();
    words.expect("per");
    wanted.per = words.one_of<FeePeriod>();
    words.expect("from");
    wanted.from = words.day();
    stage.ask(wanted);
}

/// oblige A1.M1 to RENT from 2026-05-01 until 2026-06-30
void oblige(Stage& stage, Words& words) {
    FeeAssigned wanted;
    wanted.wallet = words.name<WalletId>("a wallet");
    words.expect("to");
    wanted.fee = words.name<FeeId>("a fee");
    words.expect("from");
    wanted.from = words.day();
    if (words.skip("until")) wanted.until = words.day();
    stage.ask(AssignFee{wanted});
}

/// bill A1.M1 through 2026-05-31
void bill(Stage& stage, Words& words) {
    ChargeFees wanted{};
    wanted.wallet = words.name<WalletId>("a wallet");
    words.expect("through");
    wanted.through = words.day();
    stage.ask(wanted);
}

/// take till T1 with 100.00 cash as li
void take_till(Stage& stage, Words& words) {
    OpenShift wanted{};
    words.expect("till");
    wanted.till = words.name<TillId>("a till");
    words.expect("with");
    wanted.opening_float = words.money();
    wanted.method = words.name<MethodId>("a payment method");
    stage.ask(wanted);
}

/// count shift 1: 100.00 cash and 20.00 bank, as supervisor
void count(Stage& stage, Words& words) {
    CloseShift wanted{};
    wanted.shift = position_of(stage, words);
    while (!words.is_done()) {
        if (words.skip("and")) continue;
        if (words.skip("supervised")) {
            wanted.by_supervisor = true;
            continue;
        }
        const Money counted = words.money();
        wanted.counts.push_back({words.name<MethodId>("a payment method"), counted});
    }
    stage.ask(wanted);
}

/// end month 2026-05-01
void end(Stage& stage, Words& words) {
    const auto kind = words.one_of<PeriodKind>();
    stage.ask(ClosePeriod{kind, words.day()});
}

}  // namespace

Deeds office_deeds() {
    return {{"limits", limits},  {"fee", fee},     {"oblige", oblige}, {"bill", bill},
            {"take", take_till}, {"count", count}, {"end", end}};
}

}  // namespace scenarios
