#pragma once
#include <cstdint>
#include <deque>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ledger/events/event.hpp"

namespace meterbook {

/// Where the events of each meter stand in a file: what a correction is rated from. It is noted of
/// every reading and asked for hardly ever, so the entries are tied together when somebody asks,
/// each to the one before it, and the names are not kept: who asks looks at the events, whose names
/// may share a hash. 16 bytes an event. One thread.
class MeterOffsets {
public:
    void note(const ledger::Event& event, std::uint64_t offset) {
        const ledger::Subject& subject = event.envelope.subject;
        if (subject.kind != ledger::SubjectKind::meter) return;
        entries_.push_back({offset, ledger::hash_of_name(subject.id)});
    }

    /// Those of this meter, and perhaps of others, the newest first.
    std::vector<std::uint64_t> of(const ledger::MeterId& meter) {
        for (; tied_ < entries_.size(); ++tied_) {
            std::uint64_t& newest = newest_[entries_[tied_].link];
            entries_[tied_].link = std::exchange(newest, tied_ + 1);
        }
        std::vector<std::uint64_t> offsets;
        const auto known = newest_.find(ledger::hash_of_name(meter.text()));
        std::uint64_t at = known == newest_.end() ? 0 : known->second;
        for (; at > 0; at = entries_[at - 1].link) offsets.push_back(entries_[at - 1].offset);
        return offsets;
    }

private:
    struct Entry {
        std::uint64_t offset;
        std::uint64_t link;  ///< the hash of the name; once tied, the number of the meter's earlier
                             ///< entry, from 1; 0: none
    };
    std::deque<Entry> entries_;
    std::size_t tied_ = 0;
    std::unordered_map<std::uint64_t, std::uint64_t> newest_;  ///< by hash: an entry's number
};

}  // namespace meterbook
