#include <algorithm>
#include <future>
#include <map>
#include <set>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "ledger/journal/index.hpp"
#include "tests/integration/http_client.hpp"
#include "tests/integration/serving.hpp"

// What was answered under a key is answered under it for ever, to the last byte; and of two who
// edit the same thing one is told that the other was first.

namespace {

using nlohmann::json;

std::string key(const std::string& key) { return "Idempotency-Key: " + key + "\r\n"; }

/// One request, and the key it is asked under.
struct Asked {
    const char* method;
    std::string path;
    std::string body;
    int status = 201;
};

/// In this order each can be done; `{sale}` is the position of the first sale.
const std::vector<Asked> deeds{
    {"PUT", "/v1/site",
     R"({"name":"Site","zone":"Asia/Shanghai","currency":"CNY","payment_methods":["cash"],)"
     R"("plausibility_margin_percent":120,"poll_interval_s":1800,"misses_until_lost":3,)"
     R"("cutoff":"manual"})"},
    {"PUT", "/v1/buildings/B2", R"({"name":"Second"})"},
    {"PUT", "/v1/meters/M1/thresholds", R"({"alarm1":"20.00","alarm2":"5.00","overload_w":0})"},
    {"PUT", "/v1/customers/C7", R"({"name":"张三","phone":"138"})"},
    {"POST", "/v1/tariffs",
     R"({"tariff":"T2","name":"Two","effective_from":"2026-11-01T00:00:00Z",)"
     R"("prices":[{"band":"single","price":"0.70"}]})"},
    {"PUT", "/v1/calendars/CN",
     R"({"name":"Holidays","days":[{"day":"2026-10-01","kind":"holiday"}]})"},
    {"POST", "/v1/fees",
     R"({"fee":"RENT","name":"Rent","per":"month","amount":"30.00","from":"2027-01-01"})"},
    {"PUT", "/v1/wallets/A1.M1/limits",
     R"({"overdraft":"5.00","hoarding_limit":null,"reason":"known"})"},
    {"POST", "/v1/sales", R"({"wallet":"A1.M1","amount":"100.00","method":"cash"})"},
    {"POST", "/v1/refunds",
     R"({"sale":{sale},"amount":"10.00","method":"cash","reason":"moves out"})"},
    {"POST", "/v1/commands", R"({"meter":"M1","kind":"trip","reason":"works"})"},
    {"POST", "/v1/batches", R"({"batch":"N1","kind":"read_now","building":"B1"})"},
    {"POST", "/v1/adjustments",
     R"({"wallet":"A1.M1","kind":"goodwill","amount":"1.00","reason":"late"})"},
    {"PUT", "/v1/lines/L2",
     R"({"transport":"rtu_over_tcp","address":"127.0.0.1:2","baud":9600,"parity":"none",)"
     R"("stop_bits":1,"response_timeout_ms":1000,"max_meters":30})"},
};

/// What does not depend on the moment.
std::map<std::string, std::string> lasting(const Answer& answer) {
    auto headers = answer.headers;
    headers.erase("idempotent-replayed");
    return headers;
}

class Permanence : public testing::Test {
protected:
    TemporaryDirectory directory_;
    std::unique_ptr<Serving> server_ = std::make_unique<Serving>(directory_.path());
    std::string sale_;

