#pragma once
#include <span>
#include <vector>

#include "ledger/journal/merkle.hpp"

namespace meterbook {

/// The Merkle subtree over the leaves of one block: every node of it, hashed on any thread, so that
/// whoever goes through the blocks in order has only the few nodes above them left.
class BlockTree {
public:
    BlockTree() = default;
    explicit BlockTree(std::span<const ledger::Hash> leaves);

    /// Of a full block.
    const ledger::Hash& root() const { return levels_.back().front(); }

    /// Roots of the perfect subtrees that make up its first so many leaves, largest first.
    void add_roots(std::size_t leaves, std::vector<ledger::Hash>& roots) const;

private:
    std::vector<std::vector<ledger::Hash>> levels_;  ///< from the leaves upwards, whole pairs alone
};

/// The tree of RFC 6962 over blocks that follow each other: its root at any size within the newest
/// one. One thread.
class LogTree {
public:
    /// Of all leaves before the block, and so many of it.
    ledger::Hash root_at(const BlockTree& block, std::size_t leaves) const {
        return roots_at(block, {&leaves, 1}).front();
    }

    /// The same for many sizes: their hashes are computed side by side.
    std::vector<ledger::Hash> roots_at(const BlockTree& block,
                                       std::span<const std::size_t> leaves) const;

    /// Goes on behind a full block.
    void append(const BlockTree& block) {
        full_.append(block.root());
        (void)full_.take_full_tiles();
    }

private:
    ledger::MerkleTree full_;  ///< its leaves are the roots of full blocks
};

}  // namespace meterbook
