#pragma once
#include <array>
#include <cstdint>

#include "ledger/values/bytes.hpp"

namespace ledger {

/// What an event is called outside of its book: 16 bytes, ordered by time (UUIDv7). All zero: none.
struct EventId {
    std::array<std::uint8_t, 16> bytes{};

    bool is_empty() const { return *this == EventId{}; }
    BytesView view() const { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

    friend bool operator==(const EventId&, const EventId&) = default;
};

}  // namespace ledger
