#include <atomic>
#include <condition_variable>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "api/access/access.hpp"
#include "api/routes.hpp"
#include "api/telemetry.hpp"
#include "ledger/fee_clerk.hpp"
#include "tests/integration/opened_book.hpp"

// The office over HTTP's handlers, a real book and a clock that is set.

namespace {

using Json = nlohmann::json;
using ledger::Instant;

constexpr std::int64_t day_us = 86'400'000'000;

class OfficeApi : public testing::Test {
protected:
    Json ask(const std::string& method, const std::string& path, const std::string& body = "",
             int expected = 0) {
        api::Request request{method, path, {}, {}, body};
        const auto query = path.find('?');
        if (query != std::string::npos) {
            request.path = path.substr(0, query);
            const std::string pair = path.substr(query + 1);
            request.query[pair.substr(0, pair.find('='))] = pair.substr(pair.find('=') + 1);
        }
        if (method == "GET") request.query["at_least"] = std::to_string(head().number);
        request.headers["x-operator"] = teller;
        request.headers["idempotency-key"] = "key-" + std::to_string(++keys_);
        const api::Response answer = router_.answer(request);
        if (expected != 0) {
            EXPECT_EQ(answer.status, expected) << path << ' ' << answer.body;
        }
        last_body = answer.body;
        return Json::parse(answer.body);
    }

    ledger::Position head() const { return book().journal().head().last; }
    ledger::Book& book() const { return opened_.book(); }
    void pass_days(std::int64_t days) { now_ += days * day_us; }

    void configure(const std::string& counter) {
        Json site = ask("GET", "/v1/site", "", 200);
        site["counter"] = Json::parse(counter);
        ask("PUT", "/v1/site", site.dump(), 201);
    }

