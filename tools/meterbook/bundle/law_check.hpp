#pragma once
#include <deque>
#include <future>
#include <optional>
#include <string>
#include <vector>

#include "ledger/rules/parted_laws.hpp"
#include "ledger/rules/state.hpp"
#include "tools/meterbook/bundle/meter_offsets.hpp"
#include "tools/meterbook/bundle/parsed_block.hpp"
#include "tools/meterbook/bundle/stations.hpp"

namespace meterbook {

/// Charges that are being rated again; the first that is wrong.
using Rating = std::shared_future<std::optional<Finding>>;

/// A block behind the laws. Its charges are still being rated.
struct JudgedBlock {
    BlockPtr block;
    std::size_t judged = 0;        ///< events that break no law, but for their charges
    std::optional<Finding> wrong;  ///< with the event behind these, or where the last one leads
    std::vector<Rating> ratings;

    /// Waits for what comes of the charges.
    std::optional<Finding> wrong_charge() const;
};

/// Folds the events of a bundle and holds every law against each of them; what they charge is rated
/// by others, while it goes on. Its memory grows with meters, wallets and sales, and by 16 bytes a
/// reading. One thread.
class LawCheck {
public:
    LawCheck(std::string file, Workers& workers);
    ~LawCheck() { wait_for_charges(); }
    LawCheck(const LawCheck&) = delete;
    LawCheck& operator=(const LawCheck&) = delete;

    /// The next block. Behind one with something wrong the state is of no use.
    JudgedBlock judge(BlockPtr block);

    const ledger::State& state() const { return state_; }

private:
    struct OpenCharge {
        std::size_t event;  ///< of its block
        ledger::OpenCharge charge;
    };
    static std::optional<Finding> rate(const ParsedBlock& block,
                                       const std::vector<OpenCharge>& charges);

    void look_ahead(const ParsedBlock& block, std::size_t event) const;
    std::optional<Finding> judge(JudgedBlock& judged, std::size_t event);
    std::optional<Finding> find_breach(const ParsedBlock& block, std::size_t event);
    void hand_over_charges(JudgedBlock& judged);
    void wait_for_charges();
    std::vector<ledger::Event> past_of(const ledger::MeterId& meter, std::size_t most);

    std::string file_;
    Workers& workers_;
    ledger::State state_;
    MeterOffsets offsets_;
    std::vector<OpenCharge> open_;  ///< of the block that is judged
    std::deque<Rating> under_way_;  ///< they point into the state
};

}  // namespace meterbook
