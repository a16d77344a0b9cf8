#pragma once
#include "ledger/values/fields.hpp"

namespace ledger {

/// Registration commands say what shall be true from now on; the event says the same words.
template <class Fact>
struct Declare {
    Fact fact;

    static constexpr void fields(auto&& visit) { visit(field<1>("fact", &Declare::fact)); }
    friend bool operator==(const Declare&, const Declare&) = default;
};

}  // namespace ledger
