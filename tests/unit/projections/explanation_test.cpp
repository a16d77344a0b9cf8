#include "projections/explanation.hpp"

#include <gtest/gtest.h>

#include "tests/unit/projections/story.hpp"

// What a tenant is told, to the letter. That it adds up is a property over whole histories.

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): stories speak of the ledger
using Words = std::vector<std::string>;

Words told(const story::Story& story, const Event& event) {
    const auto event_at = [&](Position at) { return story.events().at(at.number - 1); };
    const Explanation found = explain(event, event_at);
    EXPECT_TRUE(found.adds_up);
    return sentences(found, *Zone::find("Asia/Shanghai"));
}

TEST(Explanation, OfAReadingNamesItsTwoReadingsItsTermsAndItsArithmetic) {
    story::Story story;
    story.pass(60);
    const auto events = story.read(story::meter(1), 1'001);
    EXPECT_EQ(
        told(story, events.front()),
        // NOLINTNEXTLINE(bugprone-suspicious-missing-comma): sentences of two lines
        (Words{"Meter M1 stood at 100.00 kWh on 2026-10-01 08:00 (event 23) and at 101.001 kWh on "
               "2026-10-01 09:00: 1.001 kWh were used.",
               "2026-10-01 1.001 kWh of peak (measured) × 1.10 = 1.1011, by version 1 of tariff "
               "Time of use, in force since 2026-09-30 08:00.",
               "With 0.00 carried in that is 1.1011: 1.1011 is charged, and 0.00 carried on.",
               "Wallet A1.M1 has 1.1011 less by it.", "The reason that was given: because"}));
}

TEST(Explanation, OfASaleNamesItsReceipt) {
    story::Story story;
    const auto events =
        story.tell(SellCredit{story::wallet(2), cents(5'000), MethodId("cash")}, "");
    EXPECT_EQ(told(story, events.front()),
              (Words{"On 2026-10-01 08:00 50.00 was paid by cash, receipt 1.",
                     "Wallet A2.M2 has 50.00 more by it."}));
}

TEST(Explanation, TellsTimesAsTheClocksAtTheSiteShowThem) {
    story::Story story;
    Event event = story.tell(SellCredit{story::wallet(2), cents(100), MethodId("cash")}).front();
    event.envelope.occurred_at = *instant_from_text("2026-10-01T00:00:44.5Z");
    EXPECT_EQ(told(story, event).front(),
              "On 2026-10-01 08:00:44 1.00 was paid by cash, receipt 1.");

    const auto in_berlin = [&](std::string_view moment) {
        event.envelope.occurred_at = *instant_from_text(moment);
        return sentences(explain(event, {}), *Zone::find("Europe/Berlin")).front();
    };
    EXPECT_TRUE(in_berlin("2026-03-29T01:30:00Z").starts_with("On 2026-03-29 03:30 "));
    EXPECT_TRUE(in_berlin("2026-10-25T00:30:00Z").starts_with("On 2026-10-25 02:30 "));
    EXPECT_TRUE(in_berlin("2026-10-25T01:30:00Z").starts_with("On 2026-10-25T01:30:00Z "));
    EXPECT_TRUE(in_berlin("2026-10-25T02:30:00Z").starts_with("On 2026-10-25 03:30 "));
}

TEST(Explanation, OfATransferNamesBothWallets) {
    story::Story story;
    story.tell(SellCredit{story::wallet(2), cents(5'000), MethodId("cash")});
    const auto events =
        story.tell(TransferCredit{story::wallet(2), story::wallet(1), cents(100)}, "a mistake");
    EXPECT_EQ(told(story, events.front()),
              (Words{"On 2026-10-01 08:00 1.00 was moved from wallet A2.M2 to wallet A1.M1.",
                     "Wallet A2.M2 has 1.00 less by it.", "Wallet A1.M1 has 1.00 more by it.",
                     "The reason that was given: a mistake"}));
}

TEST(Explanation, OfWhatMovesNoMoneySaysSo) {
    const story::Story story;
    EXPECT_EQ(told(story, story.events().front()),
              (Words{"On 2026-10-01 08:00: SiteConfigured.", "No wallet has more or less by it.",
                     "The reason that was given: because"}));
}

TEST(Explanation, OfAFalsifiedChargeSaysThatItDoesNotAddUp) {
    story::Story story;
    story.pass(60);
    Event event = story.read(story::meter(1), 1'001).front();
    std::get<ReadingRecorded>(event.payload).lines.front().energy = Energy{1'002};
    const auto event_at = [&](Position at) { return story.events().at(at.number - 1); };
    const Explanation found = explain(event, event_at);
    EXPECT_FALSE(found.adds_up);
    const Words words = sentences(found, *Zone::find("Asia/Shanghai"));
    EXPECT_NE(std::find(words.begin(), words.end(),
                        "This does not add up: have the book checked with 'meterbook verify'."),
              words.end());
}

TEST(ExactMoney, IsWrittenToItsEleventhDecimal) {
    EXPECT_EQ(to_text(ExactMoney::of(Energy{1}, Price{61'738'219})), "0.00061738219");
    EXPECT_EQ(to_text(ExactMoney::of(Energy{-2'500}, Price{100'000'000})), "-2.50");
    EXPECT_EQ(to_text(ExactMoney::of(Money{12'340'000})), "12.34");
    EXPECT_EQ(to_text(ExactMoney::carry(46'570)), "0.0000004657");
    EXPECT_EQ(to_text(ExactMoney()), "0.00");
    const ExactMoney most = ExactMoney::of(Energy{1'000'000'000'000'000}, Price{100'000'000'000});
    EXPECT_EQ(to_text(most), "1000000000000000.00");
}

}  // namespace
}  // namespace projections
