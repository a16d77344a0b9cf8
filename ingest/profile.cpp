#include "ingest/profile.hpp"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <set>

#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "ingest/built_in_profiles.hpp"
#include "ledger/values/quantity.hpp"

namespace ingest {
namespace {

using Json = nlohmann::json;

constexpr std::uint32_t most_registers = 125;
constexpr std::uint32_t highest_register = 0xFFFF;

/// One place in one file: says where it is when something is wrong there.
class Place {
public:
    Place(std::string file, std::string path, const Json& json)
        : file_(std::move(file)), path_(std::move(path)), json_(json) {}

    [[noreturn]] void fail(const std::string& fault) const {
        throw BadProfile(
            fmt::format("profile {}: {}: {}", file_, path_.empty() ? "/" : path_, fault));
    }

    /// An object that has these fields and no others; a name with '?' may be missing.
    void hold_fields(const std::set<std::string>& names) const {
        if (!json_.is_object()) fail("give an object");
        for (const auto& [name, value] : json_.items()) {
            if (!names.contains(name) && !names.contains(name + "?"))
                fail("'" + name + "' is not known here: leave it out, or mend its name");
        }
        for (const std::string& name : names) {
            if (!name.ends_with('?') && !json_.contains(name)) fail("'" + name + "' is missing");
        }
    }

    bool has(const std::string& name) const { return json_.contains(name); }
    Place at(const std::string& name) const { return {file_, path_ + "/" + name, json_.at(name)}; }
    std::vector<std::pair<std::string, Place>> members() const {
        if (!json_.is_object()) fail("give an object");
        std::vector<std::pair<std::string, Place>> all;
        for (const auto& [name, value] : json_.items())
            all.emplace_back(name, Place(file_, path_ + "/" + name, value));
        return all;
    }

