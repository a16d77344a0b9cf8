#include "tools/meterbook/bundle/block_tree.hpp"

#include <ranges>

#include "ledger/journal/sha256.hpp"

namespace meterbook {

using ledger::Hash;

BlockTree::BlockTree(std::span<const Hash> leaves) {
    levels_.emplace_back(leaves.begin(), leaves.end());
    while (levels_.back().size() > 1) levels_.push_back(ledger::node_hashes(levels_.back()));
}

void BlockTree::add_roots(std::size_t leaves, std::vector<Hash>& roots) const {
    std::size_t from = 0;
    for (std::size_t height = levels_.size(); height-- > 0;) {
        const std::size_t width = std::size_t{1} << height;
        if ((leaves & width) == 0) continue;
        roots.push_back(levels_[height][from >> height]);
        from += width;
    }
}

Hash LogTree::root_at(const BlockTree& block, std::size_t leaves) const {
    std::vector<Hash> roots = full_.frontier();
    block.add_roots(leaves, roots);
    if (roots.empty()) return ledger::sha256(ledger::BytesView());
    Hash root = roots.back();
    for (const Hash& left : roots | std::views::reverse | std::views::drop(1))
        root = ledger::node_hash(left, root);
    return root;
}

}  // namespace meterbook
