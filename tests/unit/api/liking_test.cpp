#include "api/http/liking.hpp"

#include <gtest/gtest.h>

namespace api {
namespace {

std::string_view liked(std::string_view accept) {
    return liked_type(accept, {"application/json", "text/csv", "application/pdf"});
}

TEST(Liking, OfTypesIsByTheirWeights) {
    EXPECT_EQ(liked("application/json, text/csv;q=0.1"), "application/json");
    EXPECT_EQ(liked("application/json;q=0.1, text/csv"), "text/csv");
    EXPECT_EQ(liked("text/html, text/csv;q=0.9, application/pdf;q=0.95"), "application/pdf");
    EXPECT_EQ(liked("TEXT/CSV; header=present ; q=0.5"), "text/csv");
}

TEST(Liking, OfARangeThatSaysMoreCountsBeforeOneThatSaysLess) {
    EXPECT_EQ(liked("text/*, application/*;q=0.5"), "text/csv");
    EXPECT_EQ(liked("*/*, application/json;q=0"), "text/csv");
    EXPECT_EQ(liked("application/*;q=0.9, application/json;q=0.1"), "application/pdf");
}

TEST(Liking, OfNothingOrOfOthersIsTheFirst) {
    for (const char* accept : {"", "*/*", ",", "image/png", "text/csv;q=0", "text/csv;q=zero",
                               "text/csv-like", "q=1", "/", "*"})
        EXPECT_EQ(liked(accept), "application/json") << accept;
}

TEST(Liking, HasRangesWithoutTheirParameters) {
    const auto likings = likings_in("zh-CN , en;q=0.8,;q=1, gzip ; q=0");
    ASSERT_EQ(likings.size(), 3U);
    EXPECT_EQ(likings[0].range, "zh-CN");
    EXPECT_EQ(likings[0].weight, 1'000);
    EXPECT_EQ(likings[1].weight, 800);
    EXPECT_EQ(likings[2].range, "gzip");
    EXPECT_EQ(likings[2].weight, 0);
}

}  // namespace
}  // namespace api
