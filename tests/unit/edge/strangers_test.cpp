#include <fstream>

#include <gtest/gtest.h>
#include <openssl/ssl.h>

#include "ingest/edge/channel.hpp"
#include "ingest/edge/fact.hpp"
#include "ingest/edge/reception.hpp"
#include "ingest/edge/socket.hpp"
#include "ingest/edge/tls_link.hpp"
#include "ingest/edge/visit.hpp"
#include "tests/integration/opened_book.hpp"
#include "tests/unit/edge/times.hpp"

namespace edge {
namespace {

using ledger::GatewayId;

constexpr const char* queue_name = "0123456789abcdef";

/// A book that lets gateways in, and whoever knocks.
class Strangers : public ::testing::Test {
protected:
    void SetUp() override {
        make_authority(papers(), "Corner House", this_year());
        make_server_papers(papers(), "127.0.0.1", this_year());
        for (const char* each : {"G1", "G2", "Unknown"})
            make_gateway_papers(papers(), GatewayId(each), this_year());
        make_secret(papers(), GatewayId("G1"));
        tell(
            ledger::RegisterGateway{{GatewayId("G1"), ledger::BuildingId("B1"), "collects", true}});
        tell(ledger::RegisterGateway{{GatewayId("G2"), ledger::BuildingId("B1"), "a box", false}});
        move_line_to("G1");
        ReceptionOptions options;
        options.tls = Door{"127.0.0.1", 0, papers()};
        options.sealed = Door{"127.0.0.1", 0, papers()};
        options.release = "test";
        reception_ = std::make_unique<Reception>(
            std::move(options), opened_.book(), [] { return OpenedBook::opening_hour; },
            [this](ingest::Weight, const std::string& sentence) {
                const std::lock_guard lock(mutex_);
                told_ += sentence + "\n";
            });
    }

    /// Whatever came before, a gateway that is known is served.
    void TearDown() override {
        Channel channel = come_as("G1");
        EXPECT_EQ(greet(channel, "G1").protocol, protocol);
    }

    std::filesystem::path papers() const { return directory_ / "papers"; }

    void tell(ledger::Command command) {
        const auto outcome = opened_.book().execute(
            {std::move(command), {ledger::ActorKind::system, "test", ""}, "test", "", false});
        ASSERT_TRUE(outcome) << outcome.error().detail;
    }

    void move_line_to(const std::string& gateway) {
        auto line = opened_.book().read([](const ledger::State& state) {
            return state.lines.at(ledger::LineId("L1")).registered;
        });
        line.gateway = GatewayId(gateway);
        tell(ledger::RegisterLine{line});
    }

    Papers papers_of(const std::string& gateway) const {
        return {papers() / "ca.pem", papers() / ("gateway-" + gateway + ".pem"),
                papers() / ("gateway-" + gateway + ".key")};
    }

    Socket knock(bool sealed = false) const {
        const auto port = sealed ? reception_->sealed_port() : reception_->tls_port();
        return connect("127.0.0.1:" + std::to_string(port));
    }

    Channel come_with(const Papers& shown) const {
        const TlsSide side(TlsSide::Role::gateway, shown);
        return Channel(std::make_unique<TlsLink>(side, knock(), "127.0.0.1", in(greeting_time)));
    }
    Channel come_as(const std::string& gateway) const { return come_with(papers_of(gateway)); }

    static Hello hello_of(const std::string& gateway) {
        return {protocol, GatewayId(gateway), queue_name, 1, {}, "test"};
    }
    static Welcome greet(Channel& channel, const std::string& gateway) {
        channel.say(hello_of(gateway));
        auto welcome = channel.expect<Welcome>(in(greeting_time));
        channel.trust();
        return welcome;
    }

    /// Why the book ends the link.
    template <class Say>
    static std::string reason(Say&& say) {
        try {
            say();
        } catch (const std::exception& end) {
            return end.what();
        }
        return "it was let in";
    }

    /// The book's next word of this kind; what else it says meanwhile is passed over.
    template <class Message>
    static Message next(Channel& channel) {
        for (;;) {
            const auto frame = channel.receive(in(greeting_time));
            if (!frame) throw LinkBroken("no word came");
            if (frame->kind == Message::kind) return message_in<Message>(*frame);
            if (frame->kind == Kind::farewell) throw LinkBroken(message_in<Farewell>(*frame).why);
        }
    }

