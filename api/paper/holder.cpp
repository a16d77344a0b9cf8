#include <algorithm>
#include <set>

#include "api/paper/log.hpp"
#include "api/paper/receipt.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/past.hpp"

namespace api {
namespace {

using namespace ledger;

/// What an account's own events say of one of its wallets.
struct Held {
    CustomerId customer;
    std::set<MeterId> meters;

    void see(const AccountOpened& fact) { customer = fact.customer; }
    void see(const AccountTransferred& fact) { customer = fact.to; }
    void see(const MeterAttached& fact, const WalletId& wallet) {
        if (fact.wallet == wallet) meters.insert(fact.meter);
    }
    void see(const MeterDetached& fact, const WalletId& wallet) {
        if (fact.wallet == wallet) meters.erase(fact.meter);
    }
};

void follow(const Event& event, const WalletId& wallet, Held& held) {
    std::visit(
        [&](const auto& fact) {
            if constexpr (requires { held.see(fact); }) held.see(fact);
            if constexpr (requires { held.see(fact, wallet); }) held.see(fact, wallet);
        },
        event.payload);
}

Held held_at(const Call& call, const AccountId& account, const WalletId& wallet, Position at) {
    constexpr std::size_t step = 1'000;
    Held held;
    const Subject subject{SubjectKind::account, account.text()};
    wait_for_index(call.service.book, at);
    for (std::uint64_t from = 1;; from += step) {
        const auto positions = call.service.book.index().find_subject(subject, from, step);
        for (const Position each : positions) {
            if (each > at) return held;
            follow(event_at(call, each), wallet, held);
        }
        if (positions.size() < step) return held;
    }
}

SupplyOnPaper supply_of(const State& state, const MeterId& id) {
    const MeterRegistered& meter = state.meters.at(id).registered;
    const auto* building = find(state.buildings, meter.place.building);
    return {id, meter.number, meter.place, building == nullptr ? "" : building->name};
}

/// A tenant who took the account over is not told who had it before.
bool is_the_holder_now(const Call& call, const Holder& holder) {
    if (std::ranges::count(call.caller.accounts, holder.account) == 0) return false;
    return call.service.book.read([&](const State& state) {
        const Account* account = find(state.accounts, holder.account);
        return account != nullptr && account->customer == holder.customer;
    });
}

}  // namespace

std::optional<PriceOnPaper> price_at(const State& state, const MeterId& meter, Instant at) {
    const TariffVersion* found = nullptr;
    for (const AssignedTariff& assigned : state.meters.at(meter).tariffs) {
        if (assigned.from > at) continue;
        found = nullptr;
        for (const TariffVersion& each : state.tariffs.at(assigned.tariff).versions) {
            if (each.terms.effective_from <= at) found = &each;
        }
    }
    if (found == nullptr) return std::nullopt;
    const TariffPublished& terms = found->terms;
    return PriceOnPaper{terms.tariff, terms.name,           terms.version,
                        terms.prices, !terms.tiers.empty(), terms.provisional};
}

Holder holder_at(const Call& call, const WalletId& wallet, const Event& at) {
    Holder holder;
    holder.account = call.service.book.read(
        [&](const State& state) { return state.wallets.at(wallet).account; });
    const Held held = held_at(call, holder.account, wallet, at.envelope.position);
    holder.customer = held.customer;
    const auto customer = call.service.book.read([&](const State& state) {
        for (const MeterId& each : held.meters) {
            holder.supplies.push_back(supply_of(state, each));
            const auto price = price_at(state, each, at.envelope.occurred_at);
            const auto is_same = [&](const PriceOnPaper& other) {
                return price->tariff == other.tariff;
            };
            if (price && std::ranges::none_of(holder.prices, is_same))
                holder.prices.push_back(*price);
        }
        const Customer* known = find(state.customers, held.customer);
        return known == nullptr ? std::nullopt : std::optional(*known);
    });
    const bool is_theirs = is_the_holder_now(call, holder);
    if (customer && (is_theirs || call.caller.holds(Right::customer_read)))
        holder.name = call.service.book.show(*customer).name;
    return holder;
}

}  // namespace api
