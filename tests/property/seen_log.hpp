#pragma once
#include <memory>
#include <span>
#include <vector>

#include <fmt/core.h>
#include <rapidcheck.h>

#include "ledger/events/event_codec.hpp"
#include "ledger/journal/journal.hpp"
#include "projections/table.hpp"
#include "tests/property/folder.hpp"

namespace property {

/// A log on the disk, and tables that have seen it up to an event.
class SeenLog {
public:
    explicit SeenLog(const std::vector<ledger::Event>& events)
        : journal_(ledger::Journal::open(folder_.path() / "log", {})) {
        std::vector<ledger::Bytes> frame;
        for (const ledger::Event& each : events) frame.push_back(encode(each));
        for (std::size_t i = 0; i < frame.size(); i += 64) {
            const std::size_t size = std::min<std::size_t>(64, frame.size() - i);
            (void)journal_.append(std::span(frame).subspan(i, size),
                                  events[i + size - 1].envelope.recorded_at, journal_.head());
        }
    }

    template <class Projection>
    std::shared_ptr<projections::Table> table(const std::vector<ledger::Event>& events,
                                              ledger::Position until) {
        auto table =
            std::make_shared<projections::Table>(folder_.path() / fmt::format("{}", ++tables_));
        for (const ledger::Event& each : events) {
            if (each.envelope.position > until) break;
            Projection().fold(*table, each);
            if (each.envelope.position.number % 7 == 0) table->commit(each.envelope.position);
        }
        table->commit(until);
        return table;
    }

    const ledger::Journal& journal() const { return journal_; }

private:
    Folder folder_;
    ledger::Journal journal_;
    int tables_ = 0;
};

/// The last event that is known, or none.
inline ledger::Position any_position(const std::vector<ledger::Event>& events) {
    return {*rc::gen::inRange<std::uint64_t>(0, events.size() + 1)};
}

}  // namespace property
