#include "tools/meterbook/bundle/pipeline.hpp"

#include <numeric>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace meterbook {
namespace {

constexpr std::size_t most = 8;
constexpr int items = 10'000;

std::vector<int> taken_from(Belt<int>& belt) {
    std::vector<int> taken;
    while (const auto item = belt.take()) taken.push_back(*item);
    return taken;
}

TEST(Belt, CarriesEverythingInOrderHoweverManyItWaitsFor) {
    for (const std::size_t least : {std::size_t{1}, std::size_t{3}, most}) {
        Belt<int> belt(most, least);
        std::thread putting([&] {
            for (int i = 0; i < items; ++i) belt.put(i);
            belt.end();
        });
        std::vector<int> all(items);
        std::iota(all.begin(), all.end(), 0);
        EXPECT_EQ(taken_from(belt), all);
        putting.join();
    }
}

TEST(Belt, HandsWhatIsLeftToWhoWaitsForMore) {
    Belt<int> belt(most, most);
    belt.put(1);
    std::thread ending([&] { belt.end(); });
    EXPECT_EQ(taken_from(belt), std::vector{1});
    ending.join();
}

TEST(Belt, LetsSomeGoAheadInTheirOwnOrder) {
    Belt<int> belt(most);
    for (const int each : {1, 2}) belt.put(each);
    for (const int each : {11, 12}) belt.put_ahead(each);
    EXPECT_EQ(belt.take(), 11);
    belt.put_ahead(13);
    belt.end();
    EXPECT_EQ(taken_from(belt), (std::vector{12, 13, 1, 2}));
}

TEST(Belt, TakesWhatGoesAheadAlsoWhereItIsFull) {
    Belt<int> belt(2);
    for (const int each : {1, 2}) belt.put(each);
    belt.put_ahead(11);
    belt.end();
    EXPECT_EQ(taken_from(belt), (std::vector{11, 1, 2}));
}

TEST(Belt, IsSharedByMany) {
    Belt<int> belt(most);
    std::vector<std::vector<int>> taken(4);
    std::vector<std::thread> takers;
    takers.reserve(taken.size());
    for (auto& each : taken) takers.emplace_back([&] { each = taken_from(belt); });
    for (int i = 0; i < items; ++i) belt.put(i);
    belt.end();
    std::size_t all = 0;
    for (std::thread& each : takers) each.join();
    for (const auto& each : taken) all += each.size();
    EXPECT_EQ(all, std::size_t{items});
}

}  // namespace
}  // namespace meterbook