    void restart() {
        server_.reset();
        server_ = std::make_unique<Serving>(directory_.path());
    }
    std::string body_of(const Asked& deed) const {
        std::string body = deed.body;
        if (const auto at = body.find("{sale}"); at != std::string::npos)
            body.replace(at, 6, sale_);
        return body;
    }
    Answer ask(const Asked& deed, std::size_t i, const std::string& more = "") {
        return HttpClient(server_->port())
            .ask(deed.method, deed.path, body_of(deed), key("deed" + std::to_string(i)) + more);
    }
    std::vector<Answer> do_all() {
        std::vector<Answer> answers;
        for (std::size_t i = 0; i < deeds.size(); ++i) {
            answers.push_back(ask(deeds[i], i));
            EXPECT_EQ(answers.back().status, deeds[i].status)
                << deeds[i].path << " " << answers.back().body;
            EXPECT_FALSE(answers.back().headers.contains("idempotent-replayed"));
            if (deeds[i].path == "/v1/sales")
                sale_ = json::parse(answers.back().body)["position"].dump();
        }
        return answers;
    }
    void expect_the_same(const std::vector<Answer>& first) {
        for (std::size_t i = 0; i < deeds.size(); ++i) {
            const Answer again = ask(deeds[i], i);
            EXPECT_EQ(again.status, first[i].status) << deeds[i].path << again.body;
            EXPECT_EQ(again.body, first[i].body) << deeds[i].path;
            EXPECT_EQ(lasting(again), lasting(first[i])) << deeds[i].path;
            EXPECT_EQ(again.headers.at("idempotent-replayed"), "true");
        }
    }
};

TEST_F(Permanence, TheSameKeyIsAnsweredWithTheSameBytesNowAndAfterRestarts) {
    const std::vector<Answer> first = do_all();
    expect_the_same(first);
    // The world goes on: what was asked would come to something else now.
    HttpClient client(server_->port());
    EXPECT_EQ(client
                  .ask("PUT", "/v1/meters/M1/thresholds",
                       R"({"alarm1":"9.00","alarm2":"1.00","overload_w":0})")
                  .status,
              201);
    EXPECT_EQ(
        client
            .ask("PUT", "/v1/meters/M2",
                 R"({"line":"L2","unit":1,"profile":"acrel-ddsy1352","number":"","ct":1,"pt":1,)"
                 R"("rated_power_w":13200,"has_relay":true,"mode":"book","poll_interval_s":null,)"
                 R"("place":{"building":"B1","floor":"1","room":"102"}})")
            .status,
        201)
        << "a batch of building B1 would have another row now";
    EXPECT_EQ(client
                  .ask("POST", "/v1/sales", R"({"wallet":"A1.M1","amount":"7.00","method":"cash"})",
                       key("other"))
                  .status,
              201);
    for (int round = 0; round < 2; ++round) {
        restart();
        expect_the_same(first);
    }
    const auto events = server_->opened.book().journal().head().last;
    expect_the_same(first);
    EXPECT_EQ(server_->opened.book().journal().head().last, events) << "nothing is written";
}

TEST_F(Permanence, AnotherBodyUnderTheKeyIsRefusedForEver) {
    (void)do_all();
    for (int round = 0; round < 2; ++round) {
        for (std::size_t i = 0; i < deeds.size(); ++i) {
            const Asked& other = deeds[(i + 1) % deeds.size()];
            const Answer refused =
                HttpClient(server_->port())
                    .ask(other.method, other.path, body_of(other), key("deed" + std::to_string(i)));
            EXPECT_EQ(refused.status, 422) << deeds[i].path << " then " << other.path;
            EXPECT_EQ(json::parse(refused.body)["code"], "idempotency_key_must_keep_its_command");
        }
        restart();
    }
}

TEST_F(Permanence, APreconditionIsOfTheFirstRequestAndNotOfItsRepetitions) {
    HttpClient client(server_->port());
    const std::string body = R"({"name":"Tower of glass"})";
    const std::string etag = client.ask("GET", "/v1/buildings/B1").headers.at("etag");
    const std::string headers = key("glass") + "If-Match: " + etag + "\r\n";
    const Answer first = client.ask("PUT", "/v1/buildings/B1", body, headers);
    EXPECT_EQ(first.status, 201) << first.body;
    const Answer again = client.ask("PUT", "/v1/buildings/B1", body, headers);
    EXPECT_EQ(again.status, 201) << again.body;
    EXPECT_EQ(again.body, first.body);
}

/// The writer waits while somebody looks at the state, so the first request is in flight as long.
TEST_F(Permanence, AKeyInFlightIsRefusedUntilItsAnswerIsThere) {
    const std::string sale = R"({"wallet":"A1.M1","amount":"7.00","method":"cash"})";
    const auto sell = [&] {
        return HttpClient(server_->port()).ask("POST", "/v1/sales", sale, key("held"));
    };
    std::vector<std::future<Answer>> asked;
    const auto is_answered = [](const std::future<Answer>& each) {
        return each.wait_for(std::chrono::milliseconds(1)) == std::future_status::ready;
    };
    server_->opened.book().read([&](const ledger::State&) {
        for (int i = 0; i < 2; ++i) asked.push_back(std::async(std::launch::async, sell));
        // Whichever came first waits for us; the other one is refused at once.
        const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (std::ranges::none_of(asked, is_answered) &&
               std::chrono::steady_clock::now() < patience) {
        }
        return 0;
    });
    std::multiset<int> statuses;
    for (auto& each : asked) {
        const Answer answer = each.get();
        statuses.insert(answer.status);
        if (answer.status != 409) continue;
        EXPECT_EQ(json::parse(answer.body)["code"], "key_is_in_flight");
        EXPECT_EQ(answer.headers.at("retry-after"), "1");
    }
    EXPECT_EQ(statuses, (std::multiset<int>{201, 409}));
    Answer after = sell();
    while (after.status == 409) after = sell();
    EXPECT_EQ(after.status, 201) << after.body;
    EXPECT_EQ(server_->opened.balance(), ledger::cents(700)) << "sold once";
}

// --- two who edit ------------------------------------------------------------------------------

TEST_F(Permanence, OfManyWhoEditWhatTheyAllHaveSeenOneIsFirst) {
    constexpr int editors = 12;
    for (int round = 0; round < 5; ++round) {
        const std::string etag =
            HttpClient(server_->port()).ask("GET", "/v1/buildings/B1").headers.at("etag");
        std::vector<std::future<Answer>> answers;
        for (int i = 0; i < editors; ++i)
            answers.push_back(std::async(std::launch::async, [&, i] {
                const std::string name = std::to_string(round) + "-" + std::to_string(i);
                return HttpClient(server_->port())
                    .ask("PUT", "/v1/buildings/B1", R"({"name":")" + name + R"("})",
                         "If-Match: " + etag + "\r\n");
            }));
        int first = 0;
        std::string left;
        for (auto& each : answers) {
            const Answer answer = each.get();
            if (answer.status == 201) {
                ++first;
                left = answer.headers.at("etag");
                continue;
            }
            EXPECT_EQ(answer.status, 412) << answer.body;
            EXPECT_EQ(json::parse(answer.body)["code"], "subject_must_be_unchanged");
            EXPECT_EQ(json::parse(answer.body)["field"], "if_match");
        }
        EXPECT_EQ(first, 1);
        restart();
        EXPECT_EQ(HttpClient(server_->port()).ask("GET", "/v1/buildings/B1").headers.at("etag"),
                  left);
    }
}

TEST_F(Permanence, WhatIsEditedHasAnETagAndTakesIt) {
    (void)do_all();
    HttpClient client(server_->port());
    for (const char* path : {"/v1/site", "/v1/buildings/B1", "/v1/lines/L1", "/v1/meters/M1",
                             "/v1/tariffs/T", "/v1/calendars/CN", "/v1/accounts/A1",
                             "/v1/customers/C7", "/v1/wallets/A1.M1", "/v1/fees/RENT"}) {
        const Answer answer = client.ask("GET", path);
        EXPECT_EQ(answer.status, 200) << path;
        EXPECT_TRUE(answer.headers.contains("etag")) << path;
    }
    const std::string etag = client.ask("GET", "/v1/meters/M1").headers.at("etag");
    const auto warn = [&](const std::string& amount, const std::string& match) {
        return client.ask("PUT", "/v1/meters/M1/thresholds",
                          R"({"alarm1":")" + amount + R"(","alarm2":"1.00","overload_w":0})",
                          "If-Match: " + match + "\r\n");
    };
    const Answer changed = warn("30.00", etag);
    EXPECT_EQ(changed.status, 201) << changed.body;
    EXPECT_EQ(changed.headers.at("etag"), client.ask("GET", "/v1/meters/M1").headers.at("etag"));
    EXPECT_EQ(warn("40.00", etag).status, 412);
    EXPECT_EQ(warn("40.00", changed.headers.at("etag")).status, 201);
    EXPECT_EQ(warn("50.00", "17").status, 400) << "no quotes";
    EXPECT_EQ(warn("50.00", "W/\"17\"").status, 400) << "a weak one never matches";
}

TEST_F(Permanence, WhatMustBeNewIsNotWrittenOver) {
    HttpClient client(server_->port());
    const std::string unless = "If-None-Match: *\r\n";
    EXPECT_EQ(client.ask("PUT", "/v1/buildings/B1", R"({"name":"Mine"})", unless).status, 412);
    EXPECT_EQ(client.ask("PUT", "/v1/buildings/B9", R"({"name":"Mine"})", unless).status, 201);
    EXPECT_EQ(client
                  .ask("POST", "/v1/sales", R"({"wallet":"A1.M1","amount":"7.00","method":"cash"})",
                       key("k") + unless)
                  .status,
              400)
        << "nothing is edited by a sale";
}

/// What a machine reads and a person pays does not come between somebody who reads and edits.
TEST_F(Permanence, ASaleDoesNotComeBetween) {
    HttpClient client(server_->port());
    const std::string etag = client.ask("GET", "/v1/wallets/A1.M1").headers.at("etag");
    EXPECT_TRUE(server_->opened.sell("between", 100));
    EXPECT_EQ(client
                  .ask("PUT", "/v1/wallets/A1.M1/limits",
                       R"({"overdraft":"5.00","hoarding_limit":null,"reason":"known"})",
                       "If-Match: " + etag + "\r\n")
                  .status,
              201);
}

// --- where an answer stands in the log ---------------------------------------------------------

TEST_F(Permanence, EveryAnswerNamesThePositionUpToWhichItHasSeen) {
    HttpClient client(server_->port());
    const Answer sold = client.ask(
        "POST", "/v1/sales", R"({"wallet":"A1.M1","amount":"7.00","method":"cash"})", key("seen"));
    const std::string position = sold.headers.at("ledger-position");
    EXPECT_EQ(json::parse(sold.body)["events"].back()["position"].dump(), position);
    for (const char* path : {"/v1/wallets/A1.M1", "/v1/sales", "/v1/reports/trial-balance",
                             "/v1/commands", "/v1/meters", "/v1/site"}) {
        const Answer answer = client.ask("GET", std::string(path) + "?at_least=" + position);
        EXPECT_EQ(answer.status, 200) << path << answer.body;
        EXPECT_GE(std::stoull(answer.headers.at("ledger-position")), std::stoull(position)) << path;
        const Answer early = client.ask("GET", std::string(path) + "?at_least=999999");
        EXPECT_EQ(early.status, 503) << path;
        EXPECT_TRUE(early.headers.contains("retry-after")) << path;
    }
    EXPECT_EQ(client.ask("GET", "/v1/sales?as_of=3").status, 400) << "not answered as of now";
    EXPECT_EQ(client.ask("GET", "/v1/wallets/A1.M1?as_of=999999").status, 503);
    EXPECT_EQ(client.ask("GET", "/v1/wallets/A1.M1?as_of=" + position).status, 200);
}

}  // namespace
