#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/events/event.hpp"
#include "ledger/values/few.hpp"

namespace ledger {

/// Which account of the books, without its spelling: a charge is posted at every reading.
struct BookAccount {
    enum class Of : std::uint8_t { wallet, cash, fees, energy, adjustment, shifts };

    Of of{};
    /// Of the wallet, the way of paying, the fee or the kind of adjustment; borrowed from the
    /// event.
    std::string_view name;

    friend bool operator==(const BookAccount&, const BookAccount&) = default;
};

/// What its spelling begins with; the name follows.
constexpr std::string_view prefix_of(BookAccount::Of of) {
    constexpr std::array<std::string_view, 6> prefixes{
        "wallet:", "cash:", "revenue:fee:", "revenue:energy", "adjustment:", "suspense:shift"};
    return prefixes[static_cast<std::size_t>(of)];
}

/// "wallet:<id>", "cash:<method>", "revenue:fee:<fee>", "revenue:energy", "adjustment:<kind>",
/// "suspense:shift".
std::string to_text(const BookAccount& account);

/// One side of a double entry: positive is a debit, negative a credit.
struct Side {
    BookAccount account;
    Money amount;
};

/// A charge has two.
using Sides = Few<Side, 4>;

/// What an event means in the books, an entry for each account that it changes: they sum to zero.
/// Valid as long as the payload.
Sides sides(const Payload& payload);

/// The same as it is entered, debit beside credit: an account may stand there more than once.
Sides entered(const Payload& payload);

/// An entry with its account spelled out.
struct Posting {
    std::string account;
    Money amount;

    friend bool operator==(const Posting&, const Posting&) = default;
};

/// "revenue:fee:service": no fixed fee has this name.
constexpr std::string_view service_fee_name = "service";

std::string wallet_account(const WalletId& wallet);

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
