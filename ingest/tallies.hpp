#pragma once
#include <map>
#include <mutex>
#include <utility>

#include "ingest/tally.hpp"
#include "ledger/values/id.hpp"

namespace ingest {

/// The troubles of all lines, by the meter that was spoken to. Any thread may call.
class Tallies {
public:
    using ByMeter = std::map<std::pair<ledger::LineId, ledger::MeterId>, Tally>;

    void add(const ledger::LineId& line, const ledger::MeterId& meter, const Tally& more) {
        if (more == Tally{}) return;
        const std::lock_guard lock(mutex_);
        by_meter_[{line, meter}] += more;
    }

    ByMeter now() const {
        const std::lock_guard lock(mutex_);
        return by_meter_;
    }

private:
    mutable std::mutex mutex_;
    ByMeter by_meter_;
};

}  // namespace ingest
