#pragma once
#include <optional>
#include <string>

#include "ingest/meter_talk.hpp"
#include "ledger/rating/zone.hpp"

namespace ingest {

/// Why the clock of such a meter is not set, for people; nothing where it is.
std::optional<std::string> why_no_clock(const Profile& profile);

/// A clock this near is right: reading it takes its time, too.
bool is_right(std::int64_t offset_s);

/// A moment, and where.
struct SiteMoment {
    ledger::Instant at;
    const ledger::Zone& zone;
};

/// Tells the meter what the clock on the wall of its site shows.
Transaction<Done> write_time(Line& line, const Addressee& to, const SiteMoment& now);

/// DL/T 645: tells every meter of the line, which each takes once a day, without a password, and
/// only where its clock is off by less than five minutes.
Transaction<Done> broadcast_time(Line& line, const SiteMoment& now);
bool is_within_broadcast(std::int64_t offset_s);

}  // namespace ingest
