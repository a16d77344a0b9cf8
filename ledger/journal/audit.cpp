#include "ledger/journal/audit.hpp"

#include <utility>

#include "ledger/journal/sha256.hpp"

namespace ledger {

std::optional<std::string> Audit::take(const Entry& entry) {
    ended_.reset();
    if (!frame_) {
        if (auto wrong = begin_frame(entry.position)) return wrong;
    }
    waiting_.emplace_back(entry.bytes);
    const bool ends_frame = entry.position == frame_->last();
    if (!ends_frame && entry.position.number % MerkleTree::tile_width != 0) return std::nullopt;
    if (auto wrong = hash_waiting()) return wrong;
    return ends_frame ? end_frame() : std::nullopt;
}

std::optional<std::string> Audit::hash_waiting() {
    tree_.append(leaf_hashes(waiting_));
    waiting_.clear();
    for (const Tile& tile : tree_.take_full_tiles()) {
        if (journal_.tile(tile.level, tile.index) != tile.hashes)
            return "its bytes, or those of an event before it, do not give the recorded hashes";
    }
    return std::nullopt;
}

std::optional<std::string> Audit::finish() const {
    const Head head = journal_.head();
    if (frame_) return "the last frame is not whole";
    if (tree_.size() != head.last.number || frames_ != head.frames || chain_ != head.chain)
        return "the log does not end where its head says";
    return std::nullopt;
}

std::optional<std::string> Audit::begin_frame(Position first) {
    frame_ = journal_.frame_beginning_at(first);
    if (!frame_ || frame_->number != frames_ + 1 || frame_->count == 0)
        return "no frame begins here, and one has to";
    if (frame_->previous_chain != chain_) return "its frame does not continue the one before";
    return std::nullopt;
}

std::optional<std::string> Audit::end_frame() {
    if (tree_.root() != frame_->root)
        return "its bytes, or those of an event before it in the frame, do not give the recorded "
               "root";
    if (chain_of(*frame_) != frame_->chain) return "its frame does not give the recorded chain";
    chain_ = frame_->chain;
    ++frames_;
    ended_ = std::exchange(frame_, std::nullopt);
    return std::nullopt;
}

}  // namespace ledger
