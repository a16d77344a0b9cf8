#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace edge {

// What both ends agree on. A change of any of it, or of the records that travel, is a new protocol.
constexpr std::uint32_t protocol = 2;
constexpr std::size_t most_frame_bytes = 4 << 20;
constexpr std::size_t most_greeting_bytes = 4 << 10;  ///< before anybody knows who speaks
constexpr std::size_t most_fact_bytes = 16 << 10;
constexpr std::size_t facts_at_once = 256;  ///< one batch is under way at a time
constexpr std::size_t fact_bytes_at_once = 64 << 10;
constexpr std::size_t register_bytes_at_once = 64 << 10;  ///< and one thing more, however great
constexpr std::size_t most_said = 200;                    ///< of another's words in a sentence

/// How far behind its first unacknowledged item a gateway may have sent.
constexpr std::uint64_t window = 1'024;
static_assert(facts_at_once <= window);
static_assert(fact_bytes_at_once + most_fact_bytes < most_frame_bytes);

// Real time, whatever clock the book is kept by.
constexpr std::chrono::seconds greeting_time(10);  ///< from the connection to the whole greeting
constexpr std::chrono::seconds frame_time(20);     ///< from a frame's first byte to its last
constexpr std::chrono::seconds write_time(20);
constexpr std::chrono::seconds tick_every(10);    ///< a gateway is heard at least so often
constexpr std::chrono::seconds silence_time(45);  ///< then the other end is taken for dead
constexpr std::chrono::seconds answer_time(60);   ///< for one batch to be in the book
constexpr std::chrono::milliseconds linger_time(500);

}  // namespace edge
