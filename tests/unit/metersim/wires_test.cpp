#include <filesystem>

#include <gtest/gtest.h>
#include <modbus.h>
#include <rapidcheck/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include "tests/unit/metersim/modbus_master.hpp"
#include "tools/metersim/wire/frames.hpp"

namespace metersim {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

Options frozen() {
    Options options;
    options.start = read_instant("2026-03-16T04:00:00Z");
    options.speed = 0;
    return options;
}

std::int64_t two(const std::vector<std::uint16_t>& words, std::size_t at) {
    return words.at(at) * 65536LL + words.at(at + 1);
}

/// Where each profile shows its total.
int total_address(MeterKind kind) {
    if (kind == MeterKind::adf400l_1p) return 0x0306;
    return kind == MeterKind::adf400l_3p ? 0x035E : 0x0000;
}

TEST(Wires, GiveLibmodbusEveryMeterOfEveryLine) {
    Simulation simulation{small_building(), frozen()};
    for (const LineSpec& line : simulation.building().lines) {
        ModbusMaster master{simulation, line.id};
        for (const MeterSpec& spec : simulation.building().meters) {
            if (spec.line != line.id) continue;
            const auto words = master.read(spec.unit, total_address(spec.kind), 2);
            ASSERT_TRUE(words) << spec.id << ": " << modbus_strerror(master.trouble);
            const std::int64_t truth = simulation.meter(spec.id).true_state().total_uwh();
            EXPECT_EQ(two(*words, 0), truth / uwh_per_register_step) << spec.id;
        }
    }
}

TEST(Wires, CarryATripAndItsReadBack) {
    Simulation simulation{small_building(), frozen()};
    for (const auto& [line, unit] : {std::pair{"L01", 1}, std::pair{"L03", 2}}) {
        ModbusMaster master{simulation, line};
        EXPECT_TRUE(master.write(unit, 0x0057, {1, 1}));
        const auto block = master.read(unit, 0x0200, 48);
        ASSERT_TRUE(block);
        EXPECT_EQ(block->at(0x24) & 0x2000, 0);
    }
    ModbusMaster boxes{simulation, "L02"};
    EXPECT_TRUE(boxes.write(43, 0x0801, {0x0100}));
    EXPECT_FALSE(simulation.meter("M0243").true_state().is_relay_closed);
    EXPECT_TRUE(simulation.meter("M0244").true_state().is_relay_closed);
}

TEST(Wires, CarryExceptions) {
    const Simulation simulation{small_building(), frozen()};
    for (const char* line : {"L01", "L02", "L03"}) {
        ModbusMaster master{simulation, line};
        const int unit = std::string{line} == "L02" ? 37 : 1;
        EXPECT_FALSE(master.read(unit, 0x7000, 2));
        EXPECT_EQ(master.trouble, EMBXILADD);
        EXPECT_FALSE(master.write(unit, 0x7000, {1}));
        EXPECT_EQ(master.trouble, EMBXILADD);
    }
}

TEST(Wires, KeepSilentForAnUnknownUnitButAGatewaySaysSo) {
    const Simulation simulation{small_building(), frozen()};
    ModbusMaster serial_server{simulation, "L01"};
    serial_server.wait_for_replies(milliseconds{50});
    EXPECT_FALSE(serial_server.read(99, 0x0000, 2));
    EXPECT_EQ(serial_server.trouble, ETIMEDOUT);
    ModbusMaster gateway{simulation, "L02"};
    EXPECT_FALSE(gateway.read(99, 0x0000, 2));
    EXPECT_EQ(gateway.trouble, EMBXGTAR);
}

TEST(Wires, CarryOutABroadcastAndAnswerNothing) {
    Simulation simulation{small_building(), frozen()};
    const TcpClient client{simulation.port("L01")};
    const Bytes all_trip = rtu_frame(0, Bytes{0x10, 0x00, 0x57, 0, 2, 4, 0, 1, 0, 1});
    const Bytes question = rtu_frame(1, Bytes{0x03, 0x00, 0x57, 0, 2});
    client.send({all_trip.begin(), all_trip.end()});
    client.send({question.begin(), question.end()});
    const Bytes answer = rtu_frame(1, Bytes{0x03, 0x04, 0, 1, 0, 1});
    EXPECT_EQ(client.receive(9), std::string(answer.begin(), answer.end()));
    EXPECT_FALSE(simulation.meter("M0103").true_state().is_relay_closed);
}

TEST(Wires, ServeSeveralMastersOfOneLine) {
    const Simulation simulation{small_building(), frozen()};
    ModbusMaster first{simulation, "L01"};
    ModbusMaster second{simulation, "L01"};
    for (int round = 0; round < 20; ++round) {
        EXPECT_TRUE(first.read(1, 0x0200, 48));
        EXPECT_TRUE(second.read(2, 0x0200, 48));
    }
}

TEST(Wires, MakeADeviceLinkWhereThePlanWantsOne) {
    const auto link =
        std::filesystem::temp_directory_path() / ("metersim-link-" + std::to_string(::getpid()));
    {
        Building building = small_building();
        building.lines[2].device = link;
        const Simulation simulation{building, frozen()};
        EXPECT_EQ(simulation.device("L03"), link);
        ModbusMaster master{simulation, "L03"};
        EXPECT_TRUE(master.read(2, 0x0200, 48));
    }
    EXPECT_FALSE(std::filesystem::is_symlink(link));
}

TEST(Wires, OutliveAnyBytes) {
    Simulation simulation{small_building(), frozen()};
    rc::check([&](const std::string& noise) {
        for (const char* line : {"L01", "L02"}) {
            const TcpClient client{simulation.port(line)};
            client.send(noise);
        }
    });
    ModbusMaster serial_server{simulation, "L01"};
    EXPECT_TRUE(serial_server.read(1, 0x0200, 48));
    ModbusMaster gateway{simulation, "L02"};
    EXPECT_TRUE(gateway.read(37, 0x035E, 2));
}

TEST(Wires, PacedTakeTheTimeOfTheirBaudRate) {
    Options options = frozen();
    options.is_paced = true;
    const Simulation simulation{small_building(), options};
    ModbusMaster master{simulation, "L01"};
    constexpr int rounds = 6;
    const auto start = steady_clock::now();
    for (int round = 0; round < rounds; ++round) ASSERT_TRUE(master.read(1, 0x0200, 48));
    const auto took = steady_clock::now() - start;
    const Pacing pacing{.baud = 9600, .think = milliseconds{50}};
    const auto wire = pacing.transaction(read_request_bytes, read_reply_bytes(48));
    EXPECT_GE(took, rounds * wire - pacing.silence());  // the last silence is nobody's wait
    EXPECT_LE(took, rounds * wire * 2);
}

TEST(Pacing, AgreesWithTheTimingBudgetOfTheField) {
    const auto budget_ms = [](int baud, std::size_t registers) {
        const Pacing pacing{.baud = baud, .think = milliseconds{50}};
        return std::chrono::round<milliseconds>(
                   pacing.transaction(read_request_bytes, read_reply_bytes(registers)))
            .count();
    };
    EXPECT_EQ(budget_ms(1200, 2), 250);
    EXPECT_EQ(budget_ms(1200, 125), 2300);
    EXPECT_EQ(budget_ms(2400, 48), 533);
    EXPECT_EQ(budget_ms(4800, 10), 133);
    EXPECT_EQ(budget_ms(9600, 2), 75);
    EXPECT_EQ(budget_ms(9600, 48), 171);
    EXPECT_EQ(budget_ms(9600, 125), 331);
    EXPECT_EQ(budget_ms(19200, 48), 110);
}

std::chrono::microseconds processor_time() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto of = [](const timeval& time) {
        return std::chrono::seconds{time.tv_sec} + std::chrono::microseconds{time.tv_usec};
    };
    return of(usage.ru_utime) + of(usage.ru_stime);
}

