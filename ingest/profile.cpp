#include "ingest/profile.hpp"

#include <algorithm>
#include <array>
#include <set>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "ingest/profile_place.hpp"
#include "ingest/profile_registers.hpp"
#include "ingest/profile_texts.hpp"
#include "ledger/rules/control/pending.hpp"
#include "ledger/values/limits.hpp"
#include "ledger/values/quantity.hpp"

namespace ingest {
namespace {

using Json = nlohmann::json;

constexpr std::uint32_t most_registers = 125;
constexpr std::uint32_t highest_register = 0xFFFF;
constexpr std::size_t most_orders = 4;
constexpr std::uint32_t most_bytes = 1'000;  // in several frames

std::uint16_t register_in(const Place& place) {
    return static_cast<std::uint16_t>(place.number(0, highest_register));
}

bool identifies(const Place& place) {
    const std::string when = place.text();
    if (when != "poll" && when != "identify") place.fail("give poll or identify");
    return when == "identify";
}

bool is_optional(const Place& place) {
    return place.has("optional") && place.at("optional").truth();
}

Block block_in(const std::string& name, const Place& place, Protocol protocol) {
    if (protocol == Protocol::dlt645) {
        place.hold_fields({"identifier", "bytes", "read", "optional?"});
        return {name, place.at("identifier").hexadecimal(4),
                static_cast<std::uint16_t>(place.at("bytes").number(1, most_bytes)),
                identifies(place.at("read")), is_optional(place)};
    }
    place.hold_fields({"address", "count", "read", "optional?"});
    const Block block{name, register_in(place.at("address")),
                      static_cast<std::uint16_t>(place.at("count").number(1, most_registers)),
                      identifies(place.at("read")), is_optional(place)};
    if (block.address + std::uint32_t{block.count} > highest_register + 1)
        place.fail("the block runs past register 65535: shorten it");
    return block;
}

/// How a type is called in a file, and how many registers, or bytes, it takes.
struct TypeName {
    const char* name;
    PointType type;
    std::size_t width;
};
constexpr std::array<TypeName, 14> type_names{{{"u16", PointType::u16, 1},
                                               {"s16", PointType::s16, 1},
                                               {"u32", PointType::u32, 2},
                                               {"s32", PointType::s32, 2},
                                               {"bits", PointType::bits, 1},
                                               {"bcd12", PointType::bcd12, 3},
                                               {"clock", PointType::clock, 4},
                                               {"bcd4", PointType::bcd4, 2},
                                               {"bcd6", PointType::bcd6, 3},
                                               {"bcd8", PointType::bcd8, 4},
                                               {"clock_smh", PointType::clock_smh, 4},
                                               {"date", PointType::date, 4},
                                               {"time", PointType::time, 3},
                                               {"sbcd6", PointType::sbcd6, 3}}};

const TypeName& type_in(const Place& place) {
    const std::string text = place.text();
    const auto* found = std::find_if(std::begin(type_names), std::end(type_names),
                                     [&](const TypeName& each) { return text == each.name; });
    if (found == std::end(type_names))
        place.fail(
            "give one of u16, s16, u32, s32, bits, bcd12, clock, clock_smh, or of DL/T 645 bits, "
            "bcd4, bcd6, bcd8, sbcd6, date, time");
    return *found;
}

constexpr int milliwatt_digits = 6;

int digits_of(const std::string& unit) {
    if (unit == "CNY") return ledger::MicroUnit::digits;
    return unit == "kW" ? milliwatt_digits : ledger::WattHour::digits;
}

/// What one count is worth: exactly, in Wh (from kWh), mW (from kW) or micro-units of money.
std::int64_t factor_in(const Place& place) {
    if (place.has("scale") != place.has("unit"))
        place.fail("give scale and unit together, or neither");
    if (!place.has("scale")) return 1;
    const std::string unit = place.at("unit").text();
    const std::string scale = place.at("scale").text();
    if (unit != "CNY" && unit != "kWh" && unit != "kW")
        place.at("unit").fail("give kWh, kW or CNY");
    const auto factor = ledger::from_decimal(scale, digits_of(unit));
    if (!factor || *factor <= 0 || *factor > 1'000'000)
        place.at("scale").fail("give a positive decimal as text, such as \"0.01\"");
    return *factor;
}

Point point_in(const Place& place, const std::vector<Block>& blocks) {
    place.hold_fields({"block", "offset", "type", "scale?", "unit?", "mask?", "expect?", "when?"});
    const std::string name = place.at("block").text();
    const auto block = std::find_if(blocks.begin(), blocks.end(),
                                    [&](const Block& each) { return each.name == name; });
    if (block == blocks.end()) place.at("block").fail("there is no block of this name");
    const TypeName& type = type_in(place.at("type"));
    const std::uint32_t offset = place.at("offset").number(0, most_registers);
    if (offset + type.width > block->count) place.at("offset").fail("it is outside of its block");
    if ((type.type == PointType::bits) != place.has("mask"))
        place.fail("bits have a mask, and only bits");
    if (place.has("when") && (!place.has("mask") || place.at("when").text() != "clear"))
        place.at("when").fail("only bits may say \"clear\"; set is what is meant without it");
    return {static_cast<std::size_t>(block - blocks.begin()),
            offset,
            type.type,
            place.has("mask") ? static_cast<std::uint16_t>(place.at("mask").number(1, 0xFFFF))
                              : std::uint16_t{0},
            factor_in(place),
            place.has("expect") ? std::optional<std::int64_t>(register_in(place.at("expect")))
                                : std::nullopt,
            place.has("when")};
}

std::optional<bool> expected(const Place& expect, const std::string& name, const Profile& profile) {
    if (!expect.has(name)) return std::nullopt;
    if (profile.point(name) == nullptr) expect.at(name).fail("no point of this name is read");
    return expect.at(name).truth();
}

Order order_in(const Place& place, const Profile& profile) {
    Order order{0, {}, {}, {}, {}};
    if (profile.protocol == Protocol::dlt645) {
        place.hold_fields({"orders", "expect"});
        for (const Place& each : place.at("orders").elements(most_orders))
            order.values.push_back(static_cast<std::uint16_t>(each.hexadecimal(1)));
    } else {
        place.hold_fields({"address", "values", "expect"});
        order.address = register_in(place.at("address"));
        for (const Place& each : place.at("values").elements(most_registers))
            order.values.push_back(register_in(each));
    }
    const Place expect = place.at("expect");
    expect.hold_fields({"relay_closed?", "forced?", "forced_closed?"});
    order.relay_closed = expected(expect, "relay_closed", profile);
    order.forced = expected(expect, "forced", profile);
    order.forced_closed = expected(expect, "forced_closed", profile);
    if (expect.json().empty()) expect.fail("success is what is read back: say what");
    return order;
}

const std::set<std::string> known_points{"type_code",
                                         "number",
                                         "power",
                                         "pt",
                                         "ct",
                                         "energy.total",
                                         "energy.sharp",
                                         "energy.peak",
                                         "energy.flat",
                                         "energy.valley",
                                         "energy.deep_valley",
                                         "remaining",
                                         "owed",
                                         "purchase_count",
                                         "relay_closed",
                                         "forced",
                                         "forced_closed",
                                         "clock",
                                         "clock_date",
                                         "clock_time"};

/// Of DL/T 645: a meter is its address there, and so shows no number and no type code.
std::string decimal_types_of(const std::string& name) {
    if (name.starts_with("relay") || name.starts_with("forced")) return "bits";
    if (name == "purchase_count") return "bcd4";
    if (name == "ct" || name == "pt") return "bcd6";
    if (name == "power") return "sbcd6";
    if (name == "clock_date") return "date";
    if (name == "clock_time") return "time";
    if (name.starts_with("energy.") || name == "remaining" || name == "owed") return "bcd8";
    return "";
}

std::string types_of(const std::string& name, Protocol protocol) {
    if (protocol == Protocol::dlt645) return decimal_types_of(name);
    if (name == "owed" || name.starts_with("clock_")) return "";
    if (name.starts_with("relay") || name.starts_with("forced")) return "bits";
    if (name == "clock") return "clock clock_smh";
    if (name == "number") return "bcd12";
    if (name == "power" || name == "remaining") return "u16 s16 u32 s32";
    return "u16 u32";
}

/// Empty: it is a mere number.
std::string unit_of(const std::string& name) {
    if (name.starts_with("energy.")) return "kWh";
    if (name == "power") return "kW";
    if (name == "remaining" || name == "owed") return "CNY";
    return "";
}

/// What a point means decides how it may be written, and in which unit.
void check_meaning(const std::string& name, const Place& place, const Point& point,
                   Protocol protocol) {
    const std::string type = place.at("type").text();
    const std::string types = types_of(name, protocol);
    if (types.empty()) place.fail("this protocol has no such point");
    if ((" " + types + " ").find(" " + type + " ") == std::string::npos)
        place.at("type").fail(name + " is of one of these types: " + types);
    const std::string unit = unit_of(name);
    if (unit.empty() && place.has("unit")) place.fail(name + " has no unit: leave it out");
    if (!unit.empty() && (!place.has("unit") || place.at("unit").text() != unit))
        place.fail("give the unit " + unit);
    if (point.expect.has_value() != (name == "type_code"))
        place.fail("type_code says what to expect, and no other point: mend it");
}

/// Rates are counted from the first: none has a gap before it, and their sum is the total.
void check_rates(const Place& points, const Profile& profile) {
    constexpr std::array rates{"energy.sharp", "energy.peak", "energy.flat", "energy.valley",
                               "energy.deep_valley"};
    bool ended = false;
    for (const char* rate : rates) {
        const Point* point = profile.point(rate);
        if (point != nullptr && (ended || point->factor != profile.point("energy.total")->factor))
            points.fail(std::string(rate) + " needs the rates before it, and the total's scale");
        ended = point == nullptr;
    }
}

void read_points(const Place& points, Profile& profile) {
    for (const auto& [name, place] : points.members()) {
        if (!known_points.contains(name)) place.fail("there is no such point");
        const Point point = point_in(place, profile.blocks);
        check_meaning(name, place, point, profile.protocol);
        if (name.starts_with("energy.") && profile.blocks[point.block].identifies)
            place.at("block").fail("energy is read at every poll: name such a block");
        if (name.starts_with("energy.") && profile.blocks[point.block].is_optional)
            place.at("block").fail("without energy there is no reading: its block is not optional");
        profile.points.emplace(name, point);
    }
    if (profile.point("energy.total") == nullptr) points.fail("'energy.total' is missing");
    if ((profile.point("clock_date") == nullptr) != (profile.point("clock_time") == nullptr))
        points.fail("a clock is clock_date and clock_time: give both");
    check_rates(points, profile);
}

Protocol protocol_in(const Place& top) {
    if (!top.has("protocol")) return Protocol::modbus;
    const std::string name = top.at("protocol").text();
    if (name != "modbus" && name != "dlt645") top.at("protocol").fail("give modbus or dlt645");
    return name == "dlt645" ? Protocol::dlt645 : Protocol::modbus;
}

Access access_in(const Place& top, Protocol protocol) {
    if (top.has("access") != (protocol == Protocol::dlt645))
        top.fail("a profile of dlt645 has 'access', and no other");
    if (!top.has("access")) return {};
    const Place access = top.at("access");
    access.hold_fields({"level", "password", "operator"});
    return {static_cast<std::uint8_t>(access.at("level").number(0, 9)),
            access.at("password").hexadecimal(3), access.at("operator").hexadecimal(4)};
}

/// nlohmann keeps the last of two members with one name, in silence.
Json::parser_callback_t refuse_twins(const std::string& file) {
    return [file, names = std::vector<std::set<std::string>>{}](int, Json::parse_event_t event,
                                                                const Json& value) mutable {
        if (event == Json::parse_event_t::object_start) names.emplace_back();
        if (event == Json::parse_event_t::object_end) names.pop_back();
        if (event == Json::parse_event_t::key && !names.back().insert(value).second)
            throw BadProfile(fmt::format("profile {}: '{}' is given twice in one object: leave one",
                                         file, value.get<std::string>()));
        return true;
    };
}

/// Why a meter does not take a command: it stands in the log where somebody asks all the same.
std::string reason_in(const Place& place) {
    std::string reason = place.text();
    if (reason.empty() || reason.size() > ledger::most_text)
        place.fail(fmt::format("give 1 to {} bytes", ledger::most_text));
    return reason;
}

}  // namespace

Profile read_profile(const std::string& json, const std::string& name) {
    Json document;
    try {
        document = Json::parse(json, refuse_twins(name));
    } catch (const Json::exception& wrong) {
        throw BadProfile(fmt::format("profile {}: it is not JSON: {}", name, wrong.what()));
    }
    const Place top(name, "", document);
    top.hold_fields({"profile", "protocol?", "access?", "title", "provenance", "hardware_verified",
                     "energy_side", "register_width", "blocks", "points", "commands", "registers?",
                     "not_supported"});
    Profile profile;
    const std::string id = top.at("profile").text();
    if (!ledger::ProfileId::is_well_formed(id))
        top.at("profile").fail("give a name of 1 to 40 of A-Z a-z 0-9 _ -");
    profile.id = ledger::ProfileId(id);
    profile.protocol = protocol_in(top);
    profile.access = access_in(top, profile.protocol);
    profile.title = top.at("title").text();
    profile.provenance = top.at("provenance").text();
    profile.hardware_verified = top.at("hardware_verified").truth();
    const std::string side = top.at("energy_side").text();
    if (side != "primary" && side != "secondary")
        top.at("energy_side").fail("give primary or secondary");
    profile.secondary_side = side == "secondary";
    (void)top.at("register_width").number(32, 32);
    for (const auto& [block, place] : top.at("blocks").members())
        profile.blocks.push_back(block_in(block, place, profile.protocol));
    read_points(top.at("points"), profile);
    for (const auto& [kind, place] : top.at("commands").members()) {
        const auto known = ledger::enum_from_text<ledger::CommandKind>(kind);
        if (!known || !ledger::is_about_supply(*known))
            place.fail("give one of trip, keep_power, restore_prepaid, close");
        profile.orders.emplace(*known, order_in(place, profile));
    }
    if (top.has("registers")) profile.registers = registers_in(top.at("registers"));
    for (const auto& [what, place] : top.at("not_supported").members())
        profile.not_supported.emplace(what, reason_in(place));
    return profile;
}

Profiles profiles_in(const std::map<ledger::ProfileId, std::string>& texts) {
    Profiles profiles;
    for (const auto& [id, json] : texts) profiles.emplace(id, read_profile(json, id.text()));
    return profiles;
}

Profiles built_in_profiles() { return profiles_in(profile_texts({})); }

Profiles load_profiles(const std::filesystem::path& directory) {
    return profiles_in(profile_texts(directory));
}

}  // namespace ingest
