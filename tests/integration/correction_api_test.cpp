#include <atomic>
#include <thread>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "api/access/access.hpp"
#include "api/routes.hpp"
#include "api/telemetry.hpp"
#include "tests/integration/corrected_book.hpp"

// Corrections and what-ifs as they are asked for over HTTP, without a socket.

namespace {

using Json = nlohmann::json;

class AskedBook {
public:
    explicit AskedBook(const std::filesystem::path& directory)
        : corrected(directory),
          read_models_(corrected.book().journal(), directory / "projections"),
          access_(corrected.book(), {.directory = directory / "access"}),
          service_{corrected.book(),
                   read_models_,
                   [this] { return corrected.now(); },
                   telemetry_,
                   access_,
                   "",
                   "test",
                   {},
                   {},
                   {},
                   [this] { return is_stopping.load(); }},
          router_(service_) {}

    Json get(const std::string& path) {
        const auto last = corrected.book().journal().head().last.number;
        const auto answer =
            router_.answer({"GET", path, {{"at_least", std::to_string(last)}}, {}, ""});
        EXPECT_EQ(answer.status, 200) << answer.body;
        return Json::parse(answer.body);
    }

    api::Response post_without_key(const std::string& path, const Json& body) {
        return router_.answer({"POST", path, {}, {}, body.dump()});
    }

    api::Response post(const std::string& path, const Json& body) {
        return router_.answer({"POST", path, {}, {{"idempotency-key", "k"}}, body.dump()});
    }

    CorrectedBook corrected;
    std::atomic<bool> is_stopping{false};

private:
    projections::ReadModels read_models_;
    api::Telemetry telemetry_;
    api::Access access_;
    api::Service service_;
    api::Router router_;
};

std::string flat(const std::string& price) {
    return R"({"name":"Flat","prices":[{"band":"single","price":")" + price +
           R"("}],"from":"2026-10-01","to":"2026-10-31"})";
}

TEST(CorrectionsApi, SayWhatAnotherPriceWouldHaveCost) {
    const TemporaryDirectory directory;
    AskedBook asked(directory.path());
    asked.corrected.read(10);  // 10 kWh at 0.50
    const auto before = asked.corrected.book().journal().head().last;
    const auto answer = asked.post("/v1/tariffs/T/what-if", Json::parse(flat("0.80")));
    ASSERT_EQ(answer.status, 200) << answer.body;
    const Json json = Json::parse(answer.body);
    EXPECT_EQ(json["charged"], "5.00");
    EXPECT_EQ(json["would_be"], "8.00");
    EXPECT_EQ(json["difference"], "3.00");
    EXPECT_EQ(json["items"][0]["account"], "A1");
    EXPECT_EQ(asked.corrected.book().journal().head().last, before);
    const auto wrong = asked.post("/v1/tariffs/T/what-if", Json::parse(flat("-1")));
    EXPECT_EQ(wrong.status, 422) << wrong.body;
    const auto unused = asked.post("/v1/tariffs/U/what-if", Json::parse(flat("0.80")));
    EXPECT_EQ(unused.status, 422) << unused.body;
    EXPECT_EQ(Json::parse(unused.body)["code"], "tariff_must_be_in_use");
}

TEST(CorrectionsApi, ComparesWhatTheAccountOfTodayWasChargedAndNamesWhatItCannot) {
    using namespace ledger;  // NOLINT(google-build-using-namespace): commands
    const TemporaryDirectory directory;
    AskedBook asked(directory.path());
    asked.corrected.read(4);
    asked.corrected.tell(DetachMeter{AccountId("A1"), MeterId("M1")});
    asked.corrected.tell(OpenAccount{AccountId("A2"), CustomerId("C2"), {MeterId("M1")}});
    asked.corrected.read(6);
    const auto compared = [&] {
        return Json::parse(asked.post("/v1/tariffs/T/what-if", Json::parse(flat("0.80"))).body);
    };
    const Json moved = compared();
    ASSERT_EQ(moved["items"].size(), 2U) << moved;
    EXPECT_TRUE(moved["items"][0]["account"].is_null());
    EXPECT_TRUE(moved["items"][0]["charged"].is_null());
    EXPECT_TRUE(moved["items"][0]["hindrance"].is_string());
    EXPECT_EQ(moved["items"][1]["account"], "A2");
    EXPECT_EQ(moved["items"][1]["charged"], "3.00");
    EXPECT_EQ(moved["items"][1]["would_be"], "4.80");
    EXPECT_TRUE(moved["difference"].is_null());
    asked.corrected.tell(DetachMeter{AccountId("A2"), MeterId("M1")});
    const Json left = compared();
    ASSERT_EQ(left["items"].size(), 1U) << left;
    EXPECT_TRUE(left["items"][0]["hindrance"].is_string());
}

