#include "projections/sales.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/unit/projections/shown.hpp"
#include "tests/unit/projections/story.hpp"

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): sales are the ledger's
using story::Shown;
using story::Step;
using story::Story;
using story::wallet;

Position sell(Story& story, unsigned number, std::int64_t fen) {
    return story.tell(SellCredit{wallet(number), cents(fen), MethodId("cash")})
        .front()
        .envelope.position;
}

TransactionRow row_of(const Story& story, Position transaction) {
    return Shown<Sales>(story.events())->of(transaction).value();
}

TEST(Sale, CarriesItsReceiptNumberAndWhoSoldIt) {
    Story story;
    sell(story, 1, 100);
    const Position second = sell(story, 2, 250);
    const TransactionRow row = row_of(story, second);
    EXPECT_EQ(row.type, TransactionType::sale);
    EXPECT_EQ(row.receipt_number, 2U);
    EXPECT_EQ(row.recharge_count, 1U);
    EXPECT_EQ(row.amount, cents(250));
    EXPECT_EQ(row.balance_after, cents(250));
    EXPECT_EQ(row.actor, "Wang");
    EXPECT_TRUE(row.reversed_by.is_none());
}

TEST(Sale, ShowsWhatOfItWasRefunded) {
    Story story;
    const Position sale = sell(story, 1, 1'000);
    const auto refund =
        story.tell(RefundCredit{sale, cents(300), MethodId("bank")}, "moved out").front();
    EXPECT_EQ(row_of(story, sale).refunded, cents(300));
    const TransactionRow row = row_of(story, refund.envelope.position);
    EXPECT_EQ(row.type, TransactionType::refund);
    EXPECT_EQ(row.of, sale);
    EXPECT_EQ(row.reason, "moved out");
    story.tell(ReverseTransaction{refund.envelope.position, false});
    EXPECT_TRUE(row_of(story, sale).refunded.is_zero()) << "the refund was undone";
    EXPECT_FALSE(row_of(story, refund.envelope.position).reversed_by.is_none());
}

TEST(Sale, ShowsByWhatItWasReversed) {
    Story story;
    const Position sale = sell(story, 1, 1'000);
    const auto reversal = story.tell(ReverseTransaction{sale, false}).front().envelope.position;
    EXPECT_EQ(row_of(story, sale).reversed_by, reversal);
    EXPECT_EQ(row_of(story, reversal).type, TransactionType::reversal);
    EXPECT_EQ(row_of(story, reversal).of, sale);
}

TEST(Sales, AreFoundByTypeAndWallet) {
    Story story;
    const Position sale = sell(story, 1, 1'000);
    sell(story, 2, 1'000);
    story.tell(RefundCredit{sale, cents(1), MethodId("cash")});
    const Shown<Sales> sales(story.events());
    TransactionFilter filter;
    EXPECT_EQ(sales->list(filter).rows.size(), 3U);
    filter.wallet = wallet(1);
    EXPECT_EQ(sales->list(filter).rows.size(), 2U);
    filter.type = TransactionType::sale;
    ASSERT_EQ(sales->list(filter).rows.size(), 1U);
    EXPECT_EQ(sales->list(filter).rows[0].position, sale);
    filter.before = sale;
    EXPECT_TRUE(sales->list(filter).rows.empty());
}

RC_GTEST_PROP(Sales, ArePagedNewestFirstAndAgreeWithWhatTheBookKnows,
              (const std::vector<Step>& steps, std::uint8_t width)) {
    const auto told = story::told(steps);
    const Shown<Sales> sales(told.events(), 3);
    const auto rows = story::all_pages(*sales.operator->(), TransactionFilter{}, width % 5 + 1U);
    Position last{UINT64_MAX};
    std::size_t sold = 0;
    std::size_t refunded = 0;
    for (const TransactionRow& row : rows) {
        RC_ASSERT((row.position < last));
        last = row.position;
        if (const auto* sale = find(told.state().sales, row.position)) {
            ++sold;
            RC_ASSERT((row.amount == sale->amount && row.refunded == sale->refunded));
            RC_ASSERT((row.reversed_by.is_none() != sale->reversed));
        }
        if (const auto* refund = find(told.state().refunds, row.position)) {
            ++refunded;
            RC_ASSERT((row.amount == refund->amount && row.of == refund->sale));
            RC_ASSERT((row.reversed_by.is_none() != refund->reversed));
        }
    }
    RC_ASSERT((sold == told.state().sales.size()));
    RC_ASSERT((refunded == told.state().refunds.size()));
}

}  // namespace
}  // namespace projections
