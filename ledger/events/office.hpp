#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/events/words.hpp"
#include "ledger/values/day.hpp"
#include "ledger/values/fields.hpp"
#include "ledger/values/id.hpp"
#include "ledger/values/one_of.hpp"
#include "ledger/values/quantity.hpp"

namespace ledger {

/// What one wallet may owe and hold from now on, instead of what it began with.
struct CreditLimitsSet {
    static constexpr int tag = 112;
    static constexpr std::string_view event_name = "CreditLimitsSet";
    WalletId wallet;
    Money overdraft;                      ///< 透支: in arrears only below minus this
    std::optional<Money> hoarding_limit;  ///< 囤积上限: no sale lifts it above; none: no limit

    static constexpr void fields(auto&& visit) {
        using T = CreditLimitsSet;
        visit(field<1>("wallet", &T::wallet), field<2>("overdraft", &T::overdraft),
              field<3>("hoarding_limit", &T::hoarding_limit));
    }
    friend bool operator==(const CreditLimitsSet&, const CreditLimitsSet&) = default;
};

/// One version of a fixed fee. It holds from that day of the site on, until the next one does.
struct FeePublished {
    static constexpr int tag = 110;
    static constexpr std::string_view event_name = "FeePublished";
    FeeId fee;
    std::string name;
    Money amount;  ///< for a whole day or a whole month; in whole cents
    FeePeriod per{};
    std::uint32_t version;  ///< 1, 2, 3 … of this fee
    Day from;

    static constexpr void fields(auto&& visit) {
        using T = FeePublished;
        visit(field<1>("fee", &T::fee), field<2>("name", &T::name), field<3>("amount", &T::amount),
              field<4>("per", &T::per), field<5>("version", &T::version),
              field<6>("from", &T::from));
    }
    friend bool operator==(const FeePublished&, const FeePublished&) = default;
};

/// This wallet pays this fee from that day on, and until that day where one is named, both whole.
struct FeeAssigned {
    static constexpr int tag = 111;
    static constexpr std::string_view event_name = "FeeAssigned";
    WalletId wallet;
    FeeId fee;
    Day from;
    std::optional<Day> until;

    static constexpr void fields(auto&& visit) {
        using T = FeeAssigned;
        visit(field<1>("wallet", &T::wallet), field<2>("fee", &T::fee), field<3>("from", &T::from),
              field<4>("until", &T::until));
    }
    friend bool operator==(const FeeAssigned&, const FeeAssigned&) = default;
};

/// A fixed fee was drawn from a wallet, for days of one month that were not charged before.
struct FeeCharged {
    static constexpr int tag = 55;
    static constexpr std::string_view event_name = "FeeCharged";
    WalletId wallet;
    FeeId fee;
    Day from;
    Day until;     ///< that day too
    Money amount;  ///< in whole cents; a part of a month is rounded down
    Money balance_after;

    static constexpr void fields(auto&& visit) {
        using T = FeeCharged;
        visit(field<1>("wallet", &T::wallet), field<2>("fee", &T::fee), field<3>("from", &T::from),
              field<4>("until", &T::until), field<5>("amount", &T::amount),
              field<6>("balance_after", &T::balance_after));
    }
    friend bool operator==(const FeeCharged&, const FeeCharged&) = default;
};

/// A wallet whose fees could not be drawn.
struct FeeRefused {
    WalletId wallet;
    std::string detail;  ///< why, for people

    static constexpr void fields(auto&& visit) {
        visit(field<1>("wallet", &FeeRefused::wallet), field<2>("detail", &FeeRefused::detail));
    }
    friend bool operator==(const FeeRefused&, const FeeRefused&) = default;
};

/// Somebody had all fixed fees drawn that were due up to a day; each charge stands before it.
struct FeesDrawn {
    static constexpr int tag = 74;
    static constexpr std::string_view event_name = "FeesDrawn";
    Day through;
    std::uint64_t charges{};
    std::vector<FeeRefused> refused;