    std::string text() const {
        if (!json_.is_string()) fail("give text");
        return json_.get<std::string>();
    }
    bool truth() const {
        if (!json_.is_boolean()) fail("give true or false");
        return json_.get<bool>();
    }
    std::uint32_t number(std::uint32_t least, std::uint32_t most) const {
        const bool fits = json_.is_number_unsigned() && json_.get<std::uint64_t>() >= least &&
                          json_.get<std::uint64_t>() <= most;
        if (!fits) fail(fmt::format("give a whole number from {} to {}", least, most));
        return json_.get<std::uint32_t>();
    }
    const Json& json() const { return json_; }

private:
    std::string file_;
    std::string path_;
    const Json& json_;
};

std::uint16_t register_in(const Place& place) {
    return static_cast<std::uint16_t>(place.number(0, highest_register));
}

Block block_in(const std::string& name, const Place& place) {
    place.hold_fields({"address", "count", "read"});
    const std::string when = place.at("read").text();
    if (when != "poll" && when != "identify") place.at("read").fail("give poll or identify");
    const Block block{name, register_in(place.at("address")),
                      static_cast<std::uint16_t>(place.at("count").number(1, most_registers)),
                      when == "identify"};
    if (block.address + std::uint32_t{block.count} > highest_register + 1)
        place.fail("the block runs past register 65535: shorten it");
    return block;
}

/// How a type is called in a file, and how many registers it takes.
struct TypeName {
    const char* name;
    PointType type;
    std::size_t width;
};
constexpr std::array<TypeName, 7> type_names{{{"u16", PointType::u16, 1},
                                              {"s16", PointType::s16, 1},
                                              {"u32", PointType::u32, 2},
                                              {"s32", PointType::s32, 2},
                                              {"bits", PointType::bits, 1},
                                              {"bcd12", PointType::bcd12, 3},
                                              {"clock", PointType::clock, 4}}};

const TypeName& type_in(const Place& place) {
    const std::string text = place.text();
    const auto* found = std::find_if(std::begin(type_names), std::end(type_names),
                                     [&](const TypeName& each) { return text == each.name; });
    if (found == std::end(type_names))
        place.fail("give one of u16, s16, u32, s32, bits, bcd12, clock");
    return *found;
}

/// What one count is worth: exactly, in Wh (from kWh), W (from kW) or micro-units of money.
std::int64_t factor_in(const Place& place) {
    if (place.has("scale") != place.has("unit"))
        place.fail("give scale and unit together, or neither");
    if (!place.has("scale")) return 1;
    const std::string unit = place.at("unit").text();
    const std::string scale = place.at("scale").text();
    const bool is_money = unit == "CNY";
    if (!is_money && unit != "kWh" && unit != "kW") place.at("unit").fail("give kWh, kW or CNY");
    const auto factor = ledger::from_decimal(
        scale, is_money ? ledger::MicroUnit::digits : ledger::WattHour::digits);
    if (!factor || *factor <= 0 || *factor > 1'000'000)
        place.at("scale").fail("give a positive decimal as text, such as \"0.01\"");
    return *factor;
}

Point point_in(const Place& place, const std::vector<Block>& blocks) {
    place.hold_fields({"block", "offset", "type", "scale?", "unit?", "mask?", "expect?"});
    const std::string name = place.at("block").text();
    const auto block = std::find_if(blocks.begin(), blocks.end(),
                                    [&](const Block& each) { return each.name == name; });
    if (block == blocks.end()) place.at("block").fail("there is no block of this name");
    const TypeName& type = type_in(place.at("type"));
    const std::uint32_t offset = place.at("offset").number(0, most_registers);
    if (offset + type.width > block->count) place.at("offset").fail("it is outside of its block");
    if ((type.type == PointType::bits) != place.has("mask"))
        place.fail("bits have a mask, and only bits");
    return {static_cast<std::size_t>(block - blocks.begin()),
            offset,
            type.type,
            place.has("mask") ? static_cast<std::uint16_t>(place.at("mask").number(1, 0xFFFF))
                              : std::uint16_t{0},
            factor_in(place),
            place.has("expect") ? std::optional<std::int64_t>(register_in(place.at("expect")))
                                : std::nullopt};
}

std::optional<bool> expected(const Place& expect, const std::string& name, const Profile& profile) {
    if (!expect.has(name)) return std::nullopt;
    if (profile.point(name) == nullptr) expect.at(name).fail("no point of this name is read");
    return expect.at(name).truth();
}

Order order_in(const Place& place, const Profile& profile) {
    place.hold_fields({"address", "values", "expect"});
    const Json& list = place.at("values").json();
    if (!list.is_array() || list.empty() || list.size() > most_registers)
        place.at("values").fail("give a list of 1 to 125 register values");
    Order order{register_in(place.at("address")), {}, {}, {}, {}};
    for (const Json& value : list) {
        if (!value.is_number_unsigned() || value.get<std::uint64_t>() > highest_register)
            place.at("values").fail("a register holds 0 to 65535");
        order.values.push_back(value.get<std::uint16_t>());
    }
    const Place expect = place.at("expect");
    expect.hold_fields({"relay_closed?", "forced?", "forced_closed?"});
    order.relay_closed = expected(expect, "relay_closed", profile);
    order.forced = expected(expect, "forced", profile);
    order.forced_closed = expected(expect, "forced_closed", profile);
    if (expect.json().empty()) expect.fail("success is what is read back: say what");
    return order;
}

const std::set<std::string> known_points{
    "type_code",          "number",       "power",          "pt",           "ct",
    "energy.total",       "energy.sharp", "energy.peak",    "energy.flat",  "energy.valley",
    "energy.deep_valley", "remaining",    "purchase_count", "relay_closed", "forced",
    "forced_closed",      "clock"};

std::string types_of(const std::string& name) {
    if (name.starts_with("relay") || name.starts_with("forced")) return "bits";
    if (name == "clock") return "clock";
    if (name == "number") return "bcd12";
    if (name == "power" || name == "remaining") return "u16 s16 u32 s32";
    return "u16 u32";
}

/// Empty: it is a mere number.
std::string unit_of(const std::string& name) {
    if (name.starts_with("energy.")) return "kWh";
    if (name == "power") return "kW";
    if (name == "remaining") return "CNY";
    return "";
}

/// What a point means decides how it may be written, and in which unit.
void check_meaning(const std::string& name, const Place& place, const Point& point) {
    const std::string type = place.at("type").text();
    const std::string types = types_of(name);
    if ((" " + types + " ").find(" " + type + " ") == std::string::npos)
        place.at("type").fail(name + " is of one of these types: " + types);
    const std::string unit = unit_of(name);
    if (unit.empty() && place.has("unit")) place.fail(name + " has no unit: leave it out");
    if (!unit.empty() && (!place.has("unit") || place.at("unit").text() != unit))
        place.fail("give the unit " + unit);
    if (point.expect.has_value() != (name == "type_code"))
        place.fail("type_code says what to expect, and no other point: mend it");
}

void read_points(const Place& points, Profile& profile) {
    for (const auto& [name, place] : points.members()) {
        if (!known_points.contains(name)) place.fail("there is no such point");
        const Point point = point_in(place, profile.blocks);
        check_meaning(name, place, point);
        if (name.starts_with("energy.") && profile.blocks[point.block].identifies)
            place.at("block").fail("energy is read at every poll: name such a block");
        profile.points.emplace(name, point);
    }
    if (profile.point("energy.total") == nullptr) points.fail("'energy.total' is missing");
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

}  // namespace

Profile read_profile(const std::string& json, const std::string& name) {
    Json document;
    try {
        document = Json::parse(json, refuse_twins(name));
    } catch (const Json::exception& wrong) {
        throw BadProfile(fmt::format("profile {}: it is not JSON: {}", name, wrong.what()));
    }
    const Place top(name, "", document);
    top.hold_fields({"profile", "title", "provenance", "hardware_verified", "energy_side",
                     "register_width", "blocks", "points", "commands", "not_supported"});
    Profile profile;
    const std::string id = top.at("profile").text();
    if (!ledger::ProfileId::is_well_formed(id))
        top.at("profile").fail("give a name of 1 to 40 of A-Z a-z 0-9 _ -");
    profile.id = ledger::ProfileId(id);
    profile.title = top.at("title").text();
    profile.provenance = top.at("provenance").text();
    profile.hardware_verified = top.at("hardware_verified").truth();
    const std::string side = top.at("energy_side").text();
    if (side != "primary" && side != "secondary")
        top.at("energy_side").fail("give primary or secondary");
    profile.secondary_side = side == "secondary";
    (void)top.at("register_width").number(32, 32);
    for (const auto& [block, place] : top.at("blocks").members())
        profile.blocks.push_back(block_in(block, place));
    read_points(top.at("points"), profile);
    for (const auto& [kind, place] : top.at("commands").members()) {
        const auto known = ledger::enum_from_text<ledger::CommandKind>(kind);
        if (!known || *known == ledger::CommandKind::read_now)
            place.fail("give one of trip, keep_power, restore_prepaid");
        profile.orders.emplace(*known, order_in(place, profile));
    }
    for (const auto& [what, place] : top.at("not_supported").members())
        profile.not_supported.emplace(what, place.text());
    return profile;
}

Profiles built_in_profiles() {
    Profiles profiles;
    for (const auto& [name, json] : built_in_profile_texts()) {
        Profile profile = read_profile(json, name);
        const ledger::ProfileId id = profile.id;
        profiles.emplace(id, std::move(profile));
    }
    return profiles;
}

Profiles load_profiles(const std::filesystem::path& directory) {
    Profiles profiles = built_in_profiles();
    if (!std::filesystem::is_directory(directory))
        throw BadProfile(
            fmt::format("{} is no directory of profiles: give one", directory.string()));
    for (const auto& entry : std::filesystem::directory_iterator(directory)) {
        if (entry.path().extension() != ".json") continue;
        std::ifstream in(entry.path(), std::ios::binary);
        if (!in) throw BadProfile(fmt::format("cannot read profile {}", entry.path().string()));
        const std::string json{std::istreambuf_iterator<char>(in), {}};
        Profile profile = read_profile(json, entry.path().string());
        profiles.insert_or_assign(profile.id, profile);
    }
    return profiles;
}

}  // namespace ingest
