#pragma once
#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "ledger/events/event.hpp"

namespace meterbook {

/// Where the events of each meter stand in a file: what a correction is rated from. It is noted of
/// every reading and asked for hardly ever, so each entry leads to the one before it, and the names
/// are not kept: who asks looks at the events, whose names may share a hash. 16 bytes an event. One
/// thread.
class MeterOffsets {
public:
    void note(const ledger::Event& event, std::uint64_t offset) {
        const ledger::Subject& subject = event.envelope.subject;
        if (subject.kind != ledger::SubjectKind::meter) return;
        std::size_t& newest = newest_[std::hash<std::string>{}(subject.id)];
        entries_.push_back({offset, newest});
        newest = entries_.size();
    }

    /// Those of this meter, and perhaps of others, the newest first.
    std::vector<std::uint64_t> of(const ledger::MeterId& meter) const {
        std::vector<std::uint64_t> offsets;
        const auto known = newest_.find(std::hash<std::string>{}(meter.text()));
        std::size_t at = known == newest_.end() ? 0 : known->second;
        for (; at > 0; at = entries_[at - 1].before) offsets.push_back(entries_[at - 1].offset);
        return offsets;
    }

private:
    struct Entry {
        std::uint64_t offset;
        std::size_t before;  ///< the number of the meter's earlier entry, from 1; 0: none
    };
    std::vector<Entry> entries_;
    std::unordered_map<std::size_t, std::size_t> newest_;  ///< by hash: an entry's number
};

}  // namespace meterbook
