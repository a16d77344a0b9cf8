#pragma once
#include "tools/metersim/building/building.hpp"

namespace ingest {

/// Two lines, behind a serial server and on a serial device, on each of which Modbus meters and
/// DL/T 645 meters hang side by side: L01 has M0101 (Modbus), M0102 and M0103 (DL/T 645, the second
/// with transformers of 20), L02 has M0201 (DL/T 645) and M0202 (Modbus).
metersim::Building mixed_building();

}  // namespace ingest
