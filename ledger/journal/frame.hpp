#pragma once
#include <cstdint>
#include <optional>

#include "ledger/values/bytes.hpp"
#include "ledger/values/id.hpp"
#include "ledger/values/instant.hpp"

namespace ledger {

/// One commit: the events of every command that waited, durable together or not at all. `chain`
/// binds it to all frames before it and to the Merkle root over all events so far.
struct Frame {
    std::uint64_t number;  ///< 1, 2, 3 …
    Position first;
    std::uint32_t count;
    std::uint64_t epoch;  ///< of the writer; 1 until there is more than one machine
    Instant committed_at;
    Hash previous_chain;
    Hash chain;
    Hash root;

    Position last() const { return {first.number + count - 1}; }
    friend bool operator==(const Frame&, const Frame&) = default;
};

/// SHA-256("frame" || previous chain || epoch || first || count || tree size || root || time):
/// fixed widths, so no two frames spell the same bytes.
Hash chain_of(const Frame& frame);

/// Where the log ends. Before the first frame all of it is zero.
struct Head {
    std::uint64_t frames = 0;
    Position last;
    Instant committed_at;
    Hash chain{};
    Hash root{};

    friend bool operator==(const Head&, const Head&) = default;
};

// Fixed width, big endian, in the order of the fields. Decoding gives nothing for another width.
Bytes encode(const Frame& frame);
std::optional<Frame> decode_frame(BytesView bytes);
Bytes encode(const Head& head);
std::optional<Head> decode_head(BytesView bytes);

}  // namespace ledger
