#pragma once
#include "tools/metersim/wire/dialogue.hpp"

namespace metersim {

/// The meter's reply to a DL/T 645 request, both as control code and data: 11 (read), 12 (the next
/// part of what was read), 13 (read address), 14 (write: date and time, under the factory's
/// password) and 1C (relay and keep-power, under it and before its deadline). Whatever else is
/// asked is refused. Takes any bytes but none.
Bytes answer_dlt645(Meter& meter, BytesView request, const Fires& fires);

/// What a broadcast time (08) does to a meter: control code, then s m h D M Y. Takes any bytes.
void hear_dlt645_time(Meter& meter, BytesView telegram);

}  // namespace metersim
