#pragma once
#include <chrono>
#include <cstddef>
#include <stdexcept>

#include "ledger/values/bytes.hpp"

namespace edge {

/// The link broke, or the other end may not be spoken to: one sentence.
struct LinkBroken : std::runtime_error {
    using std::runtime_error::runtime_error;
};

using Deadline = std::chrono::steady_clock::time_point;
inline Deadline in(std::chrono::milliseconds time) {
    return std::chrono::steady_clock::now() + time;
}

/// Bytes both ways over a connected socket, of one thread. Everything has its time: nothing waits
/// for the other end for ever.
class Link {
public:
    Link() = default;
    virtual ~Link() = default;
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;

    /// Some bytes; empty: none came until then. Throws LinkBroken.
    virtual ledger::Bytes read(Deadline until) = 0;

    /// All of them. Throws LinkBroken.
    virtual void write(ledger::BytesView bytes, Deadline until) = 0;

    /// Says that nothing more comes, and takes what the other end still sends for a moment, so that
    /// it reads what was said last.
    virtual void finish() noexcept = 0;
};

}  // namespace edge
