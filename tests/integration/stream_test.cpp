#include <atomic>
#include <thread>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/integration/http_client.hpp"
#include "tests/integration/serving.hpp"
#include "tests/support/exchange_record.hpp"

namespace {

using Json = nlohmann::json;

std::string building(int number) { return "/v1/buildings/S" + std::to_string(number); }

/// Registers one more building and says where that stands.
std::uint64_t write(HttpClient& client, int number) {
    const Answer answer = client.ask("PUT", building(number), R"({"name":"House"})");
    return Json::parse(answer.body).at("position").get<std::uint64_t>();
}

/// Listens as a browser does.
class Listening {
public:
    explicit Listening(std::uint16_t port, const std::string& query = "",
                       const std::string& headers = "")
        : client_(port) {
        client_.send("GET /v1/events/stream" + query + " HTTP/1.1\r\nHost: localhost\r\n" +
                     headers + "\r\n");
        head_ = until("\r\n\r\n");
        const bool is_stream = head_.find("Content-Type: text/event-stream") != std::string::npos;
        if (!is_stream) throw std::runtime_error("this is no stream: " + head_);
        const std::string greeting = until("retry: 2000\n\n");
        record({"GET", "/v1/events/stream", std::stoi(head_.substr(9, 3)), "text/event-stream",
                greeting});
    }

    const std::string& head() const { return head_; }

    /// The data of the next event; null when the stream has ended.
    Json next() {
        for (;;) {
            const std::string block = until("\n\n");
            if (block.empty()) return nullptr;
            const std::size_t at = block.find("data: ");
            if (at != std::string::npos) return Json::parse(block.substr(at + 6));
        }
    }
    std::uint64_t next_position() { return next().at("position").get<std::uint64_t>(); }
    std::string next_block() { return until("\n\n"); }

private:
    /// What comes up to this mark, with it; empty where the server closes first.
    std::string until(const std::string& mark) {
        std::size_t at = 0;
        while ((at = heard_.find(mark)) == std::string::npos) {
            const std::string more = client_.receive_some();
            if (more.empty()) return "";
            heard_ += more;
        }
        const std::string part = heard_.substr(0, at + mark.size());
        heard_.erase(0, part.size());
        return part;
    }

