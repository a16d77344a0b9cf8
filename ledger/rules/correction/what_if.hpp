#pragma once
#include <optional>
#include <span>

#include "ledger/rules/correction/correction.hpp"

namespace ledger {

/// Days of the past, both included.
struct Days {
    Day from;
    Day to;
};

/// What of the state one meter's charges rest on: a copy that can be worked with at leisure.
/// Nothing where the meter is in no account.
std::optional<State> excerpt_for(const State& state, const MeterId& meter);

/// Does this tariff charge its account for anything of the meter within these days?
bool is_concerned(const State& state, const Meter& meter, const TariffId& tariff, Days days);

/// The same for an account that the meter has left: what that was charged cannot be compared.
bool was_concerned(const State& state, const Meter& meter, const TariffId& tariff, Days days);

/// What its account was charged for these days of a meter since it is attached, by all that is in
/// its past; beyond what a wallet holds at once, it is not told.
Result<Money, Hindrance> charged_for(const Meter& meter, Days days, std::span<const Event> past);

/// What an attached meter would have been charged more for these days, had these terms held from
/// the first of them on. Changes nothing; the past reaches to the newest event of the meter.
Result<Money, Hindrance> difference_under(State excerpt, const MeterId& meter,
                                          TariffPublished terms, Days days,
                                          std::span<const Event> past);

}  // namespace ledger
