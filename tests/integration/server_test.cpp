#include "api/http/server.hpp"

#include <atomic>
#include <chrono>
#include <ctime>
#include <list>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/resource.h>
#include <unistd.h>

#include "tests/integration/each_wire.hpp"

// How the server holds out against clients that are slow, many, early or rude.

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

/// Answers with what it was sent.
api::Response echo(const api::Request& request) {
    return {200, {{"Content-Type", "text/plain"}}, request.path + " " + request.body};
}

api::ServerOptions impatient() {
    api::ServerOptions options;
    options.request_time = seconds(1);
    options.shutdown_time = seconds(1);
    return options;
}

/// This many descriptors for the test, and what there was before for the others.
class DescriptorLimit {
public:
    explicit DescriptorLimit(rlim_t count) {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        const rlimit wanted{count, before_.rlim_max};
        is_set_ = ::setrlimit(RLIMIT_NOFILE, &wanted) == 0;
    }
    ~DescriptorLimit() { ::setrlimit(RLIMIT_NOFILE, &before_); }
    DescriptorLimit(const DescriptorLimit&) = delete;
    DescriptorLimit& operator=(const DescriptorLimit&) = delete;
    bool is_set() const { return is_set_; }

private:
    rlimit before_{};
    bool is_set_ = false;
};

/// Says again what it was asked.
class EchoServer : public api::Server {
public:
    explicit EchoServer(const api::ServerOptions& options = {}) : Server(options) {
        start(api::at_once(echo));
    }
};

class ServerOverEachWire : public OverEachWire {};
INSTANTIATE_TEST_SUITE_P(, ServerOverEachWire, each_wire, name_of_wire);

/// A hundred clients send the beginning and then a byte now and then; another is answered
/// meanwhile. How long the server bore the last of them.
steady_clock::duration dribble(const api::ServerOptions& options, Wire wire,
                               const std::string& beginning) {
    const EchoServer server(options);
    std::list<HttpClient> slow;
    for (int i = 0; i < 100; ++i) slow.emplace_back(server.port(), wire).send(beginning);
    const auto begun = steady_clock::now();
    HttpClient quick(server.port(), wire);
    while (!slow.empty() && steady_clock::now() - begun < seconds(20)) {
        for (HttpClient& each : slow) each.send("x");
        EXPECT_EQ(quick.ask("GET", "/quick").status, 200);
        slow.remove_if([](HttpClient& each) { return each.is_closed_now(); });
        ::poll(nullptr, 0, 20);
    }
    EXPECT_TRUE(slow.empty()) << slow.size() << " are still served";
    return steady_clock::now() - begun;
}

TEST_P(ServerOverEachWire, LetsASlowHeaderGoAndAnswersOthersMeanwhile) {
    EXPECT_LT(dribble(over(impatient()), GetParam(), "GET / HTTP/1.1\r\nHost: t\r\nX: "),
              seconds(5));
}

TEST_P(ServerOverEachWire, LetsASlowBodyGoAndAnswersOthersMeanwhile) {
    EXPECT_LT(dribble(over(impatient()), GetParam(),
                      "POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 100000\r\n\r\n"),
              seconds(5));
}

