#include "tools/meterbook/bundle/tree_check.hpp"

#include <algorithm>
#include <span>

#include <fmt/core.h>

namespace meterbook {
TreeCheck::TreeCheck(const BundleHeader& header, std::string trusted, Depth depth,
                     std::optional<ledger::KnownCheckpoint> known)
    : header_(header),
      trusted_(std::move(trusted)),
      depth_(depth),
      known_(std::move(known)),
      chain_of_keys_(header.first_key) {}

std::optional<Finding> TreeCheck::take(const ParsedBlock& parsed) {
    auto wrong = look(parsed);
    is_stopped_ = wrong || parsed.wrong;
    return wrong;
}

std::optional<Finding> TreeCheck::look(const ParsedBlock& parsed) {
    constexpr std::size_t width = ledger::MerkleTree::tile_width;
    const Block& block = parsed.block;
    const std::uint64_t before = size_;
    const bool fits = block.first == before + 1 && before % width == 0 &&
                      (block.entries.size() == width || block.last() == header_.size);
    if (!fits)
        return Finding{before + 1, bundle_is_whole,
                       fmt::format("after event {} a block begins with event {}, or is short",
                                   before, block.first)};
    size_ = block.last();
    root_ = tree_.root_at(parsed.tree, block.entries.size());
    heads_.clear();
    auto wrong = earlier(take_frames(parsed), take_keys(parsed));
    if (block.entries.size() == width) tree_.append(parsed.tree);
    for (const std::string& each : parsed.checkpoints)
        wrong = earlier(std::move(wrong), take_checkpoint(each));
    return wrong;
}

std::optional<Finding> TreeCheck::take_keys(const ParsedBlock& parsed) {
    std::uint64_t position = parsed.block.first;
    for (const ledger::BytesView each : parsed.block.entries) {
        if (auto wrong = chain_of_keys_.take(position++, each)) return wrong;
    }
    return std::nullopt;
}

/// What is remembered outside stands between the frames: whatever is wrong first is said.
std::optional<Finding> TreeCheck::take_frames(const ParsedBlock& parsed) {
    auto known = hold_against_known(parsed);
    const auto roots = roots_of_frames(parsed);
    for (std::size_t i = 0; i < roots.size(); ++i) {
        const ledger::Frame& frame = parsed.block.frames[i];
        if (known && known->position < frame.last().number) return known;
        if (!ends_in(parsed, frame))
            return Finding{frame_first_, frames_give_the_root_and_chain,
                           "its frame does not end in this block"};
        if (auto wrong = take_frame(i, roots[i], parsed)) return wrong;
    }
    return known;
}

bool TreeCheck::ends_in(const ParsedBlock& parsed, const ledger::Frame& frame) const {
    return frame.last() >= ledger::Position{parsed.block.first} && frame.last().number <= size_ &&
           frame.count > 0;
}

/// That the events give at the end of each; of a frame that does not end here it means nothing.
std::vector<ledger::Hash> TreeCheck::roots_of_frames(const ParsedBlock& parsed) const {
    std::vector<std::size_t> ends;
    for (const ledger::Frame& each : parsed.block.frames)
        ends.push_back(ends_in(parsed, each) ? each.last().number - parsed.block.first + 1
                                             : std::size_t{0});
    return tree_.roots_at(parsed.tree, ends);
}

std::optional<Finding> TreeCheck::hold_against_known(const ParsedBlock& parsed) const {
    if (!known_ || known_->size < parsed.block.first || known_->size > size_) return std::nullopt;
    if (tree_.root_at(parsed.tree, known_->size - parsed.block.first + 1) == known_->root)
        return std::nullopt;
    return Finding{known_->size, known_checkpoint_holds,
                   "the log up to it is not the one that the checkpoint remembers"};
}

std::optional<Finding> TreeCheck::take_frame(std::size_t number, const ledger::Hash& root,
                                             const ParsedBlock& parsed) {
    const ledger::Frame& frame = parsed.block.frames[number];
    const auto wrong = [&](std::uint64_t at, const char* what) {
        return Finding{at, frames_give_the_root_and_chain, what};
    };
    if (frame.number != frames_ + 1 || frame.first.number != frame_first_ ||
        frame.previous_chain != chain_)
        return wrong(frame_first_, "its frame does not continue the one before");
    const std::uint64_t size = frame.last().number;
    const std::size_t last = size - parsed.block.first;
    if (root != frame.root)
        return wrong(frame_first_, "from it on, the events of its frame do not give the root");
    if (parsed.chains[number] != frame.chain)
        return wrong(frame_first_, "its frame does not give the chain");
    if (depth_ == Depth::events && last < parsed.recorded.size() &&
        parsed.recorded[last] != frame.committed_at)
        return wrong(size, "its frame has another time");
    chain_ = frame.chain;
    ++frames_;
    frame_first_ = size + 1;
    heads_.push_back({size, frame.root});
    return std::nullopt;
}

std::optional<Finding> TreeCheck::take_checkpoint(const std::string& note) {
    auto read = ledger::signed_checkpoint_from(note);
    const auto told = ledger::checkpoint_in(note);  // by whoever, or nobody, it was signed
    const auto wrong = [&](const char* what) {
        return Finding{told ? told->size : size_, checkpoints_are_signed, what};
    };
    if (!read) return wrong("the checkpoint behind it is none, or nobody signed it");
    const auto& [origin, tree] = read->checkpoint;
    if (origin != header_.origin) return wrong("its checkpoint is of another log");
    if (read->note.text != read->checkpoint.text())
        return wrong("its checkpoint says more than how long the log is, and its root");
    if (std::ranges::count(heads_, tree) == 0)
        return wrong("its checkpoint has another root than the events up to it");
    if (newest_ && tree.size <= newest_->checkpoint.tree.size)
        return wrong("its checkpoint stands twice, or out of order");
    if (!chain_of_keys_.is_signed_then(*read))
        return wrong("its checkpoint is not signed by the key that held then");
    newest_ = std::move(read);
    ++checkpoints_;
    return std::nullopt;
}

std::optional<Finding> TreeCheck::finish() const {
    if (known_ && known_->origin != header_.origin)
        return Finding{0, known_checkpoint_holds,
                       fmt::format("the checkpoint is of another log, {}", known_->origin)};
    if (known_ && known_->size > size_)
        return Finding{size_ + 1, known_checkpoint_holds,
                       fmt::format("the log ends before it, and the checkpoint remembers {} "
                                   "events: this is an old copy",
                                   known_->size)};
    if (size_ != header_.size || frame_first_ != header_.size + 1)
        return Finding{size_ + 1, bundle_is_whole,
                       fmt::format("{} events were promised, {} are there, {} of them in frames",
                                   header_.size, size_, frame_first_ - 1)};
    if (!newest_ || newest_->checkpoint.tree.size != header_.size)
        return Finding{header_.size, checkpoints_are_signed, "no checkpoint is of the last event"};
    if (!chain_of_keys_.is_reached(*newest_, trusted_))
        return Finding{header_.size, checkpoints_are_signed,
                       fmt::format("the last checkpoint is not signed by {}, nor by a key that it "
                                   "handed over to",
                                   trusted_)};
    return std::nullopt;
}

}  // namespace meterbook
