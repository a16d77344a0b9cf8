#include "tests/scenarios/deeds.hpp"

namespace scenarios {

using namespace ledger;

namespace {

/// sell 100.00 cash to A1.M1
void sell(Stage& stage, Words& words) {
    SellCredit wanted{};
    wanted.amount = words.money();
    wanted.method = words.name<MethodId>("a payment method");
    words.expect("to");
    wanted.wallet = words.name<WalletId>("a wallet");
    stage.ask(wanted);
}

/// refund 70.00 of sale 1 by bank because '…'
void refund(Stage& stage, Words& words) {
    RefundCredit wanted{};
    wanted.amount = words.money();
    words.expect("of");
    wanted.sale = position_of(stage, words);
    words.expect("by");
    wanted.method = words.name<MethodId>("a payment method");
    stage.ask(wanted);
}

/// reverse sale 1 with debt because '…'
void reverse(Stage& stage, Words& words) {
    ReverseTransaction wanted{};
    wanted.transaction = position_of(stage, words);
    if (words.skip("with")) {
        words.expect("debt");
        wanted.debt_allowed = true;
    }
    stage.ask(wanted);
}

/// print sale 1
void print(Stage& stage, Words& words) { stage.ask(PrintReceipt{position_of(stage, words)}); }

/// transfer 10.00 from A1.M1 to A1.M2 because '…'
void transfer(Stage& stage, Words& words) {
    TransferCredit wanted{};
    wanted.amount = words.money();
    words.expect("from");
    wanted.from = words.name<WalletId>("a wallet");
    words.expect("to");
    wanted.to = words.name<WalletId>("a wallet");
    stage.ask(wanted);
}

/// propose goodwill 5.00 for A1.M1 because '…' as li
void propose(Stage& stage, Words& words) {
    ProposeAdjustment wanted{};
    wanted.kind = words.one_of<AdjustmentKind>();
    wanted.amount = words.money();
    words.expect("for");
    wanted.wallet = words.name<WalletId>("a wallet");
    stage.ask(wanted);
}

/// approve proposal 1 as zhao
void approve(Stage& stage, Words& words) {
    stage.ask(ApproveAdjustment{position_of(stage, words)});
}

/// decline proposal 1
void decline(Stage& stage, Words& words) {
    stage.ask(DeclineAdjustment{position_of(stage, words)});
}

/// second person [refunds above 50.00] [reversals above 0]
void second_person(Stage& stage, Words& words) {
    ApprovalLimitsSet wanted;
    words.expect("person");
    if (words.skip("refunds")) {
        words.expect("above");
        wanted.refund_above = words.money();
    }
    if (words.skip("reversals")) {
        words.expect("above");
        wanted.reversal_above = words.money();
    }
    stage.ask(SetApprovalLimits{wanted});
}

/// allow proposed 1 as zhao
void allow(Stage& stage, Words& words) { stage.ask(ApproveTransaction{position_of(stage, words)}); }

/// disallow proposed 1
void disallow(Stage& stage, Words& words) {
    stage.ask(DeclineTransaction{position_of(stage, words)});
}

}  // namespace

Deeds money_deeds() {
    return {{"sell", sell},         {"refund", refund},    {"reverse", reverse},
            {"transfer", transfer}, {"propose", propose},  {"approve", approve},
            {"decline", decline},   {"print", print},      {"second", second_person},
            {"allow", allow},       {"disallow", disallow}};
}

}  // namespace scenarios
