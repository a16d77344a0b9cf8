#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/journal/merkle.hpp"
#include "ledger/journal/sha256.hpp"

namespace ledger {
namespace {

/// RFC 6962 section 2.1, to the letter: MTH of a list of leaf hashes.
Hash tree_hash(const std::vector<Hash>& leaves, std::size_t from, std::size_t to) {
    if (from == to) return sha256(BytesView());
    if (to - from == 1) return leaves[from];
    std::size_t left = 1;
    while (2 * left < to - from) left *= 2;
    return node_hash(tree_hash(leaves, from, from + left), tree_hash(leaves, from + left, to));
}

std::vector<Hash> some_leaves(std::size_t count) {
    std::vector<Hash> leaves;
    for (std::size_t i = 0; i < count; ++i) leaves.push_back(leaf_hash(std::to_string(i)));
    return leaves;
}

MerkleTree tree_of(const std::vector<Hash>& leaves) {
    MerkleTree tree;
    for (const Hash& leaf : leaves) tree.append(leaf);
    return tree;
}

// The vectors of RFC 6962's reference implementation (eight leaves of growing length).
TEST(Merkle, GivesTheRootsOfTheReferenceImplementation) {
    const std::vector<std::pair<Bytes, std::string>> vectors{
        {"", "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"},
        {Bytes("\x00", 1), "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"},
        {"\x10", "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"}};
    MerkleTree tree;
    for (const auto& [leaf, root] : vectors) {
        tree.append(leaf_hash(leaf));
        EXPECT_EQ(to_hex(view(tree.root())), root) << tree.size() << " leaves";
    }
}

RC_GTEST_PROP(Merkle, HasTheRootThatTheRfcDefines, ()) {
    const auto leaves = some_leaves(*rc::gen::inRange<std::size_t>(0, 700));
    const MerkleTree tree = tree_of(leaves);
    RC_ASSERT(tree.root() == tree_hash(leaves, 0, leaves.size()));
    RC_ASSERT(tree.size() == leaves.size());
}

RC_GTEST_PROP(Merkle, IsTheSameTreeHoweverManyLeavesComeAtOnce, ()) {
    const auto leaves = some_leaves(*rc::gen::inRange<std::size_t>(0, 1'200));
    MerkleTree one_by_one = tree_of(leaves);
    MerkleTree at_once;
    std::span<const Hash> rest = leaves;
    while (!rest.empty()) {
        const auto taken = *rc::gen::inRange<std::size_t>(1, rest.size() + 1);
        at_once.append(rest.first(taken));
        rest = rest.subspan(taken);
    }
    RC_ASSERT(at_once.root() == one_by_one.root());
    const auto expected = one_by_one.take_full_tiles();
    const auto tiles = at_once.take_full_tiles();
    RC_ASSERT(tiles.size() == expected.size());
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        RC_ASSERT(tiles[i].index == expected[i].index);
        RC_ASSERT(tiles[i].hashes == expected[i].hashes);
    }
}

RC_GTEST_PROP(Merkle, GivesOutEveryTileWhenItIsFull, ()) {
    const auto leaves = some_leaves(*rc::gen::inRange<std::size_t>(0, 900));
    MerkleTree tree = tree_of(leaves);
    const auto tiles = tree.take_full_tiles();
    RC_ASSERT(tiles.size() == leaves.size() / MerkleTree::tile_width);
    for (std::size_t i = 0; i < tiles.size(); ++i) {
        RC_ASSERT(tiles[i].level == 0);
        RC_ASSERT(tiles[i].index == i);
        for (std::size_t k = 0; k < MerkleTree::tile_width; ++k)
            RC_ASSERT(BytesView(tiles[i].hashes).substr(k * 32, 32) ==
                      view(leaves[i * MerkleTree::tile_width + k]));
    }
    RC_ASSERT(tree.take_full_tiles().empty());
}

TEST(Merkle, CompletesATileOfTheNextLevel) {
    MerkleTree tree = tree_of(some_leaves(256 * 256));
    const auto tiles = tree.take_full_tiles();
    ASSERT_EQ(tiles.size(), 257U);
    EXPECT_EQ(tiles.back().level, 1);
    EXPECT_EQ(tiles.back().index, 0U);
}

RC_GTEST_PROP(Merkle, GoesOnAsIfItHadNeverStopped, ()) {
    const auto leaves = some_leaves(*rc::gen::inRange<std::size_t>(1, 700));
    const std::size_t stop = *rc::gen::inRange<std::size_t>(0, leaves.size());
    std::vector<std::vector<Hash>> edge(2);
    for (std::size_t tile = 0; tile < stop / 256; ++tile) {
        const auto from = leaves.begin() + static_cast<std::ptrdiff_t>(tile * 256);
        edge[1].push_back(perfect_root({from, from + 256}));
    }
    edge[0].assign(leaves.begin() + static_cast<std::ptrdiff_t>(stop - stop % 256),
                   leaves.begin() + static_cast<std::ptrdiff_t>(stop));
    MerkleTree tree = MerkleTree::resume(stop, std::move(edge));
    for (std::size_t i = stop; i < leaves.size(); ++i) tree.append(leaves[i]);
    RC_ASSERT(tree.root() == tree_hash(leaves, 0, leaves.size()));
}

}  // namespace
}  // namespace ledger
