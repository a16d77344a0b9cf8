#pragma once
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/rules/refusal.hpp"
#include "ledger/values/day.hpp"
#include "ledger/values/id.hpp"
#include "ledger/values/instant.hpp"

namespace ledger {

/// A rule that says no, or nothing.
using Objection = std::optional<Refusal>;

/// The first that says no, in the order in which they stand.
Objection first_of(std::initializer_list<Objection> objections);

Objection check_range(std::string_view field, std::uint64_t value, std::uint64_t least,
                      std::uint64_t most);

/// Text for people: 1 to `most_text` bytes of UTF-8 without control characters.
Objection check_text(std::string_view field, const std::string& text);
Objection check_text_or_empty(std::string_view field, const std::string& text);
/// UTF-8 without control characters but ends of lines.
bool is_plain_text(std::string text);
Objection check_reason(const std::string& reason);

Objection check_name(std::string_view field, std::string_view text, bool well_formed);
template <class Kind>
Objection check_id(std::string_view field, const Id<Kind>& id) {
    return check_name(field, id.text(), Id<Kind>::is_well_formed(id.text()));
}

Objection check_zone(std::string_view field, const std::string& zone);
Objection check_instant(std::string_view field, Instant at);
Objection check_day(std::string_view field, Day day);

/// "meter 'M7' does not exist: register it first"
Refused<Refusal> no_such(Rule rule, std::string_view field, std::string_view id);

}  // namespace ledger
