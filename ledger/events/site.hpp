#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/events/words.hpp"
#include "ledger/values/fields.hpp"
#include "ledger/values/id.hpp"
#include "ledger/values/quantity.hpp"

namespace ledger {

/// What holds where money is taken in.
struct CounterTerms {
    std::uint32_t service_fee_ppm;        ///< of what is paid, in millionths: 15000 is 1.5 %
    Money overdraft;                      ///< what a new wallet may owe
    std::optional<Money> hoarding_limit;  ///< what a new wallet may hold; none: no limit
    std::vector<MethodId> till_methods;   ///< move only within a teller's shift

    static constexpr void fields(auto&& visit) {
        using T = CounterTerms;
        visit(field<1>("service_fee_ppm", &T::service_fee_ppm),
              field<2>("overdraft", &T::overdraft), field<3>("hoarding_limit", &T::hoarding_limit),
              field<4>("till_methods", &T::till_methods));
    }
    friend bool operator==(const CounterTerms&, const CounterTerms&) = default;
};

/// From this minute of a day to that one nobody's power is cut for arrears.
struct ProtectedHours {
    std::uint32_t from_minute;            ///< 0 to 1439
    std::uint32_t to_minute;              ///< up to it; 1 to 1440, after `from_minute`
    std::vector<std::uint32_t> weekdays;  ///< 1 Monday to 7 Sunday; empty: all

    static constexpr void fields(auto&& visit) {
        using T = ProtectedHours;
        visit(field<1>("from_minute", &T::from_minute), field<2>("to_minute", &T::to_minute),
              field<3>("weekdays", &T::weekdays));
    }
    friend bool operator==(const ProtectedHours&, const ProtectedHours&) = default;
};

/// How patient automatic cut-off is with who is in arrears, by the site's clock.
struct CutoffTerms {
    std::uint32_t grace_minutes;     ///< from the notice's end, or from arrears without a notice
    std::uint32_t patience_minutes;  ///< so long a notice that does not arrive is waited for
    std::vector<ProtectedHours> protected_hours;
    CalendarId holidays;  ///< on its holidays nobody is cut off; none: no day is one

    static constexpr void fields(auto&& visit) {
        using T = CutoffTerms;
        visit(field<1>("grace_minutes", &T::grace_minutes),
              field<2>("patience_minutes", &T::patience_minutes),
              field<3>("protected_hours", &T::protected_hours), field<4>("holidays", &T::holidays));
    }
    friend bool operator==(const CutoffTerms&, const CutoffTerms&) = default;
};

/// When phones may ring, and how often, by the site's clock. What may not go out waits.
struct ShortMessageTerms {
    std::uint32_t quiet_from_minute;  ///< 0 to 1439
    /// Up to it; before `quiet_from_minute`: of the next day; the same: no hour is quiet.
    std::uint32_t quiet_to_minute;
    std::uint32_t most_a_day;  ///< to one number within 24 hours; 0: no limit

    static constexpr void fields(auto&& visit) {
        using T = ShortMessageTerms;
        visit(field<1>("quiet_from_minute", &T::quiet_from_minute),
              field<2>("quiet_to_minute", &T::quiet_to_minute),
              field<3>("most_a_day", &T::most_a_day));
    }
    friend bool operator==(const ShortMessageTerms&, const ShortMessageTerms&) = default;
};

/// How customers are told, and of what.
struct NoticeTerms {
    std::vector<NoticeChannel> channels;
    NoticeLanguage language;
    std::vector<NoticeKind> kinds;
    std::optional<ShortMessageTerms> short_messages{};  ///< none: any hour, as many as there are

    static constexpr void fields(auto&& visit) {
        using T = NoticeTerms;
        visit(field<1>("channels", &T::channels), field<2>("language", &T::language),
              field<3>("kinds", &T::kinds), field<4>("short_messages", &T::short_messages));
    }
    friend bool operator==(const NoticeTerms&, const NoticeTerms&) = default;
};

/// When a meter's balance is worth a warning, as in ThresholdsSet.
struct WarningLines {
    Money alarm1;
    Money alarm2;
    std::uint32_t overload_w;  ///< 0: none

    static constexpr void fields(auto&& visit) {
        using T = WarningLines;
        visit(field<1>("alarm1", &T::alarm1), field<2>("alarm2", &T::alarm2),
              field<3>("overload_w", &T::overload_w));
    }
    friend bool operator==(const WarningLines&, const WarningLines&) = default;
};

/// With what a meter's account begins where nothing else was said, neither of the meter nor with
/// the opening. What a wallet begins with is the counter's.
struct SupplyDefaults {
    TariffId tariff;  ///< none: a tariff has to be said
    std::optional<WarningLines> thresholds;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("tariff", &SupplyDefaults::tariff),
              field<2>("thresholds", &SupplyDefaults::thresholds));
    }
    friend bool operator==(const SupplyDefaults&, const SupplyDefaults&) = default;
};

/// What holds for the whole site: its clock, its money, and how patient it is with the field.
struct SiteConfigured {
    static constexpr int tag = 20;
    static constexpr std::string_view event_name = "SiteConfigured";
    std::string name;
    std::string zone;      ///< IANA name: days, months and closing hours are computed in it
    std::string currency;  ///< ISO 4217
    std::vector<MethodId> payment_methods;
    std::uint32_t plausibility_margin_percent;  ///< of rated power × time, e.g. 120
    std::uint32_t poll_interval_s;
    std::uint32_t misses_until_lost;
    Cutoff cutoff;
    /// None: no service fee, no overdraft, no limit, and no shift is needed.
    std::optional<CounterTerms> counter{};
    /// So far back what was charged is corrected by facts that come late; 0: never.
    std::uint32_t look_back_days{};
    std::optional<CutoffTerms> patience{};     ///< of automatic cut-off; none: it cuts at once
    std::optional<NoticeTerms> notices{};      ///< none: nobody is told
    std::optional<SupplyDefaults> defaults{};  ///< none: all of it has to be said

    static constexpr void fields(auto&& visit) {
        using T = SiteConfigured;
        visit(field<1>("name", &T::name), field<2>("zone", &T::zone),
              field<3>("currency", &T::currency), field<4>("payment_methods", &T::payment_methods),
              field<5>("plausibility_margin_percent", &T::plausibility_margin_percent),
              field<6>("poll_interval_s", &T::poll_interval_s),
              field<7>("misses_until_lost", &T::misses_until_lost), field<8>("cutoff", &T::cutoff),
              field<9>("counter", &T::counter), field<10>("look_back_days", &T::look_back_days),
              field<11>("patience", &T::patience), field<12>("notices", &T::notices),
              field<13>("defaults", &T::defaults));
    }
    friend bool operator==(const SiteConfigured&, const SiteConfigured&) = default;
};

}  // namespace ledger
