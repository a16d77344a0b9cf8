#pragma once
#include <optional>

#include "ledger/rules/state.hpp"

namespace ledger {

// When automatic cut-off may cut power, and of whom.

/// The first moment from `at` on that is neither in protected hours nor on a holiday of the site's
/// terms; nothing where there is none within a year.
std::optional<Instant> next_unprotected(const State& state, Instant at);

/// When a wallet in arrears is cut off: after the notice has come to an end, or was waited for long
/// enough, and after the grace; then at the first moment that is not protected.
std::optional<Instant> cut_time(const State& state, const Arrears& arrears);

/// Its time is over at `now`, which is not protected itself.
bool is_over(const State& state, const Arrears& arrears, Instant now);

/// A meter of a wallet in arrears that still gives power, as far as is known: it has a relay, the
/// book deducts, nothing keeps its power, and no trip is on its way. `relay_closed` is what was
/// seen last.
bool can_be_cut(const State& state, const Meter& meter, std::optional<bool> relay_closed);

/// The time of the meter's wallet is over at `now`. A meter that has just been attached waits for
/// the next look.
bool may_be_cut(const State& state, const Meter& meter, Instant now);

}  // namespace ledger
