#include <algorithm>

#include "ledger/journal/entropy.hpp"
#include "ledger/request.hpp"
#include "ledger/rules/apply.hpp"
#include "ledger/rules/decide.hpp"
#include "ledger/writer.hpp"

// What would be written, on the threads of those who ask.

namespace ledger {
namespace {

/// A list of which a part was written before is another list under the same keys.
void refuse_what_is_added(const std::vector<Request>& requests, std::vector<Outcome>& outcomes) {
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        const bool is_new = outcomes[i] && !outcomes[i]->repeated && outcomes[i]->count > 0;
        if (is_new) outcomes[i] = other_command(requests[i].idempotency_key);
    }
}

}  // namespace

Outcome Writer::preview(const Request& request) const {
    if (auto no = check_request(request)) return refused(*no);
    if (const auto known = look_up_key(request.idempotency_key)) return as_known(request, *known);
    const auto guard = hold_state();
    return preview_in(state_, request, options_.clock());
}

Outcome Writer::preview_in(const State& state, const Request& request, Instant now) {
    if (auto no = check_request(request)) return refused(*no);
    const Occasion occasion = occasion_of(request, state, now);
    Decision decision = decide(state, request.command, occasion);
    if (!decision) return refused(decision.error());
    std::vector<Event> events =
        stamp(state, std::move(*decision), stamp_for(request, occasion, {}), fresh_entropy);
    const auto count = static_cast<std::uint32_t>(events.size());
    return Receipt{count, std::move(events), false, state.last};
}

std::vector<Outcome> Writer::preview_all(const std::vector<Request>& requests) const {
    return rehearse(requests, options_.clock()).outcomes;
}

Writer::Rehearsal Writer::rehearse(const std::vector<Request>& requests, Instant now) const {
    State state = [&] {
        const auto guard = hold_state();
        return state_;
    }();
    std::unordered_map<std::string, Known> met;  // keys that would be known by then
    Rehearsal rehearsal;
    auto& outcomes = rehearsal.outcomes;
    for (const Request& each : requests) {
        auto known = look_up_key(each.idempotency_key);
        rehearsal.has_written_part |= known.has_value();
        if (const auto found = met.find(each.idempotency_key); found != met.end())
            known = found->second;
        outcomes.push_back(known ? as_known(each, *known) : preview_in(state, each, now));
        if (known || !outcomes.back()) continue;
        const std::vector<Event>& events = outcomes.back()->events;
        for (const Event& event : events) apply(state, event);
        if (!events.empty() && !each.idempotency_key.empty())
            met[each.idempotency_key] = {events.front().envelope.position, outcomes.back()->count,
                                         fingerprint_of(each), each.actor.name, each.reason};
    }
    return rehearsal;
}

/// Rehearsed on a copy of the state, on the decider's thread: nothing comes between it and the
/// deciding.
bool Writer::are_refused_together(const Waiting& waiting, Instant now) {
    Rehearsal rehearsal;
    try {
        rehearsal = rehearse(waiting.requests, now);
    } catch (const std::exception& unreadable) {
        sheet_.broken = unreadable.what();
        return false;
    }
    auto& outcomes = rehearsal.outcomes;
    if (rehearsal.has_written_part) refuse_what_is_added(waiting.requests, outcomes);
    if (std::ranges::all_of(outcomes, &Outcome::has_value)) {
        std::size_t events = 0;
        for (const Outcome& each : outcomes) events += each->events.size();
        if (!has_room(events)) hand_over();
        return false;
    }
    for (std::size_t i = 0; i < outcomes.size(); ++i)
        promise({nullptr, 0, std::move(outcomes[i])}, waiting.reply, i);
    return true;
}

/// What asking again would be answered with.
Outcome Writer::as_known(const Request& request, const Known& known) const {
    if (!known.is_of(request, fingerprint_of(request)))
        return other_command(request.idempotency_key);
    return Receipt{known.events, {}, true, journal_.head().last};
}

std::optional<Writer::Known> Writer::look_up_key(const std::string& key) const {
    const auto guard = hold_state();  // keys that are not indexed yet change with the state
    return find_key(key);
}

}  // namespace ledger
