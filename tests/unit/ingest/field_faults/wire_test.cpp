#include <chrono>

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ingest/tcp_connection.hpp"
#include "tests/unit/ingest/field_faults/peer_meter.hpp"
#include "tests/unit/ingest/polled_building.hpp"

// Faults 1 to 10, 25 and 26 of docs/field_faults.md: what happens on the wire.

namespace ingest {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): a test of what the ledger is told
using std::chrono::milliseconds;
using Kind = LineFault::Kind;

std::vector<Piece> answer(const RawPeer& peer, const Bytes& request, std::uint16_t total = 100) {
    return peer.answer(registers_reply(request, live_block(request, total)));
}

/// Each request is answered with this exception.
PeerMeter::Says refusing(std::uint8_t code) {
    return [code](const RawPeer& peer, const Bytes& request, int) {
        return peer.answer({request[0], static_cast<std::uint8_t>(request[1] | 0x80), code});
    };
}

TEST(FieldFault01, AReplyWithAWrongCrcIsDroppedAndAskedForAgainTwiceAtMost) {
    const auto damaged_until = [](int good) {
        return [good](const RawPeer& peer, const Bytes& request, int number) {
            auto pieces = answer(peer, request);
            if (number < good) pieces[0].bytes.back() ^= 0x10;
            return pieces;
        };
    };
    PeerMeter noisy(damaged_until(3));
    const auto face = noisy.poll();
    ASSERT_TRUE(face) << face.error().detail;
    EXPECT_EQ(face->total, 100U);
    EXPECT_EQ(noisy.asked(), 3);

    PeerMeter broken(damaged_until(100));
    EXPECT_EQ(broken.poll().error().kind, Kind::garbage);
    EXPECT_EQ(broken.asked(), 3);
}

Tally met_by(const PolledBuilding& building, const char* line, const char* meter) {
    const auto all = building.tallies();
    const auto found = all.find({LineId(line), MeterId(meter)});
    return found == all.end() ? Tally{} : found->second;
}

TEST(FieldFault01, WhatGoesWrongIsCountedPerMeter) {
    PolledBuilding building;
    for (const char* fault : {"bad_crc:L01/1:0.5", "silence:L01/2", "failure:L01/3:0.5"})
        building.field().set_fault(fault);
    building.poll();
    const auto met = [&](const char* meter) { return met_by(building, "L01", meter); };
    EXPECT_TRUE(PolledBuilding::comes_true([&] {
        return met("M0101").broken_frames > 1 && met("M0102").timeouts > 1 &&
               met("M0103").exceptions > 1;
    }));
    EXPECT_GT(met("M0101").questions, met("M0101").broken_frames);
    EXPECT_EQ(met("M0102").questions, met("M0102").timeouts);
    EXPECT_EQ(met("M0102").broken_frames + met("M0102").exceptions, 0U);
    EXPECT_EQ(met_by(building, "L03", "M0301").broken_frames, 0U);
}

TEST(FieldFault09, BytesThatNobodyAskedForAreCounted) {
    PolledBuilding building;
    building.field().set_fault("late:L01/1:0.5");
    building.poll();
    EXPECT_TRUE(PolledBuilding::comes_true(
        [&] { return met_by(building, "L01", "M0101").drained_bytes > 0; }));
}

TEST(FieldFault02, ASilentMeterIsLostAfterSoManyMissesInARowAndNotBefore) {
    PolledBuilding building;
    building.field().set_fault("silence:L01/2");
    building.poll();
    ASSERT_TRUE(PolledBuilding::comes_true([&] { return !building.facts<ContactLost>().empty(); }));
    const ContactLost lost = building.facts<ContactLost>().front();
    EXPECT_EQ(lost.meter, MeterId("M0102"));
    EXPECT_EQ(lost.misses, 3U);
}

TEST(FieldFault03, AnUnknownFunctionIsAFaultOfConfigurationAndNotRepeated) {
    PeerMeter meter(refusing(1));
    EXPECT_TRUE(meter.poll().error().is_final());
    EXPECT_EQ(meter.asked(), 1);
}

TEST(FieldFault04, AnUnknownRegisterIsAFaultOfConfigurationAndNotRepeated) {
    PeerMeter meter(refusing(2));
    EXPECT_TRUE(meter.poll().error().is_final());
    EXPECT_EQ(meter.asked(), 1);
}

