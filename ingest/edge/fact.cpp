#include "ingest/edge/fact.hpp"

#include <type_traits>

#include "ingest/edge/limits.hpp"
#include "ledger/events/wire.hpp"
#include "ledger/values/ensure.hpp"

namespace edge {
namespace {

using ledger::Bytes;

/// As it travels.
struct Telling {
    ledger::Instant seen_at;
    std::string reason;
    std::uint32_t kind;  ///< place in the list, from 1 on
    std::string told;

    static constexpr void fields(auto&& visit) {
        using T = Telling;
        visit(ledger::field<1>("seen_at", &T::seen_at), ledger::field<2>("reason", &T::reason),
              ledger::field<3>("kind", &T::kind), ledger::field<4>("told", &T::told));
    }
};

/// Calls `visit(place, T{})` with each type of the list, until it says true.
template <class Visit, class... Types>
bool any_of_list(const Visit& visit, std::type_identity<std::tuple<Types...>>) {
    std::uint32_t place = 0;
    return (visit(++place, std::type_identity<Types>{}) || ...);
}

template <class Visit>
bool any_tellable(const Visit& visit) {
    return any_of_list(visit, std::type_identity<Tellable>{});
}

}  // namespace

Bytes encode(const Fact& fact) {
    Telling telling{fact.seen_at, fact.reason, 0, {}};
    const bool tellable = any_tellable([&]<class T>(std::uint32_t place, std::type_identity<T>) {
        const T* command = std::get_if<T>(&fact.command);
        if (command == nullptr) return false;
        telling.kind = place;
        telling.told = ledger::wire::encode(*command);
        return true;
    });
    ledger::ensure(tellable, "the field tells what a gateway may tell");
    return ledger::wire::encode(telling);
}

std::optional<Fact> decode_fact(ledger::BytesView bytes) {
    if (bytes.size() > most_fact_bytes) return std::nullopt;
    const auto telling = ledger::wire::decode<Telling>(bytes);
    if (!telling) return std::nullopt;
    std::optional<Fact> fact;
    any_tellable([&]<class T>(std::uint32_t place, std::type_identity<T>) {
        if (place != telling->kind) return false;
        if (auto command = ledger::wire::decode<T>(telling->told))
            fact = Fact{telling->seen_at, telling->reason, std::move(*command)};
        return true;
    });
    return fact;
}

}  // namespace edge
