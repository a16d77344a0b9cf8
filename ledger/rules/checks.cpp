#include "ledger/rules/checks.hpp"

#include <algorithm>

#include <fmt/core.h>
#include <google/protobuf/stubs/common.h>

#include "ledger/rating/zone.hpp"
#include "ledger/values/limits.hpp"

namespace ledger {
namespace {

bool is_printable_utf8(const std::string& text) {
    const bool is_ascii =
        std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
    if (is_ascii) return true;
    const bool no_control = std::none_of(text.begin(), text.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    });
    return no_control && google::protobuf::internal::IsStructurallyValidUTF8(
                             text.data(), static_cast<int>(text.size()));
}

Objection object(Rule rule, std::string_view field, std::string detail) {
    return Refusal{rule, std::string(field), std::move(detail)};
}

}  // namespace

Objection first_of(std::initializer_list<Objection> objections) {
    const auto* found = std::find_if(objections.begin(), objections.end(),
                                     [](const Objection& each) { return each.has_value(); });
    return found == objections.end() ? std::nullopt : *found;
}

Objection check_range(std::string_view field, std::uint64_t value, std::uint64_t least,
                      std::uint64_t most) {
    if (value >= least && value <= most) return std::nullopt;
    return object(Rule::value_must_be_in_range, field,
                  fmt::format("{} is {}: give {} to {}", field, value, least, most));
}

Objection check_text_or_empty(std::string_view field, const std::string& text) {
    if (text.empty()) return std::nullopt;
    if (text.size() > most_text)
        return object(
            Rule::value_must_be_in_range, field,
            fmt::format("{} has {} bytes: give at most {}", field, text.size(), most_text));
    if (!is_printable_utf8(text))
        return object(
            Rule::value_must_be_in_range, field,
            fmt::format("{} holds control characters or is not UTF-8: give plain text", field));
    return std::nullopt;
}

bool is_plain_text(std::string text) {
    std::replace(text.begin(), text.end(), '\n', ' ');
    return is_printable_utf8(text);
}

Objection check_text(std::string_view field, const std::string& text) {
    if (text.empty())
        return object(Rule::value_must_be_in_range, field,
                      fmt::format("{} is empty: give 1 to {} bytes of text", field, most_text));
    return check_text_or_empty(field, text);
}

Objection check_reason(const std::string& reason) {
    if (reason.empty())
        return object(Rule::reason_must_be_given, "reason",
                      "reason is empty: say why, it stays in the book");
    return check_text("reason", reason);
}

Objection check_name(std::string_view field, std::string_view text, bool well_formed) {
    if (well_formed) return std::nullopt;
    return object(Rule::name_must_be_well_formed, field,
                  fmt::format("{} is '{}': give 1 to 40 of A-Z a-z 0-9 _ -", field,
                              is_printable_utf8(std::string(text)) ? text : "(not text)"));
}

Objection check_zone(std::string_view field, const std::string& zone) {
    if (Zone::find(zone)) return std::nullopt;
    return object(Rule::zone_must_be_known, field,
                  fmt::format("{} is not a time zone of this system: give an IANA name such as "
                              "Asia/Shanghai",
                              field));
}

Objection check_instant(std::string_view field, Instant at) {
    if (at >= earliest_instant && at <= latest_instant) return std::nullopt;
    return object(Rule::value_must_be_in_range, field,
                  fmt::format("{} is out of range: give a moment between {} and {}", field,
                              to_text(earliest_instant), to_text(latest_instant)));
}

Objection check_day(std::string_view field, Day day) {
    constexpr std::int64_t micros_a_day = 86'400'000'000;
    constexpr Day earliest{earliest_instant.micros / micros_a_day};
    constexpr Day latest{latest_instant.micros / micros_a_day - 1};
    if (day >= earliest && day <= latest) return std::nullopt;
    return object(Rule::value_must_be_in_range, field,
                  fmt::format("{} is out of range: give a day between {} and {}", field,
                              to_text(earliest), to_text(latest)));
}

Refused<Refusal> no_such(Rule rule, std::string_view field, std::string_view id) {
    const bool shown = is_printable_utf8(std::string(id));
    return refuse(rule, std::string(field),
                  fmt::format("{} '{}' does not exist: register it first, or mend the name", field,
                              shown ? id : "(not text)"));
}

}  // namespace ledger