TEST(FieldFault05, ABlockThatAGatewayFindsTooLongIsReadInHalves) {
    PeerMeter meter([](const RawPeer& peer, const Bytes& request, int) {
        const int count = request[4] * 256 + request[5];
        if (count <= 20) return answer(peer, request, 12'345);
        return peer.answer({request[0], 0x83, 3});
    });
    const auto face = meter.poll();
    ASSERT_TRUE(face) << face.error().detail;
    EXPECT_EQ(face->total, 12'345U);

    PeerMeter stubborn(refusing(3));
    EXPECT_TRUE(stubborn.poll().error().is_final());
    EXPECT_LE(stubborn.asked(), 4);
}

TEST(FieldFault06, ABusyOrFailingMeterIsAskedAgain) {
    for (const std::uint8_t code : {std::uint8_t{4}, std::uint8_t{6}}) {
        PeerMeter meter([code](const RawPeer& peer, const Bytes& request, int number) {
            return number < 3 ? peer.answer({request[0], 0x83, code}) : answer(peer, request);
        });
        EXPECT_TRUE(meter.poll()) << int{code};
        EXPECT_EQ(meter.asked(), 3);
    }
}

TEST(FieldFault07, AGatewayThatSpeaksForADeadMeterCountsAsSilence) {
    PolledBuilding building;
    building.field().set_fault("gateway:L02/43");
    building.poll();
    ASSERT_TRUE(PolledBuilding::comes_true([&] { return !building.facts<ContactLost>().empty(); }));
    EXPECT_EQ(building.facts<ContactLost>().front().meter, MeterId("M0243"));
    building.field().clear_faults();
    EXPECT_TRUE(
        PolledBuilding::comes_true([&] { return !building.facts<ContactRestored>().empty(); }));
}

TEST(FieldFault08, TheReplyOfAnotherUnitIsDropped) {
    for (const Transport transport : {Transport::rtu_over_tcp, Transport::modbus_tcp}) {
        PeerMeter meter(
            [](const RawPeer& peer, Bytes request, int number) {
                if (number == 1) ++request[0];
                return answer(peer, request, number == 1 ? 999 : 100);
            },
            transport);
        const auto face = meter.poll();
        ASSERT_TRUE(face) << face.error().detail;
        EXPECT_EQ(face->total, 100U) << to_text(transport);
    }
}

TEST(FieldFault09, ALateReplyIsNotTakenForTheNextAnswer) {
    for (const int late_by : {5, 20, 40}) {
        PeerMeter meter([late_by](const RawPeer& peer, const Bytes& request, int number) {
            auto pieces = answer(peer, request, number == 1 ? 10'000 : 50);
            if (number == 1) pieces[0].wait = milliseconds(PeerMeter::patience_ms + late_by);
            return pieces;
        });
        const auto face = meter.poll();
        ASSERT_TRUE(face) << face.error().detail;
        EXPECT_EQ(face->total, 50U) << late_by;
    }
}

TEST(FieldFault10, TwoMetersWithOneUnitAreNotBilledAsOne) {
    PolledBuilding building;
    building.poll();
    const auto good = [&] { return building.meter("M0101").last_good; };
    ASSERT_TRUE(PolledBuilding::comes_true([&] { return good().has_value(); }));
    for (int i = 0; i < 3; ++i) {  // now the one answers, now the other
        metersim::Meter& shared = building.field().meter("M0101");
        const auto own = static_cast<std::int64_t>(good()->registers.total);
        const std::size_t before = building.facts<ReadingQuarantined>().size();
        shared.set_energy(500'000);
        EXPECT_TRUE(PolledBuilding::comes_true(
            [&] { return building.facts<ReadingQuarantined>().size() > before; }));
        shared.set_energy(own + 1);
    }
    EXPECT_LT(good()->registers.total, 200'000U);
}

int option_of(int socket, int level, int name) {
    int value = -1;
    socklen_t size = sizeof value;
    EXPECT_EQ(::getsockopt(socket, level, name, &value, &size), 0);
    return value;
}

TEST(FieldFault25, AConnectionWhoseOtherEndIsGoneIsFoundWithinAMinute) {
    const PeerMeter meter(
        [](const RawPeer& peer, const Bytes& request, int) { return answer(peer, request); });
    const auto connected = connect_tcp(meter.peer().line(1'000).address, milliseconds(1'000));
    ASSERT_TRUE(connected) << connected.error();
    const int socket = *connected;
    EXPECT_EQ(option_of(socket, SOL_SOCKET, SO_KEEPALIVE), 1);
    const int idle = option_of(socket, IPPROTO_TCP, TCP_KEEPIDLE);
    const int probes = option_of(socket, IPPROTO_TCP, TCP_KEEPCNT);
    EXPECT_LE(idle + probes * option_of(socket, IPPROTO_TCP, TCP_KEEPINTVL), 60);
    const int unsent = option_of(socket, IPPROTO_TCP, TCP_USER_TIMEOUT);
    EXPECT_GT(unsent, 0);
    EXPECT_LE(unsent, 60'000);
    ::close(socket);
}

TEST(FieldFault25, AHalfOpenConnectionIsOpenedAnew) {
    PeerMeter meter([](const RawPeer& peer, const Bytes& request, int) {
        return peer.connections() < 2 ? std::vector<Piece>{} : answer(peer, request);
    });
    int rounds = 0;
    while (rounds < 20 && !meter.poll()) ++rounds;
    EXPECT_LE(rounds, 4);
    EXPECT_EQ(meter.peer().connections(), 2);
}

TEST(FieldFault25, AConnectionThatBreaksUnderAReadingIsOpenedAnewForIt) {
    PeerMeter meter([](const RawPeer& peer, const Bytes& request, int number) {
        if (number == 1) return std::vector<Piece>{{milliseconds(0), {}}};  // hangs up
        return answer(peer, request);
    });
    EXPECT_TRUE(meter.poll());
    EXPECT_EQ(meter.peer().connections(), 2);
}

TEST(FieldFault25, AGatewayThatWasRestartedIsConnectedToAgain) {
    PolledBuilding building;
    building.field().set_fault("disconnect:L01:next=5");
    building.poll();
    for (const char* meter : {"M0101", "M0102", "M0103"}) {
        EXPECT_TRUE(PolledBuilding::comes_true([&] {
            return building.meter(meter).last_good.has_value();
        })) << meter;
    }
    EXPECT_TRUE(building.facts<ContactLost>().empty());
}

TEST(FieldFault26, WhatAnotherMasterAskedIsNotTakenForAnAnswer) {
    PeerMeter meter([](const RawPeer& peer, const Bytes& request, int) {
        Bytes theirs = request;
        theirs[0] = 9;
        auto pieces = answer(peer, request);
        pieces.push_back({milliseconds(0), peer.framed(registers_reply(theirs, {7, 7, 7}))});
        return pieces;
    });
    for (int i = 0; i < 20; ++i) {
        const auto face = meter.poll();
        ASSERT_TRUE(face) << face.error().detail;
        ASSERT_EQ(face->total, 100U);
    }
}

}  // namespace
}  // namespace ingest
