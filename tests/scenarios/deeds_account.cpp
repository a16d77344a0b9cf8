#include "tests/scenarios/deeds.hpp"

namespace scenarios {

using namespace ledger;

namespace {

/// account A1 of ZHANG pooled with M1 and M2, and rows as of prepare
void open(Stage& stage, Words& words) {
    const AccountPrepared plan = account_of(words);
    stage.ask(OpenAccount{plan.account, plan.customer, plan.meters, plan.wallets, plan.terms});
}

/// attach M2 to A1
void attach(Stage& stage, Words& words) {
    const auto meter = words.name<MeterId>("a meter");
    words.expect("to");
    stage.ask(AttachMeter{words.name<AccountId>("an account"), meter});
}

/// detach M2 from A1 settled by cash because '…', or: rest to A1.M1
void detach(Stage& stage, Words& words) {
    const auto meter = words.name<MeterId>("a meter");
    words.expect("from");
    DetachMeter wanted{words.name<AccountId>("an account"), meter};
    if (words.skip("settled")) {
        words.expect("by");
        wanted.settle_by = words.name<MethodId>("a payment method");
    }
    if (words.skip("rest")) {
        words.expect("to");
        wanted.rest_to = words.name<WalletId>("a wallet");
    }
    stage.ask(wanted);
}

/// settle A1.M1 by cash because '…'
void settle(Stage& stage, Words& words) {
    const auto wallet = words.name<WalletId>("a wallet");
    words.expect("by");
    stage.ask(SettleWallet{wallet, words.name<MethodId>("a payment method")});
}

/// close A1 by cash because '…'
void close(Stage& stage, Words& words) {
    const auto account = words.name<AccountId>("an account");
    words.expect("by");
    stage.ask(CloseAccount{account, words.name<MethodId>("a payment method")});
}

/// hand A1 to LI because '…'
void hand_over(Stage& stage, Words& words) {
    const auto account = words.name<AccountId>("an account");
    words.expect("to");
    stage.ask(TransferAccount{account, words.name<CustomerId>("a customer")});
}

}  // namespace

Deeds account_deeds() {
    return {{"account", open},  {"attach", attach}, {"detach", detach},
            {"settle", settle}, {"close", close},   {"hand", hand_over}};
}

}  // namespace scenarios
