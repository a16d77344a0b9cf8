#pragma once
#include <deque>
#include <map>
#include <mutex>

#include "ingest/exchange.hpp"
#include "ledger/values/id.hpp"
#include "ledger/values/instant.hpp"

namespace ingest {

/// An exchange, and whom it was with.
struct Frame {
    ledger::MeterId meter;
    ledger::Instant at;  ///< by the book's clock, when what it is a part of was over
    Exchange exchange;
};

/// The newest exchanges of every line, for whoever looks for a fault on the wire: a hundred of
/// each. Any thread may call.
class Frames {
public:
    static constexpr std::size_t most_of_a_line = 100;

    void add(const ledger::LineId& line, const ledger::MeterId& meter, ledger::Instant at,
             std::deque<Exchange> exchanges) {
        if (exchanges.empty()) return;
        const std::lock_guard lock(mutex_);
        std::deque<Frame>& frames = by_line_[line];
        for (Exchange& each : exchanges) frames.push_back({meter, at, std::move(each)});
        while (frames.size() > most_of_a_line) frames.pop_front();
    }

    /// Oldest first.
    std::deque<Frame> of(const ledger::LineId& line) const {
        const std::lock_guard lock(mutex_);
        const auto found = by_line_.find(line);
        return found == by_line_.end() ? std::deque<Frame>{} : found->second;
    }

private:
    mutable std::mutex mutex_;
    std::map<ledger::LineId, std::deque<Frame>> by_line_;
};

}  // namespace ingest