TEST_P(ServerOverEachWire, AnswersBesideTwoThousandIdleConnections) {
    const DescriptorLimit limit(8'192);
    ASSERT_TRUE(limit.is_set()) << "this test needs 8192 descriptors: raise ulimit -Hn";
    api::ServerOptions options;
    options.connections = 2'001;
    options.idle_time = std::chrono::minutes(10);  // however slowly they come about
    const EchoServer server(over(options));
    std::list<HttpClient> idle;
    for (int i = 0; i < 2'000; ++i) idle.emplace_back(server.port(), GetParam());
    HttpClient busy(server.port(), GetParam());
    for (int i = 0; i < 100; ++i) EXPECT_EQ(busy.ask("GET", "/").status, 200);
    for (HttpClient& each : idle) ASSERT_EQ(each.ask("GET", "/").status, 200) << "and idle no more";
}

TEST_P(ServerOverEachWire, TellsOneConnectionTooManyToComeAgain) {
    api::ServerOptions options;
    options.connections = 2;
    const EchoServer server(over(options));
    HttpClient first(server.port(), GetParam());
    EXPECT_EQ(first.ask("GET", "/").status, 200);
    {
        HttpClient second(server.port(), GetParam());
        EXPECT_EQ(second.ask("GET", "/").status, 200);
        HttpClient third(server.port(), GetParam());
        const Answer refused = third.receive();
        EXPECT_EQ(refused.status, 503);
        EXPECT_EQ(refused.headers.at("retry-after"), "5");
        EXPECT_TRUE(third.is_closed());
    }
    const auto begun = steady_clock::now();
    int status = 503;
    while (status != 200 && steady_clock::now() - begun < seconds(20))
        status = HttpClient(server.port(), GetParam()).ask("GET", "/").status;
    EXPECT_EQ(status, 200);
}

TEST(Server, GoesOnWhenThereAreDescriptorsAgain) {
    const EchoServer server;
    const int first_free = ::dup(0);
    const DescriptorLimit limit(static_cast<rlim_t>(first_free) + 20);
    std::vector<int> taken{first_free};
    for (int next = ::dup(0); next >= 0; next = ::dup(0)) taken.push_back(next);
    ::close(taken.back());
    taken.pop_back();
    HttpClient client(server.port());
    client.send("GET / HTTP/1.1\r\nHost: t\r\n\r\n");
    const std::clock_t before = std::clock();
    EXPECT_FALSE(client.is_answered_within(milliseconds(300))) << "there was one left to accept";
    EXPECT_LT(std::clock() - before, CLOCKS_PER_SEC / 10) << "waiting burnt the processor";
    for (const int each : taken) ::close(each);
    EXPECT_EQ(client.receive().status, 200);
}

TEST_P(ServerOverEachWire, AnswersWhatWasSentAheadInItsOrder) {
    const EchoServer server(over());
    std::string ahead;
    for (int i = 0; i < 300; ++i) {
        const std::string body(static_cast<std::size_t>(i), 'b');
        ahead += "POST /" + std::to_string(i) +
                 " HTTP/1.1\r\nHost: t\r\nContent-Length: " + std::to_string(body.size()) +
                 "\r\n\r\n" + body;
    }
    HttpClient client(server.port(), GetParam());
    for (std::size_t at = 0; at < ahead.size(); at += 997) client.send(ahead.substr(at, 997));
    for (int i = 0; i < 300; ++i) {
        const Answer answer = client.receive();
        ASSERT_EQ(answer.status, 200);
        ASSERT_EQ(answer.body,
                  "/" + std::to_string(i) + " " + std::string(static_cast<std::size_t>(i), 'b'));
    }
}

/// Closing a socket with bytes unread resets it, and what was answered could be lost.
TEST_P(ServerOverEachWire, ItsLastAnswerArrivesThoughMuchWasSentBehindTheRequest) {
    const EchoServer server(over());
    const std::string much(400'000, 'x');
    for (int i = 0; i < 50; ++i) {
        HttpClient leaving(server.port(), GetParam());
        leaving.send("GET /last HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n" + much);
        const Answer last = leaving.receive();
        ASSERT_EQ(last.status, 200) << i;
        ASSERT_EQ(last.body, "/last ");
        HttpClient large(server.port(), GetParam());
        large.send("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 9000000\r\n\r\n" + much);
        ASSERT_EQ(large.receive().status, 413) << i;
    }
}

TEST_P(ServerOverEachWire, StopsInTimeThoughAClientHoldsOn) {
    std::list<HttpClient> holding;
    const auto begun = [&] {
        const EchoServer server(over(impatient()));
        for (int i = 0; i < 20; ++i)
            holding.emplace_back(server.port(), GetParam())
                .send("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 10\r\n\r\n123");
        HttpClient served(server.port(), GetParam());
        EXPECT_EQ(served.ask("GET", "/").status, 200);
        return steady_clock::now();
    }();
    EXPECT_LT(steady_clock::now() - begun, seconds(4));
    for (HttpClient& each : holding) EXPECT_TRUE(each.is_closed());
}

/// Who connects at that very moment is let go like everybody else.
TEST_P(ServerOverEachWire, StopsInTimeThoughClientsAreArriving) {
    for (int round = 0; round < 30; ++round) {
        auto server = std::make_unique<EchoServer>(over(impatient()));
        const std::uint16_t port = server->port();
        std::atomic<bool> arrived{false};
        std::thread arriving([&] {
            std::list<HttpClient> idle;
            try {
                for (int i = 0; i < 40; ++i) {
                    idle.emplace_back(port, GetParam());
                    arrived = true;
                }
            } catch (const std::runtime_error&) {
                arrived = true;  // nobody listens any more
            }
            for (HttpClient& each : idle) EXPECT_TRUE(each.is_closed());
        });
        while (!arrived) std::this_thread::yield();
        const auto begun = steady_clock::now();
        server.reset();
        EXPECT_LT(steady_clock::now() - begun, seconds(2)) << round;
        arriving.join();
    }
}

TEST(Server, TakesItsAddressBeforeItAnswers) {
    api::Server server(impatient());
    EXPECT_THROW(HttpClient(server.port()).ask("GET", "/"), std::exception);
    server.start(api::at_once(echo));
    EXPECT_THROW(api::Server({.port = server.port()}), std::runtime_error);
    EXPECT_EQ(HttpClient(server.port()).ask("GET", "/").status, 200);
}

}  // namespace
