#include "tests/fault/pushed_sales.hpp"

#include <gtest/gtest.h>

namespace {

constexpr int count_at_first = 17;
constexpr std::int64_t sale_fen = 1'000;

metersim::Building one_user() {
    metersim::Building building = metersim::small_building();
    std::erase_if(building.lines, [](const auto& line) { return line.id != "L02"; });
    std::erase_if(building.meters, [](const auto& meter) { return meter.id != "M0243"; });
    metersim::MeterSpec& meter = building.meters.front();
    meter.is_prepaid = true;
    meter.purchase_count = count_at_first;
    return building;
}

metersim::Options standing_still() {
    metersim::Options options;
    options.speed = 0;
    return options;
}

std::string key_header(int key) { return "Idempotency-Key: " + std::to_string(key) + "\r\n"; }

}  // namespace

PushedSales::PushedSales() : field_(one_user(), standing_still()), line_(field_.port("L02")) {}

PushedSales::Json PushedSales::ask(const std::string& method, const std::string& path,
                                   const Json& body) {
    const std::string key = key_header(next_key());
    Answer answer;
    (void)comes_true([&] {  // a read model that the kill left behind is built again first
        answer = client_->ask(method, path, body.is_null() ? "" : body.dump(), key);
        return answer.status != 503;
    });
    EXPECT_LT(answer.status, 300) << path << ": " << answer.body;
    return Json::parse(answer.body);
}

void PushedSales::register_all(bool is_far) {
    ask("PUT", "/v1/site",
        {{"name", "Box"},
         {"zone", "Asia/Shanghai"},
         {"currency", "CNY"},
         {"payment_methods", {"cash"}},
         {"plausibility_margin_percent", 1000},
         {"poll_interval_s", 86'400},
         {"misses_until_lost", 3},
         {"cutoff", "automatic"}});
    ask("PUT", "/v1/buildings/B1", {{"name", "House"}});
    ask("PUT", "/v1/gateways/G1", {{"building", "B1"}, {"name", "Gateway"}, {"collects", is_far}});
    ask("PUT", "/v1/lines/L02",
        {{"gateway", "G1"},
         {"transport", "modbus_tcp"},
         {"address", "127.0.0.1:" + std::to_string(line_.port())},
         {"baud", 9600},
         {"parity", "none"},
         {"stop_bits", 1},
         {"response_timeout_ms", 500},
         {"max_meters", 30}});
    ask("POST", "/v1/tariffs",
        {{"tariff", "T"},
         {"name", "Flat"},
         {"effective_from", "2024-01-01T00:00:00Z"},
         {"prices", Json::array({{{"band", "single"}, {"price", "0.6"}}})}});
    ask("PUT", "/v1/meters/M0243",
        {{"line", "L02"},
         {"unit", 43},
         {"profile", "acrel-adf400l-1p"},
         {"number", ""},
         {"ct", 1},
         {"pt", 1},
         {"rated_power_w", 13'200},
         {"has_relay", true},
         {"mode", "meter"},
         {"place", {{"building", "B1"}, {"floor", "1"}, {"room", "1"}}}});
    ask("PUT", "/v1/meters/M0243/tariff", {{"tariff", "T"}, {"from", "2024-01-01T00:00:00Z"}});
}

void PushedSales::open_account() {
    ask("POST", "/v1/accounts", {{"account", "A1"}, {"customer", "C1"}, {"meters", {"M0243"}}});
}

void PushedSales::wait_for_reading() {
    ASSERT_TRUE(comes_true([&] {
        const Json row = ask("GET", "/v1/meter-states/M0243");
        if (row.at("last_reading").is_null() || row.at("last_reading") == last_reading_)
            return false;
        last_reading_ = row.at("last_reading");
        return true;
    }));
}

std::optional<std::uint64_t> PushedSales::sell(int key) {
    const Json sale{{"wallet", "A1.M0243"}, {"amount", "10.00"}, {"method", "cash"}};
    const Answer answer = client_->ask("POST", "/v1/sales", sale.dump(), key_header(key));
    if (answer.body.empty()) return std::nullopt;
    EXPECT_LT(answer.status, 300) << answer.body;
    return Json::parse(answer.body).at("events").at(1).at("position").get<std::uint64_t>();
}

bool PushedSales::is_confirmed(std::uint64_t push) {
    const Answer answer = client_->ask("GET", "/v1/commands/" + std::to_string(push));
    return answer.status == 200 && Json::parse(answer.body).at("state") == "confirmed";
}

void PushedSales::sell_in_a_row(int sales) {
    std::uint64_t push = 0;
    for (int i = 0; i < sales; ++i) push = sell(next_key()).value();
    EXPECT_TRUE(comes_true([&] { return is_confirmed(push); }));
}

void PushedSales::hold(int sales, const std::string& when) {
    const auto state = field_.meter("M0243").true_state();
    EXPECT_EQ(state.purchase_count, count_at_first + sales) << when;
    EXPECT_EQ(state.balance_fen, sales * sale_fen) << when;
    const Json wallet = ask("GET", "/v1/wallets/A1.M0243");
    EXPECT_EQ(wallet.at("balance"), std::to_string(sales * 10) + ".00") << when;
    const Json badges = ask("GET", "/v1/meter-states/M0243").at("badges");
    EXPECT_EQ(badges.at("alarms").dump().find("purchases"), std::string::npos)
        << when << ": " << ask("GET", "/v1/events?type=AlarmRaised").dump();
    EXPECT_TRUE(badges.at("pending").empty()) << when << ": " << badges.dump();
}
