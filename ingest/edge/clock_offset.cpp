#include "ingest/edge/clock_offset.hpp"

namespace edge {

ledger::Instant ClockOffset::now() const {
    const auto known = measured();
    return known ? own_() + known->offset : own_();
}

void ClockOffset::learn(const Tock& answer) {
    const ledger::Instant got = own_();
    if (got < answer.asked) return;  // the clock was set back meanwhile: asked again soon
    const ledger::Duration half = (got - answer.asked) / 2;
    const Measured fresh{answer.clock - (answer.asked + half), half};
    const std::lock_guard lock(mutex_);
    if (measured_) {
        const auto difference = fresh.offset > measured_->offset ? fresh.offset - measured_->offset
                                                                 : measured_->offset - fresh.offset;
        const bool agrees = difference <= fresh.error + measured_->error;
        if (agrees && fresh.error >= measured_->error) return;
    }
    measured_ = fresh;
}

std::optional<ClockOffset::Measured> ClockOffset::measured() const {
    const std::lock_guard lock(mutex_);
    return measured_;
}

void ClockOffset::remember(const Measured& measured) {
    const std::lock_guard lock(mutex_);
    measured_ = measured;
}

}  // namespace edge
