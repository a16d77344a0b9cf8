#pragma once
#include <string>

#include "ledger/rating/zone.hpp"
#include "tests/scenarios/words.hpp"

namespace scenarios {

/// Turns what people write, 2026-10-25 02:30, into moments by the clock of the site. A time that
/// the clock jumps over is a Fault; of an hour that is there twice the first is meant, unless the
/// offset is written with it: 02:30+01:00.
class Clock {
public:
    explicit Clock(const std::string& zone);  ///< an unknown one: UTC

    ledger::Instant read(const std::string& date, const std::string& time) const;
    /// A day, and a time if one follows; midnight otherwise.
    ledger::Instant read(Words& words) const;

private:
    ledger::Zone zone_;
};

}  // namespace scenarios
