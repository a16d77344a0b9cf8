#pragma once
#include <optional>

#include "api/field_tally.hpp"
#include "api/json/json_writer.hpp"
#include "api/routes.hpp"

namespace api {

/// Of every line that is read from here; none where nothing is.
FieldTallies tallies_of(const Call& call);

/// What was met on a line since this process began, or with one of its meters: null where it is not
/// read from here.
Json tally_json(const FieldTallies& tallies, const ledger::LineId& line,
                const std::optional<ledger::MeterId>& meter = {});

}  // namespace api
