#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/events/operators.hpp"

namespace ledger {

// What the rules remember of those who may ask.

struct Role {
    std::vector<Right> rights;  ///< in their order, each once

    static constexpr void fields(auto&& visit) { visit(field<1>("rights", &Role::rights)); }
    friend bool operator==(const Role&, const Role&) = default;
};

/// A key that was not revoked.
struct IssuedKey {
    Position issued;
    std::optional<Instant> expires_at;  ///< opens nothing from this moment on; none: never ends

    [[nodiscard]] bool is_expired(Instant now) const { return expires_at && now >= *expires_at; }

    static constexpr void fields(auto&& visit) {
        visit(field<1>("issued", &IssuedKey::issued),
              field<2>("expires_at", &IssuedKey::expires_at));
    }
    friend bool operator==(const IssuedKey&, const IssuedKey&) = default;
};

/// A person or a program that may ask.
struct Operator {
    bool is_machine{};
    std::string display_name;
    std::vector<RoleId> roles;
    std::vector<BuildingId> buildings;  ///< that they may touch; empty: all
    std::vector<AccountId> accounts;    ///< of a tenant: their own
    bool disabled{};
    std::map<ApiKeyId, IssuedKey> keys;

    static constexpr void fields(auto&& visit) {
        using T = Operator;
        visit(field<1>("is_machine", &T::is_machine), field<2>("display_name", &T::display_name),
              field<3>("roles", &T::roles), field<4>("buildings", &T::buildings),
              field<5>("accounts", &T::accounts), field<6>("disabled", &T::disabled),
              field<7>("keys", &T::keys));
    }
    friend bool operator==(const Operator&, const Operator&) = default;
};

}  // namespace ledger
