#pragma once
#include <vector>

#include "ledger/rules/decide.hpp"
#include "ledger/rules/state.hpp"

namespace ledger {

/// Days of one month for which a wallet has to pay a fee, and how much.
struct DueFee {
    FeeId fee;
    Day from;
    Day until;
    Money amount;

    friend bool operator==(const DueFee&, const DueFee&) = default;
};

/// A last day of paying that is not in the book yet: an account is closed, a meter leaves.
enum class Ending : std::uint8_t { no, yes };

/// What comes next of each fee of this wallet, up to that day, of one month at most. A fee a month
/// is due when the month, or the time of paying it, is over; with `Ending::yes` that day is its
/// last.
std::vector<DueFee> due_fees(const State& state, const Wallet& wallet, Day through,
                             Ending ending = Ending::no);

/// What a fee costs for days of one month: of a fee a month, the share of its days, rounded down to
/// whole cents.
Money fee_for(const FeePlan& plan, Day from, Day until);

/// Charges of everything that is due up to that day, the last one, however many months there are;
/// the balance after them.
struct FinalFees {
    std::vector<Draft> drafts;
    Money balance;
};
FinalFees final_fees(const State& state, const WalletId& id, const Occasion& occasion);

/// The charge of a due fee, and what the wallet holds after it.
Draft charge_of(const WalletId& wallet, const DueFee& due, Money balance_after,
                const Occasion& occasion);

}  // namespace ledger
