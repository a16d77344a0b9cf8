#include <algorithm>

#include "ledger/journal/entropy.hpp"
#include "ledger/request.hpp"
#include "ledger/rules/apply.hpp"
#include "ledger/rules/decide.hpp"
#include "ledger/writer.hpp"

// What would be written, on the threads of those who ask.

namespace ledger {

Outcome Writer::preview(const Request& request) const {
    const auto guard = hold_state();
    return preview_in(state_, request);
}

Outcome Writer::preview_in(const State& state, const Request& request) const {
    if (auto no = check_request(request)) return refused(*no);
    const Occasion occasion{std::max(options_.clock(), state.last_recorded_at), request.reason,
                            request.actor, request.past, request.seen_at};
    Decision decision = decide(state, request.command, occasion);
    if (!decision) return refused(decision.error());
    std::vector<Event> events =
        stamp(state, std::move(*decision), stamp_for(request, occasion, {}), fresh_entropy);
    const auto count = static_cast<std::uint32_t>(events.size());
    return Receipt{count, std::move(events), false, state.last};
}

std::vector<Outcome> Writer::preview_all(const std::vector<Request>& requests) const {
    State state = [&] {
        const auto guard = hold_state();
        return state_;
    }();
    std::vector<Outcome> outcomes;
    for (const Request& each : requests) {
        const auto known = look_up_key(each.idempotency_key);
        outcomes.push_back(known ? as_known(each, *known) : preview_in(state, each));
        if (known || !outcomes.back()) continue;
        for (const Event& event : outcomes.back()->events) apply(state, event);
    }
    return outcomes;
}

/// What asking again would be answered with.
Outcome Writer::as_known(const Request& request, const Known& known) const {
    if (known.fingerprint != fingerprint_of(request)) return other_command(request.idempotency_key);
    return Receipt{known.events, {}, true, journal_.head().last};
}

std::optional<Writer::Known> Writer::look_up_key(const std::string& key) const {
    const auto guard = hold_state();  // keys that are not indexed yet change with the state
    return find_key(key);
}

}  // namespace ledger
