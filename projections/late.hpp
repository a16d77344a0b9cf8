#pragma once
#include <vector>

#include "projections/projection.hpp"

namespace projections {

/// What was posted to one account on another day than the one it belongs to.
struct LateRow {
    ledger::Day day;     ///< it belongs to: of a charge line, of what occurred
    ledger::Day booked;  ///< on which it was recorded
    std::string account;
    ledger::Money debit;
    ledger::Money credit;
    std::uint64_t postings{};

    static constexpr void fields(auto&& visit) {
        using T = LateRow;
        using ledger::field;
        visit(field<1>("day", &T::day), field<2>("booked", &T::booked),
              field<3>("account", &T::account), field<4>("debit", &T::debit),
              field<5>("credit", &T::credit), field<6>("postings", &T::postings));
    }
};

/// What belongs to a day that was over when it was recorded: it stands in the books of the later
/// day, and this says to which earlier one it belongs. All wallets together are "wallets".
class Late : public Projection {
public:
    std::string name() const override { return "late"; }
    unsigned version() const override { return 1; }
    void fold(Table& table, const ledger::Event& event) const override;

    /// Of these days, recorded after the last of them; by day, day of recording and account.
    std::vector<LateRow> after(ledger::Day first, ledger::Day last) const;
};

}  // namespace projections