    static constexpr void fields(auto&& visit) {
        using T = FeesDrawn;
        visit(field<1>("through", &T::through), field<2>("charges", &T::charges),
              field<3>("refused", &T::refused));
    }
    friend bool operator==(const FeesDrawn&, const FeesDrawn&) = default;
};

/// 交接班: a teller took over a till. The shift's name is the position of this event.
struct ShiftOpened {
    static constexpr int tag = 104;
    static constexpr std::string_view event_name = "ShiftOpened";
    TillId till;
    OperatorId teller;
    MethodId method;      ///< the way of paying that lies in the till
    Money opening_float;  ///< what lay in it to give change from

    static constexpr void fields(auto&& visit) {
        using T = ShiftOpened;
        visit(field<1>("till", &T::till), field<2>("teller", &T::teller),
              field<3>("method", &T::method), field<4>("opening_float", &T::opening_float));
    }
    friend bool operator==(const ShiftOpened&, const ShiftOpened&) = default;
};

/// What should be there of one way of paying at the end of a shift, and what was.
struct ShiftCount {
    MethodId method;
    Money expected;  ///< what the teller took in less what was paid out, and the float
    Money counted;

    static constexpr void fields(auto&& visit) {
        using T = ShiftCount;
        visit(field<1>("method", &T::method), field<2>("expected", &T::expected),
              field<3>("counted", &T::counted));
    }
    friend bool operator==(const ShiftCount&, const ShiftCount&) = default;
};

/// The end of a shift. What was counted too much or too little is posted.
struct ShiftClosed {
    static constexpr int tag = 105;
    static constexpr std::string_view event_name = "ShiftClosed";
    Position shift;
    TillId till;
    OperatorId teller;
    std::vector<ShiftCount> counts;  ///< of every way of paying that the shift dealt with

    static constexpr void fields(auto&& visit) {
        using T = ShiftClosed;
        visit(field<1>("shift", &T::shift), field<2>("till", &T::till),
              field<3>("teller", &T::teller), field<4>("counts", &T::counts));
    }
    friend bool operator==(const ShiftClosed&, const ShiftClosed&) = default;
};

/// What was posted to one account within a period, and what it held at the end.
struct PeriodFigure {
    std::string account;  ///< of the books; all wallets together are "wallets"
    Money debit;
    Money credit;
    Money balance;  ///< positive: a debit

    static constexpr void fields(auto&& visit) {
        using T = PeriodFigure;
        visit(field<1>("account", &T::account), field<2>("debit", &T::debit),
              field<3>("credit", &T::credit), field<4>("balance", &T::balance));
    }
    friend bool operator==(const PeriodFigure&, const PeriodFigure&) = default;
};

/// 日结月结年结: a day, month or year of the site's clock is over, and these are its figures for
/// ever. What is recorded later stands in the period in which it is recorded.
struct PeriodClosed {
    static constexpr int tag = 106;
    static constexpr std::string_view event_name = "PeriodClosed";
    PeriodKind kind{};
    Day first;
    Day last;
    Position at;  ///< the last event that was recorded before the period ended
    std::vector<PeriodFigure> figures;  ///< of every account used until then, by name

    static constexpr void fields(auto&& visit) {
        using T = PeriodClosed;
        visit(field<1>("kind", &T::kind), field<2>("first", &T::first), field<3>("last", &T::last),
              field<4>("at", &T::at), field<5>("figures", &T::figures));
    }
    friend bool operator==(const PeriodClosed&, const PeriodClosed&) = default;
};

/// By which terms the office works, and for how long: these events move neither money nor energy.
template <class Fact>
constexpr bool is_about_office = is_one_of<Fact, CreditLimitsSet, FeePublished, FeeAssigned,
                                           FeesDrawn, ShiftOpened, PeriodClosed>;

}  // namespace ledger
