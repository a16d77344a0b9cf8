#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "ledger/events/event.hpp"

namespace ledger {

/// One side of a double entry: positive is a debit, negative a credit.
struct Posting {
    std::string account;  ///< "wallet:<id>", "cash:<method>", "revenue:energy", "adjustment:<kind>"
    Money amount;

    friend bool operator==(const Posting&, const Posting&) = default;
};

/// "revenue:fee:service": no fixed fee has this name.
constexpr std::string_view service_fee_name = "service";

std::string wallet_account(const WalletId& wallet);
std::string cash_account(const MethodId& method);
std::string adjustment_account(std::string_view kind);
std::string fee_account(std::string_view fee);

/// What an event means in the books: debits and credits that sum to zero; none for an event that
/// moves no money. A balance is nothing but the sum of the postings to its account. Pure.
std::vector<Posting> postings(const Payload& payload);

/// By how much the event raises the credit of a wallet; a wallet may stand there more than once.
struct WalletChange {
    WalletId wallet;
    Money amount;
};
std::vector<WalletChange> wallet_changes(const Payload& payload);

}  // namespace ledger