    std::string teller = "li";
    std::string last_body;

private:
    TemporaryDirectory directory_;
    std::atomic<std::int64_t> now_{OpenedBook::opening_hour.micros};
    std::function<Instant()> clock_{[this] { return Instant{now_}; }};
    mutable OpenedBook opened_{directory_.path(), clock_};
    projections::ReadModels read_models_{opened_.book().journal(), directory_ / "projections"};
    api::Telemetry telemetry_;
    api::Access access_{opened_.book(), {.directory = directory_ / "access"}};
    api::Service service_{opened_.book(), read_models_, clock_, telemetry_, access_, "", "test"};
    api::Router router_{service_};
    int keys_ = 0;
};

const std::string sale = R"({"wallet":"A1.M1","amount":"100.00","method":"cash"})";

TEST_F(OfficeApi, ASaleSaysWhatWasPaidAndKeptAndWhoSoldIt) {
    configure(
        R"({"service_fee_ppm":15000,"overdraft":"0","hoarding_limit":null,"till_methods":[]})");
    const auto position = ask("POST", "/v1/sales", sale, 201)["position"].get<int>();
    const Json row = ask("GET", "/v1/sales/" + std::to_string(position), "", 200);
    EXPECT_EQ(row["paid"], "100.00");
    EXPECT_EQ(row["fee"], "1.50");
    EXPECT_EQ(row["amount"], "98.50");
    EXPECT_EQ(row["actor"], "li");
    EXPECT_EQ(row["receipt_number"], 1);
    const Json entry = ask("GET", "/v1/wallets/A1.M1/entries", "", 200)["items"][0];
    EXPECT_EQ(entry["receipt_number"], 1);
    EXPECT_EQ(entry["actor"], "li");
    EXPECT_EQ(entry["amount"], "98.50");
    EXPECT_EQ(ask("GET", "/v1/reports/trial-balance", "", 200)["totals"]["balance"], "0.00");
}

TEST_F(OfficeApi, AWalletShowsItsLimitsAndASaleBeyondThemIsRefused) {
    ask("PUT", "/v1/wallets/A1.M1/limits",
        R"({"overdraft":"5.00","hoarding_limit":"99.99","reason":"asked for"})", 201);
    const Json wallet = ask("GET", "/v1/wallets/A1.M1", "", 200);
    EXPECT_EQ(wallet["overdraft"], "5.00");
    EXPECT_EQ(wallet["hoarding_limit"], "99.99");
    EXPECT_EQ(ask("POST", "/v1/sales", sale, 422)["code"], "sale_must_fit_the_hoarding_limit");
    ask("PUT", "/v1/wallets/A1.M1/limits", R"({"overdraft":"5.00","reason":"no limit"})", 201);
    ask("POST", "/v1/sales", sale, 201);
}

TEST_F(OfficeApi, AShiftIsTakenCountedAndListed) {
    configure(R"({"service_fee_ppm":0,"overdraft":"0","till_methods":["cash"]})");
    EXPECT_EQ(ask("POST", "/v1/sales", sale, 409)["code"], "money_must_move_in_a_shift");
    const std::string take = R"({"till":"T1","method":"cash","opening_float":"50.00"})";
    const auto shift = ask("POST", "/v1/shifts", take, 201)["position"].get<int>();
    const std::string path = "/v1/shifts/" + std::to_string(shift);
    ask("POST", "/v1/sales", sale, 201);
    const Json open = ask("GET", "/v1/shifts?state=open", "", 200)["items"][0];
    EXPECT_EQ(open["teller"], "li");
    EXPECT_EQ(open["takings"], Json::parse(R"([{"method":"cash","amount":"100.00"}])"));
    EXPECT_EQ(ask("GET", "/v1/sales?shift=" + std::to_string(shift), "", 200)["items"].size(), 1U);

    const std::string count =
        R"({"counts":[{"method":"cash","counted":"149.00"}],"reason":"a coin rolled away"})";
    EXPECT_EQ(ask("POST", path + "/closing?dry_run=true", count, 200)["dry_run"], true);
    teller = "wu";
    EXPECT_EQ(ask("POST", path + "/closing", count, 422)["code"], "shift_must_be_the_tellers_own");
    teller = "li";
    ask("POST", path + "/closing", count, 201);
    const Json closed = ask("GET", path, "", 200);
    EXPECT_EQ(closed["state"], "closed");
    EXPECT_EQ(closed["counts"][0]["difference"], "-1.00");
    EXPECT_EQ(closed["reason"], "a coin rolled away");
    EXPECT_TRUE(ask("GET", "/v1/shifts?state=open", "", 200)["items"].empty());
}

TEST_F(OfficeApi, FeesAreDrawnOnceForEveryDayThatIsOver) {
    ask("POST", "/v1/fees",
        R"({"fee":"CLEAN","name":"Cleaning","amount":"0.50","per":"day","from":"2026-10-01"})",
        201);
    ask("PUT", "/v1/wallets/A1.M1/fees/CLEAN", R"({"from":"2026-10-01"})", 201);
    EXPECT_EQ(ask("POST", "/v1/fees/charges", "{}", 200)["charges"], 0);
    pass_days(40);
    const Json next = ask("POST", "/v1/fees/charges?dry_run=true", "{}", 200)["next"];
    EXPECT_EQ(next[0]["amount"], "15.50") << "October first";
    const Json charged = ask("POST", "/v1/fees/charges", "{}", 200);
    EXPECT_EQ(charged["refused"], Json::array());
    EXPECT_EQ(charged["through"], "2026-11-09");
    EXPECT_EQ(charged["charges"], 2);
    EXPECT_EQ(ask("GET", "/v1/wallets/A1.M1", "", 200)["balance"], "-20.00");
    EXPECT_EQ(ask("POST", "/v1/fees/charges", "{}", 200)["charges"], 0);
    EXPECT_EQ(ask("POST", "/v1/fees/charges", R"({"through":"2026-11-10"})", 409)["code"],
              "period_must_be_over");
    EXPECT_EQ(ask("GET", "/v1/wallets/A1.M1/entries", "", 200)["items"][0]["kind"], "fee");
    EXPECT_EQ(ask("GET", "/v1/fees/CLEAN", "", 200)["charged"], "2026-11-09");
}

TEST_F(OfficeApi, AClosedDayIsTheSameBytesForEverAndLaterFactsNameIt) {
    ask("POST", "/v1/sales", sale, 201);
    pass_days(1);
    const std::string path = "/v1/periods/day/2026-10-01";
    ask("GET", path, "", 404);
    const Json dry = ask("POST", path + "/closing?dry_run=true", "{}", 200);
    EXPECT_EQ(dry["events"][0]["type"], "PeriodClosed");
    ask("POST", path + "/closing", "{}", 201);
    const Json printed = ask("GET", path, "", 200);
    const std::string bytes = last_body;
    EXPECT_EQ(printed["figures"][0]["account"], "cash:cash");
    EXPECT_EQ(printed["figures"][0]["debit"], "100.00");
    EXPECT_EQ(printed["figures"][1]["account"], "wallets");

    const std::string late = R"({"read_at":"2026-10-01T20:00:00+08:00",
        "registers":{"total":1100,"rates":[],"step_wh":10,"ratio":1}})";
    ask("POST", "/v1/meters/M1/readings", late, 201);
    ask("POST", "/v1/sales", sale, 201);
    ask("GET", path, "", 200);
    EXPECT_EQ(last_body, bytes);
    const Json later = ask("GET", path + "/later", "", 200)["items"];
    ASSERT_EQ(later.size(), 2U) << later;
    EXPECT_EQ(later[0]["account"], "revenue:energy");
    EXPECT_EQ(later[0]["credit"], "0.50");
    EXPECT_EQ(later[0]["day"], "2026-10-01");
    EXPECT_EQ(later[0]["booked"], "2026-10-02");
    EXPECT_EQ(ask("GET", "/v1/periods?kind=day", "", 200)["items"].size(), 1U);
    EXPECT_EQ(ask("POST", path + "/closing", "{}", 409)["code"], "period_must_not_be_closed_twice");
}

TEST_F(OfficeApi, TheFeeClerkForgetsNoDayOfADowntime) {
    ask("POST", "/v1/fees",
        R"({"fee":"RENT","name":"Rent","amount":"30.00","per":"month","from":"2026-10-01"})", 201);
    ask("PUT", "/v1/wallets/A1.M1/fees/RENT", R"({"from":"2026-10-01"})", 201);
    pass_days(70);
    std::mutex mutex;
    std::condition_variable wake;
    std::string said;
    const auto report = [&](const std::string& sentence) {
        const std::lock_guard lock(mutex);
        said = sentence;
        wake.notify_one();
    };
    {
        const ledger::FeeClerk clerk(
            book(), [] { return Instant{OpenedBook::opening_hour.micros + 70 * day_us}; }, report);
        std::unique_lock lock(mutex);
        ASSERT_TRUE(wake.wait_for(lock, std::chrono::seconds(30), [&] { return !said.empty(); }));
    }
    EXPECT_EQ(said, "2 fixed fees were charged up to 2026-12-09");
    EXPECT_EQ(ask("GET", "/v1/wallets/A1.M1", "", 200)["balance"], "-60.00");
}

}  // namespace
