#pragma once
#include <cstdint>
#include <string_view>

#include "ledger/events/words.hpp"
#include "ledger/values/fields.hpp"
#include "ledger/values/id.hpp"
#include "ledger/values/quantity.hpp"

namespace ledger {

/// Money was taken in and became credit. The sale's name is the position of this event.
struct CreditSold {
    static constexpr int tag = 50;
    static constexpr std::string_view event_name = "CreditSold";
    WalletId wallet;
    Money amount;
    MethodId method;
    std::uint64_t receipt_number;  ///< 1, 2, 3 … of the site, without gaps
    std::uint64_t recharge_count;  ///< 1, 2, 3 … of the wallet 购电次数
    Money balance_after;

    static constexpr auto fields() {
        using T = CreditSold;
        return std::tuple{field<1>("wallet", &T::wallet),
                          field<2>("amount", &T::amount),
                          field<3>("method", &T::method),
                          field<4>("receipt_number", &T::receipt_number),
                          field<5>("recharge_count", &T::recharge_count),
                          field<6>("balance_after", &T::balance_after)};
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

    static constexpr auto fields() {
        using T = CreditRefunded;
        return std::tuple{field<1>("wallet", &T::wallet), field<2>("sale", &T::sale),
                          field<3>("amount", &T::amount), field<4>("method", &T::method),
                          field<5>("balance_after", &T::balance_after)};
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

    static constexpr auto fields() {
        using T = TransactionReversed;
        return std::tuple{
            field<1>("wallet", &T::wallet), field<2>("transaction", &T::transaction),
            field<3>("kind", &T::kind),     field<4>("amount", &T::amount),
            field<5>("method", &T::method), field<6>("balance_after", &T::balance_after)};
    }
    friend bool operator==(const TransactionReversed&, const TransactionReversed&) = default;
};

}  // namespace ledger
