#pragma once
#include "tools/metersim/wire/dialogue.hpp"

namespace metersim {

/// The meter's reply to a DL/T 645 request, both as control code and data: 11 (read), 13 (read
/// address) and 1C (relay and keep-power, under the factory's password and before its deadline).
/// Whatever else is asked is refused. Takes any bytes but none.
Bytes answer_dlt645(Meter& meter, BytesView request, const Fires& fires);

}  // namespace metersim
