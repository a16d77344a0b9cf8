#pragma once
#include <string>
#include <string_view>

#include "tools/metersim/building/building.hpp"

namespace metersim {

/// The building as JSON: site, lines, meters. Energy and money are decimal texts.
std::string write_building(const Building& building);

/// Reads the same shape and checks it: every field but those with a stated default must be there,
/// no other may be. Throws std::invalid_argument that names the field, the fault and the way out.
Building read_building(std::string_view text);

}  // namespace metersim
