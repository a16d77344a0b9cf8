#pragma once
#include <chrono>
#include <string>

#include "tools/metersim/building/building.hpp"

namespace metersim {

/// The building as a register that `meterbook import` takes: site, lines, meters, two tariffs, and
/// an account for each meter, whose baseline is what the meter begins with. Lines are reached on
/// this machine. Throws std::invalid_argument where a line has no port or device yet.
/// @param read_at when the baselines were read, before the meters were started
std::string write_register(const Building& building, std::chrono::sys_seconds read_at);

}  // namespace metersim
