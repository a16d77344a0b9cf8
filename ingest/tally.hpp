#pragma once
#include <cstdint>

namespace ingest {

/// How often which trouble was met on a line, since it was taken up. Counts only grow.
struct Tally {
    std::uint64_t questions = 0;
    std::uint64_t timeouts = 0;       ///< nobody answered in time
    std::uint64_t broken_frames = 0;  ///< the checksum was wrong, or it was no frame
    std::uint64_t wrong_answers = 0;  ///< of another unit, or to another question
    std::uint64_t exceptions = 0;     ///< of Modbus, and refusals of DL/T 645
    std::uint64_t disconnections = 0;
    std::uint64_t drained_bytes = 0;  ///< that nobody had asked for

    Tally& operator+=(const Tally& more) {
        questions += more.questions;
        timeouts += more.timeouts;
        broken_frames += more.broken_frames;
        wrong_answers += more.wrong_answers;
        exceptions += more.exceptions;
        disconnections += more.disconnections;
        drained_bytes += more.drained_bytes;
        return *this;
    }

    /// What came since `before`, which was taken earlier of the same line.
    Tally since(const Tally& before) const {
        return {questions - before.questions,         timeouts - before.timeouts,
                broken_frames - before.broken_frames, wrong_answers - before.wrong_answers,
                exceptions - before.exceptions,       disconnections - before.disconnections,
                drained_bytes - before.drained_bytes};
    }
    friend bool operator==(const Tally&, const Tally&) = default;
};

}  // namespace ingest