    HttpClient client_;
    std::string head_;
    std::string heard_;
};

TEST(Stream, TellsOfEachEventAsItIsWritten) {
    const TemporaryDirectory directory;
    const Serving serving(directory.path());
    HttpClient client(serving.port());
    Listening listening(serving.port());
    EXPECT_NE(listening.head().find("Content-Type: text/event-stream"), std::string::npos);
    for (int i = 0; i < 3; ++i) {
        const std::uint64_t position = write(client, i);
        const std::string block = listening.next_block();
        EXPECT_EQ(block.find("id: " + std::to_string(position) + "\nevent: BuildingRegistered\n"),
                  0U)
            << block;
    }
}

TEST(Stream, GoesOnBehindTheLastThatWasHeard) {
    const TemporaryDirectory directory;
    const Serving serving(directory.path());
    HttpClient client(serving.port());
    const std::uint64_t first = write(client, 1);
    const std::uint64_t second = write(client, 2);
    Listening resumed(serving.port(), "", "Last-Event-ID: " + std::to_string(first) + "\r\n");
    EXPECT_EQ(resumed.next_position(), second);
    Listening whole(serving.port(), "?after=0");
    for (std::uint64_t position = 1; position <= second; ++position)
        ASSERT_EQ(whole.next_position(), position);
    EXPECT_EQ(client.ask("GET", "/v1/events/stream?after=" + std::to_string(second + 1)).status,
              400);
    EXPECT_EQ(client.ask("GET", "/v1/events/stream?after=-1").status, 400);
    for (const char* misspelt : {"type=CreditSOLD", "type=CreditSold,Nope", "subject_kind=walet"}) {
        EXPECT_EQ(client.ask("GET", std::string("/v1/events/stream?") + misspelt).status, 400);
        EXPECT_EQ(client.ask("GET", std::string("/v1/events?") + misspelt).status, 400);
    }
}

TEST(Stream, TellsOnlyWhatWasAskedFor) {
    const TemporaryDirectory directory;
    const Serving serving(directory.path());
    HttpClient client(serving.port());
    Listening sales(serving.port(), "?after=0&type=CreditSold,CreditRefunded");
    Listening other(serving.port(), "?after=0&building=S9");
    Listening wallet(serving.port(), "?after=0&subject_kind=wallet&subject=A1.M1&building=B1");
    const std::string sale = R"({"wallet":"A1.M1","amount":"20.00","method":"cash"})";
    const Answer sold = client.ask("POST", "/v1/sales", sale, "Idempotency-Key: s1\r\n");
    ASSERT_EQ(sold.status, 201) << sold.body;
    EXPECT_EQ(sales.next().at("type"), "CreditSold");
    EXPECT_EQ(wallet.next().at("type"), "CreditSold");
    (void)write(client, 9);
    EXPECT_EQ(other.next().at("data").at("building"), "S9");
}

TEST(Stream, TellsWhoIsBoundToABuildingOfNothingElse) {
    const TemporaryDirectory directory;
    const Serving serving(directory.path(), "secret");
    HttpClient client(serving.port());
    const std::string admin = "Authorization: Bearer secret\r\n";
    const auto write = [&](const std::string& method, const std::string& path,
                           const std::string& body) {
        const Answer answer = client.ask(method, path, body, admin);
        EXPECT_EQ(answer.status, 201) << path << ' ' << answer.body;
        return Json::parse(answer.body);
    };
    (void)write("PUT", "/v1/buildings/S1", R"({"name":"One"})");
    (void)write("PUT", "/v1/buildings/S2", R"({"name":"Two"})");
    const auto add = [&](const std::string& who, const std::string& more) {
        (void)write(
            "POST", "/v1/operators",
            R"({"operator":")" + who + R"(","display_name":"R",)" + more + R"(,"accounts":[]})");
    };
    add("chief", R"("is_machine":false,"roles":["administrator"],"buildings":[])");
    add("guard", R"("is_machine":true,"roles":["auditor"],"buildings":["S1"])");
    const Json key = write("POST", "/v1/operators/guard/keys", R"({"key":"k1"})");
    const std::string guard = "Authorization: Bearer " + key["bearer"].get<std::string>() + "\r\n";
    Listening guarded(serving.port(), "?after=0&type=BuildingRegistered", guard);
    EXPECT_EQ(guarded.next()["data"]["name"], "One");
    (void)write("PUT", "/v1/buildings/S2", R"({"name":"Two again"})");
    (void)write("PUT", "/v1/buildings/S1", R"({"name":"One again"})");
    EXPECT_EQ(guarded.next()["data"]["name"], "One again");
    EXPECT_EQ(client.ask("GET", "/v1/events/stream?building=S2", "", guard).status, 403);
    EXPECT_EQ(client.ask("GET", "/v1/events/stream").status, 401);
}

TEST(Stream, TellsWhoIsBoundToABuildingThatAMeterOfASharedAccountChanged) {
    const TemporaryDirectory directory;
    Serving serving(directory.path(), "secret");
    HttpClient client(serving.port());
    int writes = 0;
    const auto write = [&](const std::string& method, const std::string& path, const Json& body) {
        const std::string headers = "Authorization: Bearer secret\r\nIdempotency-Key: k" +
                                    std::to_string(++writes) + "\r\n";
        const Answer answer = client.ask(method, path, body.dump(), headers);
        EXPECT_LT(answer.status, 300) << path << ' ' << answer.body;
        return Json::parse(answer.body);
    };
    write("PUT", "/v1/buildings/S2", {{"name", "Two"}});
    for (const auto& [who, role, buildings] :
         {std::tuple{"chief", "administrator", Json::array()},
          std::tuple{"guard", "auditor", Json::array({"B1"})}}) {
        write("POST", "/v1/operators",
              {{"operator", who},
               {"is_machine", std::string_view(who) == "guard"},
               {"display_name", ""},
               {"roles", {role}},
               {"buildings", buildings},
               {"accounts", Json::array()}});
    }
    const Json key = write("POST", "/v1/operators/guard/keys", {{"key", "k1"}});
    const std::string guard = "Authorization: Bearer " + key["bearer"].get<std::string>() + "\r\n";
    serving.opened.share_account(ledger::BuildingId("S2"));
    Listening guarded(serving.port(), "", guard);
    Listening choosy(serving.port(), "?type=CreditSold,BuildingRegistered", guard);
    const Json sold =
        write("POST", "/v1/sales", {{"wallet", "A1.M1"}, {"amount", "20.00"}, {"method", "cash"}});
    const std::string told = guarded.next_block();
    EXPECT_NE(told.find("event: MetersChanged\n"), std::string::npos) << told;
    EXPECT_EQ(told.find("20.00"), std::string::npos) << told;
    const Json expected{{"position", sold.at("position")}, {"meters", {"M1"}}};
    EXPECT_EQ(Json::parse(told.substr(told.find("data: ") + 6)), expected);
    write("PUT", "/v1/buildings/S2", {{"name", "Two again"}});
    write("PUT", "/v1/buildings/B1", {{"name", "Tower again"}});
    EXPECT_EQ(guarded.next()["data"]["name"], "Tower again");  // a building is no meter of theirs
    EXPECT_EQ(choosy.next()["data"]["name"],
              "Tower again");  // and who asks for sales is told of them
}

/// Of a book with an administrator, whose password is asked for nowhere here.
class GuardedStream : public testing::Test {
protected:
    using Pairs = std::vector<std::pair<std::string, std::string>>;

