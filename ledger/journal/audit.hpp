#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ledger/journal/journal.hpp"
#include "ledger/journal/merkle.hpp"

namespace ledger {

/// Hashes a log again, event by event, and holds what comes out against its frames, tiles and head.
/// Memory does not grow with the log. One thread.
class Audit {
public:
    explicit Audit(const Journal& journal) : journal_(journal) {}

    /// The next event of the log, from position 1 on; what is wrong with it, if anything is.
    std::optional<std::string> take(const Entry& entry);

    /// The frame that the last event ended, if it ended one: its time is for who reads events.
    const std::optional<Frame>& ended() const { return ended_; }

    /// After the last event: does the log end where its head says?
    std::optional<std::string> finish() const;

private:
    std::optional<std::string> begin_frame(Position first);
    std::optional<std::string> end_frame();

    std::optional<std::string> hash_waiting();

    const Journal& journal_;
    std::vector<Bytes> waiting_;  ///< events of a tile at most, that are hashed together
    MerkleTree tree_;
    std::optional<Frame> frame_;  ///< that the events are within now
    std::optional<Frame> ended_;
    std::uint64_t frames_ = 0;
    Hash chain_{};
};

}  // namespace ledger
