#include <gtest/gtest.h>

#include "tests/unit/paper/paper_house.hpp"

// What the rows of a statement are about.

namespace {

using namespace ledger;
using Json = nlohmann::json;

TEST(StatementOfAnAccount, CallsAFeeByItsName) {
    PaperHouse house;
    house.tell(PublishFee{FeeId("CARE"), "物业费", cents(2'00), FeePeriod::day,
                          *day_from_text("2026-10-01")});
    house.tell(AssignFee{{PaperHouse::wallet(), FeeId("CARE"), *day_from_text("2026-10-01"), {}}});
    house.pass(std::chrono::hours(48));
    house.tell(ChargeFees{PaperHouse::wallet(), *day_from_text("2026-10-01")});
    const std::string statement = "/v1/wallets/A0203.M0203/statement";
    const PaperHouse::Query october{{"from", "2026-10-01"}, {"to", "2026-10-31"}};
    EXPECT_EQ(house.read(statement, october)["wallets"][0]["rows"][0]["about"],
              "物业费 2026-10-01 … 2026-10-01");
}

TEST(StatementOfAnAccount, SaysOfEachPartOfASettlementWhatTheWholeWas) {
    PaperHouse house;
    MeterRegistered second = house.book().read(
        [](const State& state) { return state.meters.at(MeterId("M0203")).registered; });
    second.meter = MeterId("M0204");
    second.number.clear();
    second.unit = 2;
    house.tell(RegisterMeter{second});
    house.tell(AssignTariff{{second.meter, TariffId("SHOP"), house.clock()}});
    house.tell(RecordReading{second.meter, house.clock(), {0, {0, 0, 0, 0}, 10, 1}, {}, "", 1, 1});
    house.tell(AttachMeter{AccountId("A0203"), second.meter});
    house.tell(SellCredit{PaperHouse::wallet(), cents(10'00), MethodId("cash")});
    house.tell(SellCredit{WalletId("A0203.M0204"), cents(20'00), MethodId("cash")});
    house.tell(CloseAccount{AccountId("A0203"), MethodId("wechat")}, "moved out");
    const auto told =
        house.read("/v1/accounts/A0203/statement", {{"from", "2026-09-30"}, {"to", "2026-10-31"}});
    ASSERT_EQ(told["wallets"].size(), 2U) << told;
    for (const Json& wallet : told["wallets"]) {
        const Json& last = wallet["rows"].back();
        EXPECT_EQ(last["kind"], "settlement");
        EXPECT_EQ(last["method"], "wechat");
        EXPECT_EQ(last["about"], "9.85 + 19.70 = 29.55") << "less the service fee";
    }
}

}  // namespace
