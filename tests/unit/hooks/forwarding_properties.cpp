#include <fstream>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ingest/hooks/forwarder.hpp"
#include "tests/support/temporary_directory.hpp"

namespace hooks {
namespace {

RC_GTEST_PROP(Pause, GrowsWithEachFailureUpToTheLongest, (std::uint8_t failures)) {
    const Pace pace;
    const auto now = pause_after(pace, failures);
    const auto then = pause_after(pace, failures + 1U);
    RC_ASSERT(now <= then);
    RC_ASSERT(then <= pace.longest_pause);
    RC_ASSERT((failures == 0) == (now == std::chrono::milliseconds(0)));
}

RC_GTEST_PROP(ProgressFile, ReadsWhatWasWrittenLast, ()) {
    const TemporaryDirectory directory;
    const ProgressFile file(directory / "progress.json");
    RC_ASSERT(!file.read().has_value());
    for (int i = 0; i < 3; ++i) {
        Progress progress{
            {*rc::gen::inRange<std::uint64_t>(0, INT64_MAX)}, {}, *rc::gen::arbitrary<bool>()};
        if (*rc::gen::arbitrary<bool>())
            progress.failing_since = ledger::Instant{*rc::gen::inRange<std::int64_t>(
                ledger::earliest_instant.micros, ledger::latest_instant.micros)};
        file.write(progress);
        RC_ASSERT(file.read() == progress);
    }
}

TEST(ProgressFile, ThatIsNoneIsRefusedAndNotTakenForTheBeginning) {
    const TemporaryDirectory directory;
    const ProgressFile file(directory / "progress.json");
    for (const char* text :
         {"", "{", "[]", "{}", R"({"position":-1,"failing_since":null,"dead":false})",
          R"({"position":1,"failing_since":"yesterday","dead":false})",
          R"({"position":1,"failing_since":null})"}) {
        std::ofstream(directory / "progress.json") << text;
        EXPECT_THROW((void)file.read(), std::runtime_error) << text;
    }
}

}  // namespace
}  // namespace hooks
