#include "tests/property/history.hpp"

#include "ledger/events/event_codec.hpp"
#include "ledger/rules/apply.hpp"
#include "ledger/rules/state_codec.hpp"

namespace property {

Outcome History::play(const ledger::Command& command, const ledger::Occasion& occasion) {
    const ledger::Occasion later{std::max(occasion.now, state_.last_recorded_at),
                                 occasion.reason,
                                 occasion.actor,
                                 occasion.past,
                                 occasion.seen_at,
                                 occasion.expected};
    auto drafts = ledger::decide(state_, command, later);
    if (!drafts) return ledger::refused(drafts.error());
    const ledger::Stamp stamp{later.now, later.actor, later.reason, "", ""};
    auto events = ledger::stamp(state_, std::move(*drafts), stamp, [this] { return fresh(); });
    for (const ledger::Event& event : events) ledger::apply(state_, event);
    events_.insert(events_.end(), events.begin(), events.end());
    return events;
}

void History::recover(const ledger::Bytes& snapshot) {
    std::optional<ledger::State> state = ledger::State{};
    if (!snapshot.empty()) state = ledger::decode_state(snapshot);
    ledger::ensure(state.has_value(), "a snapshot is read by who took it");
    for (const ledger::Event& event : events_) {
        if (event.envelope.position <= state->last) continue;
        const auto stored = ledger::decode_event(ledger::encode(event));
        ledger::ensure(stored == event, "an event is read as it was written");
        ledger::apply(*state, *stored);
    }
    state_ = std::move(*state);
}

ledger::Entropy History::fresh() {
    ledger::Entropy bytes{};
    ++given_;
    for (std::size_t i = 0; i < 8; ++i) bytes[2 + i] = static_cast<std::uint8_t>(given_ >> (8 * i));
    return bytes;
}

}  // namespace property