TEST(CorrectionsApi, CompareThoughAMeterLeavesItsAccountMeanwhile) {
    using namespace ledger;  // NOLINT(google-build-using-namespace): commands
    const TemporaryDirectory directory;
    AskedBook asked(directory.path());
    asked.corrected.read(3);
    std::atomic<bool> is_over{false};
    std::thread moving([&] {
        while (!is_over) {
            asked.corrected.tell(DetachMeter{AccountId("A1"), MeterId("M1")});
            asked.corrected.tell(AttachMeter{AccountId("A1"), MeterId("M1")});
        }
    });
    for (int i = 0; i < 200; ++i) {
        const auto answer = asked.post("/v1/tariffs/T/what-if", Json::parse(flat("0.80")));
        EXPECT_EQ(answer.status, 200) << answer.body;
    }
    is_over = true;
    moving.join();
}

TEST(CorrectionsApi, AWhatIfIsBrokenOffWhenTheServiceStops) {
    const TemporaryDirectory directory;
    AskedBook asked(directory.path());
    asked.corrected.read(3);
    asked.is_stopping = true;
    EXPECT_EQ(asked.post("/v1/tariffs/T/what-if", Json::parse(flat("0.80"))).status, 503);
}

TEST(CorrectionsApi, CorrectAReadingAndShowIt) {
    const TemporaryDirectory directory;
    AskedBook asked(directory.path());
    asked.corrected.read(2);
    asked.corrected.wait_until_indexed();
    const Json readings = asked.get("/v1/meters/M1/readings");
    const Json& newest = readings["items"][0];
    Json registers = newest["data"]["registers"];
    registers["total"] = registers["total"].get<int>() - 50;
    const std::string path = "/v1/meters/M1/readings/" + newest["position"].dump() + "/correction";
    EXPECT_EQ(asked.post(path, {{"registers", registers}}).status, 422) << "no reason";
    const auto answer = asked.post(path, {{"registers", registers}, {"reason", "misread"}});
    ASSERT_EQ(answer.status, 201) << answer.body;
    asked.corrected.wait_until_corrected();
    const Json corrections = asked.get("/v1/corrections");
    ASSERT_EQ(corrections["items"].size(), 1U);
    EXPECT_EQ(corrections["items"][0]["amount"], "-0.25");
    EXPECT_EQ(corrections["items"][0]["energy"], "-0.50");
    EXPECT_TRUE(asked.get("/v1/corrections/due")["items"].empty());
    EXPECT_TRUE(asked.get("/v1/meters/M1")["due"].is_null());
    const Json entries = asked.get("/v1/wallets/A1.M1/entries");
    EXPECT_EQ(entries["items"][0]["kind"], "correction");
}

TEST(CorrectionsApi, WriteALateReadingOnceHoweverOftenItIsDelivered) {
    const TemporaryDirectory directory;
    AskedBook asked(directory.path());
    asked.corrected.read(2);
    const ledger::Instant late{asked.corrected.now().micros - 1'800'000'000};
    const Json reading{
        {"read_at", ledger::to_text(late)},
        {"registers", {{"total", 1'150}, {"rates", Json::array()}, {"step_wh", 10}, {"ratio", 1}}}};
    const auto first = asked.post_without_key("/v1/meters/M1/readings", reading);
    ASSERT_EQ(first.status, 201) << first.body;
    asked.corrected.wait_until_corrected();
    const auto last = asked.corrected.book().journal().head().last;
    for (int times = 0; times < 3; ++times) {
        const auto again = asked.post_without_key("/v1/meters/M1/readings", reading);
        EXPECT_EQ(Json::parse(again.body)["position"], Json::parse(first.body)["position"]);
        EXPECT_EQ(again.headers.at("Idempotent-Replayed"), "true");
    }
    EXPECT_EQ(asked.corrected.book().journal().head().last, last);
}

}  // namespace
