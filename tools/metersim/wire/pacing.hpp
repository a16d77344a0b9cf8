#pragma once
#include <chrono>
#include <cstddef>

namespace metersim {

/// How long a transaction takes on a serial bus of `baud` (8N1, ten bits a character): request,
/// 3.5 characters of silence (fixed 1.75 ms above 19200), the meter's thinking, reply, silence.
/// A baud of 0 is a wire without time.
struct Pacing {
    int baud = 0;
    std::chrono::microseconds think{0};

    std::chrono::microseconds characters(std::size_t count) const;
    std::chrono::microseconds silence() const;

    /// From the first byte of the request to the last of the reply.
    std::chrono::microseconds until_answered(std::size_t request, std::size_t reply) const;

    /// The same and the silence after it: the bus is free again. Frame sizes in RTU bytes.
    std::chrono::microseconds transaction(std::size_t request, std::size_t reply) const;
};

/// RTU bytes of an FC03 request, and of its reply with `registers`.
constexpr std::size_t read_request_bytes = 8;
constexpr std::size_t read_reply_bytes(std::size_t registers) { return 5 + 2 * registers; }

}  // namespace metersim
