#include "tools/meterbook/bundle/tree_check.hpp"

#include <algorithm>
#include <span>

#include <fmt/core.h>

namespace meterbook {
namespace {

/// A checkpoint waits until the keys are known that may have signed it.
bool is_signed_then(const ledger::SignedCheckpoint& checkpoint,
                    const std::vector<Summary::Key>& keys) {
    for (std::size_t i = 0; i < keys.size(); ++i) {
        const bool is_over =
            i + 1 < keys.size() && keys[i + 1].position <= checkpoint.checkpoint.tree.size;
        const bool has_begun = keys[i].position <= checkpoint.checkpoint.tree.size;
        const auto key = ledger::verifier_key_from_text(keys[i].vkey);
        if (has_begun && !is_over && key) return checkpoint.note.is_signed_by(*key);
    }
    return false;
}

/// From the trusted key on, every later one is trusted.
bool is_reached(const ledger::SignedCheckpoint& checkpoint, const std::vector<Summary::Key>& keys,
                const std::string& trusted) {
    auto each = std::ranges::find(keys, trusted, &Summary::Key::vkey);
    return std::any_of(each, keys.end(), [&](const Summary::Key& key) {
        const auto known = ledger::verifier_key_from_text(key.vkey);
        return known && checkpoint.note.is_signed_by(*known);
    });
}

}  // namespace

TreeCheck::TreeCheck(const BundleHeader& header, std::string trusted, Depth depth)
    : header_(header), trusted_(std::move(trusted)), depth_(depth) {}

std::optional<Finding> TreeCheck::take(const ParsedBlock& parsed) {
    constexpr std::size_t width = ledger::MerkleTree::tile_width;
    const Block& block = parsed.block;
    const std::uint64_t before = tree_.size();
    const bool fits = block.first == before + 1 && before % width == 0 &&
                      (block.entries.size() == width || block.last() == header_.size);
    if (!fits)
        return Finding{before + 1, bundle_is_whole,
                       fmt::format("after event {} a block begins with event {}, or is short",
                                   before, block.first)};
    heads_.clear();
    auto frame = block.frames.begin();
    std::span<const ledger::Hash> leaves = block.leaves;
    while (!leaves.empty()) {  // up to where the next frame ends, or the block
        const bool ends_ahead = frame != block.frames.end() && frame->last().number > tree_.size();
        const std::size_t count = ends_ahead
                                      ? std::min(leaves.size(), frame->last().number - tree_.size())
                                      : leaves.size();
        tree_.append(leaves.first(count));
        leaves = leaves.subspan(count);
        if (frame == block.frames.end() || frame->last().number != tree_.size()) continue;
        if (auto wrong = take_frame(*frame++, parsed)) return wrong;
    }
    (void)tree_.take_full_tiles();
    if (frame != block.frames.end())
        return Finding{frame->first.number, frames_give_the_root_and_chain,
                       "its frame does not end in this block"};
    for (const std::string& each : parsed.checkpoints) {
        if (auto wrong = take_checkpoint(each)) return wrong;
    }
    return std::nullopt;
}

std::optional<Finding> TreeCheck::take_frame(const ledger::Frame& frame,
                                             const ParsedBlock& parsed) {
    const auto wrong = [&](std::uint64_t at, const char* what) {
        return Finding{at, frames_give_the_root_and_chain, what};
    };
    if (frame.number != frames_ + 1 || frame.first.number != frame_first_ ||
        frame.previous_chain != chain_)
        return wrong(frame_first_, "its frame does not continue the one before");
    if (tree_.root() != frame.root)
        return wrong(frame_first_, "from it on, the events of its frame do not give the root");
    if (chain_of(frame) != frame.chain)
        return wrong(frame_first_, "its frame does not give the chain");
    const std::size_t last = tree_.size() - parsed.block.first;
    if (depth_ == Depth::events && last < parsed.recorded.size() &&
        parsed.recorded[last] != frame.committed_at)
        return wrong(tree_.size(), "its frame has another time");
    chain_ = frame.chain;
    ++frames_;
    frame_first_ = tree_.size() + 1;
    heads_.push_back({tree_.size(), frame.root});
    return std::nullopt;
}

std::optional<Finding> TreeCheck::take_checkpoint(const std::string& note) {
    auto read = ledger::signed_checkpoint_from(note);
    const auto wrong = [&](const char* what) {
        return Finding{read ? read->checkpoint.tree.size : tree_.size(), checkpoints_are_signed,
                       what};
    };
    if (!read) return wrong("the checkpoint behind it is none");
    if (read->checkpoint.origin != header_.origin) return wrong("its checkpoint is of another log");
    if (std::ranges::count(heads_, read->checkpoint.tree) == 0)
        return wrong("its checkpoint has another root than the events up to it");
    if (!checkpoints_.empty() &&
        read->checkpoint.tree.size <= checkpoints_.back().checkpoint.tree.size)
        return wrong("its checkpoint stands twice, or out of order");
    checkpoints_.push_back(std::move(*read));
    return std::nullopt;
}

std::optional<Finding> TreeCheck::finish(const std::vector<Summary::Key>& keys) const {
    if (tree_.size() != header_.size || frame_first_ != header_.size + 1)
        return Finding{tree_.size() + 1, bundle_is_whole,
                       fmt::format("{} events were promised, {} are there, {} of them in frames",
                                   header_.size, tree_.size(), frame_first_ - 1)};
    for (const ledger::SignedCheckpoint& each : checkpoints_) {
        if (!is_signed_then(each, keys))
            return Finding{each.checkpoint.tree.size, checkpoints_are_signed,
                           "its checkpoint is not signed by the key that held then"};
    }
    const bool is_end =
        !checkpoints_.empty() && checkpoints_.back().checkpoint.tree.size == header_.size;
    if (!is_end)
        return Finding{header_.size, checkpoints_are_signed, "no checkpoint is of the last event"};
    if (!is_reached(checkpoints_.back(), keys, trusted_))
        return Finding{header_.size, checkpoints_are_signed,
                       fmt::format("the last checkpoint is not signed by {}, nor by a key that it "
                                   "handed over to",
                                   trusted_)};
    return std::nullopt;
}

}  // namespace meterbook
