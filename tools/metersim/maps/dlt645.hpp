#pragma once
#include <cstdint>
#include <optional>

#include "tools/metersim/meter/meter_state.hpp"
#include "tools/metersim/wire/frames.hpp"

namespace metersim {

// The clock's two items: weekday, day, month, year; and second, minute, hour.
constexpr std::uint32_t dlt645_date = 0x04000101;
constexpr std::uint32_t dlt645_time = 0x04000102;

/// What a DL/T 645-2007 meter says to a data identifier such as 0x00900200; nothing where it has no
/// such item. Numbers are decimal digits, two to a byte, the last two first. Pure.
std::optional<Bytes> dlt645_item(const MeterState& meter, std::uint32_t identifier);

/// The six address bytes that twelve digits are on the wire.
Bytes dlt645_address(const std::string& number);

/// Whether a frame to this address is meant for that meter: AA stands for any two digits.
bool is_addressed(const Bytes& asked, const std::string& number);

}  // namespace metersim
