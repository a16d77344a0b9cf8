#include "api/scope/places.hpp"

#include <algorithm>

namespace api {

using namespace ledger;  // NOLINT(google-build-using-namespace): speaks of nothing but its ids

Places::Buildings Places::of(const GatewayId& id) const {
    const auto* known = find(state_.gateways, id);
    return known == nullptr ? Buildings() : Buildings{known->building};
}

/// A line of this machine's own belongs where its meters hang.
Places::Buildings Places::of(const LineId& id) const {
    const Line* known = find(state_.lines, id);
    if (known == nullptr) return {};
    if (!known->registered.gateway.is_empty()) return of(known->registered.gateway);
    Buildings found;
    for (const auto& [name, meter] : state_.meters) {
        if (meter.registered.line == id) found.insert(meter.registered.place.building);
    }
    return found;
}

Places::Buildings Places::of(const MeterId& id) const {
    const Meter* known = find(state_.meters, id);
    return known == nullptr ? Buildings() : Buildings{known->registered.place.building};
}

Places::Buildings Places::of_meters(const auto& meters) const {
    Buildings found;
    for (const MeterId& each : meters) found.merge(of(each));
    return found;
}

Places::Buildings Places::of(const AccountId& id) const {
    if (const Account* open = find(state_.accounts, id)) return of_meters(open->meters);
    if (const auto* prepared = find(state_.prepared, id)) return of_meters(prepared->meters);
    const auto* closed = find(former_.meters, id);
    return closed == nullptr ? Buildings() : of_meters(*closed);
}

/// Where all of its account is; where no meter draws on it any more, and where that hangs too that
/// it is called after.
Places::Buildings Places::of(const WalletId& id) const {
    const Wallet* known = find(state_.wallets, id);
    if (known == nullptr) return {};
    Buildings found = of(known->account);
    const std::size_t dot = id.text().find('.');
    if (found.empty() || dot == std::string::npos || !meters_of(state_, id).empty()) return found;
    found.merge(of(MeterId(id.text().substr(dot + 1))));
    return found;
}

Places::Buildings Places::of(const BatchId& id) const {
    const Batch* known = find(state_.batches, id);
    return known == nullptr ? Buildings() : of_meters(known->meters);
}

template <class Id>
bool Places::is_known(const Id& id) const {
    if constexpr (std::is_same_v<Id, GatewayId>) return state_.gateways.contains(id);
    if constexpr (std::is_same_v<Id, LineId>) return state_.lines.contains(id);
    if constexpr (std::is_same_v<Id, MeterId>) return state_.meters.contains(id);
    if constexpr (std::is_same_v<Id, WalletId>) return state_.wallets.contains(id);
    if constexpr (std::is_same_v<Id, AccountId>)
        return state_.accounts.contains(id) || state_.prepared.contains(id) ||
               state_.closed_accounts.contains(id);
    if constexpr (std::is_same_v<Id, BatchId>)
        return state_.batches.contains(id) || state_.finished_batches.contains(id);
    return true;  // a building stands where it says
}

bool Places::are_allowed(const Buildings& buildings) const {
    return !buildings.empty() && std::ranges::includes(allowed_, buildings);
}

/// Of the accounts that are open or prepared; where there are none, of those that were.
std::optional<Places::Buildings> Places::of(const CustomerId& customer) {
    if (!has_customers_) {
        for (const auto& [id, account] : state_.accounts)
            of_customers_[account.customer].merge(of(id));
        for (const auto& [id, account] : state_.prepared)
            of_customers_[account.customer].merge(of(id));
        has_customers_ = true;
    }
    if (const Buildings* present = find(of_customers_, customer)) return *present;
    const auto* accounts = find(former_.accounts, customer);
    if (accounts == nullptr) return Buildings();  // their last one closed after it was asked
    if (accounts->empty()) return std::nullopt;
    Buildings found;
    for (const AccountId& each : *accounts) found.merge(of(each));
    return found;
}

bool Places::reach_customers(const std::set<CustomerId>& customers) {
    return std::ranges::all_of(customers, [&](const CustomerId& each) {
        const auto buildings = of(each);
        return !buildings || std::ranges::any_of(*buildings, [&](const BuildingId& building) {
            return allowed_.contains(building);
        });
    });
}

Places::Judged Places::judge(const Mentions& mentions) const {
    Judged judged;
    const auto look_at = [&](const auto& ids) {
        for (const auto& each : ids) {
            if (!is_known(each)) continue;
            ++judged.known;
            judged.is_elsewhere = judged.is_elsewhere || !are_allowed(of(each));
        }
    };
    look_at(mentions.buildings);
    look_at(mentions.gateways);
    look_at(mentions.lines);
    look_at(mentions.meters);
    look_at(mentions.accounts);
    look_at(mentions.wallets);
    look_at(mentions.batches);
    return judged;
}

bool Places::cover(const Mentions& mentions) {
    const Judged judged = judge(mentions);
    if (judged.is_elsewhere || judged.known > 0) return !judged.is_elsewhere;
    return !mentions.customers.empty() &&
           std::ranges::all_of(mentions.customers, [&](const CustomerId& each) {
               const auto buildings = of(each);
               return !buildings || are_allowed(*buildings);
           });
}

}  // namespace api
