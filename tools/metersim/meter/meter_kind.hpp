#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace metersim {

/// The simulated devices. An ADF400L user is a meter of its own: each has its own slave id.
enum class MeterKind : std::uint8_t {
    ddsy1352,    ///< single phase, prepaid
    dtsy1352,    ///< three phases through current transformers, prepaid
    adf400l_1p,  ///< single-phase user of a multi-user box
    adf400l_3p,  ///< three-phase or CT user of a multi-user box
    dtsd1352,    ///< three phases, plain: no relay, no prepayment
    dlt645_1p,   ///< single phase, speaks DL/T 645 and no Modbus
    dlt645_3p,   ///< three phases through current transformers, speaks DL/T 645
};

/// "acrel-ddsy1352" and so on: the name of the register map the meter answers with.
std::string_view profile_name(MeterKind kind);
std::optional<MeterKind> kind_of_profile(std::string_view profile);

int phases_of(MeterKind kind);
bool is_in_a_box(MeterKind kind);
bool has_relay(MeterKind kind);
bool speaks_dlt645(MeterKind kind);

}  // namespace metersim