    GuardedStream() {
        for (const auto& [who, role] : Pairs{{"chief", "administrator"}, {"erp", "auditor"}}) {
            const Json body{
                {"operator", who}, {"is_machine", who == "erp"}, {"display_name", ""},
                {"roles", {role}}, {"buildings", Json::array()}, {"accounts", Json::array()}};
            write("POST", "/v1/operators", body);
        }
        const Json key = write("POST", "/v1/operators/erp/keys", {{"key", "k1"}});
        erp = "Authorization: Bearer " + key["bearer"].get<std::string>() + "\r\n";
    }

    Json write(const std::string& method, const std::string& path, const Json& body) {
        const Answer answer = client.ask(method, path, body.dump(), admin);
        EXPECT_LT(answer.status, 300) << path << ' ' << answer.body;
        return Json::parse(answer.body);
    }

    /// What the machine is from now on.
    void change(const std::vector<std::string>& roles, bool is_disabled) {
        write("PUT", "/v1/operators/erp",
              {{"display_name", ""},
               {"roles", roles},
               {"buildings", Json::array()},
               {"accounts", Json::array()},
               {"disabled", is_disabled}});
    }

    /// Long before the quarter of an hour after which every stream ends. Silence is broken every
    /// 15 seconds, so that this does.
    static bool ends(Listening& listening) {
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(12);
        while (std::chrono::steady_clock::now() < until) {
            if (listening.next_block().empty()) return true;
        }
        return false;
    }

