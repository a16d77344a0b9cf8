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

/// What a settings download writes.
struct MeterSettings {
    Money alarm1;
    Money alarm2;
    std::uint32_t overload_w;  ///< on the primary side; 0: the meter watches no overload

    static constexpr void fields(auto&& visit) {
        using T = MeterSettings;
        visit(field<1>("alarm1", &T::alarm1), field<2>("alarm2", &T::alarm2),
              field<3>("overload_w", &T::overload_w));
    }
    friend bool operator==(const MeterSettings&, const MeterSettings&) = default;
};

/// A sale on its way to a meter that deducts by itself.
struct Purchase {
    Position sale;
    Money amount;
    std::uint64_t count;  ///< 购电次数 that the meter shows when it has taken it

    static constexpr void fields(auto&& visit) {
        visit(field<1>("sale", &Purchase::sale), field<2>("amount", &Purchase::amount),
              field<3>("count", &Purchase::count));
    }
    friend bool operator==(const Purchase&, const Purchase&) = default;
};

/// What a command carries to the meter, as it was when it was requested.
struct Cargo {
    Position tariff;                ///< of a price download: the version that was in force
    std::vector<BandPrice> prices;  ///< of it
    std::optional<MeterSettings> settings;
    std::optional<Purchase> purchase;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("tariff", &Cargo::tariff), field<2>("prices", &Cargo::prices),
              field<3>("settings", &Cargo::settings), field<4>("purchase", &Cargo::purchase));
    }
    friend bool operator==(const Cargo&, const Cargo&) = default;
};

/// Something shall be done to a meter. The command's name is the position of this event.
struct CommandRequested {
    static constexpr int tag = 80;
    static constexpr std::string_view event_name = "CommandRequested";
    MeterId meter;
    CommandKind kind;
    CommandCause cause;
    Instant expires_at;
    BatchId batch{};               ///< whose row it is; empty: of none
    std::optional<Cargo> cargo{};  ///< of downloads and credit pushes

    static constexpr void fields(auto&& visit) {
        using T = CommandRequested;
        visit(field<1>("meter", &T::meter), field<2>("kind", &T::kind),
              field<3>("cause", &T::cause), field<4>("expires_at", &T::expires_at),
              field<5>("batch", &T::batch), field<6>("cargo", &T::cargo));
    }
    friend bool operator==(const CommandRequested&, const CommandRequested&) = default;
};

/// Written before the bytes go out: after a crash, an attempt that may have happened is known.
struct CommandSent {
    static constexpr int tag = 81;
    static constexpr std::string_view event_name = "CommandSent";
    Position command;
    MeterId meter;
    std::uint32_t attempt;  ///< 1, 2, 3 …

    static constexpr void fields(auto&& visit) {
        using T = CommandSent;
        visit(field<1>("command", &T::command), field<2>("meter", &T::meter),
              field<3>("attempt", &T::attempt));
    }
    friend bool operator==(const CommandSent&, const CommandSent&) = default;
};

/// The goal was reached: this was read back from the meter.
struct CommandConfirmed {
    static constexpr int tag = 82;
    static constexpr std::string_view event_name = "CommandConfirmed";
    Position command;
    MeterId meter;
    CommandKind kind;
    std::optional<bool> relay_closed;
    std::string read_back;

    static constexpr void fields(auto&& visit) {
        using T = CommandConfirmed;
        visit(field<1>("command", &T::command), field<2>("meter", &T::meter),
              field<3>("kind", &T::kind), field<4>("relay_closed", &T::relay_closed),
              field<5>("read_back", &T::read_back));
    }
    friend bool operator==(const CommandConfirmed&, const CommandConfirmed&) = default;
};

struct CommandFailed {
    static constexpr int tag = 83;
    static constexpr std::string_view event_name = "CommandFailed";
    Position command;
    MeterId meter;
    CommandKind kind;
    std::string cause;

