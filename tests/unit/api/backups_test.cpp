#include <gtest/gtest.h>

#include "tests/unit/api/any_json.hpp"
#include "tests/unit/api/asked_service.hpp"

namespace {

Json shown(const AskedService& service, const std::string& query = "") {
    return Json::parse(service.ask("GET", "/v1/backups" + query).body);
}

TEST(Backups, AreTakenAndShownNewestFirst) {
    AskedService service;
    EXPECT_EQ(shown(service).at("last"), nullptr);
    const api::Response begun = service.ask("POST", "/v1/backups/copies", "{}");
    ASSERT_EQ(begun.status, 202) << begun.body;
    service.tell(ledger::SellCredit{ledger::WalletId("A1.M1"), ledger::cents(100),
                                    ledger::MethodId("cash")});
    ASSERT_EQ(service.ask("POST", "/v1/backups/copies", "{}").status, 202);
    const Json all = shown(service);
    ASSERT_EQ(all.at("items").size(), 2U);
    EXPECT_EQ(all["items"][0]["backup"], "B2");
    EXPECT_GE(all["items"][1]["position"], Json::parse(begun.body)["position"]);
    for (const Json& each : all["items"]) EXPECT_TRUE(each["is_of_this_log"]) << each;
    EXPECT_EQ(all["last"], Json::parse(R"({"state":"done","fault":""})"));
    const Json first = shown(service, "?limit=1");
    ASSERT_EQ(first["items"].size(), 1U);
    const Json rest = shown(service, "?cursor=" + first["next_cursor"].get<std::string>());
    EXPECT_EQ(rest["items"], Json::array({all["items"][1]}));
}

TEST(Backups, OfAnotherLogAreToldApart) {
    AskedService service;
    AskedService other;
    ASSERT_EQ(other.ask("POST", "/v1/backups/copies", "{}").status, 202);
    service.keep_backups_of(other);
    EXPECT_FALSE(shown(service)["items"][0]["is_of_this_log"]);
}

TEST(Backups, AreTakenOneAfterTheOther) {
    AskedService service;
    service.backups().is_under_way = true;
    EXPECT_EQ(shown(service)["last"]["state"], "running");
    const api::Response busy = service.ask("POST", "/v1/backups/copies", "{}");
    EXPECT_EQ(busy.status, 409);
    EXPECT_EQ(Json::parse(busy.body)["code"], "backup_must_be_over");
}

TEST(Backups, ThatCannotBeginLeaveNothingFrozen) {
    AskedService service;
    service.backups().cannot_begin = true;
    for (int i = 0; i < 10; ++i) {
        const api::Response failed = service.ask("POST", "/v1/backups/copies", "{}");
        EXPECT_EQ(failed.status, 500);
        EXPECT_NE(failed.body.find("no program is there"), std::string::npos) << failed.body;
    }
    service.backups().cannot_begin = false;
    service.backups().is_taken_by_another = true;
    for (int i = 0; i < 10; ++i)
        EXPECT_EQ(service.ask("POST", "/v1/backups/copies", "{}").status, 409);
    service.backups().is_taken_by_another = false;
    EXPECT_EQ(service.ask("POST", "/v1/backups/copies", "{}").status, 202);
}

TEST(Backups, NeedAFolder) {
    AskedService service;
    service.take_folder_away();
    EXPECT_FALSE(shown(service)["has_folder"]);
    const api::Response refused = service.ask("POST", "/v1/backups/copies", "{}");
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(Json::parse(refused.body)["code"], "backups_must_have_a_folder");
}

}  // namespace
