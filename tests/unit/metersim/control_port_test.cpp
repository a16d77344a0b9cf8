#include "tools/metersim/control_port.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

#include "tests/unit/metersim/modbus_master.hpp"
#include "tools/metersim/building/building_json.hpp"

namespace metersim {
namespace {

using nlohmann::json;

Options with_control() {
    Options options;
    options.start = read_instant("2026-03-16T04:00:00Z");
    options.speed = 0;
    options.control_port = 0;
    return options;
}

class Control : public testing::Test {
protected:
    json ask(const json& order) {
        client_.send(order.dump() + "\n");
        return json::parse(client_.receive_line());
    }

    Simulation simulation_{small_building(), with_control()};
    TcpClient client_{simulation_.control_port()};
};

TEST_F(Control, TellsAMetersTrueState) {
    const json answer = ask({{"do", "state"}, {"meter", "M0103"}});
    EXPECT_EQ(answer["ok"], true);
    EXPECT_EQ(answer["state"]["energy_kwh"], "1000.000000");
    EXPECT_EQ(answer["state"]["register_centikwh"], 100'000);
    EXPECT_EQ(answer["state"]["ct"], 20);
    EXPECT_EQ(answer["state"]["relay_closed"], true);
    EXPECT_EQ(answer["state"]["local_time"], "2026-03-16T12:00:00");
}

TEST_F(Control, SetsEnergyBalanceNumberAndRatio) {
    const json answer = ask({{"do", "set"},
                             {"meter", "M0103"},
                             {"energy_kwh", "42949672.90"},
                             {"balance", "-5.20"},
                             {"number", "202699990001"},
                             {"ct", 40},
                             {"pt", 1}});
    EXPECT_EQ(answer["ok"], true);
    const MeterState state = simulation_.meter("M0103").true_state();
    EXPECT_EQ(state.total_uwh() / uwh_per_register_step, 4'294'967'290);
    EXPECT_EQ(state.balance_fen, -520);
    EXPECT_EQ(state.number, "202699990001");
    EXPECT_EQ(state.ct, 40);
}

TEST_F(Control, ArmsAndClearsFaults) {
    EXPECT_EQ(ask({{"do", "fault"}, {"fault", "busy:L01/1"}})["ok"], true);
    ModbusMaster master{simulation_, "L01"};
    EXPECT_FALSE(master.read(1, 0, 2));
    EXPECT_EQ(ask({{"do", "clear"}, {"target", "L01/1"}})["ok"], true);
    EXPECT_TRUE(master.read(1, 0, 2));
    EXPECT_EQ(ask({{"do", "clear"}})["ok"], true);
}

TEST_F(Control, JumpsAndTellsTheTime) {
    EXPECT_EQ(ask({{"do", "jump"}, {"seconds", 3600}})["time"], "2026-03-16T05:00:00Z");
    EXPECT_EQ(ask({{"do", "time"}})["time"], "2026-03-16T05:00:00Z");
    EXPECT_EQ(ask({{"do", "jump"}, {"seconds", -1}})["ok"], false);
}

TEST_F(Control, DescribesTheBuildingWithItsOpenPorts) {
    const json answer = ask({{"do", "describe"}});
    EXPECT_EQ(read_building(answer["building"].dump()), simulation_.building());
    EXPECT_EQ(answer["building"]["lines"][0]["port"], simulation_.port("L01"));
}

TEST_F(Control, SaysWhatIsWrongWithAnOrder) {
    EXPECT_EQ(ask({{"do", "dance"}})["error"],
              "do must be describe, time, state, fault, clear, jump or set, not 'dance'");
    EXPECT_EQ(ask({{"do", "state"}, {"meter", "M1"}})["error"], "there is no meter M1");
    EXPECT_EQ(ask({{"do", "state"}})["error"], "meter is missing");
    EXPECT_EQ(ask({{"do", "time"}, {"zone", "UTC"}})["error"],
              "zone is not a known field; take it out");
    EXPECT_EQ(ask({{"do", "set"}, {"meter", "M0101"}, {"energy_kwh", "-1"}})["error"],
              "energy must be 0 to 42949672.95 kWh");
    EXPECT_EQ(ask({{"do", "set"}, {"meter", "M0101"}, {"ct", 2}})["error"], "pt is missing");
    EXPECT_EQ(ask(json::array())["ok"], false);
}

TEST_F(Control, AnswersSeveralOrdersOfOnePacket) {
    client_.send("{\"do\":\"time\"}\n{\"do\":\"time\"}\nnonsense\n");
    EXPECT_EQ(json::parse(client_.receive_line())["ok"], true);
    EXPECT_EQ(json::parse(client_.receive_line())["ok"], true);
    EXPECT_EQ(json::parse(client_.receive_line())["ok"], false);
}

TEST_F(Control, AnswersAnyText) {
    rc::check([this](const std::string& text) {
        const json answer = json::parse(obey(simulation_, text));
        RC_ASSERT(answer["ok"] == false);
    });
}

}  // namespace
}  // namespace metersim
