#pragma once
#include <string>

#include "ledger/rating/zone.hpp"

namespace api {

/// What clocks at the site show, with how far they are from UTC, so that an hour that is there
/// twice stays two: "2026-11-21 11:24:05 +08:00".
std::string clock_text(ledger::Instant at, const ledger::Zone& zone);

/// The same in short, without seconds and offset: "2026-11-21 11:24".
std::string short_clock_text(ledger::Instant at, const ledger::Zone& zone);

}  // namespace api
