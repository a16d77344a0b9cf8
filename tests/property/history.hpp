#pragma once
#include <vector>

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

    Outcome play(const ledger::Command& command, const ledger::Occasion& occasion);

    /// As after a crash: the state is forgotten, and comes back from the bytes of a snapshot (none:
    /// from nothing) and the stored bytes of the events after it.
    void recover(const ledger::Bytes& snapshot);

    /// What a meter's newest events are, oldest first; all of them where `most` does not say less.
    ledger::Past past_of(const ledger::MeterId& meter, std::size_t most = SIZE_MAX) const {
        return std::make_shared<const std::vector<ledger::Event>>(
            ledger::past_in(events_)(meter, most));
    }

private:
    /// Different at every call, the same in every run.
    ledger::Entropy fresh();

    ledger::State state_;
    std::vector<ledger::Event> events_;
    std::uint64_t given_ = 0;
};

}  // namespace property
