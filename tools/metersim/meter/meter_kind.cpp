#include "tools/metersim/meter/meter_kind.hpp"

#include <array>
#include <utility>

namespace metersim {
namespace {

constexpr std::array<std::pair<MeterKind, std::string_view>, 5> profiles{{
    {MeterKind::ddsy1352, "acrel-ddsy1352"},
    {MeterKind::dtsy1352, "acrel-dtsy1352"},
    {MeterKind::adf400l_1p, "acrel-adf400l-1p"},
    {MeterKind::adf400l_3p, "acrel-adf400l-3p"},
    {MeterKind::dtsd1352, "acrel-dtsd1352"},
}};

}  // namespace

std::string_view profile_name(MeterKind kind) {
    return profiles.at(static_cast<std::size_t>(kind)).second;
}

std::optional<MeterKind> kind_of_profile(std::string_view profile) {
    for (const auto& [kind, name] : profiles) {
        if (name == profile) return kind;
    }
    return std::nullopt;
}

int phases_of(MeterKind kind) {
    return kind == MeterKind::ddsy1352 || kind == MeterKind::adf400l_1p ? 1 : 3;
}

bool is_in_a_box(MeterKind kind) {
    return kind == MeterKind::adf400l_1p || kind == MeterKind::adf400l_3p;
}

bool has_relay(MeterKind kind) { return kind != MeterKind::dtsd1352; }

}  // namespace metersim
