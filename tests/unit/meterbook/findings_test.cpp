#include "tools/meterbook/bundle/findings.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace meterbook {
namespace {

std::vector<std::string> checks_in(const Findings& findings) {
    std::vector<std::string> checks;
    for (const Finding& each : findings.all()) checks.push_back(each.check);
    return checks;
}

TEST(Findings, StandInTheSameOrderWhoeverIsFaster) {
    const std::vector<std::string> in_order{entries_give_their_leaves, "charge_is_right",
                                            frames_give_the_root_and_chain, event_ids_are_used_once,
                                            summary_is_true};
    std::vector<Finding> found{{7, in_order[0], ""},
                               {7, in_order[1], ""},
                               {8, in_order[2], ""},
                               {8, in_order[3], ""},
                               {0, in_order[4], ""}};
    const auto comes_before = [](const Finding& a, const Finding& b) { return a.check < b.check; };
    std::ranges::sort(found, comes_before);
    do {
        Findings findings;
        EXPECT_FALSE(findings.first());
        for (const Finding& each : found) findings.add(each);
        EXPECT_EQ(checks_in(findings), in_order);
        EXPECT_EQ(findings.first()->check, in_order.front());
    } while (std::ranges::next_permutation(found, comes_before).found);
}

TEST(Findings, OfTheSamePlaceStandByTheirNames) {
    for (const bool is_first : {true, false}) {
        Findings findings;
        findings.add({0, is_first ? summary_is_true : projections_are_true, ""});
        findings.add({0, is_first ? projections_are_true : summary_is_true, ""});
        EXPECT_EQ(checks_in(findings),
                  (std::vector<std::string>{projections_are_true, summary_is_true}));
    }
}

TEST(Findings, AreSaidOnceAtAPositionInTheSameWordsWhoeverIsFaster) {
    for (const bool is_first : {true, false}) {
        Findings findings;
        findings.add({7, summary_is_true, is_first ? "by one" : "by another"});
        findings.add({7, summary_is_true, is_first ? "by another" : "by one"});
        ASSERT_EQ(findings.all().size(), 1U);
        EXPECT_EQ(findings.first()->detail, "by another");
    }
}

}  // namespace
}  // namespace meterbook
