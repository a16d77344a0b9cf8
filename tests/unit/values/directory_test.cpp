#include "ledger/values/directory.hpp"

#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/values/id.hpp"

namespace ledger {
namespace {

using Known = std::map<MeterId, int>;
using Tried = Directory<MeterId, int>;

MeterId meter(int number) { return MeterId("M" + std::to_string(number)); }

/// Does the same to both, with few enough names that they meet again.
void change(Known& known, Tried& tried) {
    const MeterId name = meter(*rc::gen::inRange(0, 40));
    const int value = *rc::gen::arbitrary<int>();
    switch (*rc::gen::inRange(0, 3)) {
        case 0:
            RC_ASSERT(tried.erase(name) == known.erase(name));
            break;
        case 1:
            tried.emplace_hint(tried.end(), name, value);
            known.emplace(name, value);
            break;
        default:
            tried[name] = value;
            known[name] = value;
    }
}

void expect_same(const Known& known, const Tried& tried) {
    RC_ASSERT(Known(tried.begin(), tried.end()) == known);
    for (int i = 0; i < 40; ++i) {
        const auto expected = known.find(meter(i));
        const auto found = tried.find(meter(i));
        RC_ASSERT((found == tried.end()) == (expected == known.end()));
        RC_ASSERT(tried.contains(meter(i)) == (expected != known.end()));
        if (expected != known.end()) RC_ASSERT(found->second == expected->second);
    }
}

RC_GTEST_PROP(Directory, FindsWhatAMapFinds, ()) {
    Known known;
    Tried tried;
    for (int steps = *rc::gen::inRange(0, 200); steps > 0; --steps) change(known, tried);
    expect_same(known, tried);
}

RC_GTEST_PROP(Directory, ACopyIsIndependent, ()) {
    Known known;
    Tried tried;
    for (int i = 0; i < 30; ++i) change(known, tried);
    Tried copy = tried;
    const Known before = known;
    for (int i = 0; i < 30; ++i) change(known, tried);
    expect_same(before, copy);
    std::swap(copy, tried);
    expect_same(known, copy);
    expect_same(before, tried);
}

TEST(Directory, NamesThatComeAndGoFindAnEnd) {
    Tried tried;
    for (int i = 0; i < 10'000; ++i) {
        tried[meter(i)] = i;
        EXPECT_EQ(tried.erase(meter(i - 5)), i < 5 ? 0U : 1U);
    }
    EXPECT_EQ(tried.size(), 5U);
    EXPECT_EQ(tried.at(meter(9'998)), 9'998);
    EXPECT_THROW((void)tried.at(meter(1)), std::out_of_range);
}

}  // namespace
}  // namespace ledger
