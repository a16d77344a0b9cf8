#pragma once
#include <functional>

#include "tools/metersim/meter/meter.hpp"
#include "tools/metersim/wire/fault.hpp"
#include "tools/metersim/wire/frames.hpp"

namespace metersim {

/// Asked at the moment a fault could happen: does it?
using Fires = std::function<bool(FaultKind)>;

/// The meter's reply to a request: function 03 (1 to 125 registers) and 10h (1 to 123); any other
/// function is exception 01. Takes any bytes, also none.
Bytes answer(Meter& meter, BytesView pdu, const Fires& fires);

Bytes exception_reply(BytesView pdu, Exception exception);

}  // namespace metersim
