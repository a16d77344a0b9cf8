#pragma once
#include <cstdint>
#include <string_view>

#include "ledger/events/words.hpp"
#include "ledger/values/fields.hpp"

// Who may ask in the small world.

namespace property {

using ledger::field;

/// The n-th of five operators, one of them a machine, is added or changed.
struct Hire {
    static constexpr std::string_view name = "Hire";
    std::uint32_t who;
    std::uint32_t role;
    bool is_bound;     ///< to a building
    bool is_disabled;  ///< where they are there already

    static constexpr void fields(auto&& visit) {
        visit(field<1>("who", &Hire::who), field<2>("role", &Hire::role),
              field<3>("is_bound", &Hire::is_bound), field<4>("is_disabled", &Hire::is_disabled));
    }
};

/// A role of the house's own holds these rights, by the bits of a number.
struct Entitle {
    static constexpr std::string_view name = "Entitle";
    std::uint32_t role;
    std::uint64_t rights;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("role", &Entitle::role), field<2>("rights", &Entitle::rights));
    }
};

/// What the gate tells of an operator: a password, a key given or taken, a sign-in, a refusal, an
/// export, a signing key that hands over, a receipt on paper.
struct Admit {
    static constexpr std::string_view name = "Admit";
    std::uint32_t who;
    std::uint32_t what;  ///< of ten
    std::uint32_t key;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("who", &Admit::who), field<2>("what", &Admit::what),
              field<3>("key", &Admit::key));
    }
};

}  // namespace property
