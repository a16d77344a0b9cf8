#include "tools/metersim/building/building_json.hpp"

#include <stdexcept>

#include <fmt/format.h>

#include "tools/metersim/building/json_fields.hpp"
#include "tools/metersim/decimal.hpp"

namespace metersim {
namespace {

using Json = nlohmann::ordered_json;  // people read it: keep our order of members

Json line_json(const LineSpec& line) {
    Json object{{"id", line.id}, {"transport", name_of(line.transport)}};
    if (line.transport == Transport::rtu) {
        if (!line.device.empty()) object["device"] = line.device;
    } else {
        object["host"] = "127.0.0.1";
        object["port"] = line.port;
    }
    object["baud"] = line.baud;
    return object;
}

Json meter_json(const MeterSpec& meter) {
    Json object{{"id", meter.id},
                {"line", meter.line},
                {"unit", meter.unit},
                {"profile", profile_name(meter.kind)},
                {"number", meter.number},
                {"phases", phases_of(meter.kind)},
                {"ct", meter.ct},
                {"pt", meter.pt},
                {"rated_power_w", meter.rated_power_w},
                {"building", meter.building},
                {"floor", meter.floor},
                {"room", meter.room}};
    if (!meter.box.empty()) object["box"] = meter.box;
    object["load"] = {{"curve", meter.load.curve},
                      {"annual_kwh", meter.load.annual_kwh},
                      {"variation_permille", meter.load.variation_permille}};
    object["energy_kwh"] = write_decimal(meter.energy_centikwh, 2);
    object["prepaid"] = meter.is_prepaid;
    object["balance"] = write_decimal(meter.balance_fen, 2);
    object["purchase_count"] = meter.purchase_count;
    return object;
}

Transport read_transport(JsonFields& fields) {
    const std::string name = fields.text("transport");
    for (const Transport one : {Transport::modbus_tcp, Transport::rtu_over_tcp, Transport::rtu}) {
        if (name_of(one) == name) return one;
    }
    throw std::invalid_argument(fmt::format("{} must be modbus_tcp, rtu_over_tcp or rtu, not '{}'",
                                            fields.path_of("transport"), name));
}

LineSpec read_line(JsonFields fields) {
    LineSpec line;
    line.id = fields.text("id");
    line.transport = read_transport(fields);
    if (line.transport == Transport::rtu) {
        if (fields.has("device")) line.device = fields.text("device");
    } else {
        if (fields.has("host") && fields.text("host") != "127.0.0.1") {
            throw std::invalid_argument(fields.path_of("host") +
                                        " must be 127.0.0.1: simulated lines stay on this machine");
        }
        if (fields.has("port")) line.port = fields.small("port");
    }
    if (fields.has("baud")) line.baud = fields.small("baud");
    fields.done();
    return line;
}

MeterKind read_kind(JsonFields& fields) {
    const std::string profile = fields.text("profile");
    const auto kind = kind_of_profile(profile);
    if (kind) return *kind;
    throw std::invalid_argument(
        fmt::format("{}: no profile '{}'; known are acrel-ddsy1352 acrel-dtsy1352 acrel-adf400l-1p "
                    "acrel-adf400l-3p acrel-dtsd1352 dlt645-2007-1p dlt645-2007-3p",
                    fields.path_of("profile"), profile));
}

LoadSpec read_load(JsonFields fields) {
    LoadSpec load;
    load.curve = fields.text("curve");
    load.annual_kwh = fields.whole("annual_kwh", 0, 4'000'000);
    if (fields.has("variation_permille")) {
        load.variation_permille = fields.small("variation_permille");
    }
    fields.done();
    return load;
}

void read_place(JsonFields& fields, MeterSpec& meter) {
    if (fields.has("ct")) meter.ct = fields.small("ct");
    if (fields.has("pt")) meter.pt = fields.small("pt");
    if (fields.has("building")) meter.building = fields.text("building");
    if (fields.has("floor")) meter.floor = fields.text("floor");
    if (fields.has("room")) meter.room = fields.text("room");
    if (fields.has("box")) meter.box = fields.text("box");
}

void read_start(JsonFields& fields, MeterSpec& meter) {
    if (fields.has("energy_kwh")) meter.energy_centikwh = fields.hundredths("energy_kwh");
    if (fields.has("prepaid")) meter.is_prepaid = fields.yes_or_no("prepaid");
    if (fields.has("balance")) meter.balance_fen = fields.hundredths("balance");
    if (fields.has("purchase_count")) meter.purchase_count = fields.small("purchase_count");
}

MeterSpec read_meter(JsonFields fields) {
    MeterSpec meter;
    meter.id = fields.text("id");
    meter.line = fields.text("line");
    meter.unit = fields.small("unit");
    meter.kind = read_kind(fields);
    meter.number = fields.text("number");
    meter.rated_power_w = fields.whole("rated_power_w", 1, 1'000'000'000);
    if (fields.has("phases") && fields.small("phases") != phases_of(meter.kind)) {
        throw std::invalid_argument(fmt::format("{} must be {} for {}", fields.path_of("phases"),
                                                phases_of(meter.kind), profile_name(meter.kind)));
    }
    read_place(fields, meter);
    read_start(fields, meter);
    meter.load = read_load(JsonFields{fields.member("load"), fields.path_of("load")});
    fields.done();
    return meter;
}

void read_site(JsonFields fields, Building& building) {
    building.name = fields.text("name");
    if (fields.has("zone")) building.zone = fields.text("zone");
    if (fields.has("utc_offset_minutes")) {
        building.utc_offset = std::chrono::minutes{fields.small("utc_offset_minutes")};
    }
    fields.done();
}

}  // namespace

std::string write_building(const Building& building) {
    Json all;
    all["site"] = {{"name", building.name},
                   {"zone", building.zone},
                   {"utc_offset_minutes", building.utc_offset.count()}};
    all["lines"] = Json::array();
    for (const LineSpec& line : building.lines) all["lines"].push_back(line_json(line));
    all["meters"] = Json::array();
    for (const MeterSpec& meter : building.meters) all["meters"].push_back(meter_json(meter));
    return all.dump(2);
}

Building read_building(std::string_view text) {
    const nlohmann::json all = parse_strictly(text);
    JsonFields fields{all, ""};
    Building building;
    read_site(JsonFields{fields.member("site"), "site"}, building);
    int place = 0;
    for (const auto& line : fields.list("lines")) {
        building.lines.push_back(read_line({line, fmt::format("lines[{}]", place++)}));
    }
    place = 0;
    for (const auto& meter : fields.list("meters")) {
        building.meters.push_back(read_meter({meter, fmt::format("meters[{}]", place++)}));
    }
    fields.done();
    check(building);
    return building;
}

}  // namespace metersim