    bool was_told(const std::string& words) const {
        const Deadline until = in(std::chrono::seconds(20));
        while (std::chrono::steady_clock::now() < until) {
            {
                const std::lock_guard lock(mutex_);
                if (told_.find(words) != std::string::npos) return true;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        ADD_FAILURE() << told_;
        return false;
    }

    TemporaryDirectory directory_;
    OpenedBook opened_{directory_ / "book"};
    mutable std::mutex mutex_;
    std::string told_;
    std::unique_ptr<Reception> reception_;
};

bool has(const std::string& text, const std::string& words) {
    return text.find(words) != std::string::npos;
}

std::string reading_at(ledger::Instant at, std::uint64_t total, const std::string& meter = "M1") {
    return encode(
        Fact{at, "",
             ledger::RecordReading{ledger::MeterId(meter), at, {total, {}, 10, 1}, {}, "", 1, 1}});
}

/// Without TLS.
Seal::Session ask_for_seal(Channel& channel, const std::string& gateway) {
    Seal::Session session{GatewayId(gateway), random_bytes(fresh_size), {}};
    channel.say(SealAsk{session.gateway, session.fresh_of_gateway});
    session.fresh_of_book = channel.expect<SealAnswer>(in(greeting_time)).fresh;
    return session;
}

TEST_F(Strangers, AreToldWhenAnotherAuthoritySignedTheirs) {
    make_authority(directory_ / "other", "Another House", this_year());
    make_gateway_papers(directory_ / "other", GatewayId("G1"), this_year());
    const Papers forged{papers() / "ca.pem", directory_ / "other" / "gateway-G1.pem",
                        directory_ / "other" / "gateway-G1.key"};
    const std::string why = reason([&] {
        Channel channel = come_with(forged);
        (void)greet(channel, "G1");
    });
    EXPECT_TRUE(has(why, "unknown ca")) << why;
    EXPECT_TRUE(was_told("the other end's certificate is not accepted"));
}

TEST_F(Strangers, AreToldWhenTheirCertificateIsOver) {
    std::filesystem::remove(papers() / "gateway-G1.pem");
    std::filesystem::rename(papers() / "gateway-G1.key", papers() / "kept.key");
    make_gateway_papers(papers(), GatewayId("G1"), last_year());
    const std::string why = reason([&] {
        Channel channel = come_as("G1");
        (void)greet(channel, "G1");
    });
    EXPECT_TRUE(has(why, "certificate expired")) << why;
    EXPECT_TRUE(was_told("certificate has expired"));
    for (const char* each : {"gateway-G1.pem", "gateway-G1.key"})
        std::filesystem::remove(papers() / each);
    make_gateway_papers(papers(), GatewayId("G1"), this_year());
}

TEST_F(Strangers, WithoutACertificateAreNotLetIn) {
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context(
        SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
    Socket socket = knock();
    const std::unique_ptr<SSL, decltype(&SSL_free)> connection(SSL_new(context.get()), SSL_free);
    SSL_set_fd(connection.get(), socket.descriptor());
    while (SSL_connect(connection.get()) != 1) ASSERT_TRUE(socket.wait_to_read(in(greeting_time)));
    EXPECT_TRUE(was_told("peer did not return a certificate"));
}

TEST_F(Strangers, ThatSpeakOnlyTls12AreNotLetIn) {
    const TlsSide side(TlsSide::Role::gateway, papers_of("G1"));
    SSL_CTX_set_min_proto_version(side.context(), TLS1_2_VERSION);
    SSL_CTX_set_max_proto_version(side.context(), TLS1_2_VERSION);
    const std::string why =
        reason([&] { const TlsLink link(side, knock(), "127.0.0.1", in(greeting_time)); });
    EXPECT_TRUE(has(why, "protocol version")) << why;
    EXPECT_TRUE(was_told("unsupported protocol"));
}

TEST_F(Strangers, ThatAreNotRegisteredAreToldSo) {
    for (const char* each : {"Unknown", "G2"}) {
        const std::string why = reason([&] {
            Channel channel = come_as(each);
            (void)greet(channel, each);
        });
        EXPECT_TRUE(has(why, "is not registered as a gateway that collects")) << why;
    }
}

TEST_F(Strangers, CannotTakeAnothersName) {
    const std::string why = reason([&] {
        Channel channel = come_as("Unknown");
        (void)greet(channel, "G1");
    });
    EXPECT_TRUE(has(why, "another name than its papers")) << why;
}

TEST_F(Strangers, OfAnotherProtocolAreToldWhatToDo) {
    const std::string why = reason([&] {
        Channel channel = come_as("G1");
        Hello hello = hello_of("G1");
        hello.protocol = protocol + 1;
        channel.say(hello);
        (void)channel.expect<Welcome>(in(greeting_time));
    });
    EXPECT_TRUE(has(why, "install the same release at both ends")) << why;
}

TEST_F(Strangers, ThatSendGarbageEndTheirOwnLink) {
    for (const std::string& garbage : {std::string("GET / HTTP/1.1\r\n\r\n"),
                                       std::string(5'000, '\xff'), std::string(64, '\0')}) {
        PlainLink link(knock());
        link.write(garbage, in(greeting_time));
        EXPECT_NE(reason([&] {
                      while (!link.read(in(2 * greeting_time)).empty()) {
                      }
                  }),
                  "it was let in");
    }
    EXPECT_TRUE(was_told("no TLS 1.3 handshake"));
}

TEST_F(Strangers, GatewaysThatSendGarbageEndTheirOwnLink) {
    const std::string why = reason([&] {
        Channel channel = come_as("G1");
        (void)greet(channel, "G1");
        channel.send({Kind::facts, "\xff\xff\xff"});
        (void)next<Taken>(channel);
    });
    EXPECT_TRUE(has(why, "a frame of kind 3 that holds none")) << why;
}

TEST_F(Strangers, AFrameThatIsTooGreatIsRefusedBeforeItComes) {
    const std::string why = reason([&] {
        Channel channel = come_as("G1");
        (void)greet(channel, "G1");
        channel.send({Kind::facts, std::string(most_frame_bytes, 'x')});
        (void)next<Taken>(channel);
    });
    EXPECT_NE(why, "it was let in");
    EXPECT_TRUE(was_told("is the most"));
}

TEST_F(Strangers, ThatSayNothingOrLittleAreShownTheDoor) {
    PlainLink silent(knock());
    PlainLink drop_by_drop(knock());
    const Deadline began = std::chrono::steady_clock::now();
    const std::string why = reason([&] {
        drop_by_drop.write(std::string("\x16\x03\x01\x02\x00", 5), in(greeting_time));
        for (;;) {
            drop_by_drop.write("\x01", in(greeting_time));
            (void)drop_by_drop.read(in(std::chrono::milliseconds(200)));
        }
    });
    EXPECT_LT(std::chrono::steady_clock::now() - began, 2 * greeting_time) << why;
    EXPECT_TRUE(was_told("it took too long"));
}

TEST_F(Strangers, ItemsOutOfTurnEndTheLink) {
    const std::string why = reason([&] {
        Channel channel = come_as("G1");
        (void)greet(channel, "G1");
        channel.say(Facts{2, {"x"}});
        (void)next<Taken>(channel);
    });
    EXPECT_TRUE(has(why, "item 2 where 1 is due")) << why;
}

TEST_F(Strangers, WhoStandAboutKeepNobodyOutOfEitherDoor) {
    constexpr int many = 200;  // three times as many as are let in at once
    std::vector<Socket> crowd;
    for (int i = 0; i < many; ++i) crowd.push_back(knock());
    // These know a gateway's name, and not its secret.
    std::vector<Channel> pretenders;
    for (int i = 0; i < many; ++i) {
        pretenders.emplace_back(std::make_unique<PlainLink>(knock(true)));
        pretenders.back().say(SealAsk{GatewayId("G1"), random_bytes(fresh_size)});
    }
    Channel by_tls = come_as("G1");
    EXPECT_EQ(greet(by_tls, "G1").protocol, protocol);
    Channel by_secret(std::make_unique<PlainLink>(knock(true)));
    const auto session = ask_for_seal(by_secret, "G1");
    by_secret.seal(Seal(Seal::Side::gateway, read_secret(papers() / "G1.secret"), session));
    EXPECT_EQ(greet(by_secret, "G1").protocol, protocol);
    const std::lock_guard lock(mutex_);
    EXPECT_LT(std::ranges::count(told_, '\n'), 150);
}

TEST_F(Strangers, WordsOfStrangersFillOneShortLine) {
    Channel channel(std::make_unique<PlainLink>(knock(true)));
    channel.say(Farewell{"first line\n[info] forged \x1b[31m" + std::string(3'000, 'x')});
    EXPECT_TRUE(was_told("first line?[info] forged ?[31m"));
    const std::lock_guard lock(mutex_);
    for (std::size_t from = 0, end = 0; (end = told_.find('\n', from)) != told_.npos;
         from = end + 1)
        EXPECT_LT(end - from, 400U);
    EXPECT_EQ(told_.find("\n[info]"), told_.npos);
}

TEST_F(Strangers, ANewLifeOfAQueueIsGreetedOnTheSameLink) {
    Channel channel = come_as("G1");
    (void)greet(channel, "G1");
    const auto at = [](int minutes) {
        return OpenedBook::opening_hour - std::chrono::minutes(minutes);
    };
    channel.say(Facts{1, {reading_at(at(3), 1'000)}});
    EXPECT_EQ(next<Taken>(channel).through, 1U);
    Hello again = hello_of("G1");
    again.queue = "fedcba9876543210";
    again.next = 2;
    channel.say(again);
    EXPECT_EQ(next<Welcome>(channel).taken, 1U);
    channel.say(Facts{2, {reading_at(at(2), 1'001)}});
    const auto taken = next<Taken>(channel);
    EXPECT_EQ(taken.through, 2U);
    EXPECT_TRUE(taken.refused.empty());
}

TEST_F(Strangers, AGatewaySpeaksOfItsOwnMetersAlone) {
    move_line_to("G2");
    Channel channel = come_as("G1");
    (void)greet(channel, "G1");
    channel.say(Facts{1, {reading_at(OpenedBook::opening_hour, 1'000)}});
    const auto taken = next<Taken>(channel);
    ASSERT_EQ(taken.refused.size(), 1U);
    EXPECT_TRUE(has(taken.refused[0].why, "not this gateway's")) << taken.refused[0].why;
}

TEST_F(Strangers, OneBadItemDoesNotHoldUpTheOthers) {
    Channel channel = come_as("G1");
    (void)greet(channel, "G1");
    const auto later = OpenedBook::opening_hour - std::chrono::minutes(1);
    channel.say(Facts{1,
                      {"garbage", reading_at(later, 1'000), reading_at(later, 1'000, "M9"),
                       reading_at(later + std::chrono::hours(20), 1'000)}});
    const auto taken = next<Taken>(channel);
    EXPECT_EQ(taken.through, 4U);
    ASSERT_EQ(taken.refused.size(), 3U);
    EXPECT_TRUE(has(taken.refused[0].why, "nothing that this release knows"));
    EXPECT_TRUE(has(taken.refused[1].why, "not this gateway's"));
    EXPECT_TRUE(has(taken.refused[2].why, "later than now"));
}

// What was handed over before the link broke is known by its number, though nobody was told.
TEST_F(Strangers, TheBookKnowsWhatItHas) {
    const auto at = [](int minutes) {
        return OpenedBook::opening_hour - std::chrono::minutes(minutes);
    };
    {
        Channel channel = come_as("G1");
        EXPECT_EQ(greet(channel, "G1").taken, 0U);
        channel.say(Facts{1, {reading_at(at(3), 1'000), "garbage", reading_at(at(1), 1'000)}});
        (void)next<Taken>(channel);
    }
    Channel channel = come_as("G1");
    EXPECT_EQ(greet(channel, "G1").taken, 3U);
}

TEST_F(Strangers, TheNewestLinkOfAGatewayIsTheOneThatCounts) {
    Channel first = come_as("G1");
    (void)greet(first, "G1");
    Channel second = come_as("G1");
    (void)greet(second, "G1");
    EXPECT_TRUE(has(reason([&] { (void)next<Taken>(first); }), "another link"));
}

TEST_F(Strangers, WithoutTlsNeedTheSecret) {
    const std::string none = reason([&] {
        Channel channel(std::make_unique<PlainLink>(knock(true)));
        (void)ask_for_seal(channel, "Unknown");
    });
    EXPECT_TRUE(has(none, "no secret")) << none;
    const std::string wrong = reason([&] {
        Channel channel(std::make_unique<PlainLink>(knock(true)));
        const auto session = ask_for_seal(channel, "G1");
        channel.seal(Seal(Seal::Side::gateway, {std::string(secret_size, 'x')}, session));
        (void)greet(channel, "G1");
    });
    EXPECT_NE(wrong, "it was let in");
    EXPECT_TRUE(was_told("sealed with another secret"));
}

TEST_F(Strangers, CannotReplayASealedSession) {
    const Secret secret = read_secret(papers() / "G1.secret");
    PlainLink tapped(knock(true));
    const ledger::Bytes ask =
        packet(payload_of(frame_of(SealAsk{GatewayId("G1"), std::string(fresh_size, 'f')})));
    tapped.write(ask, in(greeting_time));
    PacketReader reader;
    reader.feed(tapped.read(in(greeting_time)));
    const auto answer = message_in<SealAnswer>(frame_in(*reader.next()));
    Seal seal(Seal::Side::gateway, secret,
              {GatewayId("G1"), std::string(fresh_size, 'f'), answer.fresh});
    const ledger::Bytes hello = packet(seal.close(payload_of(frame_of(hello_of("G1")))));
    tapped.write(hello, in(greeting_time));
    EXPECT_FALSE(tapped.read(in(greeting_time)).empty());

    PlainLink replayed(knock(true));
    replayed.write(ask + hello, in(greeting_time));
    EXPECT_TRUE(was_told("sealed with another secret"));
}

}  // namespace
}  // namespace edge
