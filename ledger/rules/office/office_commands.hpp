#pragma once
#include <vector>

#include "ledger/events/office.hpp"

namespace ledger {

// What the office asks of the book: fees, shifts, periods.

/// The next version of a fixed fee; the book numbers it.
struct PublishFee {
    FeeId fee;
    std::string name;
    Money amount;
    FeePeriod per;
    Day from;

    static constexpr void fields(auto&& visit) {
        using T = PublishFee;
        visit(field<1>("fee", &T::fee), field<2>("name", &T::name), field<3>("amount", &T::amount),
              field<4>("per", &T::per), field<5>("from", &T::from));
    }
    friend bool operator==(const PublishFee&, const PublishFee&) = default;
};

/// Draws from a wallet what its fees cost up to the end of that day and was not charged yet, of
/// each fee one month at most. Changes nothing where nothing is due.
struct ChargeFees {
    WalletId wallet;
    Day through;  ///< must be over

    static constexpr void fields(auto&& visit) {
        visit(field<1>("wallet", &ChargeFees::wallet), field<2>("through", &ChargeFees::through));
    }
    friend bool operator==(const ChargeFees&, const ChargeFees&) = default;
};

/// The one who asks takes over a till.
struct OpenShift {
    TillId till;
    MethodId method;  ///< the way of paying that lies in it
    Money opening_float;

    static constexpr void fields(auto&& visit) {
        using T = OpenShift;
        visit(field<1>("till", &T::till), field<2>("method", &T::method),
              field<3>("opening_float", &T::opening_float));
    }
    friend bool operator==(const OpenShift&, const OpenShift&) = default;
};

struct CountedMoney {
    MethodId method;
    Money counted;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("method", &CountedMoney::method),
              field<2>("counted", &CountedMoney::counted));
    }
    friend bool operator==(const CountedMoney&, const CountedMoney&) = default;
};

/// Ends a shift; a reason is needed where something is missing or too much.
struct CloseShift {
    Position shift;
    std::vector<CountedMoney> counts;  ///< of every way of paying that it dealt with
    bool by_supervisor;                ///< who asks holds the right to close the shifts of others

    static constexpr void fields(auto&& visit) {
        using T = CloseShift;
        visit(field<1>("shift", &T::shift), field<2>("counts", &T::counts),
              field<3>("by_supervisor", &T::by_supervisor));
    }
    friend bool operator==(const CloseShift&, const CloseShift&) = default;
};

struct ClosePeriod {
    PeriodKind kind;
    Day first;

    static constexpr void fields(auto&& visit) {
        visit(field<1>("kind", &ClosePeriod::kind), field<2>("first", &ClosePeriod::first));
    }
    friend bool operator==(const ClosePeriod&, const ClosePeriod&) = default;
};

}  // namespace ledger
