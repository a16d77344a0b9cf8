#include "ledger/proofs/merkle_proof.hpp"

#include <bit>

#include "ledger/journal/sha256.hpp"
#include "ledger/values/ensure.hpp"

namespace ledger {
namespace {

/// The leaves [begin, end) of a tree; `begin` is a multiple of the power of two that `end - begin`
/// needs.
struct Range {
    std::uint64_t begin;
    std::uint64_t end;

    std::uint64_t width() const { return end - begin; }
    /// Where its left part, the greatest power of two less than its width, ends.
    std::uint64_t middle() const { return begin + std::bit_floor(width() - 1); }
    Range left() const { return {begin, middle()}; }
    Range right() const { return {middle(), end}; }
};

Hash root_of(const NodeHash& node, Range range) {
    if (range.width() == 0) return sha256({BytesView()});
    if (std::has_single_bit(range.width())) {
        const auto level = static_cast<std::uint32_t>(std::countr_zero(range.width()));
        return node(level, range.begin >> level);
    }
    return node_hash(root_of(node, range.left()), root_of(node, range.right()));
}

void add_path(const NodeHash& node, std::uint64_t index, Range range, std::vector<Hash>& path) {
    if (range.width() == 1) return;
    const bool is_left = index < range.middle();
    add_path(node, index, is_left ? range.left() : range.right(), path);
    path.push_back(root_of(node, is_left ? range.right() : range.left()));
}

/// `is_whole`: the earlier tree ends where this range does, and whoever checks knows its root.
void add_subproof(const NodeHash& node, std::uint64_t from, Range range, std::vector<Hash>& proof) {
    if (from == range.end) {
        if (range.begin != 0) proof.push_back(root_of(node, range));
        return;
    }
    const bool is_left = from <= range.middle();
    add_subproof(node, from, is_left ? range.left() : range.right(), proof);
    proof.push_back(root_of(node, is_left ? range.right() : range.left()));
}

bool is_odd(std::uint64_t number) { return (number & 1U) != 0; }

/// From a node to the root of its tree, level by level: its place, and the last one of its level.
struct WayUp {
    std::uint64_t here;
    std::uint64_t last;

    bool is_at_the_root() const { return last == 0; }
    /// Its sibling is on the left. The right edge has none on levels where the tree is not full.
    bool is_right() const { return is_odd(here) || here == last; }
    void climb() {
        here >>= 1U;
        last >>= 1U;
    }
    /// To the node above it and its sibling: on the right edge, first to the level that has one.
    void climb_over_sibling() {
        if (is_right()) {
            while (!is_odd(here) && here != 0) climb();
        }
        climb();
    }
};

}  // namespace

Hash tree_root(const NodeHash& node, std::uint64_t size) { return root_of(node, {0, size}); }

std::vector<Hash> inclusion_proof(const NodeHash& node, std::uint64_t index, std::uint64_t size) {
    ensure(index < size, "a leaf stands in a tree that is greater than its index");
    std::vector<Hash> path;
    add_path(node, index, {0, size}, path);
    return path;
}

std::vector<Hash> consistency_proof(const NodeHash& node, std::uint64_t from, std::uint64_t to) {
    ensure(0 < from && from <= to, "a tree is continued by one that is no smaller");
    std::vector<Hash> proof;
    add_subproof(node, from, {0, to}, proof);
    return proof;
}

std::optional<Hash> root_by_inclusion(const Hash& leaf, const LeafPlace& place,
                                      const std::vector<Hash>& proof) {
    if (place.index >= place.size) return std::nullopt;
    Hash root = leaf;
    WayUp way{place.index, place.size - 1};
    for (const Hash& each : proof) {
        if (way.is_at_the_root()) return std::nullopt;
        root = way.is_right() ? node_hash(each, root) : node_hash(root, each);
        way.climb_over_sibling();
    }
    return way.is_at_the_root() ? std::optional(root) : std::nullopt;
}

bool is_consistent(const TreeHead& from, const TreeHead& to, const std::vector<Hash>& proof) {
    if (from.size == to.size) return proof.empty() && from.root == to.root;
    if (from.size == 0) return proof.empty();
    if (from.size > to.size || proof.empty()) return false;
    WayUp way{from.size - 1, to.size - 1};
    while (is_odd(way.here)) way.climb();
    // A power of two is itself the subtree that the proof begins with.
    auto each = proof.begin();
    const Hash first = std::has_single_bit(from.size) ? from.root : *each++;
    Hash old_root = first;
    Hash new_root = first;
    for (; each != proof.end(); ++each) {
        if (way.is_at_the_root()) return false;
        if (way.is_right()) old_root = node_hash(*each, old_root);
        new_root = way.is_right() ? node_hash(*each, new_root) : node_hash(new_root, *each);
        way.climb_over_sibling();
    }
    return way.is_at_the_root() && old_root == from.root && new_root == to.root;
}

}  // namespace ledger
