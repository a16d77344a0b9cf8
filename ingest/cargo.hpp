#pragma once
#include <string>
#include <vector>

#include "ingest/meter_talk.hpp"
#include "ledger/events/control.hpp"

namespace ingest {

/// Registers that are written in one transaction, and are to show the same afterwards.
struct Writing {
    std::uint16_t address;
    Words words;
    std::string text;  ///< what they say, for people
};

/// What a command writes; or why this meter cannot hold it, for people.
using Writings = ledger::Result<std::vector<Writing>, std::string>;

/// Nothing is rounded: a price or an amount that is finer than the meter's step is a reason why
/// not. An overload threshold is the nearest that the meter can watch below what is wanted.
Writings prices_for(const ledger::Cargo& cargo, const Addressee& to);
Writings settings_for(const ledger::Cargo& cargo, const Addressee& to);
Writings purchase_for(const ledger::Purchase& purchase, const Addressee& to);

/// Why a profile lacks this: its own words where it has some.
std::string reason_against(const Profile& profile, ledger::CommandKind kind);

/// Why no sale can reach a meter of this profile; nothing: it can.
std::optional<std::string> why_no_push(const Profiles& profiles, const ledger::ProfileId& id);

/// Writes all of it, in its order.
Transaction<Done> write_all(Line& line, const Addressee& to, const std::vector<Writing>& writings);

/// Whether the meter shows all of it.
Transaction<bool> shows_all(Line& line, const Addressee& to, const std::vector<Writing>& writings);

/// "alarm 1 20.00, alarm 2 5.00"
std::string text_of(const std::vector<Writing>& writings);

}  // namespace ingest
