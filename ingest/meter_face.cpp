#include "ingest/meter_face.hpp"

#include <algorithm>
#include <array>

#include <fmt/core.h>

namespace ingest {
namespace {

constexpr std::int64_t milliwatts_of_a_watt = 1'000;

/// One profile's points in one set of blocks.
class Face {
public:
    Face(const Profile& profile, const Blocks& blocks) : profile_(profile), blocks_(blocks) {}

    /// The words from a point on; nothing where it was not read.
    const std::uint16_t* words(const Point* point) const {
        if (point == nullptr || point->block >= blocks_.size()) return nullptr;
        const Words& block = blocks_[point->block];
        return block.size() == profile_.blocks[point->block].count ? block.data() + point->offset
                                                                   : nullptr;
    }

    std::optional<std::int64_t> number(const std::string& name) const {
        const Point* point = profile_.point(name);
        const std::uint16_t* at = words(point);
        if (at == nullptr) return std::nullopt;
        switch (point->type) {
            case PointType::u16:
                return at[0];
            case PointType::s16:
                return static_cast<std::int16_t>(at[0]);
            case PointType::u32:
                return wide(at);
            case PointType::s32:
                return static_cast<std::int32_t>(wide(at));
            case PointType::bits:
                return ((at[0] & point->mask) != 0) != point->is_inverted ? 1 : 0;
            case PointType::bcd4:
                return decimal(at, 2);
            case PointType::bcd6:
                return decimal(at, 3);
            case PointType::bcd8:
                return decimal(at, 4);
            case PointType::sbcd6:
                return signed_decimal(at);
            case PointType::bcd12:
            case PointType::clock:
            case PointType::clock_smh:
            case PointType::date:
            case PointType::time:
                return std::nullopt;
        }
        return std::nullopt;
    }

    std::optional<bool> truth(const std::string& name) const {
        const auto value = number(name);
        return value ? std::optional(*value != 0) : std::nullopt;
    }

    std::optional<std::uint32_t> count(const std::string& name) const {
        const auto value = number(name);
        return value && *value >= 0 ? std::optional(static_cast<std::uint32_t>(*value))
                                    : std::nullopt;
    }

private:
    static std::uint32_t wide(const std::uint16_t* at) {
        return std::uint32_t{at[0]} << 16U | at[1];
    }

    /// Two digits to a byte, the last two first; nothing when a nibble is no digit.
    static std::optional<std::int64_t> decimal(const std::uint16_t* at, std::size_t bytes) {
        std::int64_t value = 0;
        for (std::size_t i = bytes; i-- > 0;) {
            if (at[i] >> 4U > 9 || (at[i] & 0x0FU) > 9) return std::nullopt;
            value = value * 100 + std::int64_t{at[i] >> 4U} * 10 + (at[i] & 0x0FU);
        }
        return value;
    }

    /// The highest bit of the highest byte is the sign.
    static std::optional<std::int64_t> signed_decimal(const std::uint16_t* at) {
        constexpr std::uint16_t sign = 0x80;
        const std::array<std::uint16_t, 3> bytes{at[0], at[1],
                                                 static_cast<std::uint16_t>(at[2] & ~sign)};
        const auto size = decimal(bytes.data(), bytes.size());
        return size && (at[2] & sign) != 0 ? std::optional(-*size) : size;
    }

