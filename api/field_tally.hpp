#pragma once
#include <cstdint>
#include <vector>

#include "ledger/values/id.hpp"

namespace api {

/// The trouble that a line had with one of its meters since this process began.
struct FieldTally {
    ledger::LineId line;
    ledger::MeterId meter;
    std::uint64_t questions;
    std::uint64_t timeouts;
    std::uint64_t broken_frames;  ///< wrong checksums, and what is no frame
    std::uint64_t wrong_answers;
    std::uint64_t exceptions;
    std::uint64_t disconnections;
    std::uint64_t drained_bytes;
};
using FieldTallies = std::vector<FieldTally>;

}  // namespace api
