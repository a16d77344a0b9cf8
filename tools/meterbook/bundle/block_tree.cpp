#include "tools/meterbook/bundle/block_tree.hpp"

#include <ranges>

#include "ledger/journal/sha256.hpp"

namespace meterbook {

using ledger::Hash;

namespace {

/// In each that has more than one; whether any had.
bool join_last_two(std::vector<std::vector<Hash>>& trees) {
    const auto is_apart = [](const std::vector<Hash>& tree) { return tree.size() > 1; };
    std::vector<Hash> pairs;
    for (const auto& each : trees | std::views::filter(is_apart))
        pairs.insert(pairs.end(), each.end() - 2, each.end());
    const std::vector<Hash> joined = ledger::node_hashes(pairs);
    auto next = joined.begin();
    for (auto& each : trees | std::views::filter(is_apart)) {
        each.pop_back();
        each.back() = *next++;
    }
    return !joined.empty();
}

}  // namespace

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

std::vector<Hash> LogTree::roots_at(const BlockTree& block,
                                    std::span<const std::size_t> leaves) const {
    std::vector<std::vector<Hash>> trees;  // of each size, the perfect subtrees still to be joined
    for (const std::size_t size : leaves) {
        block.add_roots(size, trees.emplace_back(full_.frontier()));
        if (trees.back().empty()) trees.back().push_back(ledger::sha256(ledger::BytesView()));
    }
    while (join_last_two(trees)) {
    }
    std::vector<Hash> roots;
    for (const auto& each : trees) roots.push_back(each.front());
    return roots;
}

}  // namespace meterbook
