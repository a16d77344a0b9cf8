#pragma once
#include "api/routes.hpp"

namespace api {

/// The API token speaks for whomever it says, and is one pair of eyes under however many names: it
/// approves what somebody proposed who signed in. `waits` says whether this position is a proposal
/// that can be approved.
void refuse_one_pair_of_eyes(const Call& call, ledger::Position position, bool waits);

}  // namespace api
