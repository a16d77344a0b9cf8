#include "tools/metersim/meter/meter_kind.hpp"

#include <array>
#include <utility>

namespace metersim {
namespace {

constexpr std::array<std::pair<MeterKind, std::string_view>, 7> profiles{{
    {MeterKind::ddsy1352, "acrel-ddsy1352"},
    {MeterKind::dtsy1352, "acrel-dtsy1352"},
    {MeterKind::adf400l_1p, "acrel-adf400l-1p"},
    {MeterKind::adf400l_3p, "acrel-adf400l-3p"},
    {MeterKind::dtsd1352, "acrel-dtsd1352"},
    {MeterKind::dlt645_1p, "dlt645-2007-1p"},
    {MeterKind::dlt645_3p, "dlt645-2007-3p"},
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
    const bool is_single = kind == MeterKind::ddsy1352 || kind == MeterKind::adf400l_1p ||
                           kind == MeterKind::dlt645_1p;
    return is_single ? 1 : 3;
}

bool is_in_a_box(MeterKind kind) {
    return kind == MeterKind::adf400l_1p || kind == MeterKind::adf400l_3p;
}

bool has_relay(MeterKind kind) { return kind != MeterKind::dtsd1352; }

bool speaks_dlt645(MeterKind kind) {
    return kind == MeterKind::dlt645_1p || kind == MeterKind::dlt645_3p;
}

}  // namespace metersim
