#include "tests/fault/polled_building.hpp"

#include <chrono>
#include <stdexcept>
#include <thread>

#include <nlohmann/json.hpp>

namespace {

using Json = nlohmann::json;

void tell(HttpClient& client, const std::string& method, const std::string& path,
          const Json& body) {
    const Answer answer = client.ask(method, path, body.dump());
    if (answer.status != 201) throw std::runtime_error(path + ": " + answer.body);
}

Json site() {
    return {{"name", "Corner House"},
            {"zone", "Asia/Shanghai"},
            {"currency", "CNY"},
            {"payment_methods", {"cash"}},
            {"plausibility_margin_percent", 1000},
            {"poll_interval_s", 1},
            {"misses_until_lost", 3},
            {"cutoff", "manual"}};
}

Json line_json(const metersim::LineSpec& line) {
    const bool serial = line.transport == metersim::Transport::rtu;
    const bool tcp = line.transport == metersim::Transport::modbus_tcp;
    return {{"line", line.id},
            {"gateway", "G1"},
            {"transport", serial ? "rtu_serial"
                          : tcp  ? "modbus_tcp"
                                 : "rtu_over_tcp"},
            {"address", serial ? line.device : "127.0.0.1:" + std::to_string(line.port)},
            {"baud", 9600},
            {"parity", "none"},
            {"stop_bits", 1},
            {"response_timeout_ms", 500},
            {"max_meters", 60}};
}

Json meter_json(const metersim::MeterSpec& meter) {
    return {{"meter", meter.id},
            {"line", meter.line},
            {"unit", meter.unit},
            {"profile", metersim::profile_name(meter.kind)},
            {"number", meter.number},
            {"ct", meter.ct},
            {"pt", 1},
            {"rated_power_w", meter.rated_power_w},
            {"has_relay", meter.kind != metersim::MeterKind::dtsd1352},
            {"mode", "book"},
            {"place", {{"building", "B1"}, {"floor", "1"}, {"room", "1"}}}};
}

const Json tariff{{"tariff", "T"},
                  {"name", "Flat"},
                  {"effective_from", "2024-01-01T00:00:00Z"},
                  {"prices", Json::array({{{"band", "single"}, {"price", "0.5"}}})}};

bool all_are_read(HttpClient& client, std::size_t meters) {
    const Json rows = Json::parse(client.ask("GET", "/v1/meter-states?limit=100").body)["items"];
    return rows.size() == meters && std::ranges::none_of(rows, [](const Json& row) {
               return row.at("last_reading").is_null();
           });
}

}  // namespace

void PolledBuilding::register_in(HttpClient& client) const {
    tell(client, "PUT", "/v1/site", site());
    tell(client, "PUT", "/v1/buildings/B1", {{"building", "B1"}, {"name", "Corner House"}});
    tell(client, "PUT", "/v1/gateways/G1",
         {{"gateway", "G1"}, {"building", "B1"}, {"name", "Serial server"}});
    for (const metersim::LineSpec& line : simulation_.building().lines)
        tell(client, "PUT", "/v1/lines/" + line.id, line_json(line));
    tell(client, "POST", "/v1/tariffs", tariff);
    for (const metersim::MeterSpec& meter : simulation_.building().meters) {
        tell(client, "PUT", "/v1/meters/" + meter.id, meter_json(meter));
        tell(client, "PUT", "/v1/meters/" + meter.id + "/tariff",
             {{"tariff", "T"}, {"from", "2024-01-01T00:00:00Z"}});
    }
}

void PolledBuilding::open_account(HttpClient& client) const {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!all_are_read(client, simulation_.building().meters.size())) {
        if (std::chrono::steady_clock::now() > deadline)
            throw std::runtime_error("the building is not read");
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    Json meters = Json::array();
    for (const metersim::MeterSpec& meter : simulation_.building().meters)
        meters.push_back(meter.id);
    tell(client, "POST", "/v1/accounts",
         {{"account", "A1"}, {"customer", "C1"}, {"meters", meters}});
}
