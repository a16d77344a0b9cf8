#pragma once
#include <array>
#include <cstdint>

namespace ledger {

/// Ten fresh random bytes from the system's generator. Any thread; stops the process if the system
/// has none to give.
std::array<std::uint8_t, 10> fresh_entropy();

}  // namespace ledger
