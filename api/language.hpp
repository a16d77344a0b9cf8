#pragma once
#include <array>
#include <cstdint>
#include <string_view>

#include "api/http/http.hpp"
#include "ledger/values/fields.hpp"

namespace api {

/// What reports and papers are written in.
enum class Language : std::uint8_t { zh, en };

/// ?lang=zh or en, else what Accept-Language likes best of the two, else English. Throws
/// Problem 400 for another ?lang=.
Language language_of(const Request& request);

}  // namespace api

template <>
struct ledger::EnumNames<api::Language> {
    static constexpr std::array<std::string_view, 2> names{"zh", "en"};
};
