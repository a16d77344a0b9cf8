#include "ledger/request.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "ledger/journal/sha256.hpp"
#include "ledger/rules/state_codec.hpp"

namespace ledger {

std::string fingerprint_of(const Request& request) {
    if (request.idempotency_key.empty()) return {};
    const Hash hash = sha256(request.asked.empty() ? encode(request.command) : request.asked);
    return std::string(view(hash).substr(0, 16));
}

Occasion occasion_of(const Request& request, const State& state, Instant now) {
    return {std::max(now, state.last_recorded_at),
            request.reason,
            request.actor,
            request.past,
            request.seen_at,
            request.expected};
}

Stamp stamp_for(const Request& request, const Occasion& occasion, std::string_view fingerprint) {
    return {occasion.now, request.actor, request.reason, request.idempotency_key, fingerprint};
}

Objection check_request(const Request& request) {
    if (auto no = check_text_or_empty("actor", request.actor.name)) return no;
    if (auto no = check_text_or_empty("request_id", request.actor.request)) return no;
    return check_text_or_empty("idempotency_key", request.idempotency_key);
}

Refused<Refusal> other_command(const std::string& key) {
    return refuse(Rule::idempotency_key_must_keep_its_command, "idempotency_key",
                  fmt::format("key '{}' was used for another command, by somebody else or for "
                              "another reason: give each command a key of its own, and repeat a "
                              "command as it was",
                              key));
}

}  // namespace ledger
