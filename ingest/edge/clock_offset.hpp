#pragma once
#include <functional>
#include <mutex>
#include <optional>

#include "ingest/edge/messages.hpp"
#include "ledger/values/instant.hpp"

namespace edge {

/// How far a gateway's clock is from the book's. Measured as NTP does: the book's answer was given
/// somewhere between question and answer, so the offset is known to half of that. Any thread.
class ClockOffset {
public:
    struct Measured {
        ledger::Duration offset;  ///< the book's clock less the gateway's
        ledger::Duration error;   ///< at most so wrong
    };

    explicit ClockOffset(std::function<ledger::Instant()> own) : own_(std::move(own)) {}

    ledger::Instant own() const { return own_(); }

    /// The book's clock, as well as it is known; the gateway's own before it was ever measured.
    ledger::Instant now() const;

    /// Takes the answer to a question. A measurement that says nothing else than the one in use,
    /// and is not finer, changes nothing: the clock does not jitter.
    void learn(const Tock& answer);

    std::optional<Measured> measured() const;
    void remember(const Measured& measured);

private:
    std::function<ledger::Instant()> own_;
    mutable std::mutex mutex_;
    std::optional<Measured> measured_;
};

}  // namespace edge
