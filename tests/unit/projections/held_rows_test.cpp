#include "projections/held_rows.hpp"

#include <algorithm>
#include <map>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "projections/table.hpp"
#include "tests/unit/projections/shown.hpp"

namespace projections {
namespace {

using ledger::Bytes;

/// What a fold may do to one of a few rows.
enum class Deed { add, add_to_last, put, look, commit };

using Last = HeldRows::Last<std::uint64_t, Bytes>;

std::string key_of(int number) { return "k" + std::to_string(number); }

Bytes written(std::uint64_t number) { return RowForm<std::uint64_t>::bytes(number); }

std::map<Bytes, Bytes> rows_of(const SortedRows& rows) {
    std::map<Bytes, Bytes> found;
    for (const auto& row : rows) found.emplace(row.key, row.bytes);
    return found;
}

/// What is not expected is not there.
void look(HeldRows& rows, const Bytes& key, const std::map<Bytes, std::uint64_t>& expected) {
    const auto* known = rows.find<std::uint64_t>(key).known();
    RC_ASSERT((known != nullptr) == expected.contains(key));
    if (known != nullptr) RC_ASSERT(*known == expected.at(key));
    RC_ASSERT(rows.get(key).has_value() == expected.contains(key));
}

/// As a table keeps what it is given.
void store(const SortedRows& changed, std::map<Bytes, Bytes>& stored) {
    for (const auto& [key, bytes] : rows_of(changed)) stored[key] = bytes;
}

RC_GTEST_PROP(HeldRows, SayWhatWasPutOrChangedLastWhereverItIs, ()) {
    std::map<Bytes, Bytes> stored;
    HeldRows in_front([&](ledger::BytesView key) {
        const auto row = stored.find(Bytes(key));
        return row == stored.end() ? std::nullopt : std::optional(row->second);
    });
    HeldRows alone;
    Last last_in_front;
    Last last_alone;
    std::map<Bytes, std::uint64_t> expected;
    const int deeds = *rc::gen::inRange(0, 60);
    for (int i = 0; i < deeds; ++i) {
        const Bytes key = key_of(*rc::gen::inRange(0, 5));
        switch (static_cast<Deed>(*rc::gen::inRange(0, 5))) {
            case Deed::add:
                ++expected[key];
                for (HeldRows* rows : {&in_front, &alone})
                    ++rows->find<std::uint64_t>(key).change();
                break;
            case Deed::add_to_last: {
                ++expected[key];
                const auto to_key = [&] { return Bytes(key); };
                ++in_front.find(last_in_front, key, to_key).change();
                ++alone.find(last_alone, key, to_key).change();
                break;
            }
            case Deed::put:
                expected[key] = 7;
                for (HeldRows* rows : {&in_front, &alone}) rows->put(key, written(7));
                break;
            case Deed::look:
                for (HeldRows* rows : {&in_front, &alone}) look(*rows, key, expected);
                break;
            case Deed::commit:
                store(in_front.changed(), stored);
                in_front.committed();
                alone.committed();
                break;
        }
    }
    store(in_front.changed(), stored);
    std::map<Bytes, Bytes> wanted;
    for (const auto& [key, number] : expected) wanted[key] = written(number);
    RC_ASSERT(stored == wanted);
    RC_ASSERT(rows_of(alone.all()) == wanted);
    RC_ASSERT(alone.count() == wanted.size());
}

/// More rows than are held: what had to make room is found again where it is stored.
TEST(HeldRows, LoseNothingWhenRoomIsMade) {
    constexpr int rows = 50'000;
    const TemporaryDirectory scratch;
    Table disk(scratch / "t");
    Table memory;
    for (Table* table : {&disk, &memory}) {
        Last last;
        for (int round = 0; round < 2; ++round) {
            for (int i = 0; i < rows; ++i) {
                table->change<std::uint64_t>(key_of(i)) += 1;
                table->change<std::uint64_t>("sum") += 1;
                table->row(last, Bytes("last"), [] { return "last"; }).change() += 1;
                if (i % 1'000 == 0) table->commit({1});
            }
        }
        table->commit({2});
        EXPECT_EQ(*table->known<std::uint64_t>(key_of(3)), 2U);
        EXPECT_EQ(*table->known<std::uint64_t>("sum"), 2U * rows);
        EXPECT_EQ(*table->known<std::uint64_t>("last"), 2U * rows);
        EXPECT_EQ(table->rows(), rows + 3U) << "and the position";
    }
    EXPECT_EQ(disk.digest(), memory.digest());
}

TEST(HeldRows, AreInTheOrderOfTheirKeys) {
    HeldRows rows;
    for (const char* key : {"b", "a\xff", "a", "aaaaaaaab", "aaaaaaaaa"}) rows.put(key, "");
    std::vector<Bytes> keys;
    const SortedRows all = rows.all();
    for (const auto& row : all) keys.emplace_back(row.key);
    EXPECT_TRUE(std::ranges::is_sorted(keys));
    EXPECT_EQ(keys.size(), 5U);
}

}  // namespace
}  // namespace projections
