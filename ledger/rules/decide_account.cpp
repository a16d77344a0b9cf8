#include <set>

#include <fmt/core.h>

#include "ledger/rules/checks.hpp"
#include "ledger/rules/consequences.hpp"
#include "ledger/rules/decisions.hpp"
#include "ledger/rules/meter_terms.hpp"

namespace ledger {
namespace {

// Opened in one frame of the journal, with two alarms each.
constexpr std::size_t most_meters_of_an_account = 200;

WalletId wallet_of(const AccountId& account, const MeterId& meter) {
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

}  // namespace

Decision decide_one(const State& state, const OpenAccount& command, const Occasion& occasion) {
    if (auto no = first_of(
            {check_id("account", command.account), check_id("customer", command.customer)}))
        return refused(*no);
    if (find(state.accounts, command.account) != nullptr)
        return refuse(
            Rule::account_must_be_new, "account",
            fmt::format("account '{}' is open: give another name", command.account.text()));
    if (auto no = check_meters(state, command.meters)) return refused(*no);

    std::vector<Draft> drafts{
        {AccountOpened{command.account, command.customer, WalletMode::per_meter},
         occasion.now,
         {}}};
    const Position opened = state.last.next();
    for (const MeterId& id : command.meters) {
        const LastReading& baseline = *state.meters.at(id).last_good;
        drafts.push_back(
            {MeterAttached{command.account, id, wallet_of(command.account, id), baseline.registers},
             baseline.at, opened});
    }
    Consequences all(state, occasion, std::move(drafts));
    for (std::size_t i = 0; i < command.meters.size(); ++i) {
        const Meter& meter = state.meters.at(command.meters[i]);
        all.caused_by(i + 1);  // its attachment
        all.watch_balance(meter, Money{}, meter.thresholds ? &*meter.thresholds : nullptr);
    }
    return all.take();
}

}  // namespace ledger