TEST(Simulation, OfTheWholeDemoBuildingCostsNothingWhileNobodyAsks) {
    const Simulation simulation{demo_building(), frozen()};
    const auto before = processor_time();
    ::usleep(300'000);
    EXPECT_LT(processor_time() - before, milliseconds{30});
}

TEST(Simulation, AnswersForAllMetersOfTheDemoBuilding) {
    const Simulation simulation{demo_building(), frozen()};
    std::size_t answered = 0;
    for (const LineSpec& line : simulation.building().lines) {
        ModbusMaster master{simulation, line.id};
        for (const MeterSpec& spec : simulation.building().meters) {
            if (spec.line != line.id) continue;
            if (master.read(spec.unit, total_address(spec.kind), 2)) ++answered;
        }
    }
    EXPECT_EQ(answered, 443U);
}

TEST(Simulation, RunsAsFastAsItIsTold) {
    Options options;
    options.start = read_instant("2026-03-16T04:00:00Z");
    options.speed = 100'000;
    const Simulation simulation{small_building(), options};
    const Instant first = simulation.now();
    const auto real = steady_clock::now();
    while (simulation.now() - first < std::chrono::hours{24}) std::this_thread::yield();
    EXPECT_GE(steady_clock::now() - real, milliseconds{860});
}

TEST(Simulation, IsTheSameForOneSeed) {
    Options options = frozen();
    options.seed = 42;
    Simulation first{demo_building(), options};
    Simulation second{demo_building(), options};
    options.seed = 43;
    Simulation other{demo_building(), options};
    for (Simulation* simulation : {&first, &second, &other}) simulation->jump(std::chrono::days{1});
    int differing = 0;
    for (const MeterSpec& spec : first.building().meters) {
        const std::int64_t total = first.meter(spec.id).true_state().total_uwh();
        EXPECT_EQ(total, second.meter(spec.id).true_state().total_uwh());
        if (total != other.meter(spec.id).true_state().total_uwh()) ++differing;
    }
    EXPECT_GT(differing, 400);
}

TEST(Simulation, SaysInOneSentenceThatAPortIsTaken) {
    const Simulation first{small_building(), frozen()};
    Building second = small_building();
    second.lines[0].port = first.port("L01");
    try {
        const Simulation refused{second, frozen()};
        FAIL() << "two simulations on one port";
    } catch (const std::runtime_error& fault) {
        EXPECT_NE(std::string{fault.what()}.find("already in use"), std::string::npos);
    }
}

}  // namespace
}  // namespace metersim
