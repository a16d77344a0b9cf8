#pragma once
#include <cstdint>
#include <string>

#include "ledger/events/words.hpp"
#include "ledger/values/fields.hpp"
#include "ledger/values/id.hpp"

namespace ledger {

/// Something became true that a person should know. The alarm's name is the position of this event.
struct AlarmRaised {
    static constexpr int tag = 90;
    static constexpr std::string_view event_name = "AlarmRaised";
    AlarmKind kind;
    MeterId meter;
    std::string detail;

    static constexpr void fields(auto&& visit) {
        using T = AlarmRaised;
        visit(field<1>("kind", &T::kind), field<2>("meter", &T::meter),
              field<3>("detail", &T::detail));
    }
    friend bool operator==(const AlarmRaised&, const AlarmRaised&) = default;
};

struct AlarmCleared {
    static constexpr int tag = 92;
    static constexpr std::string_view event_name = "AlarmCleared";
    Position alarm;
    AlarmKind kind;
    MeterId meter;

    static constexpr void fields(auto&& visit) {
        using T = AlarmCleared;
        visit(field<1>("alarm", &T::alarm), field<2>("kind", &T::kind),
              field<3>("meter", &T::meter));
    }
    friend bool operator==(const AlarmCleared&, const AlarmCleared&) = default;
};

/// A meter, or a whole line (then `meter` is empty), did not answer so many times in a row.
struct ContactLost {
    static constexpr int tag = 93;
    static constexpr std::string_view event_name = "ContactLost";
    LineId line;
    MeterId meter;
    std::uint32_t misses;
    std::string detail;

    static constexpr void fields(auto&& visit) {
        using T = ContactLost;
        visit(field<1>("line", &T::line), field<2>("meter", &T::meter),
              field<3>("misses", &T::misses), field<4>("detail", &T::detail));
    }
    friend bool operator==(const ContactLost&, const ContactLost&) = default;
};

struct ContactRestored {
    static constexpr int tag = 94;
    static constexpr std::string_view event_name = "ContactRestored";
    LineId line;
    MeterId meter;
    Position lost;

    static constexpr void fields(auto&& visit) {
        using T = ContactRestored;
        visit(field<1>("line", &T::line), field<2>("meter", &T::meter), field<3>("lost", &T::lost));
    }
    friend bool operator==(const ContactRestored&, const ContactRestored&) = default;
};

}  // namespace ledger
