#include "projections/rows.hpp"

#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "projections/reports/sums.hpp"
#include "tests/unit/projections/shown.hpp"

namespace projections {
namespace {

struct Numbered {
    std::uint64_t number{};
    static constexpr void fields(auto&& visit) {
        visit(ledger::field<1>("number", &Numbered::number));
    }
};

struct Named {
    std::string name;
    static constexpr void fields(auto&& visit) { visit(ledger::field<2>("name", &Named::name)); }
};

/// Both of them, and what they lead to.
struct Owner : Numbered {
    std::string name;
    std::vector<std::string> rooms;
    static constexpr void fields(auto&& visit) {
        visit(ledger::field<1>("number", &Owner::number), ledger::field<2>("name", &Owner::name),
              ledger::field<3>("rooms", &Owner::rooms));
    }
};

/// Rows at every position up to a last one, the even ones listed besides.
void fill(Table& table, std::uint64_t last) {
    for (std::uint64_t i = 1; i <= last; ++i) {
        table.put(position_key("r", {i}), ledger::wire::encode(Numbered{i}));
        if (i % 2 == 0) table.put(position_key(list_prefix('e', "even"), {i}), "");
    }
    table.commit({last});
}

template <class Wanted>
std::vector<std::uint64_t> all_of(const Table& table, Listing listing, Wanted&& is_wanted) {
    std::vector<std::uint64_t> numbers;
    for (;;) {
        const auto page = newest_first<Numbered>(table, listing, is_wanted);
        EXPECT_LE(page.rows.size(), listing.limit);
        for (const Numbered& row : page.rows) numbers.push_back(row.number);
        if (!page.next) return numbers;
        listing.before = {std::stoull(*page.next)};
    }
}

TEST(NewestFirst, LooksAtSoManyRowsAPageAndGoesOnWithItsCursor) {
    const TemporaryDirectory scratch;
    Table table(scratch / "t");
    fill(table, 2 * most_looked_at + 5);
    std::size_t looked_at = 0;
    const auto is_oldest = [&](const Numbered& row) { return ++looked_at, row.number == 1; };
    const auto page = newest_first<Numbered>(table, {"r", "", {}, 10}, is_oldest);
    EXPECT_TRUE(page.rows.empty());
    EXPECT_EQ(page.next, std::to_string(most_looked_at + 6));
    EXPECT_EQ(looked_at, most_looked_at);
    EXPECT_EQ(all_of(table, {"r", "", {}, 10}, is_oldest), std::vector<std::uint64_t>{1});
}

TEST(NewestFirst, FollowsAListInsteadOfLookingAtEveryRow) {
    const TemporaryDirectory scratch;
    Table table(scratch / "t");
    fill(table, 100);
    std::size_t looked_at = 0;
    const auto numbers = all_of(table, {"r", list_prefix('e', "even"), {51}, 7},
                                [&](const Numbered&) { return ++looked_at > 0; });
    ASSERT_EQ(numbers.size(), 25U);
    EXPECT_EQ(numbers.front(), 50U);
    EXPECT_EQ(numbers.back(), 2U);
    EXPECT_LE(looked_at, 25U + 4U) << "and one more for each page that goes on";
}

RC_GTEST_PROP(NewestFirst, ShowsEveryWantedRowOnceWhateverThePages,
              (const std::set<std::uint8_t>& wanted, std::uint8_t width, std::uint8_t before)) {
    const TemporaryDirectory scratch;
    Table table(scratch / "t");
    fill(table, 200);
    const auto numbers = all_of(table, {"r", "", {before}, width % 9 + 1U}, [&](const auto& row) {
        return wanted.contains(static_cast<std::uint8_t>(row.number));
    });
    std::vector<std::uint64_t> expected;
    for (std::uint64_t i = before == 0 ? 200 : std::min<std::uint64_t>(200, before - 1U); i > 0;
         --i)
        if (wanted.contains(static_cast<std::uint8_t>(i))) expected.push_back(i);
    RC_ASSERT((numbers == expected));
}

TEST(AListOfANames, DoesNotHoldThoseOfALongerName) {
    const TemporaryDirectory scratch;
    Table table(scratch / "t");
    for (std::uint64_t i = 1; i <= 2; ++i) {
        table.put(position_key("r", {i}), ledger::wire::encode(Numbered{i}));
        table.put(position_key(list_prefix('w', i == 1 ? "A1" : "A1.M1"), {i}), "");
    }
    table.commit({2});
    const auto all = [](const Numbered&) { return true; };
    EXPECT_EQ(all_of(table, {"r", list_prefix('w', "A1"), {}, 9}, all),
              std::vector<std::uint64_t>{1});
    EXPECT_EQ(all_of(table, {"r", list_prefix('w', "A1.M1"), {}, 9}, all),
              std::vector<std::uint64_t>{2});
}

TEST(ARow, IsReadWhateverTheOrderOfItsFields) {
    const ledger::Bytes number = ledger::wire::encode(Numbered{7});
    const ledger::Bytes name = ledger::wire::encode(Named{"Li"});
    const ledger::Bytes rooms = ledger::wire::encode(Owner{{}, "", {"101", "102"}});
    for (const ledger::Bytes& bytes :
         {number + name + rooms, rooms + name + number, name + rooms + number}) {
        const auto row = row_in<Owner>(bytes);
        EXPECT_EQ(row.number, 7U);
        EXPECT_EQ(row.name, "Li");
        EXPECT_EQ(row.rooms, (std::vector<std::string>{"101", "102"}));
    }
}

TEST(ARowDeathTest, ThatWasDamagedIsNotRead) {
    const ledger::Bytes whole = ledger::wire::encode(Owner{{7}, "Li", {"101"}});
    EXPECT_DEATH((void)row_in<Owner>(whole.substr(0, whole.size() - 1)), "reads what it wrote");
    EXPECT_DEATH((void)row_in<Owner>(whole + '\x08'), "reads what it wrote") << "no number follows";
}

TEST(ARowDeathTest, OfSumsThatWasDamagedIsNotRead) {
    const SumsOf<2> sums = RowForm<SumsOf<2>>::row(encode_sums(std::vector<std::int64_t>{-3, 500}));
    EXPECT_EQ(sums.counts[0], -3);
    EXPECT_EQ(sums.counts[1], 500);
    const ledger::Bytes cut = encode_sums(std::vector<std::int64_t>{-3, 500}).substr(0, 2);
    EXPECT_DEATH((void)RowForm<SumsOf<2>>::row(cut), "reads what it wrote");
    const ledger::Bytes more = encode_sums(std::vector<std::int64_t>{1, 2, 3});
    EXPECT_DEATH((void)RowForm<SumsOf<2>>::row(more), "no more sums than are kept");
}

}  // namespace
}  // namespace projections
