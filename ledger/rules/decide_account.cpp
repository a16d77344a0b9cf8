#include <set>

#include <fmt/core.h>

#include "ledger/rules/check_money.hpp"
#include "ledger/rules/check_registers.hpp"
#include "ledger/rules/checks.hpp"
#include "ledger/rules/consequences.hpp"
#include "ledger/rules/decisions.hpp"
#include "ledger/rules/meter_terms.hpp"

namespace ledger {
namespace {

// Opened in one frame of the journal, with two alarms each.
constexpr std::size_t most_meters_of_an_account = 200;

WalletId wallet_of(const AccountId& account, WalletMode mode, const MeterId& meter) {
    if (mode == WalletMode::pooled) return WalletId(account.text());
    return WalletId(account.text() + "." + meter.text());
}

/// A meter can be opened when it is free, was read, and its energy has a price from then on.
Objection check_meter(const State& state, const MeterId& id) {
    const Meter* meter = find(state.meters, id);
    if (meter == nullptr) return no_such(Rule::meter_must_exist, "meters", id.text()).error;
    if (!meter->account.is_empty())
        return Refusal{Rule::meter_must_be_unattached, "meters",
                       fmt::format("meter '{}' belongs to account '{}': close that one first",
                                   id.text(), meter->account.text())};
    if (!meter->last_good)
        return Refusal{Rule::meter_must_have_been_read, "meters",
                       fmt::format("meter '{}' was never read, so there is no baseline: wait for "
                                   "its first good reading",
                                   id.text())};
    const Instant at = meter->last_good->at;
    const auto terms = terms_of(state, *meter, {at, at + Duration(1)});
    if (terms.empty() || terms.front().tariff == nullptr)
        return Refusal{Rule::meter_must_have_a_price, "meters",
                       fmt::format("meter '{}' has no tariff in force at its baseline {}: assign "
                                   "one from then on",
                                   id.text(), to_text(at))};
    return std::nullopt;
}

Objection check_meters(const State& state, const std::vector<MeterId>& meters) {
    if (auto no = check_range("meters", meters.size(), 1, most_meters_of_an_account)) return no;
    std::set<MeterId> seen;
    for (const MeterId& id : meters) {
        if (!seen.insert(id).second)
            return Refusal{Rule::meter_must_be_unattached, "meters",
                           fmt::format("meter '{}' is named twice: name it once", id.text())};
        if (auto no = check_meter(state, id)) return no;
    }
    return std::nullopt;
}

Draft attachment(const State& state, const AccountId& account, WalletMode mode, const MeterId& id) {
    const LastReading& baseline = *state.meters.at(id).last_good;
    return {MeterAttached{account, id, wallet_of(account, mode, id), baseline.registers},
            baseline.at,
            {}};
}

Draft detachment(const Meter& meter) {
    return {MeterDetached{meter.account, meter.registered.meter, meter.wallet,
                          meter.last_good->registers},
            meter.last_good->at,
            {}};
}

/// Credit is paid out in whole cents, debt collected in whole cents; what is less stays.
Settlement settlement(const WalletId& id, Money balance, const MethodId& method) {
    constexpr std::int64_t cent = 10'000;
    std::int64_t whole = balance.count() / cent;
    if (balance.count() % cent < 0) --whole;
    const Money paid_out{whole * cent};
    return {id, method, paid_out, balance - paid_out};
}

std::vector<Settlement> settlements(const State& state, const CloseAccount& command) {
    std::vector<Settlement> all;
    for (const auto& [id, wallet] : state.wallets) {
        if (wallet.account == command.account && !wallet.balance.is_zero())
            all.push_back(settlement(id, wallet.balance, command.method));
    }
    return all;
}

/// What the meter was charged stands: an account is not left while it is about to change.
Objection check_corrected(const State& state, const MeterId& meter) {
    const Due* due = find(state.due, meter);
    if (due == nullptr || !due->from) return std::nullopt;
    return Refusal{Rule::correction_must_be_done, "meter",
                   fmt::format("what meter '{}' was charged is being corrected: ask again in a "
                               "moment, and see its alarms where it lasts",
                               meter.text())};
}

}  // namespace

Decision decide_one(const State& state, const OpenAccount& command, const Occasion& occasion) {
    if (auto no = first_of(
            {check_id("account", command.account), check_id("customer", command.customer)}))
        return refused(*no);
    if (state.accounts.contains(command.account) || state.closed_accounts.contains(command.account))
        return refuse(
            Rule::account_must_be_new, "account",
            fmt::format("account '{}' is open, or was: give another name", command.account.text()));
    if (auto no = check_meters(state, command.meters)) return refused(*no);

    std::vector<Draft> drafts{
        {AccountOpened{command.account, command.customer, command.wallets}, occasion.now, {}}};
    for (const MeterId& id : command.meters) {
        drafts.push_back(attachment(state, command.account, command.wallets, id));
        drafts.back().causation = state.last.next();
    }
    Consequences all(state, occasion, std::move(drafts));
    for (std::size_t i = 0; i < command.meters.size(); ++i) {
        const Meter& meter = state.meters.at(command.meters[i]);
        all.caused_by(i + 1);  // its attachment
        all.watch_balance(meter, Money{}, meter.thresholds ? &*meter.thresholds : nullptr);
        all.watch_power(meter, Money{}, meter.relay_closed);  // the last tenant's debt is not his
    }
    return all.take();
}

Decision decide_one(const State& state, const AttachMeter& command, const Occasion& occasion) {
    const Account* account = find(state.accounts, command.account);
    if (account == nullptr)
        return no_such(Rule::account_must_exist, "account", command.account.text());
    if (auto no = check_meter(state, command.meter)) return refused(*no);
    if (auto no = check_range("meters", account->meters.size() + 1, 1, most_meters_of_an_account))
        return refused(*no);
    const Meter& meter = state.meters.at(command.meter);
    const WalletId wallet = wallet_of(command.account, account->wallets, command.meter);
    const Wallet* known = find(state.wallets, wallet);
    Consequences drafts(state, occasion,
                        attachment(state, command.account, account->wallets, command.meter));
    const Money balance = known == nullptr ? Money{} : known->balance;
    drafts.watch_balance(meter, balance, meter.thresholds ? &*meter.thresholds : nullptr);
    drafts.watch_power(meter, balance, meter.relay_closed);
    return drafts.take();
}

Decision decide_one(const State& state, const DetachMeter& command, const Occasion& occasion) {
    const Account* account = find(state.accounts, command.account);
    if (account == nullptr)
        return no_such(Rule::account_must_exist, "account", command.account.text());
    const Meter* meter = find(state.meters, command.meter);
    if (meter == nullptr) return no_such(Rule::meter_must_exist, "meter", command.meter.text());
    if (meter->account != command.account)
        return refuse(Rule::meter_must_be_attached, "meter",
                      fmt::format("meter '{}' is not attached to account '{}': see whose it is",
                                  command.meter.text(), command.account.text()));
    if (auto no = first_of({check_reason(occasion.reason), check_corrected(state, command.meter),
                            check_fresh(*meter, occasion.now)}))
        return refused(*no);
    Consequences drafts(state, occasion, detachment(*meter));
    drafts.end_balance(*meter);
    return drafts.take();
}

Decision decide_one(const State& state, const CloseAccount& command, const Occasion& occasion) {
    const Account* account = find(state.accounts, command.account);
    if (account == nullptr)
        return no_such(Rule::account_must_exist, "account", command.account.text());
    if (auto no =
            first_of({check_method(*state.site, command.method), check_reason(occasion.reason)}))
        return refused(*no);
    std::vector<Draft> drafts;
    for (const MeterId& id : account->meters) {
        const Meter& meter = state.meters.at(id);
        if (auto no = first_of({check_corrected(state, id), check_fresh(meter, occasion.now)}))
            return refused(*no);
        drafts.push_back(detachment(meter));
    }
    drafts.push_back(
        {AccountClosed{.account = command.account, .settlements = settlements(state, command)},
         occasion.now,
         {}});
    Consequences all(state, occasion, std::move(drafts));
    for (std::size_t i = 0; i < account->meters.size(); ++i) {
        all.caused_by(i);  // its detachment
        all.end_balance(state.meters.at(account->meters[i]));
    }
    return all.take();
}

Decision decide_one(const State& state, const TransferAccount& command, const Occasion& occasion) {
    const Account* account = find(state.accounts, command.account);
    if (account == nullptr)
        return no_such(Rule::account_must_exist, "account", command.account.text());
    if (auto no = first_of({check_id("customer", command.customer), check_reason(occasion.reason)}))
        return refused(*no);
    if (account->customer == command.customer)
        return refuse(Rule::customer_must_be_another, "customer",
                      fmt::format("account '{}' is '{}'s already: name who takes it over",
                                  command.account.text(), command.customer.text()));
    return one_event(AccountTransferred{command.account, account->customer, command.customer},
                     occasion);
}

}  // namespace ledger