    static constexpr void fields(auto&& visit) {
        using T = CommandFailed;
        visit(field<1>("command", &T::command), field<2>("meter", &T::meter),
              field<3>("kind", &T::kind), field<4>("cause", &T::cause));
    }
    friend bool operator==(const CommandFailed&, const CommandFailed&) = default;
};

struct CommandExpired {
    static constexpr int tag = 84;
    static constexpr std::string_view event_name = "CommandExpired";
    Position command;
    MeterId meter;

    static constexpr void fields(auto&& visit) {
        using T = CommandExpired;
        visit(field<1>("command", &T::command), field<2>("meter", &T::meter));
    }
    friend bool operator==(const CommandExpired&, const CommandExpired&) = default;
};

struct CommandCancelled {
    static constexpr int tag = 85;
    static constexpr std::string_view event_name = "CommandCancelled";
    Position command;
    MeterId meter;

    static constexpr void fields(auto&& visit) {
        using T = CommandCancelled;
        visit(field<1>("command", &T::command), field<2>("meter", &T::meter));
    }
    friend bool operator==(const CommandCancelled&, const CommandCancelled&) = default;
};

/// The same shall be done to many meters. Its rows, one a meter, follow in their order: each is a
/// command, or was refused.
struct BatchRequested {
    static constexpr int tag = 86;
    static constexpr std::string_view event_name = "BatchRequested";
    BatchId batch;
    CommandKind kind;
    std::vector<MeterId> meters;
    Instant expires_at;
    BatchId retry_of;  ///< whose failed rows these are; empty: of none

    static constexpr void fields(auto&& visit) {
        using T = BatchRequested;
        visit(field<1>("batch", &T::batch), field<2>("kind", &T::kind),
              field<3>("meters", &T::meters), field<4>("expires_at", &T::expires_at),
              field<5>("retry_of", &T::retry_of));
    }
    friend bool operator==(const BatchRequested&, const BatchRequested&) = default;
};

/// A rule said no to this meter's row.
struct BatchRowRefused {
    static constexpr int tag = 87;
    static constexpr std::string_view event_name = "BatchRowRefused";
    BatchId batch;
    MeterId meter;
    std::string rule;
    std::string detail;

    static constexpr void fields(auto&& visit) {
        using T = BatchRowRefused;
        visit(field<1>("batch", &T::batch), field<2>("meter", &T::meter),
              field<3>("rule", &T::rule), field<4>("detail", &T::detail));
    }
    friend bool operator==(const BatchRowRefused&, const BatchRowRefused&) = default;
};

/// What is not begun of a batch is not done; what is on its way is cancelled next.
struct BatchCancelled {
    static constexpr int tag = 88;
    static constexpr std::string_view event_name = "BatchCancelled";
    BatchId batch;

    static constexpr void fields(auto&& visit) { visit(field<1>("batch", &BatchCancelled::batch)); }
    friend bool operator==(const BatchCancelled&, const BatchCancelled&) = default;
};

/// A person looked at the meter and says what its purchase count is to be counted on from. What
/// was on its way to it is confirmed, or requested anew with the counts that follow.
struct PurchasesResolved {
    static constexpr int tag = 89;
    static constexpr std::string_view event_name = "PurchasesResolved";
    MeterId meter;
    std::uint64_t purchase_count;
    bool sent_is_credited;  ///< the push that was sent last did reach the meter

    static constexpr void fields(auto&& visit) {
        using T = PurchasesResolved;
        visit(field<1>("meter", &T::meter), field<2>("purchase_count", &T::purchase_count),
              field<3>("sent_is_credited", &T::sent_is_credited));
    }
    friend bool operator==(const PurchasesResolved&, const PurchasesResolved&) = default;
};

/// What becomes of a command to a meter: these events move neither money nor energy.
template <class Fact>
constexpr bool is_about_commands = is_one_of<Fact, CommandRequested, CommandSent, CommandConfirmed,
                                             CommandFailed, CommandExpired, CommandCancelled>;

}  // namespace ledger
