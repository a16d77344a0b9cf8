#include <atomic>
#include <thread>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/integration/http_client.hpp"
#include "tests/integration/serving.hpp"

namespace {

using Json = nlohmann::json;

const std::string sale = R"({"wallet":"A1.M1","amount":"20.00","method":"cash"})";

std::string key(const std::string& text) { return "Idempotency-Key: " + text + "\r\n"; }

TEST(Api, SellsRefundsAndReverses) {
    const TemporaryDirectory directory;
    const Serving serving(directory.path());
    HttpClient client(serving.port());
    const Answer sold = client.ask("POST", "/v1/sales", sale, key("s1"));
    ASSERT_EQ(sold.status, 201) << sold.body;
    const auto position = Json::parse(sold.body)["position"].dump();
    const std::string refund =
        R"({"amount":"5.00","method":"cash","reason":"left over","sale":)" + position + "}";
    const Answer refunded = client.ask("POST", "/v1/refunds", refund, key("r1"));
    ASSERT_EQ(refunded.status, 201) << refunded.body;
    const std::string undo = R"({"debt_allowed":false,"reason":"wrong","transaction":)" +
                             Json::parse(refunded.body)["position"].dump() + "}";
    const Answer undone = client.ask("POST", "/v1/reversals", undo, key("r2"));
    ASSERT_EQ(undone.status, 201) << undone.body;
    const std::string last = Json::parse(undone.body)["position"].dump();
    const Answer wallet = client.ask("GET", "/v1/wallets/A1.M1?at_least=" + last);
    EXPECT_EQ(Json::parse(wallet.body)["balance"], "20.00");
    const Answer before = client.ask("GET", "/v1/wallets/A1.M1?as_of=" + position);
    EXPECT_EQ(Json::parse(before.body)["balance"], "20.00");
    const Answer entries = client.ask("GET", "/v1/wallets/A1.M1/entries?limit=2");
    EXPECT_EQ(Json::parse(entries.body)["items"].size(), 2U);
    EXPECT_FALSE(Json::parse(entries.body)["next_cursor"].is_null());
    const Answer trial = client.ask("GET", "/v1/reports/trial-balance");
    EXPECT_EQ(Json::parse(trial.body)["totals"]["balance"], "0.00");
}

TEST(Api, TheSameKeyAnswersWithTheSameBytesAlsoAfterARestart) {
    const TemporaryDirectory directory;
    std::string body;
    {
        const Serving serving(directory.path());
        HttpClient client(serving.port());
        body = client.ask("POST", "/v1/sales", sale, key("once")).body;
        const Answer again = client.ask("POST", "/v1/sales", sale, key("once"));
        EXPECT_EQ(again.body, body);
        EXPECT_EQ(again.headers.at("idempotent-replayed"), "true");
    }
    const Serving serving(directory.path());
    HttpClient client(serving.port());
    EXPECT_EQ(client.ask("POST", "/v1/sales", sale, key("once")).body, body);
    const std::string other = R"({"wallet":"A1.M1","amount":"21.00","method":"cash"})";
    EXPECT_EQ(client.ask("POST", "/v1/sales", other, key("once")).status, 422);
}

TEST(Api, SaysWhichFieldIsWrongAndTheWayOut) {
    const TemporaryDirectory directory;
    const Serving serving(directory.path());
    HttpClient client(serving.port());
    const std::vector<std::pair<std::string, std::string>> wrong{
        {R"({"wallet":"A1.M1","amount":20.0,"method":"cash"})", "/amount"},
        {R"({"wallet":"A1.M1","amount":"20.00"})", "/method"},
        {R"({"wallet":"A1.M1","amount":"20.00","method":"cash","colour":"red"})", "/colour"},
        {R"({"wallet":"A 1","amount":"20.00","method":"cash"})", "/wallet"},
        {R"({"wallet":"A1.M1","amount":"1e3","method":"cash"})", "/amount"}};
    for (const auto& [body, field] : wrong) {
        const Answer answer = client.ask("POST", "/v1/sales", body, key("w"));
        EXPECT_EQ(answer.status, 400) << body;
        EXPECT_EQ(answer.headers.at("content-type"), "application/problem+json");
        EXPECT_EQ(Json::parse(answer.body)["field"], field) << answer.body;
    }
    EXPECT_EQ(client.ask("POST", "/v1/sales", sale).status, 400) << "a key is required";
    const std::string twice = R"({"wallet":"A1.M1","wallet":"A1.M1","amount":"1","method":"cash"})";
    EXPECT_EQ(client.ask("POST", "/v1/sales", twice, key("w")).status, 400);
    const std::string deep = std::string(200'000, '[');
    EXPECT_EQ(client.ask("POST", "/v1/sales", deep, key("w")).status, 400);
    const std::string nobody = R"({"wallet":"A9.M9","amount":"1.00","method":"cash"})";
    EXPECT_EQ(client.ask("POST", "/v1/sales", nobody, key("w")).status, 404);
    EXPECT_EQ(client.ask("GET", "/v1/nothing").status, 404);
    EXPECT_EQ(client.ask("DELETE", "/v1/sales").headers.at("allow"), "GET, HEAD, OPTIONS, POST");
}

TEST(Api, ADryRunWritesNothing) {
    const TemporaryDirectory directory;
    const Serving serving(directory.path());
    HttpClient client(serving.port());
    const Answer dry = client.ask("POST", "/v1/sales?dry_run=true", sale, key("d"));
    EXPECT_EQ(dry.status, 200);
    EXPECT_EQ(Json::parse(dry.body)["events"][0]["type"], "CreditSold");
    EXPECT_EQ(serving.opened.balance(), ledger::Money{});
}

TEST(Api, TellsPrometheusHowOldTheLastReadingOfEachMeterIs) {
    const TemporaryDirectory directory;
    Serving serving(directory.path());
    HttpClient client(serving.port());
    const std::string metrics = client.ask("GET", "/metrics").body;
    const auto read_at = serving.opened.book().read([](const ledger::State& state) {
        return state.meters.at(ledger::MeterId("M1")).last_good->at;
    });
    const auto age =
        std::chrono::duration_cast<std::chrono::seconds>(OpenedBook::opening_hour - read_at);
    const std::string wanted =
        "meterbook_meter_reading_age_seconds{meter=\"M1\"} " + std::to_string(age.count()) + "\n";
    EXPECT_NE(metrics.find(wanted), std::string::npos) << metrics;
}

TEST(Api, WantsItsTokenForAllButHealth) {
    const TemporaryDirectory directory;
    const Serving serving(directory.path(), "secret");
    HttpClient client(serving.port());
    EXPECT_EQ(client.ask("GET", "/healthz").status, 200);
    EXPECT_EQ(client.ask("GET", "/v1/site").status, 401);
    EXPECT_EQ(client.ask("GET", "/v1/site", "", "Authorization: Bearer wrong!\r\n").status, 401);
    EXPECT_EQ(client.ask("GET", "/v1/site", "", "Authorization: Bearer secret\r\n").status, 200);
}

TEST(Api, SellsToSixtyFourAtOnce) {
    const TemporaryDirectory directory;
    Serving serving(directory.path());
    std::atomic<int> sold{0};
    std::vector<std::thread> cashiers;
    for (int i = 0; i < 64; ++i) {
        cashiers.emplace_back([&, i] {
            HttpClient client(serving.port());
            for (int k = 0; k < 5; ++k) {
                const std::string own = key(std::to_string(i) + "-" + std::to_string(k));
                sold += client.ask("POST", "/v1/sales", sale, own).status == 201 ? 1 : 0;
            }
        });
    }
    for (std::thread& each : cashiers) each.join();
    EXPECT_EQ(sold, 320);
    EXPECT_EQ(serving.opened.balance(), ledger::Money{320 * 20'000'000LL});
}

TEST(Server, RefusesWhatIsNotPlainHttp) {
    const TemporaryDirectory directory;
    const Serving serving(directory.path());
    const std::vector<std::string> wrong{
        "GET /healthz HTTP/1.1\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "POST /v1/sales HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n",
        "GET /v1/sales?limit=1&limit=2 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: a\r\nIdempotency-Key: 1\r\nIdempotency-Key: 2\r\n\r\n",
        "GET \x01 HTTP/1.1\r\nHost: a\r\n\r\n",
        "NONSENSE\r\n\r\n"};
    for (const std::string& bytes : wrong) {
        HttpClient client(serving.port());
        client.send(bytes);
        EXPECT_EQ(client.receive().status, 400) << bytes;
    }
    HttpClient large(serving.port());
    large.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n");
    EXPECT_EQ(large.receive().status, 431);
    HttpClient huge(serving.port());
    EXPECT_EQ(huge.ask("POST", "/v1/sales", std::string(2 << 20, 'x'), key("h")).status, 413);
    HttpClient good(serving.port());
    EXPECT_EQ(good.ask("GET", "/healthz").status, 200) << "the service goes on";
}

}  // namespace
