#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/journal/sha256.hpp"
#include "ledger/journal/sha256_lanes.hpp"

namespace ledger {
namespace {

Bytes some_bytes(std::size_t size) {
    return *rc::gen::container<Bytes>(size, rc::gen::arbitrary<char>());
}

// OpenSSL is the judge.
RC_GTEST_PROP(Sha256, IsTheSameSideBySideAsAlone, ()) {
    const auto sizes = *rc::gen::container<std::vector<std::size_t>>(
        *rc::gen::inRange<std::size_t>(0, 40), rc::gen::inRange<std::size_t>(0, 400));
    std::vector<Bytes> messages;
    for (const std::size_t size : sizes) messages.push_back(some_bytes(size));
    const auto hashes = leaf_hashes(messages);
    RC_ASSERT(hashes.size() == messages.size());
    for (std::size_t i = 0; i < hashes.size(); ++i) RC_ASSERT(hashes[i] == leaf_hash(messages[i]));
}

TEST(Sha256, IsTheSameSideBySideAtEveryLengthAroundABlock) {
    std::vector<Bytes> messages;
    for (std::size_t size = 0; size <= 260; ++size) messages.emplace_back(size, char(size));
    messages.emplace_back(100'000, 'x');
    const auto hashes = leaf_hashes(messages);
    for (std::size_t i = 0; i < hashes.size(); ++i)
        EXPECT_EQ(hashes[i], leaf_hash(messages[i])) << messages[i].size() << " bytes";
}

RC_GTEST_PROP(Sha256, HashesNeighboursAsItHashesTwo, ()) {
    std::vector<Hash> pairs;
    const auto count = *rc::gen::inRange<std::size_t>(0, 40);
    const auto odd = *rc::gen::inRange<std::size_t>(0, 2);
    for (std::size_t i = 0; i < 2 * count + odd; ++i) pairs.push_back(sha256(std::to_string(i)));
    const auto nodes = node_hashes(pairs);
    RC_ASSERT(nodes.size() == count);
    for (std::size_t i = 0; i < count; ++i)
        RC_ASSERT(nodes[i] == node_hash(pairs[2 * i], pairs[2 * i + 1]));
}

}  // namespace
}  // namespace ledger
