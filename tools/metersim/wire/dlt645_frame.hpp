#pragma once
#include <cstdint>
#include <optional>

#include "tools/metersim/wire/frames.hpp"

namespace metersim {

/// A DL/T 645-2007 frame: six address bytes as on the wire, control code, and data without the 33h
/// that the wire adds to each byte.
struct Dlt645Frame {
    Bytes address;
    std::uint8_t control = 0;
    Bytes data;
};

/// The bytes on the wire: 68 address 68 control length data checksum 16, behind four FE.
Bytes dlt645_bytes(const Dlt645Frame& frame);

/// What a look at the front of a stream says.
struct Dlt645Look {
    std::optional<Dlt645Frame> frame;  ///< a whole one with a good checksum
    std::size_t used = 0;              ///< bytes of the stream that are done with
};

/// Looks for the first frame in any bytes; what cannot begin one is done with.
Dlt645Look look_for_dlt645(BytesView stream);

}  // namespace metersim
