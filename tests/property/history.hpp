#pragma once
#include <vector>

#include "ledger/rules/apply.hpp"
#include "ledger/rules/decide.hpp"
#include "ledger/rules/laws.hpp"
#include "ledger/rules/stamp.hpp"

namespace property {

using Outcome = ledger::Result<std::vector<ledger::Event>, ledger::Refusal>;

/// A book without a disk: decide, stamp and apply, event by event, in memory. Not a stand-in for
/// the real one: what needs durability, keys or threads is tested with ledger::Book.
class History {
public:
    const ledger::State& state() const { return state_; }
    const std::vector<ledger::Event>& events() const { return events_; }

    Outcome play(const ledger::Command& command, const ledger::Occasion& occasion) {
        const ledger::Occasion later{std::max(occasion.now, state_.last_recorded_at),
                                     occasion.reason, occasion.actor, occasion.past};
        auto drafts = ledger::decide(state_, command, later);
        if (!drafts) return ledger::refused(drafts.error());
        const ledger::Stamp stamp{later.now, later.actor, later.reason, "", ""};
        auto events = ledger::stamp(state_, std::move(*drafts), stamp, [this] { return fresh(); });
        for (const ledger::Event& event : events) ledger::apply(state_, event);
        events_.insert(events_.end(), events.begin(), events.end());
        return events;
    }

    /// What a meter's newest events are, oldest first; all of them where `most` does not say less.
    ledger::Past past_of(const ledger::MeterId& meter, std::size_t most = SIZE_MAX) const {
        return std::make_shared<const std::vector<ledger::Event>>(
            ledger::past_in(events_)(meter, most));
    }

private:
    /// Different at every call, the same in every run.
    ledger::Entropy fresh() {
        ledger::Entropy bytes{};
        ++given_;
        for (std::size_t i = 0; i < 8; ++i)
            bytes[2 + i] = static_cast<std::uint8_t>(given_ >> (8 * i));
        return bytes;
    }

    ledger::State state_;
    std::vector<ledger::Event> events_;
    std::uint64_t given_ = 0;
};

}  // namespace property
