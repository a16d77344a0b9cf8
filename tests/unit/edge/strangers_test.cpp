#include "tests/unit/edge/strangers.hpp"

#include <gtest/gtest.h>
#include <openssl/ssl.h>

namespace edge {
namespace {

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
    const Socket socket = knock();
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
    const PlainLink silent(knock());
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

TEST_F(Strangers, OneBadItemDoesNotHoldUpTheOthers) {
    Channel channel = come_as("G1");
    (void)greet(channel, "G1");
    const auto later = OpenedBook::opening_hour - std::chrono::minutes(1);
    channel.say(Facts{1, {"garbage", reading_at(later, 1'000), reading_at(later, 1'000, "M9")}});
    const auto taken = next<Taken>(channel);
    EXPECT_EQ(taken.through, 3U);
    ASSERT_EQ(taken.refused.size(), 2U);
    EXPECT_TRUE(has(taken.refused[0].why, "nothing that this release knows"));
    EXPECT_TRUE(has(taken.refused[1].why, "not this gateway's"));
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
