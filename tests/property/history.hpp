#pragma once
#include <vector>

#include "ledger/rules/decide.hpp"
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

private:
    /// Different at every call, the same in every run.
    ledger::Entropy fresh();

    ledger::State state_;
    std::vector<ledger::Event> events_;
    std::uint64_t given_ = 0;
};

}  // namespace property
