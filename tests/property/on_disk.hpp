#pragma once
#include <algorithm>
#include <sstream>
#include <string>
#include <utility>

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace property {

inline rc::detail::TestParams usual_params() { return rc::detail::configuration().testParams; }

/// Holds a law with a number of cases of its own.
template <class Law>
void hold(Law&& law, const rc::detail::TestParams& params) {
    const auto* test = testing::UnitTest::GetInstance()->current_test_info();
    rc::detail::TestMetadata metadata;
    metadata.id = std::string(test->test_suite_name()) + "/" + test->name();
    metadata.description = test->name();
    const auto result = rc::detail::checkTestable(std::forward<Law>(law), metadata, params);
    if (result.template is<rc::detail::SuccessResult>()) return;
    std::ostringstream message;
    rc::detail::printResultMessage(result, message);
    FAIL() << message.str();
}

/// Holds a law whose every case opens a real book: with a twentieth of the usual number of cases.
template <class Law>
void hold_on_disk(Law&& law) {
    rc::detail::TestParams params = usual_params();
    params.maxSuccess = std::max(1, params.maxSuccess / 20);
    hold(std::forward<Law>(law), params);
}

}  // namespace property
