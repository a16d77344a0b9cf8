#pragma once
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "ledger/rules/state.hpp"
#include "tools/meterbook/bundle/command_runs.hpp"
#include "tools/meterbook/bundle/meter_offsets.hpp"
#include "tools/meterbook/bundle/parsed_block.hpp"
#include "tools/meterbook/bundle/plain_sums.hpp"
#include "tools/meterbook/bundle/summary.hpp"

namespace meterbook {

/// Folds the events of a bundle and holds every law against each of them. Its memory grows with
/// meters, wallets, sales and idempotency keys, and by 16 bytes a reading. One thread.
class LawCheck {
public:
    explicit LawCheck(std::string file);

    std::optional<Finding> take(const ParsedBlock& parsed);

    /// After the last one: do the balances agree?
    std::optional<Finding> finish();

    const ledger::State& state() const { return state_; }
    /// Of all accounts, after `finish`.
    const Balances& balances() const { return balances_; }
    /// It met something wrong, and looked no further.
    bool is_stopped() const { return is_stopped_; }

private:
    std::optional<Finding> take_judging(const ledger::Event& event);
    std::optional<Finding> take(const ledger::Event& event);
    std::vector<ledger::Event> past_of(const ledger::MeterId& meter, std::size_t most) const;

    std::string file_;
    ledger::State state_;
    PlainSums sums_;
    Balances balances_;
    CommandRuns runs_;
    bool is_stopped_ = false;
    MeterOffsets offsets_;
    std::unordered_set<std::string> used_;  ///< 16 bytes of the hash of each idempotency key
};

}  // namespace meterbook
