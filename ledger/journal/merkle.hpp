#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "ledger/values/bytes.hpp"

namespace ledger {

/// 256 hashes of one level of the tree, as C2SP tlog-tiles names them.
struct Tile {
    std::uint8_t level;
    std::uint64_t index;
    Bytes hashes;  ///< 256 × 32 bytes
};

/// The root of a perfect subtree over these hashes, whose number is a power of two.
Hash perfect_root(std::vector<Hash> level);

/// The Merkle tree of RFC 6962 over the leaves appended so far. It keeps the hashes that the next
/// leaf may still be joined with (the right edge, in tiles that are not full), nothing else.
class MerkleTree {
public:
    static constexpr std::uint32_t tile_height = 8;
    static constexpr std::size_t tile_width = std::size_t{1} << tile_height;

    void append(std::span<const Hash> leaves);
    void append(const Hash& leaf) { append({&leaf, 1}); }

    std::uint64_t size() const { return size_; }

    /// Of the whole tree; of no leaves it is the hash of nothing.
    Hash root() const;

    /// The tiles that were completed since the last call.
    std::vector<Tile> take_full_tiles();

    /// Roots of the perfect subtrees that make up the tree, largest first (at most 64).
    const std::vector<Hash>& frontier() const { return frontier_; }

    /// Goes on from a tree of this size. `edge` holds, for each tile level from 0 upwards, the
    /// hashes of the tile that is not full; what they hash to is the frontier.
    static MerkleTree resume(std::uint64_t size, std::vector<std::vector<Hash>> edge);

private:
    void add_to_tiles(std::size_t level, std::uint64_t first, std::span<const Hash> hashes);

    std::uint64_t size_ = 0;
    std::vector<Hash> frontier_;
    std::vector<std::vector<Hash>> edge_;  ///< by tile level: hashes of the tile that fills up
    std::vector<Tile> full_;
};

}  // namespace ledger
