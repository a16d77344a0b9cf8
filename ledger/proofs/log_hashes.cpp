#include "ledger/proofs/log_hashes.hpp"

#include <cstring>

#include "ledger/journal/merkle.hpp"
#include "ledger/journal/sha256.hpp"

namespace ledger {
namespace {

constexpr std::size_t most_known_roots = 1'024;  // a few tiles that fill up ask for 255 each

}  // namespace

Hash LogHashes::node(std::uint32_t level, std::uint64_t index) const {
    const std::uint32_t height = level % MerkleTree::tile_height;
    const std::uint64_t width = std::uint64_t{1} << height;
    return perfect_root(hashes(level / MerkleTree::tile_height, index << height, width));
}

Bytes LogHashes::tile(std::uint8_t level, std::uint64_t index, std::uint64_t width) const {
    Bytes bytes;
    for (const Hash& each : hashes(level, index * MerkleTree::tile_width, width))
        bytes += view(each);
    return bytes;
}

/// Within one tile.
std::vector<Hash> LogHashes::hashes(std::uint32_t tile_level, std::uint64_t from,
                                    std::uint64_t count) const {
    std::vector<Hash> hashes(count);
    const auto level = static_cast<std::uint8_t>(tile_level);
    const auto tile = journal_.tile(level, from / MerkleTree::tile_width);
    if (tile && tile->size() == MerkleTree::tile_width * sizeof(Hash)) {
        const std::size_t skipped = from % MerkleTree::tile_width * sizeof(Hash);
        std::memcpy(hashes.data(), tile->data() + skipped, count * sizeof(Hash));
        return hashes;
    }
    if (level == 0) return leaves(from, count);
    for (std::uint64_t i = 0; i < count; ++i) hashes[i] = root_of_tile(tile_level - 1, from + i);
    return hashes;
}

std::vector<Hash> LogHashes::leaves(std::uint64_t from, std::uint64_t count) const {
    std::vector<Bytes> events;
    for (std::uint64_t i = 0; i < count; ++i) events.push_back(journal_.get({from + i + 1}));
    return leaf_hashes(events);
}

/// Of a tile that is full: it never changes.
Hash LogHashes::root_of_tile(std::uint32_t tile_level, std::uint64_t index) const {
    const auto known = known_roots_.find({tile_level, index});
    if (known != known_roots_.end()) return known->second;
    const Hash root =
        perfect_root(hashes(tile_level, index * MerkleTree::tile_width, MerkleTree::tile_width));
    if (known_roots_.size() == most_known_roots) known_roots_.clear();
    known_roots_.emplace(std::pair(tile_level, index), root);
    return root;
}

NodeHash LogHashes::as_function() const {
    return [this](std::uint32_t level, std::uint64_t index) { return node(level, index); };
}

Hash LogHashes::root_at(std::uint64_t size) const { return tree_root(as_function(), size); }

std::vector<Hash> LogHashes::inclusion(std::uint64_t index, std::uint64_t size) const {
    return inclusion_proof(as_function(), index, size);
}

std::vector<Hash> LogHashes::consistency(std::uint64_t from, std::uint64_t to) const {
    return consistency_proof(as_function(), from, to);
}

}  // namespace ledger
