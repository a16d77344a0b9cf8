#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/events/catalogue.hpp"
#include "ledger/events/words.hpp"
#include "ledger/values/fields.hpp"
#include "ledger/values/id.hpp"
#include "ledger/values/instant.hpp"
#include "ledger/values/one_of.hpp"
#include "ledger/values/quantity.hpp"

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

/// A meter did not answer so many times in a row. Where `meter` is empty, the whole line did not;
/// or, where `meters` names some of it, these did not, all at once: a part of the bus.
struct ContactLost {
    static constexpr int tag = 93;
    static constexpr std::string_view event_name = "ContactLost";
    LineId line;
    MeterId meter;
    std::uint32_t misses;
    std::string detail;
    std::vector<MeterId> meters{};  ///< of a part of the line; else none

    static constexpr void fields(auto&& visit) {
        using T = ContactLost;
        visit(field<1>("line", &T::line), field<2>("meter", &T::meter),
              field<3>("misses", &T::misses), field<4>("detail", &T::detail),
              field<5>("meters", &T::meters));
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

/// A customer shall be told. The facts of the text stand here; the name and the number are read
/// from the customer's sealed record when it is delivered. The notice's name is the position of
/// this event.
struct NoticeQueued {
    static constexpr int tag = 95;
    static constexpr std::string_view event_name = "NoticeQueued";
    NoticeKind kind;
    NoticeChannel channel;
    NoticeLanguage language;
    CustomerId customer;
    AccountId account;
    WalletId wallet;
    MeterId meter;  ///< one of those that draw on the wallet
    Place place;    ///< of the meter
    Money balance;
    Instant at;                     ///< when it became true
    std::optional<Money> line;      ///< what the balance fell below
    std::optional<Instant> cut_at;  ///< of arrears: power is not cut before this moment
    std::optional<std::int64_t> power_w;
    std::optional<std::uint32_t> overload_w;

    static constexpr void fields(auto&& visit) {
        using T = NoticeQueued;
        visit(field<1>("kind", &T::kind), field<2>("channel", &T::channel),
              field<3>("language", &T::language), field<4>("customer", &T::customer),
              field<5>("account", &T::account), field<6>("wallet", &T::wallet),
              field<7>("meter", &T::meter), field<8>("place", &T::place),
              field<9>("balance", &T::balance), field<10>("at", &T::at),
              field<11>("line", &T::line), field<12>("cut_at", &T::cut_at),
              field<13>("power_w", &T::power_w), field<14>("overload_w", &T::overload_w));
    }
    friend bool operator==(const NoticeQueued&, const NoticeQueued&) = default;
};

/// The modem or the webhook took it.
struct NoticeDelivered {
    static constexpr int tag = 96;
    static constexpr std::string_view event_name = "NoticeDelivered";
    Position notice;
    WalletId wallet;
    std::uint32_t attempt;  ///< 1, 2, 3 …
    std::string reference;  ///< what the other side calls it; empty: it said nothing
    Position text{};        ///< NoticeTextSet that it was told by; none: the built-in text

    static constexpr void fields(auto&& visit) {
        using T = NoticeDelivered;
        visit(field<1>("notice", &T::notice), field<2>("wallet", &T::wallet),
              field<3>("attempt", &T::attempt), field<4>("reference", &T::reference),
              field<5>("text", &T::text));
    }
    friend bool operator==(const NoticeDelivered&, const NoticeDelivered&) = default;
};

/// An attempt did not succeed, or the notice is not tried any more.
struct NoticeFailed {
    static constexpr int tag = 97;
    static constexpr std::string_view event_name = "NoticeFailed";
    Position notice;
    WalletId wallet;
    std::uint32_t attempt;  ///< 0: it was never tried, because it is not true any more
    std::string cause;
    bool is_final;

    static constexpr void fields(auto&& visit) {
        using T = NoticeFailed;
        visit(field<1>("notice", &T::notice), field<2>("wallet", &T::wallet),
              field<3>("attempt", &T::attempt), field<4>("cause", &T::cause),
              field<5>("is_final", &T::is_final));
    }
    friend bool operator==(const NoticeFailed&, const NoticeFailed&) = default;
};

/// What is wrong with a meter or a line, and is no more: these events move neither money nor
/// energy.
template <class Fact>
constexpr bool is_about_alarms =
    is_one_of<Fact, AlarmRaised, AlarmCleared, ContactLost, ContactRestored>;

/// What customers are told: these events move neither money nor energy.
template <class Fact>
constexpr bool is_about_notices = is_one_of<Fact, NoticeQueued, NoticeDelivered, NoticeFailed>;

}  // namespace ledger
