#include "projections/balances.hpp"

#include <gtest/gtest.h>

#include "tests/unit/projections/shown.hpp"
#include "tests/unit/projections/story.hpp"

namespace projections {
namespace {

using ledger::cents;
using ledger::MethodId;
using ledger::Money;
using story::Shown;
using story::Story;
using story::wallet;

TEST(Balances, KnowNothingOfAnAccountThatNoMoneyTouched) {
    const Shown<Balances> books(Story().events());
    EXPECT_FALSE(books->balance("cash:cash").has_value());
    EXPECT_TRUE(books->credit(wallet(1)).is_zero());
    EXPECT_TRUE(books->trial_balance().empty());
    EXPECT_TRUE(books->statement(wallet(1), {}, 10).empty());
}

TEST(Balances, ShowASaleInTheTillAndInTheWallet) {
    Story story;
    const auto sale = story.tell(ledger::SellCredit{wallet(1), cents(1'234), MethodId("cash")});
    ASSERT_FALSE(sale.empty());
    const Shown<Balances> books(story.events());
    EXPECT_EQ(books->balance("cash:cash"), cents(1'234));
    EXPECT_EQ(books->balance("wallet:A1.M1"), -cents(1'234));
    EXPECT_EQ(books->credit(wallet(1)), cents(1'234));

    const auto entries = books->statement(wallet(1), {}, 10);
    ASSERT_EQ(entries.size(), 1U);
    EXPECT_EQ(entries[0].kind, EntryKind::sale);
    EXPECT_EQ(entries[0].position, sale.front().envelope.position);
    EXPECT_EQ(entries[0].occurred_at, story.now());
}

TEST(Balances, ShowAChargeWithItsEnergy) {
    Story story;
    story.pass(60);
    ASSERT_FALSE(story.read(story::meter(2), 400).empty());
    const Shown<Balances> books(story.events());
    const auto entries = books->statement(wallet(2), {}, 10);
    ASSERT_EQ(entries.size(), 1U);
    EXPECT_EQ(entries[0].kind, EntryKind::charge);
    EXPECT_EQ(entries[0].energy, ledger::Energy{400});
    EXPECT_EQ(entries[0].amount, -Money{440'000}) << "0.4 kWh at the peak price of 1.10";
    EXPECT_EQ(books->balance("revenue:energy"), -Money{440'000});
}

TEST(Balances, KeepWhatWasTrueBeforeARefundAndAReversal) {
    Story story;
    const auto sale = story.tell(ledger::SellCredit{wallet(1), cents(5'000), MethodId("cash")});
    const auto sold = sale.front().envelope.position;
    const auto refund = story.tell(ledger::RefundCredit{sold, cents(2'000), MethodId("bank")});
    const auto paid = refund.front().envelope.position;
    story.tell(ledger::ReverseTransaction{paid, false});
    const Shown<Balances> books(story.events());
    EXPECT_EQ(books->credit_at(wallet(1), sold), cents(5'000));
    EXPECT_EQ(books->credit_at(wallet(1), paid), cents(3'000));
    EXPECT_EQ(books->credit(wallet(1)), cents(5'000));
    EXPECT_TRUE(books->credit_at(wallet(1), ledger::Position{sold.number - 1}).is_zero());
    const auto entries = books->statement(wallet(1), {}, 10);
    ASSERT_EQ(entries.size(), 3U);
    EXPECT_EQ(entries[0].kind, EntryKind::reversal);
    EXPECT_EQ(entries[1].kind, EntryKind::refund);
}

TEST(Balances, AsOfAMomentLeaveOutWhatCameLater) {
    Story story;
    story.tell(ledger::SellCredit{wallet(1), cents(1'000), MethodId("cash")});
    const ledger::Instant then = story.now();
    story.pass(1);
    story.tell(ledger::SellCredit{wallet(1), cents(7'000), MethodId("cash")});
    const Shown<Balances> books(story.events());
    EXPECT_EQ(books->credit_at(wallet(1), then), cents(1'000));
    EXPECT_EQ(books->credit_at(wallet(1), story.now()), cents(8'000));
}

/// How many rows the entries of one account stand in: each of these sales has one in the till, too.
std::size_t blocks(const Shown<Balances>& books) {
    std::size_t rows = 0;
    books->live()->ascend("e", "e", [&](auto, auto) { return ++rows > 0; });
    return rows / 2;
}

TEST(Balances, TellAStatementAcrossItsBlocksOfSixteen) {
    for (const std::size_t at_once : {1U, 64U}) {
        Story story;
        std::vector<ledger::Position> ends{story.last()};
        for (std::size_t sold = 1; sold <= 33; ++sold) {
            story.tell(ledger::SellCredit{wallet(1), cents(100), MethodId("cash")});
            ends.push_back(story.last());
            const Shown<Balances> books(story.events(), at_once);
            ASSERT_EQ(blocks(books), (sold + 15) / 16);
        }
        const Shown<Balances> books(story.events(), at_once);
        for (std::size_t sold = 0; sold < ends.size(); ++sold) {
            const auto entries = books->statement(wallet(1), ends[sold].next(), 17);
            ASSERT_EQ(entries.size(), std::min<std::size_t>(sold, 17));
            for (std::size_t i = 0; i < entries.size(); ++i)
                ASSERT_EQ(entries[i].balance_after, cents(static_cast<int>(100 * (sold - i))));
        }
    }
}

}  // namespace
}  // namespace projections
