#pragma once
#include "tools/metersim/maps/register_map.hpp"

namespace metersim {

/// A single-phase user of an ADF400L box (official manual). What the manual leaves open is assumed:
/// the forced-control word is (enabled, closed) by bytes, and the status word has the layout of the
/// DDSY1352's status word A.
const RegisterMap& adf400l_single_phase_map();

/// A three-phase or CT user of the same box.
const RegisterMap& adf400l_three_phase_map();

}  // namespace metersim
