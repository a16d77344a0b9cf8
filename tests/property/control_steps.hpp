#pragma once
#include <cstdint>
#include <string_view>

#include "ledger/events/control.hpp"
#include "tests/property/show.hpp"

// Steps of stories about batches, notices and cut-off.

namespace property {

using ledger::field;

/// The same is wanted of some meters, and the book begins; sometimes it is cancelled.
struct Gather {
    static constexpr std::string_view name = "Gather";
    std::uint32_t meters;  ///< a bit each
    ledger::CommandKind kind;
    bool is_cancelled;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("meters", &Gather::meters), field<2>("kind", &Gather::kind),
              field<3>("is_cancelled", &Gather::is_cancelled));
    }
};

/// The n-th notice that waits is delivered, or is not.
enum class Telling : std::uint8_t { delivered, failed, given_up };

struct Tell {
    static constexpr std::string_view name = "Tell";
    std::uint32_t notice;
    Telling outcome;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("notice", &Tell::notice), field<2>("outcome", &Tell::outcome));
    }
};

/// Time passes, and the book looks whose time is over.
struct Lapse {
    static constexpr std::string_view name = "Lapse";
    std::uint32_t minutes;

    static constexpr void fields(auto&& visit) { visit(field<1>("minutes", &Lapse::minutes)); }
};

/// A meter is taken away, where it has no account; or it is back in its place.
struct Retire {
    static constexpr std::string_view name = "Retire";
    std::uint32_t meter;
    bool is_back;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("meter", &Retire::meter), field<2>("is_back", &Retire::is_back));
    }
};

/// Some meters of the line fall silent at once.
struct Darken {
    static constexpr std::string_view name = "Darken";
    std::uint32_t meters;  ///< a bit each

    static constexpr void fields(auto&& visit) { visit(field<1>("meters", &Darken::meters)); }
};

/// Somebody buys at the meter behind the book's back; or a person looks at the meter, and says what
/// is true.
struct Meddle {
    static constexpr std::string_view name = "Meddle";
    bool resolves;

    static constexpr void fields(auto&& visit) { visit(field<1>("resolves", &Meddle::resolves)); }
};

}  // namespace property

template <>
struct ledger::EnumNames<property::Telling> {
    static constexpr std::array<std::string_view, 3> names{"delivered", "failed", "given_up"};
};
