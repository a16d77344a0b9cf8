#pragma once
#include <set>
#include <vector>

#include <fmt/core.h>

#include "ledger/rules/checks.hpp"
#include "ledger/rules/commands.hpp"
#include "ledger/rules/state.hpp"

namespace ledger {

// What holds of an account before it is opened, on its day or before.

/// No account has this name, or had it.
Objection check_new_account(const State& state, const AccountId& account);

Refused<Refusal> not_prepared(const AccountId& account);

SetThresholds thresholds_of(const SupplyTerms& terms);

/// Each of these is about one of the account's meters, and none about the same one.
template <class PerMeter>
Objection check_named(std::string_view list, const std::vector<PerMeter>& each_of,
                      const std::vector<MeterId>& meters) {
    std::set<MeterId> open(meters.begin(), meters.end());
    for (const PerMeter& each : each_of) {
        if (open.erase(each.meter) == 1) continue;
        return Refusal{Rule::value_must_be_in_range, std::string(list) + ".meter",
                       fmt::format("{} are about meters of this account, each once: leave out '{}'",
                                   list, each.meter.text())};
    }
    return std::nullopt;
}

}  // namespace ledger
