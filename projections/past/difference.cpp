#include "projections/past/difference.hpp"

#include <fmt/core.h>

#include "ledger/events/event_codec.hpp"
#include "ledger/rules/postings.hpp"

namespace projections {

using ledger::Event;
using ledger::Money;

namespace {

const std::string wallet_prefix = ledger::wallet_account({});

template <class Fact>
concept Charges = requires(const Fact& fact) {
    fact.meter;
    fact.lines.begin()->energy;
    fact.lines.begin()->tier;
};

/// What is more in one map than in another.
template <class Map>
Map more(const Map& before, const Map& after) {
    Map change = after;
    for (const auto& [key, value] : before) change[key] -= value;
    std::erase_if(change,
                  [](const auto& each) { return each.second == typename Map::mapped_type{}; });
    return change;
}

/// Takes the wallets out of what changed: their credit is what the books owe them.
void split(Difference& found, const std::map<std::string, Money>& changes) {
    for (const auto& [account, change] : changes) {
        if (account.starts_with(wallet_prefix))
            found.wallets[ledger::WalletId(account.substr(wallet_prefix.size()))].after = -change;
        else
            found.accounts[account] = change;
    }
}

}  // namespace

/// A surcharge of a tier is a line about energy that stands in another line already.
void Tally::add(const Event& event) {
    ++events[std::string(ledger::name_of(event.payload))];
    for (const auto& each : ledger::postings(event.payload)) accounts[each.account] += each.amount;
    std::visit(
        [&]<class Fact>(const Fact& fact) {
            if constexpr (Charges<Fact>) {
                for (const auto& line : fact.lines)
                    if (line.tier == 0) energy[fact.meter] += line.energy;
            }
        },
        event.payload);
}

Difference between(const Tally& before, const Tally& after) {
    Difference found{{}, {}, more(before.events, after.events),
                     {}, {}, more(before.energy, after.energy)};
    split(found, more(before.accounts, after.accounts));
    for (auto& [wallet, change] : found.wallets) {
        const auto held = before.accounts.find(ledger::wallet_account(wallet));
        if (held != before.accounts.end()) change.before = -held->second;
        change.after += change.before;
    }
    return found;
}

Difference difference(const ledger::EventSource& events, Moment from, Moment to,
                      const CreditAt& credit_at) {
    Tally tally;
    const auto reader = events.read(from.position.next());
    while (const auto entry = reader->next()) {
        if (entry->position > to.position) break;
        const auto event = ledger::decode_event(entry->bytes);
        if (!event)
            throw ledger::JournalDamaged(
                entry->position, fmt::format("event {}: its bytes are no event of this vocabulary",
                                             entry->position.number));
        tally.add(*event);
    }
    Difference found{from, to, tally.events, {}, {}, more({}, tally.energy)};
    split(found, more({}, tally.accounts));
    for (auto& [wallet, change] : found.wallets) {
        change.before = credit_at(wallet, from.position);
        change.after += change.before;
    }
    return found;
}

}  // namespace projections
