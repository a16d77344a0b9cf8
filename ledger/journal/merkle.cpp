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
    while (level.size() > 1) level = node_hashes(level);
    return level.front();
}

void MerkleTree::append(std::span<const Hash> leaves) {
    // As in adding to a binary number: at each height neighbours are joined, and whoever has none
    // to its right waits in the frontier.
    std::vector<Hash> level(leaves.begin(), leaves.end());
    std::vector<Hash> waiting;  // lowest first
    std::uint64_t before = std::exchange(size_, size_ + leaves.size());
    for (std::size_t height = 0; !level.empty(); ++height, before >>= 1U) {
        if (height % tile_height == 0) add_to_tiles(height / tile_height, before, level);
        if ((before & 1U) != 0) {
            level.insert(level.begin(), frontier_.back());
            frontier_.pop_back();
        }
        if (level.size() % 2 != 0) {
            waiting.push_back(level.back());
            level.pop_back();
        }
        level = node_hashes(level);
    }
    frontier_.insert(frontier_.end(), waiting.rbegin(), waiting.rend());
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

/// `first` is the place of the first of them among all of their level.
void MerkleTree::add_to_tiles(std::size_t level, std::uint64_t first,
                              std::span<const Hash> hashes) {
    if (edge_.size() <= level) edge_.resize(level + 1);
    std::vector<Hash>& edge = edge_[level];
    for (std::size_t i = 0; i < hashes.size(); ++i) {
        edge.push_back(hashes[i]);
        if (edge.size() < tile_width) continue;
        Tile tile{static_cast<std::uint8_t>(level), (first + i) / tile_width, {}};
        tile.hashes.reserve(tile_width * sizeof(Hash));
        for (const Hash& each : edge) tile.hashes += view(each);
        full_.push_back(std::move(tile));
        edge.clear();
    }
}

}  // namespace ledger
