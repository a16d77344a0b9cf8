#pragma once
#include <string_view>

namespace metersim {

/// The text of data/bdew_selp_15min.csv, compiled into the program.
std::string_view bdew_csv();

}  // namespace metersim
