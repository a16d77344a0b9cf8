#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "api/routes.hpp"
#include "ledger/rules/office/signing_keys.hpp"

namespace api {

/// The event as a signed receipt (C2SP tlog-proof), which `meterbook verify receipt` checks without
/// the book. Throws Problem 503 while nothing that was signed holds it.
/// @param position of an event that is there
std::string signed_receipt(const Call& call, ledger::Position position);

/// The rotations of the log among its first events, in order: few, and about the site as it is
/// configured.
std::vector<ledger::KeyRotation> rotations_of(const Call& call, std::uint64_t up_to);

}  // namespace api
