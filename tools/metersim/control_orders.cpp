#include <functional>
#include <map>
#include <stdexcept>
#include <string>

#include <fmt/format.h>

#include "tools/metersim/building/building_json.hpp"
#include "tools/metersim/building/json_fields.hpp"
#include "tools/metersim/control_port.hpp"
#include "tools/metersim/decimal.hpp"
#include "tools/metersim/simulation.hpp"

namespace metersim {
namespace {

using nlohmann::json;

constexpr std::int64_t ten_years_s = 315'569'520;

std::string kwh_text(std::int64_t uwh) { return write_decimal(uwh / 1000, 6); }

json forced_json(const ForcedControl& forced) {
    if (!forced.is_enabled) return "off";
    return forced.is_trip ? "trip" : "close";
}

json state_json(const MeterState& state) {
    json rates = json::array();
    for (const std::int64_t rate : state.rates_uwh) rates.push_back(kwh_text(rate));
    const LocalTime& clock = state.clock;
    return {
        {"number", state.number},
        {"ct", state.ct},
        {"pt", state.pt},
        {"energy_kwh", kwh_text(state.total_uwh())},
        {"rates_kwh", rates},
        {"register_centikwh", state.total_uwh() / uwh_per_register_step % 4'294'967'296},
        {"power_w", state.electricity.total_watts},
        {"relay_closed", state.is_relay_closed},
        {"forced", forced_json(state.forced)},
        {"prepaid", state.settings.is_prepaid},
        {"balance", write_decimal(state.balance_fen, 2)},
        {"purchase_count", state.purchase_count},
        {"in_arrears", state.is_in_arrears},
        {"local_time", fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", clock.year, clock.month,
                                   clock.day, clock.hour, clock.minute, clock.second)}};
}

json describe(Simulation& simulation, JsonFields&) {
    return {{"building", json::parse(write_building(simulation.building()))}};
}

json tell_time(Simulation& simulation, JsonFields&) {
    return {{"time", write_instant(simulation.now())}};
}

json tell_state(Simulation& simulation, JsonFields& fields) {
    return {{"state", state_json(simulation.meter(fields.text("meter")).true_state())}};
}

json arm(Simulation& simulation, JsonFields& fields) {
    simulation.set_fault(fields.text("fault"));
    return json::object();
}

json clear(Simulation& simulation, JsonFields& fields) {
    simulation.clear_faults(fields.has("target") ? fields.text("target") : "");
    return json::object();
}

json jump(Simulation& simulation, JsonFields& fields) {
    simulation.jump(std::chrono::seconds{fields.whole("seconds", 0, ten_years_s)});
    return tell_time(simulation, fields);
}

json set(Simulation& simulation, JsonFields& fields) {
    Meter& meter = simulation.meter(fields.text("meter"));
    if (fields.has("energy_kwh")) meter.set_energy(fields.hundredths("energy_kwh"));
    if (fields.has("clock_error_s"))
        meter.set_clock_error(
            std::chrono::seconds{fields.whole("clock_error_s", -ten_years_s, ten_years_s)});
    if (fields.has("balance")) meter.set_balance(fields.hundredths("balance"));
    if (fields.has("number")) meter.set_number(fields.text("number"));
    if (fields.has("ct") || fields.has("pt")) {
        meter.set_ratio(fields.small("ct"), fields.small("pt"));
    }
    return {{"state", state_json(meter.true_state())}};
}

using Order = std::function<json(Simulation&, JsonFields&)>;

const std::map<std::string, Order>& orders() {
    static const std::map<std::string, Order> all{
        {"describe", describe}, {"time", tell_time}, {"state", tell_state}, {"fault", arm},
        {"clear", clear},       {"jump", jump},      {"set", set}};
    return all;
}

json carry_out(Simulation& simulation, std::string_view text) {
    const json order = parse_strictly(text);
    JsonFields fields{order, ""};
    const std::string name = fields.text("do");
    const auto found = orders().find(name);
    if (found == orders().end()) {
        throw std::invalid_argument(
            "do must be describe, time, state, fault, clear, jump or set, not '" + name + "'");
    }
    json answer = found->second(simulation, fields);
    fields.done();
    answer["ok"] = true;
    return answer;
}

}  // namespace

std::string obey(Simulation& simulation, std::string_view order) {
    try {
        return carry_out(simulation, order).dump();
    } catch (const std::invalid_argument& fault) {
        const json refusal{{"ok", false}, {"error", fault.what()}};
        return refusal.dump(-1, ' ', false, json::error_handler_t::replace);
    }
}

}  // namespace metersim
