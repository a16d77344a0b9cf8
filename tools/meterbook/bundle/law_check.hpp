#pragma once
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/rules/state.hpp"
#include "tools/meterbook/bundle/meter_offsets.hpp"
#include "tools/meterbook/bundle/open_charges.hpp"
#include "tools/meterbook/bundle/parsed_block.hpp"

namespace meterbook {

/// A block behind the laws. Its charges are still to be rated again.
struct JudgedBlock {
    BlockPtr block;
    std::size_t judged = 0;        ///< events that break no law, but for their charges
    std::optional<Finding> wrong;  ///< with the event behind these, or where the last one leads
    std::vector<std::shared_ptr<OpenCharges>> charges;

    /// Rates them, where nobody has.
    std::optional<Finding> wrong_charge() const;
};

/// Folds the events of a bundle and holds every law against each of them; what they charge is rated
/// by others, while it goes on. Its memory grows with meters, wallets and sales, and by 16 bytes a
/// reading. One thread.
class LawCheck {
public:
    explicit LawCheck(std::string file) : file_(std::move(file)) {}
    ~LawCheck() = default;
    LawCheck(const LawCheck&) = delete;
    LawCheck& operator=(const LawCheck&) = delete;

    /// The next block. Behind one with something wrong the state is of no use.
    JudgedBlock judge(BlockPtr block);

    const ledger::State& state() const { return state_; }

private:
    void look_ahead(const ParsedBlock& block, std::size_t event) const;
    std::optional<Finding> judge(JudgedBlock& judged, std::size_t event);
    std::optional<Finding> find_breach(const ParsedBlock& block, std::size_t event);
    void hand_over_charges(JudgedBlock& judged);
    void rate_all_charges();
    std::vector<ledger::Event> past_of(const ledger::MeterId& meter, std::size_t most);

    std::string file_;
    ledger::State state_;
    MeterOffsets offsets_;
    std::vector<OpenCharges::Charge> open_;             ///< of the block that is judged
    std::deque<std::weak_ptr<OpenCharges>> not_rated_;  ///< perhaps
};

}  // namespace meterbook
