#include "ingest/clock_setting.hpp"

#include "ingest/cargo.hpp"
#include "ingest/wall_time.hpp"

namespace ingest {
namespace {

constexpr std::int64_t right_s = 30;
constexpr std::int64_t broadcast_s = 300;

// Items of DL/T 645.
constexpr std::uint32_t date_and_weekday = 0x04000101;
constexpr std::uint32_t time_of_day = 0x04000102;

bool is_within(std::int64_t offset_s, std::int64_t most) {
    return offset_s >= -most && offset_s <= most;
}

/// 1 is Monday, 7 is Sunday.
std::uint32_t weekday_of(const SiteMoment& now) { return civil(now.zone.day_of(now.at)).weekday; }

std::uint16_t binary(std::uint8_t two_digits) {
    return static_cast<std::uint16_t>((two_digits >> 4U) * 10U + (two_digits & 0x0FU));
}

/// s m h W D M, a byte each, and the year in a register of its own.
Words registers_of(const SiteMoment& now) {
    const WallTime wall = wall_time(now.at, now.zone);
    const auto pair = [](std::uint32_t high, std::uint32_t low) {
        return static_cast<std::uint16_t>(high << 8U | low);
    };
    return {pair(binary(wall[0]), binary(wall[1])), pair(binary(wall[2]), weekday_of(now)),
            pair(binary(wall[3]), binary(wall[4])), binary(wall[5])};
}

/// Which item, level and password, who orders, and what the item shall be.
Telegram item_written(const MeterAddress& meter, const Access& access, std::uint32_t item,
                      const Octets& content) {
    Telegram telegram = read_request(meter, item);
    telegram.control = control_code::write;
    append_access(access, telegram.body);
    telegram.body.insert(telegram.body.end(), content.begin(), content.end());
    return telegram;
}

Transaction<Done> write_items(Line& line, const Addressee& to, const SiteMoment& now) {
    const auto address = address_of(to.meter.number);
    if (!address) return no_address(to.meter);
    const WallTime wall = wall_time(now.at, now.zone);
    const auto sunday_is_0 = static_cast<std::uint8_t>(weekday_of(now) % 7);
    const Access& access = to.profile.access;
    const auto dated = line.ask(
        item_written(*address, access, date_and_weekday, {sunday_is_0, wall[3], wall[4], wall[5]}));
    if (!dated) return ledger::refused(dated.error());
    const auto timed =
        line.ask(item_written(*address, access, time_of_day, {wall[0], wall[1], wall[2]}));
    if (!timed) return ledger::refused(timed.error());
    return Done{};
}

}  // namespace

std::optional<std::string> why_no_clock(const Profile& profile) {
    const bool is_shown =
        profile.point("clock") != nullptr || profile.point("clock_time") != nullptr;
    const bool is_written =
        profile.protocol == Protocol::dlt645 || profile.register_of("clock") != nullptr;
    if (is_shown && is_written) return std::nullopt;
    return reason_against(profile, ledger::CommandKind::clock_sync);
}

bool is_right(std::int64_t offset_s) { return is_within(offset_s, right_s); }

bool is_within_broadcast(std::int64_t offset_s) { return is_within(offset_s, broadcast_s); }

Transaction<Done> write_time(Line& line, const Addressee& to, const SiteMoment& now) {
    if (to.profile.protocol == Protocol::dlt645) return write_items(line, to, now);
    return line.write(to.meter.unit, to.profile.register_of("clock")->address, registers_of(now));
}

Transaction<Done> broadcast_time(Line& line, const SiteMoment& now) {
    const WallTime wall = wall_time(now.at, now.zone);
    return line.announce(
        {every_meter, control_code::broadcast_time, Octets(wall.begin(), wall.end())});
}

}  // namespace ingest
