#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "ledger/values/bytes.hpp"

namespace ledger {

// Proofs about the Merkle tree of RFC 6962, section 2.1. Indices count leaves from 0. Pure.

/// The hash of a perfect subtree: over the leaves [index << level, (index + 1) << level).
using NodeHash = std::function<Hash(std::uint32_t level, std::uint64_t index)>;

/// The root over the first `size` leaves.
Hash tree_root(const NodeHash& node, std::uint64_t size);

/// That a leaf stands in the tree of this size (2.1.1), its sibling first. `index` is less than
/// `size`.
std::vector<Hash> inclusion_proof(const NodeHash& node, std::uint64_t index, std::uint64_t size);

/// That the tree of size `to` continues the one of size `from` (2.1.2); 0 < `from` <= `to`.
std::vector<Hash> consistency_proof(const NodeHash& node, std::uint64_t from, std::uint64_t to);

/// What a leaf stands in: where, and in a tree of which size.
struct LeafPlace {
    std::uint64_t index;
    std::uint64_t size;
};

/// The root that the leaf and its proof lead to; nothing where the proof is not of that length.
std::optional<Hash> root_by_inclusion(const Hash& leaf, const LeafPlace& place,
                                      const std::vector<Hash>& proof);

/// A tree: how many leaves, and their root.
struct TreeHead {
    std::uint64_t size = 0;
    Hash root{};

    friend bool operator==(const TreeHead&, const TreeHead&) = default;
};

/// Whether the proof shows that the later tree continues the earlier one.
bool is_consistent(const TreeHead& from, const TreeHead& to, const std::vector<Hash>& proof);

}  // namespace ledger
