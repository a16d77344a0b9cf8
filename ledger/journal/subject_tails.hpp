#pragma once
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "ledger/events/event.hpp"

namespace ledger {

/// Where the newest events of every subject are, until the index stores them as one entry a
/// subject. An entry an event would cost the disk more than the event. Not thread-safe.
class SubjectTails {
public:
    struct Tail {
        std::uint64_t first_version = 0;
        std::vector<Position> positions;  ///< of that version and those behind it
    };

    void add(const Subject& subject, std::uint64_t version, Position position) {
        Tail& tail = tails_[subject];
        if (tail.positions.empty()) tail.first_version = version;
        tail.positions.push_back(position);
        ++events_;
    }

    /// Appends what is here of this subject from a version on, until there are `limit`.
    void list(const Subject& subject, std::uint64_t from_version, std::size_t limit,
              std::vector<Position>& positions) const {
        const auto found = tails_.find(subject);
        if (found == tails_.end()) return;
        const Tail& tail = found->second;
        const std::uint64_t skipped =
            from_version > tail.first_version ? from_version - tail.first_version : 0;
        for (std::size_t i = skipped; i < tail.positions.size() && positions.size() < limit; ++i)
            positions.push_back(tail.positions[i]);
    }

    const std::unordered_map<Subject, Tail>& all() const { return tails_; }
    std::size_t events() const { return events_; }
    void clear() {
        tails_.clear();
        events_ = 0;
    }

private:
    std::unordered_map<Subject, Tail> tails_;
    std::size_t events_ = 0;
};

}  // namespace ledger
