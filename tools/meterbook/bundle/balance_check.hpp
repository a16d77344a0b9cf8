#pragma once
#include <optional>

#include "ledger/rules/state.hpp"
#include "tools/meterbook/bundle/findings.hpp"
#include "tools/meterbook/bundle/summary.hpp"

namespace meterbook {

/// The state's wallets against the plain sums of all postings to each account: what is wrong, said
/// of this position. Throws Impossible where the sums leave 64 bits.
std::optional<Finding> balances_breach(const Balances& posted, const ledger::State& state,
                                       std::uint64_t position);

}  // namespace meterbook
