#include "ledger/rules/office/office_laws.hpp"

#include "ledger/rules/catalogue/site_day.hpp"
#include "ledger/rules/energy/findings.hpp"
#include "ledger/rules/office/fees.hpp"
#include "ledger/rules/office/period.hpp"
#include "ledger/rules/office/shifts.hpp"

namespace ledger {
namespace {

/// The days were not charged before, are due, and cost this much.
bool is_due(const State& state, const Wallet& wallet, const FeeCharged& fact) {
    for (const Ending ending : {Ending::no, Ending::yes}) {
        for (const DueFee& due : due_fees(state, wallet, fact.until, ending)) {
            if (due == DueFee{fact.fee, fact.from, fact.until, fact.amount}) return true;
        }
    }
    return false;
}

bool is_counted(const Shift& shift, const ShiftClosed& fact) {
    std::map<MethodId, Money> expected;
    for (const ShiftCount& each : fact.counts) expected[each.method] = each.expected;
    return expected == expected_in(shift) && expected.size() == fact.counts.size() &&
           shift.till == fact.till && shift.teller == fact.teller;
}

}  // namespace

Finding fact_breach(const State& state, const Envelope&, const CreditLimitsSet& fact) {
    return know(state.wallets, fact.wallet, "the wallet is unknown");
}

Finding fact_breach(const State& state, const Envelope&, const FeePublished& fact) {
    const FeePlan* known = find(state.office.fees, fact.fee);
    const std::size_t before = known == nullptr ? 0 : known->versions.size();
    const bool follows =
        fact.version == before + 1 && (before == 0 || known->versions.back().from < fact.from);
    return hold(follows, Law::fee_is_what_the_site_or_plan_says,
                "the version does not follow the one before");
}

Finding fact_breach(const State& state, const Envelope&, const FeeAssigned& fact) {
    return first_of({know(state.wallets, fact.wallet, "the wallet is unknown"),
                     know(state.office.fees, fact.fee, "the fee is unknown")});
}

Finding fact_breach(const State& state, const Envelope& envelope, const FeeCharged& fact) {
    const Wallet* wallet = find(state.wallets, fact.wallet);
    if (wallet == nullptr) return know(state.wallets, fact.wallet, "the wallet is unknown");
    return first_of(
        {balance_breach(*wallet, -fact.amount, fact.balance_after),
         hold(fact.until <= site_day(state, envelope.recorded_at) && is_due(state, *wallet, fact),
              Law::fee_is_what_the_site_or_plan_says,
              "the days are not the next ones to be charged, or cost something else")});
}

Finding fact_breach(const State& state, const Envelope& envelope, const ShiftOpened& fact) {
    return hold(envelope.actor.name == fact.teller.text() && !shift_of(state, fact.teller.text()),
                Law::event_speaks_of_known_things, "the teller has another shift, or did not ask");
}

Finding fact_breach(const State& state, const Envelope&, const ShiftClosed& fact) {
    const Shift* shift = find(state.office.shifts, fact.shift);
    if (shift == nullptr) return know(state.office.shifts, fact.shift, "the shift is not open");
    return hold(is_counted(*shift, fact), Law::shift_is_counted_as_it_was_taken,
                "other money was taken in than was expected");
}

Finding fact_breach(const State& state, const Envelope& envelope, const PeriodClosed& fact) {
    const Period period{fact.first, fact.last};
    const bool is_next = period == next_to_close(state, fact.kind) &&
                         fact.last < site_day(state, envelope.recorded_at);
    return hold(is_next && fact.at == last_event_until(state, fact.last) &&
                    fact.figures == figures_of(state, period),
                Law::period_says_what_was_posted,
                "it is not the next period, or other figures were posted");
}

}  // namespace ledger
