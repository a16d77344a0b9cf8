#pragma once
#include <cstring>
#include <optional>
#include <unordered_set>

#include "tools/meterbook/bundle/command_runs.hpp"
#include "tools/meterbook/bundle/law_check.hpp"
#include "tools/meterbook/bundle/plain_sums.hpp"
#include "tools/meterbook/bundle/summary.hpp"

namespace meterbook {

/// Takes the blocks behind the laws, and holds their events against each other: commands are whole,
/// no key and no event_id stands twice, and what is posted sums to the balances. Says of a block
/// what is wrong with it first, whoever found it. Its memory grows with idempotency keys. One
/// thread.
class BookCheck {
public:
    std::optional<Finding> take(const JudgedBlock& judged);

    /// After the last one: do the balances agree with the wallets? Keys and event_ids go with it.
    std::optional<Finding> finish(const ledger::State& state);

    /// Of all accounts, after `finish`.
    const Balances& balances() const { return balances_; }
    /// It met something wrong, and looked no further.
    bool is_stopped() const { return is_stopped_; }

private:
    struct HashOfKey {
        std::size_t operator()(const KeyHash& key) const noexcept {
            std::size_t hash = 0;
            std::memcpy(&hash, key.data(), sizeof hash);
            return hash;
        }
    };

    std::optional<Finding> look(const JudgedBlock& judged);
    void look_ahead(const ParsedBlock& block, std::size_t event) const;
    std::optional<Finding> take_judging(const ledger::Event& event, const KeyHash* key);
    std::optional<Finding> take(const ledger::Event& event, const KeyHash* key);

    PlainSums sums_;
    Balances balances_;
    CommandRuns runs_;
    bool is_stopped_ = false;
    std::unordered_set<KeyHash, HashOfKey> used_;  ///< of every idempotency key
};

}  // namespace meterbook
