#include "projections/table.hpp"

#include <gtest/gtest.h>

#include "tests/unit/projections/shown.hpp"

namespace projections {
namespace {

using ledger::Position;

std::vector<std::string> keys_up(const Table& table, const std::string& prefix,
                                 const std::string& from) {
    std::vector<std::string> keys;
    table.ascend(prefix, from, [&](auto key, auto) {
        keys.emplace_back(key);
        return true;
    });
    return keys;
}

TEST(Table, ShowsAFoldItsOwnChangesBeforeAnybodyElseSeesThem) {
    const TemporaryDirectory scratch;
    Table table(scratch / "t");
    table.put("a", "1");
    EXPECT_EQ(table.get("a"), "1");
    EXPECT_FALSE(table.find("a").has_value());
    EXPECT_EQ(table.uncommitted(), 1U);
    table.commit({7});
    EXPECT_EQ(table.find("a"), "1");
    EXPECT_EQ(table.position(), Position{7});
    EXPECT_EQ(table.uncommitted(), 0U);
}

TEST(Table, WalksAPrefixBothWaysAndStopsWhenTold) {
    const TemporaryDirectory scratch;
    Table table(scratch / "t");
    for (const char* key : {"a1", "a2", "a3", "b1"}) table.put(key, "x");
    table.commit({1});
    EXPECT_EQ(keys_up(table, "a", "a2"), (std::vector<std::string>{"a2", "a3"}));
    std::vector<std::string> down;
    table.descend("a", "a9", [&](auto key, auto) {
        down.emplace_back(key);
        return down.size() < 2;
    });
    EXPECT_EQ(down, (std::vector<std::string>{"a3", "a2"}));
}

TEST(Table, IsThereAgainWhenItWasKept) {
    const TemporaryDirectory scratch;
    {
        Table table(scratch / "t");
        table.put("a", "1");
        table.commit({3});
        table.keep();
    }
    ASSERT_TRUE(Table::is_kept(scratch / "t"));
    const Table again(scratch / "t");
    EXPECT_EQ(again.find("a"), "1");
    EXPECT_EQ(again.position(), Position{3});
}

TEST(Table, IsGoneWhenItWasNeverFinished) {
    const TemporaryDirectory scratch;
    {
        Table table(scratch / "t");
        table.put("a", "1");
        table.commit({3});
    }
    EXPECT_FALSE(std::filesystem::exists(scratch / "t"));
}

TEST(Table, HasADigestThatDependsOnEveryKeyAndValue) {
    const TemporaryDirectory scratch;
    Table one(scratch / "1");
    Table other(scratch / "2");
    for (Table* table : {&one, &other}) {
        table->put("a", "1");
        table->put("b", "2");
    }
    one.commit({2});
    other.commit({1});
    other.commit({2});
    EXPECT_EQ(one.digest(), other.digest()) << "batches leave no trace";
    other.put("b", "3");
    other.commit({2});
    EXPECT_NE(one.digest(), other.digest());
    one.put("b", "3");
    one.commit({3});
    EXPECT_NE(one.digest(), other.digest()) << "the position belongs to it";
}

/// So many that they go in as a file.
constexpr std::size_t many = 2'000;

void put_many(Table& table, const std::string& bytes) {
    for (std::size_t i = 0; i < many; ++i) table.put("d" + std::to_string(i), bytes);
}

/// As a fold that is far behind: what was committed before stands in memory, and some of it
/// changes.
void commit_many(Table& table, Position reached) {
    table.put("a", "1");
    table.put("b", "1");
    table.commit({2});
    table.put("b", "2");
    ++table.change<std::uint64_t>("c");
    put_many(table, "1");
    table.commit(reached);
}

TEST(Table, TakesInWhatManyEventsChangedAsItDoesWhatAFewDid) {
    const TemporaryDirectory scratch;
    Table at_once(scratch / "1");
    Table in_memory;
    for (Table* each : {&at_once, &in_memory}) commit_many(*each, {100'000});
    EXPECT_EQ(keys_up(at_once, "", "a").size(), 3 + many);
    EXPECT_EQ(at_once.find("b"), "2");
    EXPECT_EQ(at_once.position(), Position{100'000});
    EXPECT_EQ(at_once.digest(), in_memory.digest());
    for (Table* each : {&at_once, &in_memory}) {
        ++each->change<std::uint64_t>("c");
        each->put("a", "3");
        each->commit({100'001});
    }
    EXPECT_EQ(at_once.find("a"), "3");
    EXPECT_EQ(at_once.digest(), in_memory.digest());
}

TEST(Table, HasWhatManyEventsChangedOnTheDiskWhenItIsCommitted) {
    const TemporaryDirectory scratch;
    Table table(scratch / "t");
    table.keep();
    commit_many(table, {100'000});
    std::filesystem::copy(scratch / "t", scratch / "as a crash leaves it");
    const Table again(scratch / "as a crash leaves it");
    EXPECT_EQ(again.position(), Position{100'000});
    EXPECT_EQ(again.digest(), table.digest());
}

/// A crash amid the taking in leaves one file under two names.
TEST(Table, LeavesAloneWhatACrashLeftAmidTheTakingIn) {
    const TemporaryDirectory scratch;
    Table table(scratch / "t");
    table.keep();
    commit_many(table, {100'000});
    for (const auto& entry : std::filesystem::directory_iterator(scratch / "t")) {
        if (entry.path().extension() == ".sst" && !std::filesystem::exists(scratch / "t" / "ROWS"))
            std::filesystem::create_hard_link(entry.path(), scratch / "t" / "ROWS");
    }
    ASSERT_TRUE(std::filesystem::exists(scratch / "t" / "ROWS"));
    put_many(table, "2");
    table.commit({200'000});
    std::filesystem::copy(scratch / "t", scratch / "as a crash leaves it");
    const Table again(scratch / "as a crash leaves it");
    EXPECT_EQ(again.position(), Position{200'000});
    EXPECT_EQ(again.find("b"), "2");
    EXPECT_EQ(again.digest(), table.digest());
}

TEST(Table, BeginsAnewWhenItCannotBeOpened) {
    const TemporaryDirectory scratch;
    {
        Table table(scratch / "t");
        table.put("a", "1");
        table.commit({3});
        table.keep();
    }
    std::filesystem::resize_file(scratch / "t" / "CURRENT", 3);
    const Table again(scratch / "t");
    EXPECT_TRUE(again.position().is_none());
    EXPECT_FALSE(again.find("a").has_value());
}

}  // namespace
}  // namespace projections
