#include <chrono>
#include <filesystem>
#include <future>
#include <list>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <sys/resource.h>

#include "tests/integration/http_client.hpp"
#include "tests/integration/serving.hpp"

// What waits for the book holds no thread: the book stands still as on a disk that does not answer,
// and goes on.

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr const char* sale = R"({"wallet":"A1.M1","amount":"1.00","method":"cash"})";

/// Somebody looks at the state and does not look away: nothing is decided meanwhile.
class StandingStill {
public:
    explicit StandingStill(const ledger::Book& book)
        : looking_([&book, &begun = begun_, end = end_.get_future()] {
              book.read([&](const ledger::State&) {
                  begun.set_value();
                  end.wait();
              });
          }) {
        begun_.get_future().wait();
    }
    ~StandingStill() { go_on(); }
    StandingStill(const StandingStill&) = delete;
    StandingStill& operator=(const StandingStill&) = delete;

    void go_on() {
        if (!looking_.joinable()) return;
        end_.set_value();
        looking_.join();
    }

private:
    std::promise<void> begun_;
    std::promise<void> end_;
    std::thread looking_;
};

std::string key(const std::string& name) { return "Idempotency-Key: " + name + "\r\n"; }

std::string request(const std::string& method, const std::string& target,
                    const std::string& headers, const std::string& body) {
    return method + " " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// A till whose sale the book has and does not answer: another one that uses its key is refused.
class WaitingTill {
public:
    WaitingTill(std::uint16_t port, const std::string& name)
        : waits_(std::make_unique<HttpClient>(port)), refused_(std::make_unique<HttpClient>(port)) {
        for (HttpClient* each : {waits_.get(), refused_.get()})
            each->send(request("POST", "/v1/sales", key(name), sale));
        while (!refused_->is_answered_within(milliseconds(5))) waits_.swap(refused_);
        EXPECT_EQ(refused_->receive().status, 409);
    }

    Answer receive() { return waits_->receive(); }
    void go_away() { waits_->reset(); }

private:
    std::unique_ptr<HttpClient> waits_;
    std::unique_ptr<HttpClient> refused_;
};

/// Two for each of a thousand connections, since both ends are in this process.
void raise_descriptor_limit() {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

std::ptrdiff_t threads_of_this_process() {
    return std::distance(std::filesystem::directory_iterator("/proc/self/task"), {});
}

TEST(WaitingForTheBook, AThousandSalesHoldNoWorkerAndNoThread) {
    raise_descriptor_limit();
    const TemporaryDirectory directory;
    Serving serving(directory.path(), "", {.workers = 1, .connections = 2'000});
    const auto sold = [&] { return serving.opened.balance(); };
    const ledger::Money before = sold();
    StandingStill book(serving.opened.book());
    const auto threads = threads_of_this_process();
    std::list<HttpClient> tills;
    for (int i = 0; i < 1'000; ++i) {
        // Every second one as a worker takes it, and not where it was read.
        const std::string target = i % 2 == 0 ? "/v1/sales" : "/v1/sales?dry_run=false";
        tills.emplace_back(serving.port())
            .send(request("POST", target, key(std::to_string(i)), sale));
    }
    HttpClient office(serving.port());
    for (int i = 0; i < 50; ++i) {
        ASSERT_EQ(office.ask("GET", "/v1/wallets/A1.M1").status, 200);
        ASSERT_EQ(office.ask("GET", "/v1/buildings").status, 200) << "it needs the only worker";
    }
    EXPECT_EQ(threads_of_this_process(), threads);
    EXPECT_FALSE(tills.front().is_answered_within(milliseconds(0)));
    book.go_on();
    for (HttpClient& each : tills) ASSERT_EQ(each.receive().status, 201);
    EXPECT_EQ(sold() - before, ledger::cents(1'000 * 100));
}

TEST(WaitingForTheBook, IsAnsweredBeforeTheServerIsGone) {
    const TemporaryDirectory directory;
    Serving serving(directory.path());
    StandingStill book(serving.opened.book());
    std::list<WaitingTill> tills;
    for (int i = 0; i < 20; ++i) tills.emplace_back(serving.port(), std::to_string(i));
    auto stopping = std::async(std::launch::async, [&] { serving.stop(); });
    EXPECT_EQ(stopping.wait_for(milliseconds(100)), std::future_status::timeout);
    book.go_on();
    for (WaitingTill& each : tills) {
        const Answer answer = each.receive();
        EXPECT_EQ(answer.status, 201);
        EXPECT_EQ(answer.headers.at("connection"), "close");
    }
    EXPECT_EQ(stopping.wait_for(seconds(20)), std::future_status::ready);
}

/// What the book has is written, and what it tells then is still there to be told.
TEST(WaitingForTheBook, IsWaitedForThoughNobodyCanBeToldAnyMore) {
    const TemporaryDirectory directory;
    ledger::Money before;
    {
        Serving serving(directory.path(), "", {.shutdown_time = seconds(0)});
        before = serving.opened.balance();
        StandingStill book(serving.opened.book());
        std::list<WaitingTill> tills;
        for (int i = 0; i < 20; ++i) tills.emplace_back(serving.port(), std::to_string(i));
        auto stopping = std::async(std::launch::async, [&] { serving.stop(); });
        EXPECT_EQ(stopping.wait_for(milliseconds(300)), std::future_status::timeout);
        book.go_on();
        EXPECT_EQ(stopping.wait_for(seconds(20)), std::future_status::ready);
    }
    EXPECT_EQ(OpenedBook(directory.path()).balance() - before, ledger::cents(20 * 100));
}

TEST(WaitingForTheBook, LosesNothingWhenItsClientGoesAway) {
    const TemporaryDirectory directory;
    Serving serving(directory.path());
    const ledger::Money before = serving.opened.balance();
    StandingStill book(serving.opened.book());
    std::list<WaitingTill> tills;
    for (int i = 0; i < 20; ++i) tills.emplace_back(serving.port(), std::to_string(i)).go_away();
    HttpClient back(serving.port());
    EXPECT_EQ(back.ask("POST", "/v1/sales", sale, key("0")).status, 409) << "it still waits";
    book.go_on();
    for (int i = 0; i < 20; ++i) {
        Answer again = back.ask("POST", "/v1/sales", sale, key(std::to_string(i)));
        while (again.status == 409)
            again = back.ask("POST", "/v1/sales", sale, key(std::to_string(i)));
        EXPECT_EQ(again.status, 201);
        EXPECT_EQ(again.headers["idempotent-replayed"], "true");
    }
    EXPECT_EQ(serving.opened.balance() - before, ledger::cents(20 * 100)) << "each of them once";
}

/// What is refused by the book itself is refused as ever, and frees its key.
TEST(WaitingForTheBook, IsToldARefusal) {
    const TemporaryDirectory directory;
    const Serving serving(directory.path());
    HttpClient till(serving.port());
    const std::string nobody = R"({"wallet":"A9.M9","amount":"1.00","method":"cash"})";
    for (int i = 0; i < 2; ++i) {
        const Answer refused = till.ask("POST", "/v1/sales", nobody, key("one"));
        EXPECT_EQ(refused.status, 404) << refused.body;
        EXPECT_EQ(refused.headers.at("content-type"), "application/problem+json");
        EXPECT_TRUE(refused.headers.contains("ledger-position"));
    }
    EXPECT_EQ(till.ask("POST", "/v1/sales", sale, key("one")).status, 201);
}

}  // namespace
