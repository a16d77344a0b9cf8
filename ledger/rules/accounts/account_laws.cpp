#include "ledger/rules/accounts/account_laws.hpp"

#include <map>

namespace ledger {
namespace {

/// Its name was never given before.
Finding is_new(const State& state, const AccountId& account) {
    return hold(!state.accounts.contains(account) && !state.closed_accounts.contains(account),
                Law::event_speaks_of_known_things, "an account of this name was opened before");
}

Finding is_remembered(const State& state, const CustomerId& id) {
    const Customer* customer = find(state.customers, id);
    return hold(customer == nullptr || customer->forgotten.is_none(),
                Law::forgotten_customer_stays_forgotten, "this customer was forgotten");
}

}  // namespace

Finding account_breach(const State& state, const CustomerRegistered& fact) {
    return is_remembered(state, fact.customer);
}

Finding account_breach(const State& state, const CustomerForgotten& fact) {
    return first_of({know(state.customers, fact.customer, "the customer is unknown"),
                     is_remembered(state, fact.customer)});
}

Finding account_breach(const State& state, const AccountPrepared& fact) {
    return first_of({is_new(state, fact.account), is_remembered(state, fact.customer)});
}

Finding account_breach(const State& state, const PreparationWithdrawn& fact) {
    return know(state.prepared, fact.account, "the account is not prepared");
}

Finding account_breach(const State& state, const AccountOpened& fact) {
    return first_of({is_new(state, fact.account), is_remembered(state, fact.customer)});
}

Finding account_breach(const State& state, const MeterAttached& fact) {
    return first_of({know(state.meters, fact.meter, "the meter is unknown"),
                     know(state.accounts, fact.account, "the account is unknown")});
}

Finding account_breach(const State& state, const MeterDetached& fact) {
    return first_of({know(state.meters, fact.meter, "the meter is unknown"),
                     know(state.accounts, fact.account, "the account is unknown")});
}

Finding account_breach(const State& state, const AccountClosed& fact) {
    const Account* account = find(state.accounts, fact.account);
    if (account == nullptr) return know(state.accounts, fact.account, "the account is unknown");
    std::map<WalletId, Money> cleared;
    for (const Settlement& each : fact.settlements)
        cleared[each.wallet] += each.paid_out + each.rounding;
    for (const auto& [id, wallet] : state.wallets) {
        if (wallet.account != fact.account) continue;
        if (wallet.balance != cleared[id])
            return Breach{Law::balance_after_is_computed, "a wallet is not settled to zero"};
        cleared.erase(id);
    }
    return first_of({hold(account->meters.empty(), Law::event_speaks_of_known_things,
                          "a meter is still attached"),
                     hold(cleared.empty(), Law::event_speaks_of_known_things,
                          "a wallet of another account is settled")});
}

Finding account_breach(const State& state, const AccountTransferred& fact) {
    const Account* account = find(state.accounts, fact.account);
    return first_of({hold(account != nullptr && account->customer == fact.from,
                          Law::event_speaks_of_known_things, "the account is not that customer's"),
                     is_remembered(state, fact.to)});
}

}  // namespace ledger
