#include "ledger/rules/accounts/account_laws.hpp"

#include <map>

#include "ledger/rules/accounts/attachments.hpp"
#include "ledger/rules/accounts/site_defaults.hpp"
#include "ledger/rules/money/approval.hpp"
#include "ledger/rules/office/office_laws.hpp"

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

/// Who pays changes at the last good reading: no energy lies between two payers.
Finding stands_at(const Meter& meter, const Envelope& envelope, const Registers& registers) {
    return hold(meter.last_good && meter.last_good->registers == registers &&
                    meter.last_good->at == envelope.occurred_at,
                Law::reading_follows_the_last_good_one, "it is not the last good reading");
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

Finding account_breach(const State& state, const Envelope& envelope, const MeterAttached& fact) {
    const Meter* meter = find(state.meters, fact.meter);
    if (meter == nullptr) return know(state.meters, fact.meter, "the meter is unknown");
    const Account* account = find(state.accounts, fact.account);
    if (account == nullptr) return know(state.accounts, fact.account, "the account is unknown");
    return first_of(
        {hold(meter->account.is_empty(), Law::event_speaks_of_known_things,
              "the meter is another account's"),
         hold(fact.wallet == wallet_of(fact.account, account->wallets, fact.meter),
              Law::event_speaks_of_known_things, "the wallet is not the one of this meter"),
         hold(!fact.limits || (!state.wallets.contains(fact.wallet) &&
                               fact.limits == limits_of_new_wallets(state)),
              Law::event_speaks_of_known_things,
              "its limits are not what the site says of new wallets"),
         stands_at(*meter, envelope, fact.baseline)});
}

Finding account_breach(const State& state, const Envelope& envelope, const MeterDetached& fact) {
    const Meter* meter = find(state.meters, fact.meter);
    if (meter == nullptr) return know(state.meters, fact.meter, "the meter is unknown");
    return first_of(
        {know(state.accounts, fact.account, "the account is unknown"),
         hold(meter->account == fact.account && meter->wallet == fact.wallet,
              Law::event_speaks_of_known_things, "the meter does not draw on this wallet"),
         stands_at(*meter, envelope, fact.final)});
}

Finding account_breach(const State& state, const AccountClosed& fact) {
    const Account* account = find(state.accounts, fact.account);
    if (account == nullptr) return know(state.accounts, fact.account, "the account is unknown");
    std::map<WalletId, Money> cleared;
    for (const Settlement& each : fact.settlements) {
        if (!cleared.emplace(each.wallet, each.paid_out + each.rounding).second)
            return Breach{Law::event_speaks_of_known_things, "a wallet is settled twice"};
    }
    for (const auto& [id, wallet] : state.wallets) {
        if (wallet.account != fact.account) continue;
        if (wallet.balance != cleared[id])
            return Breach{Law::balance_after_is_computed, "a wallet is not settled to zero"};
        cleared.erase(id);
    }
    if (!cleared.empty())
        return Breach{Law::event_speaks_of_known_things, "a wallet of another account is settled"};
    return first_of({hold(account->meters.empty(), Law::event_speaks_of_known_things,
                          "a meter is still attached"),
                     approval_breach(state, proposals_for(fact.settlements))});
}

Finding account_breach(const State& state, const AccountTransferred& fact) {
    const Account* account = find(state.accounts, fact.account);
    return first_of({hold(account != nullptr && account->customer == fact.from,
                          Law::event_speaks_of_known_things, "the account is not that customer's"),
                     is_remembered(state, fact.to)});
}

}  // namespace ledger
