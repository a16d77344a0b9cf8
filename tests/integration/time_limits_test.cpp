#include <chrono>

#include <gtest/gtest.h>
#include <poll.h>

#include "tests/integration/each_wire.hpp"

// How long a connection may take for what it does.

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr std::size_t much = 32 << 20;  ///< more than sockets hold

api::Response tell_much(const api::Request& request) {
    return {200, {{"Content-Type", "text/plain"}}, std::string(much, request.path.back())};
}

class TimeLimits : public OverEachWire {};
INSTANTIATE_TEST_SUITE_P(, TimeLimits, each_wire, name_of_wire);

TEST_P(TimeLimits, LetAConnectionGoThatIsIdleAndNoneThatIsUsed) {
    api::ServerOptions options;
    options.idle_time = seconds(1);
    options.request_time = seconds(1);
    api::Server server(over(options));
    server.start(api::at_once([](const api::Request&) -> api::Response { return {}; }));
    HttpClient client(server.port(), GetParam());
    const auto begun = steady_clock::now();
    while (steady_clock::now() - begun < milliseconds(2'500)) {
        ASSERT_EQ(client.ask("GET", "/").status, 200);
        ::poll(nullptr, 0, 20);
    }
    const auto idle = steady_clock::now();
    EXPECT_TRUE(client.is_closed());
    const auto borne = steady_clock::now() - idle;
    EXPECT_GT(borne, milliseconds(900));
    EXPECT_LT(borne, seconds(5));
}

TEST_P(TimeLimits, LeaveALongAnswerWholeThatIsRead) {
    api::Server server(over());
    server.start(api::at_once(tell_much));
    HttpClient client(server.port(), GetParam());
    for (const char* path : {"/a", "/b"}) {
        const Answer answer = client.ask("GET", path);
        EXPECT_EQ(answer.status, 200);
        EXPECT_TRUE(answer.body == std::string(much, path[1])) << path;
    }
}

TEST_P(TimeLimits, LetGoWhoeverDoesNotReadTheAnswer) {
    api::ServerOptions options;
    options.write_time = seconds(1);
    api::Server server(over(options));
    server.start(api::at_once(tell_much));
    HttpClient deaf(server.port(), GetParam());
    deaf.send("GET /a HTTP/1.1\r\nHost: t\r\n\r\n");
    ASSERT_TRUE(deaf.is_answered_within(seconds(20)));
    ::poll(nullptr, 0, 2'500);
    const Answer cut = deaf.receive();
    EXPECT_TRUE(cut.is_cut);
    EXPECT_LT(cut.body.size(), much);
}

}  // namespace
