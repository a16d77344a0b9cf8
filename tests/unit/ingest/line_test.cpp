#include "ingest/line.hpp"

#include <chrono>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include "tests/unit/ingest/raw_peer.hpp"

namespace ingest {
namespace {

using ledger::Transport;
using std::chrono::milliseconds;
using Kind = LineFault::Kind;
using Words = std::vector<std::uint16_t>;

constexpr int patient_ms = 2'000;
constexpr int hasty_ms = 40;
/// RTU cannot tell a reply from the one before it that comes later than twice this: a test's peer
/// may stand still for long on a machine that does much else.
constexpr int late_ms = 150;
const std::vector<Transport> every_transport{Transport::modbus_tcp, Transport::rtu_over_tcp,
                                             Transport::rtu_serial};

/// A peer whose script may speak of the peer itself.
using Says = std::function<std::vector<Piece>(const RawPeer&, const Bytes&)>;
struct Scripted {
    Scripted(Transport transport, Says says)
        : peer(transport, [this, says = std::move(says)](const Bytes& request) {
              return says(peer, request);
          }) {}
    RawPeer peer;
};

std::vector<Piece> obedient(const RawPeer& peer, const Bytes& request) {
    const auto count = static_cast<std::size_t>(request[4] * 256 + request[5]);
    return peer.answer(request[1] == 3 ? registers_reply(request, Words(count, 0x1234))
                                       : write_reply(request));
}

LineFault fault_of(Scripted& field) {
    Line line(field.peer.line(hasty_ms));
    const auto words = line.read(1, 0x0200, 2);
    return words ? LineFault{Kind::exception, -1, "an answer"} : words.error();
}

TEST(Line, ReadsTheRegistersOfAUnitOnEveryTransport) {
    for (const Transport transport : every_transport) {
        const Scripted field(transport, obedient);
        Line line(field.peer.line(patient_ms));
        const auto words = line.read(7, 0x0200, 48);
        ASSERT_TRUE(words) << to_text(transport) << ": " << words.error().detail;
        EXPECT_EQ(*words, Words(48, 0x1234));
    }
}

TEST(Line, WritesByFunction16) {
    for (const Transport transport : every_transport) {
        const Scripted field(transport, obedient);
        Line line(field.peer.line(patient_ms));
        const Words trip{1, 1};
        EXPECT_TRUE(line.write(1, 0x0057, trip));
        EXPECT_EQ(field.peer.last_request(), (Bytes{1, 0x10, 0, 0x57, 0, 2, 4, 0, 1, 0, 1}));
        const Words one{0x0100};
        EXPECT_TRUE(line.write(1, 0x0801, one));
        EXPECT_EQ(field.peer.last_request(), (Bytes{1, 0x10, 8, 1, 0, 1, 2, 1, 0}));
    }
}

TEST(Line, TakesAReplyThatComesByteByByte) {
    const Scripted field(Transport::rtu_over_tcp, [](const RawPeer& peer, const Bytes& request) {
        std::vector<Piece> pieces;
        for (const std::uint8_t byte : peer.framed(registers_reply(request, {1, 2, 3})))
            pieces.push_back({milliseconds(5), {byte}});
        return pieces;
    });
    Line line(field.peer.line(patient_ms));
    const auto words = line.read(1, 0, 3);
    ASSERT_TRUE(words) << words.error().detail;
    EXPECT_EQ(*words, (Words{1, 2, 3}));
}

TEST(Line, SaysThatNobodyAnswered) {
    for (const Transport transport : every_transport) {
        Scripted field(transport, [](const auto&, const auto&) { return std::vector<Piece>{}; });
        EXPECT_EQ(fault_of(field).kind, Kind::timeout) << to_text(transport);
    }
}

TEST(Line, SaysThatTheReplyWasDamaged) {
    Scripted field(Transport::rtu_over_tcp, [](const RawPeer& peer, const Bytes& request) {
        auto pieces = obedient(peer, request);
        pieces[0].bytes.back() ^= 0x10;
        return pieces;
    });
    EXPECT_EQ(fault_of(field).kind, Kind::garbage);
}

TEST(Line, SaysThatAnotherUnitAnswered) {
    for (const Transport transport : every_transport) {
        Scripted field(transport, [](const RawPeer& peer, Bytes request) {
            ++request[0];
            return obedient(peer, request);
        });
        EXPECT_EQ(fault_of(field).kind, Kind::garbage) << to_text(transport);
    }
}

TEST(Line, TakesNoEchoOfAnotherWriteForItsOwn) {
    constexpr std::size_t low_of_address = 3;
    constexpr std::size_t low_of_count = 5;
    for (const Transport transport : every_transport) {
        for (const std::size_t differs : {low_of_address, low_of_count}) {
            const Scripted field(transport, [&](const RawPeer& peer, const Bytes& request) {
                Bytes reply = write_reply(request);
                ++reply[differs];
                return peer.answer(reply);
            });
            const auto written = Line(field.peer.line(hasty_ms)).write(1, 0x0057, Words{1, 1});
            ASSERT_FALSE(written) << to_text(transport) << " " << differs;
            EXPECT_EQ(written.error().kind, Kind::garbage);
        }
    }
}

TEST(Line, SaysThatAReplyDoesNotFit) {
    for (const Transport transport : every_transport) {
        Scripted field(transport, [](const RawPeer& peer, const Bytes& request) {
            return peer.answer(registers_reply(request, {1, 2, 3}));
        });
        EXPECT_EQ(fault_of(field).kind, Kind::garbage) << to_text(transport);
    }
}

TEST(Line, GivesTheExceptionOfTheMeterAndOfTheGateway) {
    for (const int code : {1, 2, 3, 4, 6, 11}) {
        Scripted field(Transport::modbus_tcp, [&](const RawPeer& peer, const Bytes& request) {
            return peer.answer({request[0], 0x83, static_cast<std::uint8_t>(code)});
        });
        const LineFault fault = fault_of(field);
        EXPECT_EQ(fault.kind, Kind::exception);
        EXPECT_EQ(fault.exception, code);
        EXPECT_EQ(fault.is_final(), code <= 3);
        EXPECT_FALSE(fault.is_of_the_line());
    }
}

TEST(Line, TakesAnExceptionThatThereIsNotForNoise) {
    for (const Transport transport : every_transport) {
        for (const int code : {0, 12, 255}) {
            Scripted field(transport, [&](const RawPeer& peer, const Bytes& request) {
                return peer.answer({request[0], 0x83, static_cast<std::uint8_t>(code)});
            });
            const LineFault fault = fault_of(field);
            EXPECT_EQ(fault.kind, Kind::garbage) << to_text(transport) << " " << code;
            EXPECT_FALSE(fault.is_of_the_line());
        }
    }
}

TEST(Line, NamesTheAddressThatCannotBeReached) {
    ledger::LineRegistered nowhere = RawPeer(Transport::rtu_over_tcp, {}).line(hasty_ms);
    for (const char* address : {"127.0.0.1:1", "no port", "no.such.host.invalid:502"}) {
        nowhere.address = address;
        Line line(nowhere);
        const auto words = line.read(1, 0, 1);
        ASSERT_FALSE(words);
        EXPECT_TRUE(words.error().is_of_the_line());
        EXPECT_EQ(words.error().detail.find(address), 0U) << words.error().detail;
    }
    nowhere.transport = Transport::rtu_serial;
    nowhere.address = "/dev/no-such-device";
    const auto words = Line(nowhere).read(1, 0, 1);
    ASSERT_FALSE(words);
    EXPECT_TRUE(words.error().is_of_the_line());
}

TEST(Line, ConnectsAgainAfterTheGatewayHungUp) {
    for (const Transport transport : {Transport::modbus_tcp, Transport::rtu_over_tcp}) {
        int asked = 0;
        const Scripted field(transport, [&](const RawPeer& peer, const Bytes& request) {
            return ++asked == 2 ? std::vector<Piece>{{}} : obedient(peer, request);
        });
        Line line(field.peer.line(200));
        EXPECT_TRUE(line.read(1, 0, 2));
        const auto broken = line.read(1, 0, 2);
        ASSERT_FALSE(broken);
        EXPECT_EQ(broken.error().kind, Kind::disconnected) << broken.error().detail;
        EXPECT_TRUE(line.read(1, 0, 2));
        EXPECT_EQ(field.peer.connections(), 2);
    }
}

TEST(Line, OpensAConnectionAnewThatWasSilentForLong) {
    // A serial server was restarted behind a router: the connection stands, and nobody is there.
    const Scripted field(Transport::rtu_over_tcp, [](const RawPeer& peer, const Bytes& request) {
        return peer.connections() < 2 ? std::vector<Piece>{} : obedient(peer, request);
    });
    Line line(field.peer.line(10));
    int misses = 0;
    while (misses < 50 && !line.read(1, 0, 2)) ++misses;
    EXPECT_EQ(misses, 10);
    EXPECT_EQ(field.peer.connections(), 2);
}

/// Reads with one reply in ten coming after the master gave up. A reply holds the address that was
/// asked for, and each request asks for another, so that another request's reply shows.
void read_with_late_replies(Transport transport, std::uint16_t reads) {
    const Scripted field(transport, [&](const RawPeer& peer, const Bytes& request) {
        const int address = request[2] * 256 + request[3];
        const bool is_late = address % 10 == 3;
        const auto lateness = milliseconds(late_ms + 3 + address * 7 % (late_ms - 10));
        const auto word = static_cast<std::uint16_t>(address);
        return std::vector<Piece>{{is_late ? lateness : milliseconds(0),
                                   peer.framed(registers_reply(request, {word, word}))}};
    });
    Line line(field.peer.line(late_ms));
    int answers = 0;
    for (std::uint16_t address = 0; address < reads; ++address) {
        const auto words = line.read(1, address, 2);
        if (!words) continue;
        ++answers;
        ASSERT_EQ(words->at(0), address) << to_text(transport);
    }
    EXPECT_GE(answers, reads * 8 / 10);
    EXPECT_LT(answers, reads);
}

TEST(Line, NeverTakesALateReplyForTheNextAnswer) {
    for (const Transport transport : every_transport) read_with_late_replies(transport, 100);
}

TEST(Line, LosesNoRequestToAGatewayThatHungUpBetweenTwo) {
    const Scripted field(Transport::rtu_over_tcp, [](const RawPeer& peer, const Bytes& request) {
        auto pieces = obedient(peer, request);
        pieces.push_back({});
        return pieces;
    });
    Line line(field.peer.line(patient_ms));
    for (int i = 0; i < 20; ++i) {
        ASSERT_TRUE(line.read(1, 0, 2));
        while (field.peer.hang_ups() < i + 1) std::this_thread::yield();
    }
    EXPECT_EQ(field.peer.requests(), 20);
}

TEST(Line, DoesNotTakeALateReplyThatANewConnectionBrings) {
    RawPeer* self = nullptr;
    int asked = 0;
    Scripted field(Transport::rtu_over_tcp, [&](const RawPeer& peer, const Bytes& request) {
        if (++asked > 1) return peer.answer(registers_reply(request, {2}));
        self->greet_next_with({{milliseconds(50), peer.framed(registers_reply(request, {1}))}});
        return std::vector<Piece>{{}};
    });
    self = &field.peer;
    Line line(field.peer.line(100));
    EXPECT_FALSE(line.read(1, 0, 1));
    const auto words = line.read(1, 0, 1);
    ASSERT_TRUE(words) << words.error().detail;
    EXPECT_EQ(words->at(0), 2);
}

TEST(Line, ThrowsAwayWhatWaitsBeforeItAsks) {
    int asked = 0;
    const Scripted field(Transport::rtu_serial, [&](const RawPeer& peer, const Bytes& request) {
        auto pieces = peer.answer(registers_reply(request, {static_cast<std::uint16_t>(++asked)}));
        pieces[0].bytes.insert(pieces[0].bytes.end(), pieces[0].bytes.begin(),
                               pieces[0].bytes.end());  // an echo: each reply comes twice
        return pieces;
    });
    Line line(field.peer.line(patient_ms));
    for (std::uint16_t i = 1; i <= 50; ++i) {
        const auto words = line.read(1, 0, 1);
        ASSERT_TRUE(words) << words.error().detail;
        EXPECT_EQ(words->at(0), i);
    }
}

TEST(Line, IsNotHeldUpByABusThatNeverFallsQuiet) {
    const Scripted field(Transport::rtu_over_tcp, [](const RawPeer&, const Bytes&) {
        return std::vector<Piece>(400, {milliseconds(5), {0x55, 0xAA}});
    });
    Line line(field.peer.line(hasty_ms));
    const auto began = std::chrono::steady_clock::now();
    const auto words = line.read(1, 0, 1);
    EXPECT_FALSE(words);
    EXPECT_LT(std::chrono::steady_clock::now() - began, milliseconds(1500));
}

TEST(Line, RefusesADescriptorThatLibmodbusCannotWaitFor) {
    rlimit before{};
    ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
    if (before.rlim_max < 1'100) GTEST_SKIP() << "this machine allows too few descriptors";
    rlimit wide = before;
    wide.rlim_cur = 1'100;
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &wide), 0);
    std::vector<int> taken;
    while (taken.empty() || taken.back() < 1'023) taken.push_back(::open("/dev/null", O_RDONLY));

    const Scripted field(Transport::modbus_tcp, obedient);
    const auto words = Line(field.peer.line(hasty_ms)).read(1, 0, 1);
    for (const int each : taken) ::close(each);
    ::setrlimit(RLIMIT_NOFILE, &before);
    ASSERT_FALSE(words);
    EXPECT_TRUE(words.error().is_of_the_line());
    EXPECT_NE(words.error().detail.find("descriptor"), std::string::npos) << words.error().detail;
}

TEST(Line, TakesNothingForAnAnswerThatIsNone) {
    for (const Transport transport : {Transport::modbus_tcp, Transport::rtu_over_tcp}) {
        const auto holds = [&](const Bytes& noise) {
            const Scripted field(transport, [&](const RawPeer&, const Bytes&) {
                return noise.empty() ? std::vector<Piece>{}
                                     : std::vector<Piece>{{milliseconds(0), noise}};
            });
            RC_ASSERT(!Line(field.peer.line(10)).read(1, 0, 2));
        };
        EXPECT_TRUE(rc::check(holds)) << to_text(transport);
    }
}

TEST(Line, FindsItsWayByNameAndByAnAddressInBrackets) {
    const Scripted field(Transport::rtu_over_tcp, obedient);
    ledger::LineRegistered settings = field.peer.line(patient_ms);
    const std::string port = settings.address.substr(settings.address.rfind(':'));
    // Where "localhost" is ::1 first, nobody listens there.
    for (const std::string& host : {std::string("localhost"), std::string("[127.0.0.1]")}) {
        settings.address = host + port;
        Line line(settings);
        const auto words = line.read(1, 0x0200, 2);
        EXPECT_TRUE(words) << host << ": " << words.error().detail;
    }
}

}  // namespace
}  // namespace ingest
