#include "ledger/values/few.hpp"

#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace ledger {
namespace {

RC_GTEST_PROP(Few, holds_what_a_vector_holds_however_many_they_are, (std::vector<int> values)) {
    Few<int, 3> few;
    for (const int each : values) few.push_back(each);
    RC_ASSERT(few.size() == values.size());
    RC_ASSERT(few.empty() == values.empty());
    RC_ASSERT(std::equal(few.begin(), few.end(), values.begin(), values.end()));
    const Few<int, 3> copy = few;
    if (!few.empty()) few.back() = ~few.back();
    RC_ASSERT(std::equal(copy.begin(), copy.end(), values.begin(), values.end()));
}

}  // namespace
}  // namespace ledger
