#include "tests/scenarios/deeds.hpp"

namespace scenarios {

using namespace ledger;

namespace {

/// account A1 of ZHANG pooled with M1 and M2
void open(Stage& stage, Words& words) {
    OpenAccount wanted{};
    wanted.account = words.name<AccountId>("an account");
    words.expect("of");
    wanted.customer = words.name<CustomerId>("a customer");
    if (words.skip("pooled")) wanted.wallets = WalletMode::pooled;
    words.expect("with");
    wanted.meters.push_back(words.name<MeterId>("a meter"));
    while (words.skip("and")) wanted.meters.push_back(words.name<MeterId>("a meter"));
    stage.ask(wanted);
}

/// attach M2 to A1
void attach(Stage& stage, Words& words) {
    const auto meter = words.name<MeterId>("a meter");
    words.expect("to");
    stage.ask(AttachMeter{words.name<AccountId>("an account"), meter});
}

/// detach M2 from A1 because '…'
void detach(Stage& stage, Words& words) {
    const auto meter = words.name<MeterId>("a meter");
    words.expect("from");
    stage.ask(DetachMeter{words.name<AccountId>("an account"), meter});
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
    return {{"account", open},
            {"attach", attach},
            {"detach", detach},
            {"close", close},
            {"hand", hand_over}};
}

}  // namespace scenarios
