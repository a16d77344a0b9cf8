#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/unit/api/asked_service.hpp"

namespace {

using Json = nlohmann::json;

std::string text_of(const Json& name) {
    return name.is_string() ? name.get<std::string>() : name.dump();
}

/// A list, and which field of its first item leads to the item alone.
struct Leading {
    std::string list;
    std::string field;
};

const std::vector<Leading> leading{
    {"/v1/accounts", "account"},   {"/v1/batches", "batch"},
    {"/v1/buildings", "building"}, {"/v1/calendars", "calendar"},
    {"/v1/commands", "command"},   {"/v1/customers", "customer"},
    {"/v1/events", "position"},    {"/v1/fees", "fee"},
    {"/v1/gateways", "gateway"},   {"/v1/lines", "line"},
    {"/v1/meters", "meter"},       {"/v1/notices", "notice"},
    {"/v1/refunds", "position"},   {"/v1/prepared-accounts", "account"},
    {"/v1/reversals", "position"}, {"/v1/sales", "position"},
    {"/v1/shifts", "shift"},       {"/v1/tariffs", "tariff"},
    {"/v1/meter-states", "meter"}};

Json answered(const AskedService& service, const std::string& target) {
    const api::Response answer = service.ask("GET", target);
    EXPECT_EQ(answer.status, 200) << target << ": " << answer.body;
    return Json::parse(answer.body, nullptr, false);
}

/// One of each that the set-up lacks.
void furnish(AskedService& service) {
    const auto write = [&](const std::string& method, const std::string& path,
                           const std::string& body) {
        const api::Response answer =
            service.ask({method, path, {}, {{"idempotency-key", "reads" + path}}, body});
        ASSERT_EQ(answer.status, 201) << path << ": " << answer.body;
    };
    write("PUT", "/v1/calendars/cn", R"({"name":"CN","days":[]})");
    write("POST", "/v1/periods/day/2026-09-30/closing", "{}");
    const Json sale = answered(service, "/v1/sales?wallet=A4.M4")["items"][0];
    write(
        "POST", "/v1/reversals",
        R"({"debt_allowed":true,"reason":"wrong","transaction":)" + sale["position"].dump() + "}");
}

TEST(Reads, OfOneAnswerWhatItsListShows) {
    AskedService service;
    furnish(service);
    const std::string fresh = "?at_least=" + answered(service, "/readyz")["position"].dump();
    for (const auto& [list, field] : leading) {
        const Json items = answered(service, list + fresh)["items"];
        ASSERT_FALSE(items.empty()) << list;
        const Json one = answered(service, list + "/" + text_of(items[0][field]) + fresh);
        EXPECT_EQ(one[field], items[0][field]) << list;
    }
}

TEST(Reads, OfAnAccountNameTheWalletsThatNoMeterDrawsOn) {
    const auto idle = [](const AskedService& service, const std::string& account) {
        return answered(service, "/v1/accounts/" + account)["idle_wallets"];
    };
    EXPECT_EQ(idle(asked(), "A1"), (Json{"A1.M5"})) << "its meter was detached";
    EXPECT_EQ(idle(asked(), "A2"), Json::array());
    EXPECT_EQ(answered(asked(), "/v1/accounts")["items"][0]["idle_wallets"], (Json{"A1.M5"}));

    AskedService service;
    using namespace ledger;  // NOLINT(google-build-using-namespace): commands alone
    service.tell(
        OpenAccount{AccountId("A"), CustomerId("C8"), {MeterId("M5")}, WalletMode::pooled});
    EXPECT_EQ(idle(service, "A"), Json::array()) << "A1 is another account";
    service.tell(DetachMeter{AccountId("A"), MeterId("M5")});
    EXPECT_EQ(idle(service, "A"), (Json{"A"}));
}

TEST(Reads, OfWhatHasNoListAreAnswered) {
    AskedService service;
    furnish(service);
    EXPECT_EQ(answered(service, "/v1/periods/day/2026-09-30")["kind"], "day");
    EXPECT_TRUE(answered(service, "/v1/periods/day/2026-09-30/later")["items"].is_array());
    EXPECT_FALSE(answered(service, "/v1/batches/WAITS/rows")["items"].empty());
    EXPECT_EQ(service.ask("GET", "/metrics").status, 200);
    EXPECT_EQ(answered(service, "/healthz")["status"], "ok");
}

}  // namespace
