#pragma once
#include <cstddef>
#include <mutex>
#include <optional>
#include <vector>

#include "ledger/rules/parted_laws.hpp"
#include "tools/meterbook/bundle/parsed_block.hpp"

namespace meterbook {

/// Charges of a block that the laws left open. They point into the state, but at nothing that moves
/// before they are rated. Any thread.
class OpenCharges {
public:
    struct Charge {
        std::size_t event;  ///< of its block
        ledger::OpenCharge charge;
    };

    OpenCharges(BlockPtr block, std::vector<Charge> charges)
        : block_(std::move(block)), charges_(std::move(charges)) {}

    /// The first that is wrong. Who asks first rates them again, and others wait for it.
    const std::optional<Finding>& wrong();

private:
    std::optional<Finding> rate() const;

    BlockPtr block_;
    std::vector<Charge> charges_;
    std::once_flag rated_;
    std::optional<Finding> wrong_;
};

}  // namespace meterbook
