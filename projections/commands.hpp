#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "projections/projection.hpp"

namespace projections {

enum class CommandState : std::uint8_t { requested, sent, confirmed, failed, expired, cancelled };

/// The life of one remote command.
struct CommandRow {
    ledger::Position command;
    ledger::MeterId meter;
    ledger::CommandKind kind{};
    ledger::CommandCause cause{};
    CommandState state{};
    std::uint32_t attempts{};
    ledger::Instant requested_at;
    ledger::Instant changed_at;
    ledger::Instant expires_at;
    std::string reason;     ///< why it was requested
    std::string result;     ///< what was read back, or why it failed
    ledger::BatchId batch;  ///< whose row it is; empty: of none

    static constexpr void fields(auto&& visit);
};

/// Which commands, newest first, and from where on.
struct CommandFilter {
    ledger::MeterId meter;  ///< empty: any
    std::optional<CommandState> state;
    ledger::Position before;  ///< none: from the newest on
    std::size_t limit = 100;
};

/// Every remote command.
class Commands : public Projection {
public:
    std::string name() const override { return "commands"; }
    unsigned version() const override { return 2; }
    void fold(Table& table, const ledger::Event& event) const override;

    std::optional<CommandRow> of(ledger::Position command) const;
    Page<CommandRow> list(const CommandFilter& filter) const;
};

}  // namespace projections

template <>
struct ledger::EnumNames<projections::CommandState> {
    static constexpr std::array<std::string_view, 6> names{"requested", "sent",    "confirmed",
                                                           "failed",    "expired", "cancelled"};
};

namespace projections {

constexpr void CommandRow::fields(auto&& visit) {
    using T = CommandRow;
    using ledger::field;
    visit(field<1>("command", &T::command), field<2>("meter", &T::meter),
          field<3>("kind", &T::kind), field<4>("cause", &T::cause), field<5>("state", &T::state),
          field<6>("attempts", &T::attempts), field<7>("requested_at", &T::requested_at),
          field<8>("changed_at", &T::changed_at), field<9>("expires_at", &T::expires_at),
          field<10>("reason", &T::reason), field<11>("result", &T::result),
          field<12>("batch", &T::batch));
}

}  // namespace projections
