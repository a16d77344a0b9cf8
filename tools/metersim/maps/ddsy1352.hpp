#pragma once
#include "tools/metersim/maps/register_map.hpp"

namespace metersim {

/// DDSY1352 and DTSY1352 (one map, the type code tells them apart): direct registers 0x0000-0x0010
/// from the official manual's public page; live block 0x0200 x 48, forced control 0x0057 x 2, CT
/// and PT 0x0037 x 2, meter number 0x0043 x 3, prepaid parameters 0x0400 x 25, load control 0x0480
/// and the schedule tables from unofficial decoders that agree with each other. Never held against
/// hardware.
const RegisterMap& ddsy1352_map();

}  // namespace metersim
