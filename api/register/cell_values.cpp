#include "api/register/cell_values.hpp"

#include <algorithm>

#include <fmt/core.h>

#include "ledger/values/limits.hpp"

namespace api {
namespace {

std::string without_blanks(std::string text) {
    const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
    text.erase(text.begin(), std::ranges::find_if_not(text, is_blank));
    while (!text.empty() && is_blank(text.back())) text.pop_back();
    return text;
}

/// ；：，、 as they come from a Chinese keyboard.
std::string with_plain_punctuation(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, char>, 5> wide{
        {{"\uFF1B", ';'}, {"\uFF1A", ':'}, {"\uFF0C", ','}, {"\u3001", ','}, {"\u3000", ' '}}};
    std::string plain;
    std::string_view rest = text;
    while (!rest.empty()) {
        const auto found = std::ranges::find_if(
            wide, [&](const auto& each) { return rest.starts_with(each.first); });
        const bool is_wide = found != wide.end();
        plain += is_wide ? found->second : rest.front();
        rest.remove_prefix(is_wide ? found->first.size() : 1);
    }
    return plain;
}

std::uint64_t whole_in(const std::string& text, std::uint64_t most) {
    std::uint64_t number = 0;
    const char* end = text.data() + text.size();
    const auto [stopped, fault] = std::from_chars(text.data(), end, number);
    if (fault != std::errc() || stopped != end || number > most)
        throw UnfitCell("give a whole number from 0 to " + std::to_string(most));
    return number;
}

constexpr const char* clock_wish = "give a time of day such as 08:00";

std::uint32_t minute_in(const std::string& text) {
    if (text.size() != 5 || text[2] != ':') throw UnfitCell(clock_wish);
    const auto digit = [&](std::size_t at) {
        if (text[at] < '0' || text[at] > '9') throw UnfitCell(clock_wish);
        return static_cast<std::uint32_t>(text[at] - '0');
    };
    const std::uint32_t hour = digit(0) * 10 + digit(1);
    const std::uint32_t minute = digit(3) * 10 + digit(4);
    if (minute > 59 || hour * 60 + minute > 1440) throw UnfitCell(clock_wish);
    return hour * 60 + minute;
}

std::string clock_of(std::uint32_t minute) {
    return fmt::format("{:02}:{:02}", minute / 60, minute % 60);
}

/// Cut at the first separator; the second half is empty where there is none.
std::pair<std::string, std::string> cut(const std::string& text, const std::string& separator) {
    const std::size_t at = text.find(separator);
    if (at == std::string::npos) return {without_blanks(text), ""};
    return {without_blanks(text.substr(0, at)), without_blanks(text.substr(at + separator.size()))};
}

std::vector<std::uint32_t> weekdays_in(const std::string& text) {
    std::vector<std::uint32_t> days;
    for (const std::string& each : parts_of(text, ','))
        days.push_back(static_cast<std::uint32_t>(whole_in(each, 7)));
    return days;
}

std::string text_of_weekdays(const std::vector<std::uint32_t>& days) {
    std::string text;
    for (const std::uint32_t each : days) text += (text.empty() ? "" : ",") + std::to_string(each);
    return text.empty() ? "" : " " + text;
}

std::vector<ledger::BandSlot> slots_in(const std::string& text) {
    std::vector<ledger::BandSlot> slots;
    for (const std::string& each : parts_of(text, ';')) {
        const auto [clock, band] = cut(each, " ");
        if (band.empty()) throw UnfitCell("give a band behind each time: 00:00 valley; 06:00 flat");
        slots.push_back({minute_in(clock), read_word<ledger::Band>(band)});
    }
    return slots;
}

ledger::MonthDay month_day_in(const std::string& text) {
    if (const auto day = ledger::month_day_from_text(text)) return *day;
    throw UnfitCell("give a day of the year such as 07-01");
}

/// "07-01..08-31 workday 1,2: 00:00 flat; 14:00 sharp"
ledger::DayRule rule_in(const std::string& text) {
    const auto [head, schedule] = cut(text, ": ");
    const auto [range, rest] = cut(head, " ");
    const auto [kind, weekdays] = cut(rest, " ");
    const auto [from, to] = cut(range, "..");
    if (schedule.empty() || to.empty() || kind.empty())
        throw UnfitCell("give each rule as: 07-01..08-31 workday: 00:00 flat; 14:00 sharp");
    return {month_day_in(from), month_day_in(to), read_word<ledger::DayKind>(kind),
            weekdays_in(weekdays), slots_in(schedule)};
}

const std::string& list_text(const Cell& cell) { return text_in_cell(cell); }

std::optional<ledger::Instant> in_zone(const std::string& text, const ledger::Zone& zone) {
    const auto day = ledger::day_from_text(text.substr(0, 10));
    if (!day) return std::nullopt;
    if (text.size() == 10) return zone.at(*day);
    if (text.size() != 16 && text.size() != 19) return std::nullopt;
    if (text[10] != 'T' && text[10] != ' ') return std::nullopt;
    const std::string clock = text.substr(11, 5);
    const std::string seconds = text.size() == 19 ? text.substr(16) : ":00";
    if (seconds[0] != ':' || minute_in(clock) >= ledger::minutes_of_a_day) return std::nullopt;
    return zone.at(*day, minute_in(clock)) + std::chrono::seconds(whole_in(seconds.substr(1), 59));
}

}  // namespace

std::vector<std::string> parts_of(const std::string& text, char separator) {
    std::vector<std::string> parts;
    const std::string plain = with_plain_punctuation(text);
    std::size_t from = 0;
    while (from <= plain.size()) {
        const std::size_t to = std::min(plain.find(separator, from), plain.size());
        std::string part = without_blanks(plain.substr(from, to - from));
        if (!part.empty()) parts.push_back(std::move(part));
        from = to + 1;
    }
    return parts;
}

std::uint64_t read_whole(const Cell& cell, std::uint64_t most) {
    return whole_in(text_in_cell(cell), most);
}

bool read_flag(const Cell& cell) {
    const std::string& text = text_in_cell(cell);
    for (const std::string_view yes : {"yes", "true", "TRUE", "是", "1"}) {
        if (text == yes) return true;
    }
    for (const std::string_view no : {"no", "false", "FALSE", "否", "0"}) {
        if (text == no) return false;
    }
    throw UnfitCell("give yes or no (是, 否)");
}

ledger::Day read_day(const Cell& cell) {
    if (const auto day = ledger::day_from_text(cell.text)) return *day;
    throw UnfitCell("give a day such as 2026-11-21");
}

ledger::Instant read_moment(const Cell& cell, const CellReading& reading) {
    const char* wish =
        "give a moment such as 2026-11-21T08:00:00+08:00, or 2026-11-21 08:00 by "
        "the site's clock";
    if (const auto moment = ledger::instant_from_text(cell.text)) return *moment;
    if (reading.zone == nullptr) throw UnfitCell("give a moment with its zone: 2026-11-21T00:00Z");
    const auto moment = in_zone(cell.text, *reading.zone);
    if (!moment || *moment < ledger::earliest_instant || *moment >= ledger::latest_instant)
        throw UnfitCell(wish);
    return *moment;
}

std::vector<std::uint64_t> read_counts(const Cell& cell) {
    std::vector<std::uint64_t> counts;
    for (const std::string& each : parts_of(text_in_cell(cell), ';'))
        counts.push_back(whole_in(each, UINT64_MAX));
    return counts;
}

std::vector<ledger::BandSlot> read_slots(const Cell& cell) { return slots_in(list_text(cell)); }

std::vector<ledger::Tier> read_tiers(const Cell& cell) {
    std::vector<ledger::Tier> tiers;
    for (const std::string& each : parts_of(list_text(cell), ';')) {
        const auto [above, surcharge] = cut(each, ":");
        if (surcharge.empty())
            throw UnfitCell("give each tier as kilowatt-hours: surcharge, as 230: 0.05; 400: 0.30");
        tiers.push_back(
            {read_amount<ledger::Energy>(above), read_amount<ledger::Price>(surcharge)});
    }
    return tiers;
}

std::vector<ledger::DayRule> read_rules(const Cell& cell) {
    std::vector<ledger::DayRule> rules;
    for (const std::string& each : parts_of(list_text(cell), '|')) rules.push_back(rule_in(each));
    return rules;
}

std::vector<ledger::ProtectedHours> read_hours(const Cell& cell) {
    std::vector<ledger::ProtectedHours> hours;
    for (const std::string& each : parts_of(list_text(cell), ';')) {
        const auto [range, weekdays] = cut(each, " ");
        const auto [from, to] = cut(range, "-");
        hours.push_back({minute_in(from), minute_in(to), weekdays_in(weekdays)});
    }
    return hours;
}

std::string text_of(const std::vector<std::uint64_t>& counts) {
    std::string text;
    for (const std::uint64_t each : counts)
        text += (text.empty() ? "" : "; ") + std::to_string(each);
    return text;
}

std::string text_of(const std::vector<ledger::BandSlot>& slots) {
    std::string text;
    for (const ledger::BandSlot& each : slots)
        text += fmt::format("{}{} {}", text.empty() ? "" : "; ", clock_of(each.from_minute),
                            to_text(each.band));
    return text;
}

std::string text_of(const std::vector<ledger::Tier>& tiers) {
    std::string text;
    for (const ledger::Tier& each : tiers)
        text += fmt::format("{}{}: {}", text.empty() ? "" : "; ", to_text(each.above),
                            to_text(each.surcharge));
    return text;
}

std::string text_of(const std::vector<ledger::DayRule>& rules) {
    std::string text;
    for (const ledger::DayRule& each : rules)
        text += fmt::format("{}{}..{} {}{}: {}", text.empty() ? "" : " | ", to_text(each.from),
                            to_text(each.to), to_text(each.on), text_of_weekdays(each.weekdays),
                            text_of(each.schedule));
    return text;
}

std::string text_of(const std::vector<ledger::ProtectedHours>& hours) {
    std::string text;
    for (const ledger::ProtectedHours& each : hours)
        text += fmt::format("{}{}-{}{}", text.empty() ? "" : "; ", clock_of(each.from_minute),
                            clock_of(each.to_minute), text_of_weekdays(each.weekdays));
    return text;
}

}  // namespace api
