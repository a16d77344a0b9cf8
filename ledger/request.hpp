#pragma once
#include <string>
#include <string_view>

#include "ledger/book.hpp"
#include "ledger/rules/checks.hpp"
#include "ledger/rules/decide.hpp"
#include "ledger/rules/stamp.hpp"

namespace ledger {

// What a request says besides its command.

/// 16 bytes of SHA-256 over the command, or over the words it was asked in; empty where there is no
/// key that holds it.
std::string fingerprint_of(const Request& request);

/// What a decision may know of the request, at this moment of the state.
Occasion occasion_of(const Request& request, const State& state, Instant now);

/// Borrows from the request and the fingerprint.
Stamp stamp_for(const Request& request, const Occasion& occasion, std::string_view fingerprint);

/// What stands in every envelope comes from outside too.
Objection check_request(const Request& request);

Refused<Refusal> other_command(const std::string& key);

}  // namespace ledger
