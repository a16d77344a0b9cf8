#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "ledger/events/words.hpp"
#include "ledger/values/fields.hpp"
#include "ledger/values/id.hpp"
#include "ledger/values/instant.hpp"

namespace ledger {

/// Something shall be done to a meter. The command's name is the position of this event.
struct CommandRequested {
    static constexpr int tag = 80;
    static constexpr std::string_view event_name = "CommandRequested";
    MeterId meter;
    CommandKind kind;
    CommandCause cause;
    Instant expires_at;

    static constexpr void fields(auto&& visit) {
        using T = CommandRequested;
        visit(field<1>("meter", &T::meter), field<2>("kind", &T::kind),
              field<3>("cause", &T::cause), field<4>("expires_at", &T::expires_at));
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

}  // namespace ledger
