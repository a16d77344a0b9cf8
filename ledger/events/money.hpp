#pragma once
#include <cstdint>
#include <string_view>

#include "ledger/events/words.hpp"
#include "ledger/values/fields.hpp"
#include "ledger/values/id.hpp"
#include "ledger/values/quantity.hpp"

namespace ledger {

/// Money was taken in and became credit, but for the service fee: what was paid is `amount` and
/// `fee` together. The sale's name is the position of this event.
struct CreditSold {
    static constexpr int tag = 50;
    static constexpr std::string_view event_name = "CreditSold";
    WalletId wallet;
    Money amount;  ///< the credit
    MethodId method;
    std::uint64_t receipt_number;  ///< 1, 2, 3 … of the site, without gaps
    std::uint64_t recharge_count;  ///< 1, 2, 3 … of the wallet 购电次数
    Money balance_after;
    Money fee{};  ///< of the house; in whole cents

    static constexpr void fields(auto&& visit) {
        using T = CreditSold;
        visit(field<1>("wallet", &T::wallet), field<2>("amount", &T::amount),
              field<3>("method", &T::method), field<4>("receipt_number", &T::receipt_number),
              field<5>("recharge_count", &T::recharge_count),
              field<6>("balance_after", &T::balance_after), field<7>("fee", &T::fee));
    }
    friend bool operator==(const CreditSold&, const CreditSold&) = default;
};

/// Unconsumed credit of one sale was paid back.
struct CreditRefunded {
    static constexpr int tag = 51;
    static constexpr std::string_view event_name = "CreditRefunded";
    WalletId wallet;
    Position sale;
    Money amount;
    MethodId method;
    Money balance_after;

    static constexpr void fields(auto&& visit) {
        using T = CreditRefunded;
        visit(field<1>("wallet", &T::wallet), field<2>("sale", &T::sale),
              field<3>("amount", &T::amount), field<4>("method", &T::method),
              field<5>("balance_after", &T::balance_after));
    }
    friend bool operator==(const CreditRefunded&, const CreditRefunded&) = default;
};

/// 冲正: a sale or a refund that was a mistake is undone, once and whole.
struct TransactionReversed {
    static constexpr int tag = 52;
    static constexpr std::string_view event_name = "TransactionReversed";
    WalletId wallet;
    Position transaction;
    TransactionKind kind;  ///< of the transaction that is undone
    Money amount;          ///< of that transaction
    MethodId method;       ///< of that transaction
    Money balance_after;
    Money fee{};  ///< of the sale that is undone; it is given back, too

    static constexpr void fields(auto&& visit) {
        using T = TransactionReversed;
        visit(field<1>("wallet", &T::wallet), field<2>("transaction", &T::transaction),
              field<3>("kind", &T::kind), field<4>("amount", &T::amount),
              field<5>("method", &T::method), field<6>("balance_after", &T::balance_after),
              field<7>("fee", &T::fee));
    }
    friend bool operator==(const TransactionReversed&, const TransactionReversed&) = default;
};

/// Credit moved from one wallet to another; where it arrives it belongs to no sale.
struct CreditTransferred {
    static constexpr int tag = 53;
    static constexpr std::string_view event_name = "CreditTransferred";
    WalletId from;
    WalletId to;
    Money amount;
    Money from_balance_after;
    Money to_balance_after;

    static constexpr void fields(auto&& visit) {
        using T = CreditTransferred;
        visit(field<1>("from", &T::from), field<2>("to", &T::to), field<3>("amount", &T::amount),
              field<4>("from_balance_after", &T::from_balance_after),
              field<5>("to_balance_after", &T::to_balance_after));
    }
    friend bool operator==(const CreditTransferred&, const CreditTransferred&) = default;
};

/// A balance was changed by hand, after a second person had looked at it.
struct BalanceAdjusted {
    static constexpr int tag = 54;
    static constexpr std::string_view event_name = "BalanceAdjusted";
    WalletId wallet;
    Position proposal;
    AdjustmentKind kind;
    Money amount;  ///< what the wallet has more; may be negative
    Money balance_after;

    static constexpr void fields(auto&& visit) {
        using T = BalanceAdjusted;
        visit(field<1>("wallet", &T::wallet), field<2>("proposal", &T::proposal),
              field<3>("kind", &T::kind), field<4>("amount", &T::amount),
              field<5>("balance_after", &T::balance_after));
    }
    friend bool operator==(const BalanceAdjusted&, const BalanceAdjusted&) = default;
};

/// Somebody wants a balance changed. Its name is the position of this event; its proposer is the
/// actor of the envelope.
struct AdjustmentProposed {
    static constexpr int tag = 56;
    static constexpr std::string_view event_name = "AdjustmentProposed";
    WalletId wallet;
    AdjustmentKind kind;
    Money amount;

    static constexpr void fields(auto&& visit) {
        using T = AdjustmentProposed;
        visit(field<1>("wallet", &T::wallet), field<2>("kind", &T::kind),
              field<3>("amount", &T::amount));
    }
    friend bool operator==(const AdjustmentProposed&, const AdjustmentProposed&) = default;
};

/// Somebody decided against it, or its proposer took it back.
struct AdjustmentDeclined {
    static constexpr int tag = 57;
    static constexpr std::string_view event_name = "AdjustmentDeclined";
    Position proposal;
    WalletId wallet;

    static constexpr void fields(auto&& visit) {
        using T = AdjustmentDeclined;
        visit(field<1>("proposal", &T::proposal), field<2>("wallet", &T::wallet));
    }
    friend bool operator==(const AdjustmentDeclined&, const AdjustmentDeclined&) = default;
};

/// 老表金额转入: what an older system still owed this wallet, or was owed, once in its life.
struct OpeningBalanceBroughtIn {
    static constexpr int tag = 58;
    static constexpr std::string_view event_name = "OpeningBalanceBroughtIn";
    WalletId wallet;
    Money amount;           ///< what the wallet has more; may be nothing, or a debt
    std::string source;     ///< the system that it comes from
    std::string reference;  ///< what it was called there
    Money balance_after;

    static constexpr void fields(auto&& visit) {
        using T = OpeningBalanceBroughtIn;
        visit(field<1>("wallet", &T::wallet), field<2>("amount", &T::amount),
              field<3>("source", &T::source), field<4>("reference", &T::reference),
              field<5>("balance_after", &T::balance_after));
    }
    friend bool operator==(const OpeningBalanceBroughtIn&,
                           const OpeningBalanceBroughtIn&) = default;
};

/// A wallet that no meter draws on any more was cleared, while its account goes on.
struct WalletSettled {
    static constexpr int tag = 59;
    static constexpr std::string_view event_name = "WalletSettled";
    WalletId wallet;
    MethodId method;
    Money paid_out;  ///< whole cents to the customer; negative: collected from him
    Money rounding;  ///< what is less than a cent stays with the house: 0 to 9,999 micro-units

    static constexpr void fields(auto&& visit) {
        using T = WalletSettled;
        visit(field<1>("wallet", &T::wallet), field<2>("method", &T::method),
              field<3>("paid_out", &T::paid_out), field<4>("rounding", &T::rounding));
    }
    friend bool operator==(const WalletSettled&, const WalletSettled&) = default;
};

}  // namespace ledger
