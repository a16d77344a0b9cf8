#pragma once
#include <algorithm>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/values/name_hash.hpp"

namespace ledger {

/// A name that people chose for one thing: 1 to 40 of A-Z a-z 0-9 _ - (and '.', which only a
/// WalletId holds, between its account and its meter). Names of different kinds of things do not
/// mix.
template <class Kind>
class Id {
public:
    static constexpr std::size_t longest = 40;

    Id() = default;  ///< Nobody: the empty id.
    explicit Id(std::string text) : text_(std::move(text)) {}

    const std::string& text() const { return text_; }
    bool is_empty() const { return text_.empty(); }

    /// True for what may come in from outside as a name of this kind.
    static bool is_well_formed(std::string_view text) {
        const auto allowed = [](char c) {
            return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                   c == '_' || c == '-' || (Kind::has_dot && c == '.');
        };
        const std::size_t most = Kind::has_dot ? 2 * longest + 1 : longest;
        return !text.empty() && text.size() <= most && std::ranges::all_of(text, allowed);
    }

    friend auto operator<=>(const Id&, const Id&) = default;

private:
    std::string text_;
};

struct Plain {
    static constexpr bool has_dot = false;
};
struct BuildingKind : Plain {};
struct GatewayKind : Plain {};
struct LineKind : Plain {};
struct MeterKind : Plain {};
struct TariffKind : Plain {};
struct CalendarKind : Plain {};
struct CustomerKind : Plain {};
struct AccountKind : Plain {};
struct MethodKind : Plain {};
struct ProfileKind : Plain {};
struct OperatorKind : Plain {};
struct FeeKind : Plain {};
struct TillKind : Plain {};
struct BatchKind : Plain {};
struct RoleKind : Plain {};
struct ApiKeyKind : Plain {};
struct WalletKind {
    static constexpr bool has_dot = true;
};
using BuildingId = Id<BuildingKind>;
using GatewayId = Id<GatewayKind>;
using LineId = Id<LineKind>;
using MeterId = Id<MeterKind>;
using TariffId = Id<TariffKind>;
using CalendarId = Id<CalendarKind>;
using CustomerId = Id<CustomerKind>;
using AccountId = Id<AccountKind>;
using MethodId = Id<MethodKind>;  ///< How money changed hands: cash, bank, wechat ...
using ProfileId = Id<ProfileKind>;
using OperatorId = Id<OperatorKind>;
using FeeId = Id<FeeKind>;
using TillId = Id<TillKind>;
using BatchId = Id<BatchKind>;
using RoleId = Id<RoleKind>;
using ApiKeyId = Id<ApiKeyKind>;
using WalletId = Id<WalletKind>;

/// Where an event stands in the log: 1, 2, 3 … without gaps. 0 means none.
/// A sale, a refund, a reversal and a command are named by the position of their event.
struct Position {
    std::uint64_t number = 0;

    friend constexpr auto operator<=>(Position, Position) = default;
    constexpr Position next() const { return {number + 1}; }
    constexpr bool is_none() const { return number == 0; }
};

}  // namespace ledger

template <class Kind>
struct std::hash<ledger::Id<Kind>> {
    std::size_t operator()(const ledger::Id<Kind>& id) const noexcept {
        return ledger::hash_of_name(id.text());
    }
};
template <>
struct std::hash<ledger::Position> {
    std::size_t operator()(ledger::Position position) const noexcept {
        return std::hash<std::uint64_t>{}(position.number);
    }
};
