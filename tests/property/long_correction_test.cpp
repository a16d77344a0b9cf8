#include <gtest/gtest.h>

#include "ledger/rating/rate.hpp"
#include "ledger/rules/correction/correction.hpp"
#include "tests/property/history.hpp"
#include "tests/property/refusal_records.hpp"
#include "tests/property/world.hpp"

// Months that were charged once, and are charged again by tariffs that take turns every hour: more
// lines than one event holds.

namespace property {
namespace {

using namespace ledger;

constexpr std::uint32_t days = 300;
constexpr std::uint32_t hours = days * 24;
const MeterId charged_by_time = meter_name(2);

History charged_for_months() {
    World world({Cutoff::manual, 0, 0, 0, 400});
    world.take(Read{2, days * 1'440, 300, 0, 0, Fault::none, 0});
    History history;
    for (const Turn& turn : world.turns())
        EXPECT_TRUE(history.play(turn.command, turn.occasion).has_value());
    return history;
}

TariffId tariff_of(std::uint32_t hour) { return TariffId("H" + std::to_string(hour % 24)); }

void take_turns(History& history, Instant begin, Instant now) {
    const Occasion occasion{now, "why"};
    for (std::uint32_t hour = 0; hour < 24; ++hour) {
        const PublishTariff tariff{
            tariff_of(hour), "hourly", begin, "", {{Band::single, Price{10'000'001 + hour}}}, {}};
        ASSERT_TRUE(history.play(tariff, occasion).has_value());
    }
    for (std::uint32_t hour = 0; hour < hours; ++hour) {
        const TariffAssigned fact{charged_by_time, tariff_of(hour),
                                  begin + std::chrono::hours(hour)};
        ASSERT_TRUE(history.play(AssignTariff{fact}, occasion).has_value());
    }
}

TEST(LongCorrections, ComeInPartsThatAreTogetherWhatWasDue) {
    History history = charged_for_months();
    const Instant begin = history.state().meters.at(charged_by_time).attached.at;
    const Instant now = history.state().last_recorded_at;
    take_turns(history, begin, now);
    const State before = history.state();
    const auto whole =
        recharge_of(before, before.meters.at(charged_by_time), before.due.at(charged_by_time),
                    *history.past_of(charged_by_time));
    ASSERT_TRUE(whole.has_value());
    ASSERT_GT(whole->lines.size(), 8'000U);

    std::vector<ChargeLine> corrected;
    for (int parts = 0; history.state().due.contains(charged_by_time); ++parts) {
        ASSERT_LT(parts, 3);
        const auto outcome = history.play(CorrectCharges{charged_by_time},
                                          {now, "", {}, history.past_of(charged_by_time)});
        ASSERT_TRUE(outcome.has_value());
        const auto& fact = std::get<ChargeCorrected>(outcome->front().payload);
        EXPECT_LE(fact.lines.size(), 8'000U);
        corrected.insert(corrected.end(), fact.lines.begin(), fact.lines.end());
    }
    std::vector<ChargeLine> expected = whole->lines;
    post_amounts(expected, before.wallets.at(wallet_name(2)).carry);
    EXPECT_EQ(corrected, expected);
}

}  // namespace
}  // namespace property
