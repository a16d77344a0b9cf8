#pragma once
#include "tools/metersim/maps/register_map.hpp"

namespace metersim {

/// DTSD1352, a plain three-phase meter: energies from 0x0000, forward 0x000A, reverse 0x0014;
/// voltages 0x0061, currents 0x0064, frequency 0x0077, line voltages 0x0078; powers s32
/// 0x0164-0x016B, power factor 0x017F (official address table). Nothing can be written.
const RegisterMap& dtsd1352_map();

}  // namespace metersim
