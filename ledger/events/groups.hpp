#pragma once
#include "ledger/events/event.hpp"
#include "ledger/values/one_of.hpp"

namespace ledger {

// Kinds of several subjects that belong together, for whoever follows none of them by name.

/// What was paid, moved, drawn or cleared, and what was proposed of it: all but the price of
/// energy.
template <class Fact>
constexpr bool is_about_money =
    is_one_of<Fact, CreditSold, CreditRefunded, TransactionReversed, CreditTransferred,
              AdjustmentProposed, AdjustmentDeclined, BalanceAdjusted, OpeningBalanceBroughtIn,
              FeeCharged, ShiftClosed, WalletSettled, AccountClosed>;

/// What a meter is and whose, what it showed, and what was charged for it.
template <class Fact>
constexpr bool is_about_meters =
    is_one_of<Fact, MeterRegistered, ThresholdsSet, MeterAttached, MeterDetached, ReadingRecorded,
              ReadingQuarantined, QuarantineResolved, EnergyEstimated, ReadingCorrected,
              ChargeCorrected, RegisterRolledOver, MeterReset, TransformerRatioChanged,
              MeterReplaced, MeterRetired>;

/// One wish for many meters: these events move neither money nor energy.
template <class Fact>
constexpr bool is_about_batches = is_one_of<Fact, BatchRequested, BatchRowRefused, BatchCancelled>;

}  // namespace ledger
