#pragma once
#include <algorithm>
#include <regex>
#include <string>
#include <vector>

#include <gtest/gtest.h>

/// A word and where it stands on its page, in points.
struct Box {
    double left, top, right, bottom;
    std::string word;
};

inline std::vector<Box> boxes_in(const std::string& told) {
    static const std::regex line(
        R"re(xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*)</word>)re");
    std::vector<Box> boxes;
    for (std::sregex_iterator each(told.begin(), told.end(), line), end; each != end; ++each) {
        const auto number = [&](std::size_t i) { return std::stod((*each)[i]); };
        boxes.push_back({number(1), number(2), number(3), number(4), (*each)[5]});
    }
    return boxes;
}

/// Boxes are a little higher than letters: what overlaps by more than a third lies on the other.
inline bool lies_on(const Box& a, const Box& b) {
    const double height = std::min(a.bottom - a.top, b.bottom - b.top);
    const double high = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
    const double wide = std::min(a.right, b.right) - std::max(a.left, b.left);
    return wide > 1 && high > height / 3;
}

inline void expect_apart(const std::vector<Box>& boxes, const std::string& where) {
    ASSERT_GT(boxes.size(), 5U) << where;
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        for (std::size_t j = i + 1; j < boxes.size(); ++j)
            ASSERT_FALSE(lies_on(boxes[i], boxes[j]))
                << where << ": " << boxes[i].word << " on " << boxes[j].word;
    }
}
