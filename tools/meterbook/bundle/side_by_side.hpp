#pragma once
#include <optional>
#include <span>
#include <vector>

#include "ledger/rules/state.hpp"
#include "tools/meterbook/bundle/findings.hpp"
#include "tools/meterbook/bundle/lanes.hpp"
#include "tools/meterbook/bundle/meter_offsets.hpp"
#include "tools/meterbook/bundle/parsed_block.hpp"
#include "tools/meterbook/bundle/plain_sums.hpp"

namespace meterbook {

/// Judges and applies the readings that follow each other, those of different wallets side by side
/// on as many threads as there are processors. What it finds is what would be found in their order.
class SideBySide {
public:
    explicit SideBySide(ledger::State& state);

    /// How many events of a block can be taken like that from this one on.
    std::size_t count(const ParsedBlock& parsed, std::size_t from);

    /// Takes the events that were counted last. The first that is wrong, if one is: then the state
    /// is of no use any more.
    std::optional<Finding> take(const ParsedBlock& parsed, std::size_t from);

    /// What they posted.
    void add_to(Balances& balances) const;

    /// Where they stand in the file, in no order.
    void add_to(std::vector<std::uint64_t>& offsets, const ledger::MeterId& meter) const;

private:
    /// What one thread has met.
    struct Lane {
        PlainSums sums;
        MeterOffsets offsets;
        std::optional<Finding> wrong;
    };
    void take_lane(Lane& mine, const ParsedBlock& parsed, std::size_t at);
    std::optional<Finding> take_shared(std::span<const ledger::Event> events);

    ledger::State& state_;
    Lanes lanes_;
    std::vector<Lane> met_;
    std::vector<std::size_t> lane_of_;  ///< of the events that were counted
};

}  // namespace meterbook
