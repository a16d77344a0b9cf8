#pragma once
#include <string>

#include "ledger/rating/zone.hpp"

namespace api {

/// "2026-11-21T08:00:00", as a clock on the site's wall showed it.
std::string wall_clock(ledger::Instant at, const ledger::Zone& zone);

/// The same with how far it was from UTC, so that it is one moment (RFC 3339):
/// "2026-11-21T08:00:00+08:00".
std::string local_time(ledger::Instant at, const ledger::Zone& zone);

}  // namespace api
