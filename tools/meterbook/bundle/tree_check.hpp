#pragma once
#include <optional>
#include <string>
#include <vector>

#include "ledger/journal/known_checkpoint.hpp"
#include "tools/meterbook/bundle/block_tree.hpp"
#include "tools/meterbook/bundle/key_chain.hpp"
#include "tools/meterbook/bundle/parsed_block.hpp"
#include "tools/meterbook/bundle/summary.hpp"

namespace meterbook {

/// Holds the blocks of a bundle against its frames and checkpoints. One thread.
class TreeCheck {
public:
    /// `trusted`: the vkey that was given.
    /// `known`: a checkpoint that the log has to continue.
    TreeCheck(const BundleHeader& header, std::string trusted, Depth depth,
              std::optional<ledger::KnownCheckpoint> known);

    /// What is wrong with the next block, if anything is.
    std::optional<Finding> take(const ParsedBlock& parsed);

    /// After the last block.
    std::optional<Finding> finish() const;

    /// It met something wrong, and looked no further.
    bool is_stopped() const { return is_stopped_; }

    std::uint64_t size() const { return size_; }
    std::uint64_t frames() const { return frames_; }
    std::size_t checkpoints() const { return checkpoints_; }
    const std::vector<Summary::Key>& keys() const { return chain_of_keys_.keys(); }
    const ledger::Hash& root() const { return root_; }
    const ledger::Hash& chain() const { return chain_; }

private:
    std::optional<Finding> look(const ParsedBlock& parsed);
    std::optional<Finding> take_keys(const ParsedBlock& parsed);
    bool ends_in(const ParsedBlock& parsed, const ledger::Frame& frame) const;
    std::vector<ledger::Hash> roots_of_frames(const ParsedBlock& parsed) const;
    std::optional<Finding> take_frame(std::size_t number, const ledger::Hash& root,
                                      const ParsedBlock& parsed);
    std::optional<Finding> take_frames(const ParsedBlock& parsed);
    std::optional<Finding> hold_against_known(const ParsedBlock& parsed) const;
    std::optional<Finding> take_checkpoint(const std::string& note);

    BundleHeader header_;
    std::string trusted_;
    Depth depth_;
    std::optional<ledger::KnownCheckpoint> known_;
    LogTree tree_;
    std::uint64_t size_ = 0;
    ledger::Hash root_{};
    std::uint64_t frames_ = 0;
    std::uint64_t frame_first_ = 1;  ///< where the next frame begins
    ledger::Hash chain_{};
    std::vector<ledger::TreeHead> heads_;  ///< of the newest block: what its frames ended with
    KeyChain chain_of_keys_;
    std::optional<ledger::SignedCheckpoint> newest_;
    std::size_t checkpoints_ = 0;
    bool is_stopped_ = false;
};

}  // namespace meterbook
