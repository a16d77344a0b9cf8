#pragma once
#include <cstdint>
#include <string>

#include "ledger/values/fields.hpp"

namespace notices {

enum class OutcomeKind : std::uint8_t {
    taken,     ///< the other side has it
    refused,   ///< it has not; it can be tried again
    given_up,  ///< it has not, and will not
    unknown    ///< it may have it: never sent again
};

/// What came of handing a text over.
struct Outcome {
    OutcomeKind kind;
    std::string
        words;  ///< taken: what the other side calls it, or empty; else the cause, for people

    friend bool operator==(const Outcome&, const Outcome&) = default;
};

}  // namespace notices

template <>
struct ledger::EnumNames<notices::OutcomeKind> {
    static constexpr std::array<std::string_view, 4> names{"taken", "refused", "given_up",
                                                           "unknown"};
};
