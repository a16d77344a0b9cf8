#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <type_traits>
#include <vector>

#include "api/json/json_reader.hpp"
#include "ledger/values/id.hpp"

namespace api {

/// The things that stand somewhere and are named in a command, an event or an answer.
struct Mentions {
    std::set<ledger::BuildingId> buildings{};
    std::set<ledger::GatewayId> gateways{};
    std::set<ledger::LineId> lines{};
    std::set<ledger::MeterId> meters{};
    std::set<ledger::AccountId> accounts{};
    std::set<ledger::WalletId> wallets{};
    std::set<ledger::CustomerId> customers{};
    std::set<ledger::BatchId> batches{};
    std::set<ledger::Position> events{};  ///< a sale, a proposal, a command …
};

inline void note(const ledger::BuildingId& id, Mentions& into) { into.buildings.insert(id); }
inline void note(const ledger::GatewayId& id, Mentions& into) { into.gateways.insert(id); }
inline void note(const ledger::LineId& id, Mentions& into) { into.lines.insert(id); }
inline void note(const ledger::MeterId& id, Mentions& into) { into.meters.insert(id); }
inline void note(const ledger::AccountId& id, Mentions& into) { into.accounts.insert(id); }
inline void note(const ledger::WalletId& id, Mentions& into) { into.wallets.insert(id); }
inline void note(const ledger::CustomerId& id, Mentions& into) { into.customers.insert(id); }
inline void note(const ledger::BatchId& id, Mentions& into) { into.batches.insert(id); }

/// Every name in a value, however deep: found by its type, so that nothing is forgotten.
template <class T>
void collect(const T& value, Mentions& into) {
    if constexpr (requires { note(value, into); }) {
        if (!value.is_empty()) note(value, into);
    } else if constexpr (std::is_same_v<T, ledger::Position>) {
        if (!value.is_none()) into.events.insert(value);
    } else if constexpr (IsList<T>::value) {
        for (const auto& each : value) collect(each, into);
    } else if constexpr (IsMaybe<T>::value) {
        if (value) collect(*value, into);
    } else if constexpr (ledger::Described<T>) {
        ledger::for_each_field(value, [&](const auto&, const auto& each) { collect(each, into); });
    }
}

/// The same in an answer, found by the words of the API.
Mentions mentions_in(const Json& answer);

}  // namespace api
