#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include <gtest/gtest.h>

#include "tests/integration/each_wire.hpp"

// Whoever listens is told more and more, until one of the two ends.

namespace {

using std::chrono::seconds;

/// The listeners of a server, for a test to tell.
class Ears {
public:
    api::Response answer(const api::Request&) {
        return {200,
                {{"Content-Type", "text/event-stream"}},
                "begin\n",
                [this](std::shared_ptr<api::Listener> listener) {
                    const std::lock_guard lock(mutex_);
                    last_ = std::move(listener);
                    come_.notify_all();
                }};
    }
    std::shared_ptr<api::Listener> next() {
        std::unique_lock lock(mutex_);
        come_.wait_for(lock, seconds(20), [&] { return last_ != nullptr; });
        return std::exchange(last_, nullptr);
    }

private:
    std::mutex mutex_;
    std::condition_variable come_;
    std::shared_ptr<api::Listener> last_;
};

class Listening : public OverEachWire {
protected:
    Ears ears_;

    std::unique_ptr<api::Server> served(const api::ServerOptions& options = {}) {
        auto server = std::make_unique<api::Server>(over(options));
        server->start(
            api::at_once([this](const api::Request& request) { return ears_.answer(request); }));
        return server;
    }
    /// What comes until it ends with this.
    static std::string heard(HttpClient& client, const std::string& end) {
        std::string all;
        while (!all.ends_with(end)) {
            const std::string some = client.receive_some();
            if (some.empty()) break;
            all += some;
        }
        return all;
    }
};
INSTANTIATE_TEST_SUITE_P(, Listening, each_wire, name_of_wire);

TEST_P(Listening, HearsEverythingInItsOrder) {
    const auto server = served();
    HttpClient client(server->port(), GetParam());
    client.send("GET / HTTP/1.1\r\nHost: t\r\n\r\n");
    const std::string head = heard(client, "begin\n");
    EXPECT_NE(head.find("Connection: close"), std::string::npos);
    EXPECT_EQ(head.find("Content-Length"), std::string::npos) << "it has no end of its own";
    const auto listener = ears_.next();
    ASSERT_TRUE(listener);
    std::string told;
    for (int i = 0; i < 500; ++i) {
        const std::string piece = std::to_string(i) + "\n";
        ASSERT_TRUE(listener->tell(piece));
        told += piece;
    }
    EXPECT_EQ(heard(client, "\n499\n"), told);
    listener->finish();
    EXPECT_TRUE(client.is_closed());
}

TEST_P(Listening, IsKnownToHaveGone) {
    const auto server = served();
    auto client = std::make_unique<HttpClient>(server->port(), GetParam());
    client->send("GET / HTTP/1.1\r\nHost: t\r\n\r\n");
    const auto listener = ears_.next();
    ASSERT_TRUE(listener);
    EXPECT_TRUE(listener->tell("one\n"));
    client.reset();
    const auto begun = std::chrono::steady_clock::now();
    while (listener->tell("more\n") && std::chrono::steady_clock::now() - begun < seconds(20))
        std::this_thread::yield();
    EXPECT_FALSE(listener->tell("more\n"));
}

TEST_P(Listening, EndsForWhoeverDoesNotKeepUp) {
    api::ServerOptions options;
    options.most_untold_bytes = 100'000;
    const auto server = served(options);
    HttpClient deaf(server->port(), GetParam());
    deaf.send("GET / HTTP/1.1\r\nHost: t\r\n\r\n");
    const auto listener = ears_.next();
    ASSERT_TRUE(listener);
    const std::string piece(10'000, 'x');
    int told = 0;
    while (listener->tell(piece) && told < 100'000) ++told;
    EXPECT_LT(told, 100'000) << "what waits is bounded";
    EXPECT_GT(told, 5);
}

TEST_P(Listening, EndsInTimeWhenTheServerStops) {
    auto server = served();
    HttpClient client(server->port(), GetParam());
    client.send("GET / HTTP/1.1\r\nHost: t\r\n\r\n");
    const auto listener = ears_.next();
    ASSERT_TRUE(listener);
    const auto begun = std::chrono::steady_clock::now();
    server.reset();
    EXPECT_LT(std::chrono::steady_clock::now() - begun, seconds(8));
    EXPECT_FALSE(listener->tell("more\n"));
}

/// The header of the same answer, and nothing of what would follow.
TEST_P(Listening, IsNothingForAHead) {
    const auto server = served();
    HttpClient client(server->port(), GetParam());
    client.send("HEAD / HTTP/1.1\r\nHost: t\r\n\r\n");
    EXPECT_EQ(client.receive().status, 200);
    EXPECT_TRUE(client.is_closed());
}

}  // namespace
