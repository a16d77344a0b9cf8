#pragma once
#include "api/json/json_writer.hpp"
#include "projections/past/difference.hpp"
#include "projections/past/relatives.hpp"

namespace api {

// What the past looked like, as the API and the programs say it.

/// {"position": 0, "recorded_at": null} at the beginning of the log.
Json write_moment(const projections::Moment& moment);

/// {"event", "causes", "effects": [{"event", "effects"}], "searched_to", "is_complete"}
Json write_relatives(const projections::Relatives& relatives);

/// {"from", "to", "events", "wallets", "accounts", "energy"}
Json write_difference(const projections::Difference& difference);

}  // namespace api
