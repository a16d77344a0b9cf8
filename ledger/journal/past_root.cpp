#include "ledger/journal/past_root.hpp"

#include <cstring>

#include <fmt/core.h>

#include "ledger/journal/merkle.hpp"
#include "ledger/journal/sha256.hpp"
#include "ledger/values/ensure.hpp"

namespace ledger {
namespace {

constexpr std::uint64_t width = MerkleTree::tile_width;

Hash tile_root(const Journal& journal, std::uint8_t level, std::uint64_t index) {
    const auto tile = journal.tile(level, index);
    if (!tile || tile->size() != width * sizeof(Hash))
        throw JournalDamaged({},
                             fmt::format("hash tile {}/{} is missing from the log: keep a copy of "
                                         "the directory, then restore the last backup",
                                         level, index));
    std::vector<Hash> hashes(width);
    std::memcpy(hashes.data(), tile->data(), tile->size());
    return perfect_root(std::move(hashes));
}

}  // namespace

Hash root_at(const Journal& journal, std::uint64_t size) {
    ensure(size <= journal.head().last.number, "the log is as long as what is asked for");
    std::vector<std::vector<Hash>> edge(1);
    for (std::uint64_t p = size - size % width + 1; p <= size; ++p)
        edge[0].push_back(leaf_hash(journal.get({p})));
    std::uint64_t full = size / width;
    for (std::uint8_t level = 0; full > 0; ++level, full /= width) {
        edge.emplace_back();
        for (std::uint64_t i = full - full % width; i < full; ++i)
            edge.back().push_back(tile_root(journal, level, i));
    }
    return MerkleTree::resume(size, std::move(edge)).root();
}

}  // namespace ledger
