#pragma once
#include <cstdint>
#include <string>

#include "tools/metersim/meter/load.hpp"
#include "tools/metersim/meter/meter_kind.hpp"

namespace metersim {

/// One meter as the building plan has it: where it hangs, who it is, and how it starts.
struct MeterSpec {
    std::string id;
    std::string line;
    int unit = 1;  ///< Slave id on its line, 1..247.
    MeterKind kind = MeterKind::ddsy1352;
    std::string number;  ///< 12 digits.
    int ct = 1;
    int pt = 1;
    std::int64_t rated_power_w = 0;  ///< Primary; the load never exceeds it.
    std::string building;
    std::string floor;
    std::string room;
    std::string box;  ///< The multi-user box an ADF400L user sits in; empty for the others.

    LoadSpec load;
    std::int64_t energy_centikwh = 0;  ///< The total register at the start.
    bool is_prepaid = false;
    std::int64_t balance_fen = 0;
    int purchase_count = 0;

    friend bool operator==(const MeterSpec&, const MeterSpec&) = default;
};

}  // namespace metersim
