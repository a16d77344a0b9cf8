#include "ledger/rules/alone.hpp"

#include <fmt/core.h>

#include "ledger/rules/energy/findings.hpp"
#include "ledger/values/judging.hpp"

namespace ledger {

std::optional<std::string_view> alone_with(const State& state, const Event& event) {
    const auto* reading = std::get_if<ReadingRecorded>(&event.payload);
    if (reading == nullptr || reading->use == ReadingUse::corrects) return std::nullopt;
    const Meter* meter = find(state.meters, reading->meter);
    // Its entries are there already: to add one would be to change what all look into.
    if (meter == nullptr || !state.versions.contains(subject_of(event.payload)))
        return std::nullopt;
    return meter->wallet.is_empty() ? meter->registered.meter.text() : meter->wallet.text();
}

std::optional<Breach> find_order_breach(Position last, Instant recorded_at, const Event& event) {
    const Envelope& envelope = event.envelope;
    return first_of({hold(envelope.position == last.next(), Law::positions_have_no_gap,
                          "the position does not follow the one before"),
                     hold(envelope.recorded_at >= recorded_at, Law::recorded_time_never_goes_back,
                          "recorded before the event before it")});
}

std::optional<Breach> take_alone(State& state, const Event& event) {
    if (auto breach = find_own_breach(state, event, {})) return breach;
    try {
        const Judging judging;
        carry(state, event);
        return std::nullopt;
    } catch (const Impossible& impossible) {
        return Breach{Law::values_are_possible,
                      fmt::format("it does not hold that {}", impossible.what())};
    }
}

}  // namespace ledger