    const Profile& profile_;
    const Blocks& blocks_;
};

/// Twelve digits, two to a byte; nothing when a nibble is no digit.
std::optional<std::string> bcd_in(const std::uint16_t* words) {
    if (words == nullptr) return std::nullopt;
    std::string digits = fmt::format("{:04x}{:04x}{:04x}", words[0], words[1], words[2]);
    return digits.find_first_not_of("0123456789") == std::string::npos ? std::optional(digits)
                                                                       : std::nullopt;
}

/// What a clock shows, its year without the century.
struct ClockFace {
    unsigned year, month, day, hour, minute, second;
};

/// As if it were UTC; nothing where there is no such moment.
std::optional<ledger::Instant> moment_of(const ClockFace& shown) {
    return ledger::instant_from_text(fmt::format("20{:02}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
                                                 shown.year, shown.month, shown.day, shown.hour,
                                                 shown.minute, shown.second));
}

/// A binary byte each: Y M D W h m s, or s m h W D M and the year in a register of its own.
std::optional<ledger::Instant> registers_clock(const Point& point, const std::uint16_t* words) {
    const auto high = [&](std::size_t word) -> unsigned { return words[word] >> 8U; };
    const auto low = [&](std::size_t word) -> unsigned { return words[word] & 0xFFU; };
    if (point.type == PointType::clock_smh)
        return moment_of({low(3), low(2), high(2), high(1), low(0), high(0)});
    return moment_of({high(0), low(0), high(1), high(2), low(2), high(3)});
}

/// Two items: around midnight they may be of two days, and are not believed.
std::optional<ledger::Instant> items_clock(const std::uint16_t* date, const std::uint16_t* time) {
    const auto two = [](std::uint16_t byte) -> unsigned {
        const bool is_decimal = byte >> 4U <= 9 && (byte & 0x0FU) <= 9;
        return is_decimal ? (byte >> 4U) * 10U + (byte & 0x0FU) : 100U;  // no moment has it
    };
    const unsigned minute_of_day = two(time[2]) * 60 + two(time[1]);
    if (minute_of_day == 0 || minute_of_day == 1'439) return std::nullopt;
    return moment_of(
        {two(date[3]), two(date[2]), two(date[1]), two(time[2]), two(time[1]), two(time[0])});
}

std::optional<ledger::Instant> clock_in(const Face& face, const Profile& profile) {
    const Point* whole = profile.point("clock");
    if (const auto* words = face.words(whole)) return registers_clock(*whole, words);
    const auto* date = face.words(profile.point("clock_date"));
    const auto* time = face.words(profile.point("clock_time"));
    return date == nullptr || time == nullptr ? std::nullopt : items_clock(date, time);
}

/// Some meters show two amounts without a sign, what is left and what is owed: one of them is 0.
std::optional<ledger::Money> remaining_in(const Face& face, const Profile& profile) {
    const auto left = face.number("remaining");
    if (!left) return std::nullopt;
    const ledger::Money amount{*left * profile.point("remaining")->factor};
    if (profile.point("owed") == nullptr) return amount;
    const auto owed = face.number("owed");
    if (!owed) return std::nullopt;
    return amount - ledger::Money{*owed * profile.point("owed")->factor};
}

}  // namespace

std::optional<std::string> broken_point(const Profile& profile, const Blocks& blocks) {
    const Face face(profile, blocks);
    for (const auto& [name, point] : profile.points) {
        const bool is_decimal = point.type == PointType::bcd4 || point.type == PointType::bcd6 ||
                                point.type == PointType::bcd8 || point.type == PointType::sbcd6;
        if (is_decimal && face.words(&point) != nullptr && !face.number(name)) return name;
    }
    return std::nullopt;
}

MeterFace decode(const Profile& profile, const Blocks& blocks) {
    const Face face(profile, blocks);
    MeterFace shown;
    const Point& total = *profile.point("energy.total");
    shown.total = static_cast<std::uint64_t>(face.number("energy.total").value_or(0));
    shown.step_wh = static_cast<std::uint32_t>(total.factor);
    for (const char* rate :
         {"energy.sharp", "energy.peak", "energy.flat", "energy.valley", "energy.deep_valley"}) {
        if (const auto value = face.number(rate))
            shown.rates.push_back(static_cast<std::uint64_t>(*value));
    }
    shown.ct = face.count("ct");
    shown.pt = face.count("pt");
    if (const Point* type = profile.point("type_code"); type != nullptr && type->expect)
        shown.is_expected_type = face.number("type_code") == type->expect;
    shown.number = bcd_in(face.words(profile.point("number")));
    shown.remaining = remaining_in(face, profile);
    if (const auto value = face.count("purchase_count")) shown.purchase_count = *value;
    shown.relay_closed = face.truth("relay_closed");
    shown.forced = face.truth("forced");
    shown.forced_closed = face.truth("forced_closed");
    if (const auto value = face.number("power"))
        shown.power_w = *value * profile.point("power")->factor / milliwatts_of_a_watt;
    shown.clock = clock_in(face, profile);
    return shown;
}

ledger::RecordReading reading_of(const MeterFace& face, const Profile& profile,
                                 const ledger::MeterRegistered& meter, ledger::Instant read_at) {
    const std::uint32_t ct = face.ct.value_or(meter.ct);
    const std::uint32_t pt = face.pt.value_or(meter.pt);
    const std::uint32_t ratio = profile.secondary_side ? std::max(1U, ct) * std::max(1U, pt) : 1;
    const auto power = face.power_w ? std::optional(*face.power_w * ratio) : std::nullopt;
    // A wrong type code is another meter, whatever number it has.
    const std::string number =
        face.is_expected_type ? face.number.value_or("") : std::string("of another type");
    return {.meter = meter.meter,
            .read_at = read_at,
            .registers = {face.total, face.rates, face.step_wh, ratio},
            .seen = {.remaining = face.remaining,
                     .purchase_count = face.purchase_count,
                     .relay_closed = face.relay_closed,
                     .forced = face.forced,
                     .power_w = power,
                     .clock_offset_s = std::nullopt},
            .number_seen = number,
            .ct_seen = face.ct.value_or(0),
            .pt_seen = face.pt.value_or(0)};
}

bool is_reached(const Order& order, const MeterFace& face) {
    const auto agrees = [](std::optional<bool> wanted, std::optional<bool> shown) {
        return !wanted || wanted == shown;
    };
    return agrees(order.relay_closed, face.relay_closed) && agrees(order.forced, face.forced) &&
           agrees(order.forced_closed, face.forced_closed);
}

std::string read_back_text(const MeterFace& face) {
    std::string text;
    const auto add = [&](const char* what, std::optional<bool> shown, const char* yes,
                         const char* no) {
        if (shown)
            text += fmt::format("{}{} {}", text.empty() ? "" : ", ", what, *shown ? yes : no);
    };
    add("relay", face.relay_closed, "closed", "open");
    add("forced control", face.forced, "on", "off");
    add("forced to", face.forced_closed, "closed", "open");
    return text.empty() ? "nothing of the relay is shown" : text;
}

}  // namespace ingest
