#include "tools/meterbook/bundle/block_tree.hpp"

#include <numeric>

#include <gtest/gtest.h>

#include "ledger/journal/sha256.hpp"

namespace meterbook {
namespace {

constexpr std::size_t width = ledger::MerkleTree::tile_width;

TEST(LogTree, HasTheRootOfTheWholeTreeAtEverySize) {
    std::vector<ledger::Hash> leaves;
    for (std::size_t i = 0; i < 3 * width + 77; ++i)
        leaves.push_back(ledger::leaf_hash(std::to_string(i)));
    ledger::MerkleTree whole;
    LogTree tree;
    for (std::size_t from = 0; from < leaves.size(); from += width) {
        const std::size_t count = std::min(width, leaves.size() - from);
        const std::span<const ledger::Hash> all = leaves;
        const BlockTree block(all.subspan(from, count));
        std::vector<std::size_t> sizes(count + 1);
        std::iota(sizes.begin(), sizes.end(), 0);
        const std::vector<ledger::Hash> roots = tree.roots_at(block, sizes);
        for (std::size_t i = 0; i <= count; ++i) {
            ASSERT_EQ(roots.at(i), whole.root()) << from + i;
            ASSERT_EQ(tree.root_at(block, i), whole.root()) << from + i;
            if (i < count) whole.append(leaves[from + i]);
        }
        if (count == width) tree.append(block);
    }
}

}  // namespace
}  // namespace meterbook
