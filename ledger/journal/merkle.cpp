#include "ledger/journal/merkle.hpp"

#include <algorithm>
#include <ranges>
#include <utility>

#include "ledger/journal/sha256.hpp"
#include "ledger/values/ensure.hpp"

namespace ledger {
namespace {

/// Roots of the perfect subtrees that make up these hashes, largest first.
void add_roots(const std::vector<Hash>& hashes, std::vector<Hash>& roots) {
    auto from = hashes.begin();
    for (std::size_t width = MerkleTree::tile_width / 2; width > 0; width /= 2) {
        if ((hashes.size() & width) == 0) continue;
        const auto to = from + static_cast<std::ptrdiff_t>(width);
        roots.push_back(perfect_root({from, to}));
        from = to;
    }
}

}  // namespace

Hash perfect_root(std::vector<Hash> level) {
    while (level.size() > 1) {
        for (std::size_t i = 0; i < level.size() / 2; ++i)
            level[i] = node_hash(level[2 * i], level[2 * i + 1]);
        level.resize(level.size() / 2);
    }
    return level.front();
}

void MerkleTree::append(const Hash& leaf) {
    // As in adding one to a binary number: each carry joins two subtrees of the same size.
    Hash joined = leaf;
    std::uint64_t carry = size_++;
    add_to_tile(0, leaf);
    for (std::size_t height = 1; (carry & 1U) != 0; ++height, carry >>= 1U) {
        joined = node_hash(frontier_.back(), joined);
        frontier_.pop_back();
        if (height % tile_height == 0) add_to_tile(height / tile_height, joined);
    }
    frontier_.push_back(joined);
}

Hash MerkleTree::root() const {
    if (frontier_.empty()) return sha256(BytesView());
    Hash root = frontier_.back();
    for (auto left = frontier_.rbegin() + 1; left != frontier_.rend(); ++left)
        root = node_hash(*left, root);
    return root;
}

std::vector<Tile> MerkleTree::take_full_tiles() { return std::exchange(full_, {}); }

MerkleTree MerkleTree::resume(std::uint64_t size, std::vector<std::vector<Hash>> edge) {
    MerkleTree tree;
    tree.size_ = size;
    for (const auto& level : std::views::reverse(edge)) add_roots(level, tree.frontier_);
    tree.edge_ = std::move(edge);
    return tree;
}

void MerkleTree::add_to_tile(std::size_t level, const Hash& hash) {
    if (edge_.size() <= level) edge_.resize(level + 1);
    edge_[level].push_back(hash);
    if (edge_[level].size() < tile_width) return;

    const std::vector<Hash> hashes = std::exchange(edge_[level], {});
    std::uint64_t leaves = tile_width;
    for (std::size_t i = 0; i < level; ++i) leaves *= tile_width;
    Tile tile{static_cast<std::uint8_t>(level), size_ / leaves - 1, {}};
    tile.hashes.reserve(tile_width * sizeof(Hash));
    for (const Hash& each : hashes) tile.hashes += view(each);
    full_.push_back(std::move(tile));
}

}  // namespace ledger
