#include "ledger/proofs/merkle_proof.hpp"
#include "ledger/values/ensure.hpp"

#include <cstring>
#include <fstream>
#include <map>
#include <sstream>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/journal/merkle.hpp"
#include "ledger/journal/sha256.hpp"
#include "ledger/notes/base64.hpp"

// The tree of RFC 6962 as others know it, and proofs about trees of any size.

namespace {

using namespace ledger;

Hash hash_of(const std::string& hex) {
    const auto bytes = from_hex(hex);
    ensure(bytes && bytes->size() == sizeof(Hash), "a hash of the file is one");
    Hash hash;
    std::memcpy(hash.data(), bytes->data(), hash.size());
    return hash;
}

/// The published figures.
struct Figures {
    struct Proof {
        std::uint64_t first;
        std::uint64_t second;
        std::vector<Hash> hashes;
    };
    std::vector<Hash> leaves;
    std::map<std::uint64_t, Hash> roots;
    std::vector<Proof> inclusions;
    std::vector<Proof> consistencies;
};

void read_line(Figures& figures, std::istringstream line) {
    std::string kind;
    std::string word;
    line >> kind;
    if (kind == "leaf") {
        line >> word;
        figures.leaves.push_back(leaf_hash(word == "-" ? "" : from_hex(word).value()));
    } else if (kind == "root") {
        std::uint64_t size = 0;
        line >> size >> word;
        figures.roots[size] = hash_of(word);
    } else if (kind == "inclusion" || kind == "consistency") {
        Figures::Proof proof{};
        line >> proof.first >> proof.second;
        while (line >> word) proof.hashes.push_back(hash_of(word));
        (kind == "inclusion" ? figures.inclusions : figures.consistencies).push_back(proof);
    }
}

const Figures& figures() {
    static const Figures read = [] {
        Figures all;
        std::ifstream file(METERBOOK_SOURCE "/tests/unit/proofs/rfc6962.txt");
        for (std::string line; std::getline(file, line);) {
            if (!line.starts_with('#')) read_line(all, std::istringstream(line));
        }
        return all;
    }();
    return read;
}

NodeHash nodes_of(const std::vector<Hash>& leaves) {
    return [&leaves](std::uint32_t level, std::uint64_t index) {
        const auto from = leaves.begin() + static_cast<std::ptrdiff_t>(index << level);
        return perfect_root({from, from + (std::ptrdiff_t{1} << level)});
    };
}

TEST(Rfc6962, RootsAreThePublishedOnes) {
    ASSERT_EQ(figures().roots.size(), 9U);
    for (const auto& [size, root] : figures().roots) {
        EXPECT_EQ(tree_root(nodes_of(figures().leaves), size), root) << size;
        MerkleTree tree;
        for (std::uint64_t i = 0; i < size; ++i) tree.append(figures().leaves[i]);
        EXPECT_EQ(tree.root(), root) << size;
    }
}

TEST(Rfc6962, InclusionProofsAreThePublishedOnes) {
    ASSERT_EQ(figures().inclusions.size(), 5U);
    for (const auto& [leaf, size, hashes] : figures().inclusions) {
        EXPECT_EQ(inclusion_proof(nodes_of(figures().leaves), leaf - 1, size), hashes);
        EXPECT_EQ(root_by_inclusion(figures().leaves[leaf - 1], {leaf - 1, size}, hashes),
                  figures().roots.at(size));
    }
}

TEST(Rfc6962, ConsistencyProofsAreThePublishedOnes) {
    ASSERT_EQ(figures().consistencies.size(), 5U);
    for (const auto& [from, to, hashes] : figures().consistencies) {
        EXPECT_EQ(consistency_proof(nodes_of(figures().leaves), from, to), hashes);
        EXPECT_TRUE(
            is_consistent({from, figures().roots.at(from)}, {to, figures().roots.at(to)}, hashes));
    }
}

std::vector<Hash> leaves_of(std::uint64_t size) {
    std::vector<Hash> leaves;
    for (std::uint64_t i = 0; i < size; ++i) leaves.push_back(leaf_hash(std::to_string(i)));
    return leaves;
}

/// The same proof with one thing wrong, in each way there is.
std::vector<std::vector<Hash>> wrong(const std::vector<Hash>& proof, const Hash& other) {
    std::vector<std::vector<Hash>> all;
    for (std::size_t i = 0; i < proof.size(); ++i) {
        all.push_back(proof);
        all.back()[i][i % 32] ^= 8;
    }
    all.push_back(proof);
    all.back().push_back(other);
    all.push_back(proof);
    all.back().insert(all.back().begin(), other);
    if (proof.empty()) return all;
    all.emplace_back(proof.begin(), proof.end() - 1);
    all.emplace_back(proof.begin() + 1, proof.end());
    return all;
}

RC_GTEST_PROP(Proofs, OfEveryLeafHoldAndNoOtherProofDoes, ()) {
    const auto size = *rc::gen::inRange<std::uint64_t>(1, 700);
    const auto index = *rc::gen::inRange<std::uint64_t>(0, size);
    const auto leaves = leaves_of(size);
    const Hash root = tree_root(nodes_of(leaves), size);
    const auto proof = inclusion_proof(nodes_of(leaves), index, size);
    RC_ASSERT((root_by_inclusion(leaves[index], {index, size}, proof) == root));
    for (const auto& each : wrong(proof, root))
        RC_ASSERT((root_by_inclusion(leaves[index], {index, size}, each) != root));
    for (const std::uint64_t other : {index ^ 1U, index + size, index / 2, size - 1}) {
        if (other == index) continue;
        RC_ASSERT((root_by_inclusion(leaves[index], {other, size}, proof) != root));
    }
}

RC_GTEST_PROP(Proofs, OfEveryContinuationHoldAndNoOtherProofDoes, ()) {
    const auto to = *rc::gen::inRange<std::uint64_t>(2, 700);
    const auto from = *rc::gen::inRange<std::uint64_t>(1, to);
    const auto leaves = leaves_of(to);
    const TreeHead before{from, tree_root(nodes_of(leaves), from)};
    const TreeHead after{to, tree_root(nodes_of(leaves), to)};
    const auto proof = consistency_proof(nodes_of(leaves), from, to);
    RC_ASSERT(is_consistent(before, after, proof));
    for (const auto& each : wrong(proof, after.root))
        RC_ASSERT_FALSE(is_consistent(before, after, each));
    RC_ASSERT_FALSE(is_consistent({from, after.root}, after, proof));
    RC_ASSERT_FALSE(is_consistent(before, {to, before.root}, proof));
    RC_ASSERT_FALSE(is_consistent(after, before, proof));
}

TEST(Proofs, OfATreeAndItselfAreEmpty) {
    const TreeHead tree{5, figures().roots.at(5)};
    EXPECT_TRUE(is_consistent(tree, tree, {}));
    EXPECT_FALSE(is_consistent(tree, {5, figures().roots.at(6)}, {}));
    EXPECT_TRUE(is_consistent({}, tree, {}));
    EXPECT_FALSE(is_consistent({}, tree, {tree.root}));
    EXPECT_EQ(root_by_inclusion(tree.root, {0, 0}, {}), std::nullopt);
}

}  // namespace