    const TemporaryDirectory directory;
    Serving serving{directory.path(), "secret"};
    HttpClient client{serving.port()};
    std::string admin = "Authorization: Bearer secret\r\n";
    std::string erp;
};

TEST_F(GuardedStream, EndsWhenItsOperatorIsDisabled) {
    Listening listening(serving.port(), "", erp);
    change({"auditor"}, true);
    EXPECT_TRUE(ends(listening));
}

TEST_F(GuardedStream, EndsWhenItsOperatorLosesTheRightToTheLog) {
    Listening listening(serving.port(), "", erp);
    change({"cashier"}, false);
    EXPECT_TRUE(ends(listening));
}

TEST_F(GuardedStream, EndsWhenItsKeyIsRevoked) {
    Listening listening(serving.port(), "", erp);
    write("POST", "/v1/operators/erp/keys/k1/revocation", Json::object());
    EXPECT_TRUE(ends(listening));
}

TEST_F(GuardedStream, EndsWhenItsListenerSignsOut) {
    write("PUT", "/v1/operators/chief/password", {{"password", "correct horse battery"}});
    const Answer in = client.ask("POST", "/v1/sessions",
                                 R"({"operator":"chief","password":"correct horse battery"})",
                                 "Content-Type: application/json\r\n");
    ASSERT_EQ(in.status, 201) << in.body;
    const std::string& cookie = in.headers.at("set-cookie");
    const std::string chief = "Cookie: " + cookie.substr(0, cookie.find(';')) + "\r\n";
    Listening listening(serving.port(), "", chief);
    const std::string csrf = Json::parse(in.body)["csrf_token"].get<std::string>();
    EXPECT_EQ(
        client.ask("DELETE", "/v1/sessions/current", "", chief + "X-CSRF-Token: " + csrf + "\r\n")
            .status,
        200);
    EXPECT_TRUE(ends(listening));
}

TEST(Stream, EndsAfterAWhileSoThatWhoComesAgainIsAskedAnew) {
    const TemporaryDirectory directory;
    const Serving serving(directory.path(), "", {}, {.longest = std::chrono::minutes(0)});
    Listening listening(serving.port());
    EXPECT_TRUE(listening.next().is_null());
}

TEST(Stream, BreaksItsSilenceAndSaysHowFarItIs) {
    const TemporaryDirectory directory;
    const Serving serving(directory.path(), "", {}, {std::chrono::milliseconds(20)});
    HttpClient client(serving.port());
    Listening listening(serving.port(), "?type=CreditSold");
    const std::uint64_t position = write(client, 1);
    const std::string wanted = "id: " + std::to_string(position) + "\n\n";
    std::string block;
    do {
        block = listening.next_block();
        ASSERT_TRUE(block.starts_with(": still here\nid: ")) << block;
    } while (!block.ends_with(wanted));
}

TEST(Stream, OfHundredsTakesNoWorker) {
    const TemporaryDirectory directory;
    const Serving serving(directory.path());
    std::vector<std::unique_ptr<Listening>> all;
    for (int i = 0; i < 200; ++i) all.push_back(std::make_unique<Listening>(serving.port()));
    HttpClient client(serving.port());
    const std::uint64_t position = write(client, 1);
    for (const auto& each : all) ASSERT_EQ(each->next_position(), position);
}

TEST(Stream, ThatNobodyReadsHoldsUpNobody) {
    const TemporaryDirectory directory;
    Serving serving(directory.path());
    HttpClient client(serving.port());
    Listening stuck(serving.port(), "?after=0");
    Listening lively(serving.port());
    const std::string long_name = R"({"name":")" + std::string(190, 'x') + R"("})";
    for (int i = 0; i < 1'500; ++i) {
        ASSERT_EQ(client.ask("PUT", building(i), long_name).status, 201);
        const auto next = lively.next();
        if (i % 100 == 0) {
            EXPECT_EQ(next.at("type"), "BuildingRegistered");
        }
    }
    std::uint64_t expected = 0;
    while (expected < serving.opened.book().journal().head().last.number)
        ASSERT_EQ(stuck.next_position(), ++expected) << "what was not read is told later";
}

TEST(Stream, EndsWhenTheServiceStops) {
    const TemporaryDirectory directory;
    Serving serving(directory.path());
    Listening listening(serving.port());
    const auto begun = std::chrono::steady_clock::now();
    serving.stop();
    EXPECT_TRUE(listening.next().is_null());
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(9));
}

}  // namespace
