#include "tools/metersim/maps/register_map.hpp"

#include "tools/metersim/maps/adf400l.hpp"
#include "tools/metersim/maps/ddsy1352.hpp"
#include "tools/metersim/maps/dtsd1352.hpp"

namespace metersim {
namespace {

/// A meter that speaks DL/T 645 has items, not registers.
const RegisterMap& no_registers() {
    static const RegisterMap map{
        .show = [](const MeterState&) { return RegisterImage{}; },
        .writable = {},
        .understand = [](const RegisterImage&, const MeterState&) -> std::optional<Orders> {
            return std::nullopt;
        },
        .purchase_count = std::nullopt,
        .forced_control = std::nullopt};
    return map;
}

}  // namespace

const RegisterMap& map_of(MeterKind kind) {
    switch (kind) {
        case MeterKind::ddsy1352:
        case MeterKind::dtsy1352:
            return ddsy1352_map();
        case MeterKind::adf400l_1p:
            return adf400l_single_phase_map();
        case MeterKind::adf400l_3p:
            return adf400l_three_phase_map();
        case MeterKind::dtsd1352:
            return dtsd1352_map();
        case MeterKind::dlt645_1p:
        case MeterKind::dlt645_3p:
            return no_registers();
    }
    __builtin_unreachable();
}

bool covers(std::optional<Address> place, Address first, std::size_t words) {
    return place && first <= *place && first + words > std::size_t{*place};
}

}  // namespace metersim
