#include <gtest/gtest.h>

#include "tools/meterbook/bundle/parsed_block.hpp"

namespace meterbook {
namespace {

constexpr std::size_t much = 100'000;

TEST(BlockMemory, IsUsedAgainOnceNobodyLooksAtTheBlock) {
    BlockMemory memory;
    EXPECT_EQ(memory.body().capacity(), ledger::Bytes().capacity());
    BlockPtr block =
        parse_block(memory, {RecordKind::block, 0, ledger::Bytes(much, 'x')}, {}, Depth::events);
    const char* const bytes = block->body.data();
    EXPECT_NE(memory.body().data(), bytes);
    block.reset();
    EXPECT_EQ(memory.body().data(), bytes);
}

TEST(BlockMemory, SaysNothingOfTheBlockThatWasThere) {
    BlockMemory memory;
    memory.block()->events.resize(much);
    const auto next = memory.block();
    EXPECT_TRUE(next->events.empty());
    EXPECT_GE(next->events.capacity(), much);
    EXPECT_EQ(next->body, "");
}

}  // namespace
}  // namespace meterbook
