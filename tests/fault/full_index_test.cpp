#include <thread>

#include <gtest/gtest.h>

#include "ledger/events/event_codec.hpp"
#include "ledger/journal/index.hpp"
#include "ledger/journal/journal.hpp"
#include "tests/fault/small_disk.hpp"
#include "tests/support/temporary_directory.hpp"

// The disk of the index is full for a while, that of the log is not.

namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): a test of the ledger

constexpr std::uint64_t frames = 250;  // more than the index keeps in memory
constexpr std::uint64_t events_a_frame = 1'000;
constexpr std::uint64_t events = frames * events_a_frame;

/// Each has a minute of its own.
Instant minute_of(std::uint64_t number) {
    constexpr std::int64_t minute = 60'000'000;
    return {static_cast<std::int64_t>(number) * minute};
}

Bytes event(std::uint64_t number) {
    const Instant at = minute_of(number);
    return encode(Event{{.position = {number},
                         .recorded_at = at,
                         .occurred_at = at,
                         .actor = {ActorKind::system, "test", ""},
                         .reason = "",
                         .idempotency_key = std::to_string(number),
                         .fingerprint = "0123456789abcdef",
                         .causation = {},
                         .event_id = {},
                         .subject = {SubjectKind::meter, "A"},
                         .subject_version = number,
                         .schema = 1,
                         .command_events = 1},
                        AlarmRaised{AlarmKind::overload, MeterId("A"), "test"}});
}

void append_all(Journal& journal) {
    for (std::uint64_t first = 1; first < events; first += events_a_frame) {
        std::vector<Bytes> frame;
        for (std::uint64_t i = 0; i < events_a_frame; ++i) frame.push_back(event(first + i));
        ASSERT_EQ(journal.append(frame, minute_of(first + events_a_frame - 1), journal.head()),
                  AppendOutcome::committed);
    }
}

/// Where the index got to before the disk refused it something: thousands take it a moment.
std::uint64_t stand_of(const Index& index) {
    constexpr int looks = 50;
    std::uint64_t stand = 0;
    for (int still = 0; still < looks; ++still) {
        if (const auto now = index.position().number; now != stand) {
            stand = now;
            still = 0;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return stand;
}

bool wait_for_all(const Index& index) {
    for (int i = 0; i < 6'000 && index.position().number < events; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return index.position().number == events;
}

TEST(FullIndex, KnowsTheFirstEventOfEveryMinuteOnceThereIsRoomAgain) {
    const TemporaryDirectory directory;
    const auto mounted = directory / "disk";
    const SmallDisk disk(mounted, "24m");
    if (!disk.why_not().empty()) GTEST_SKIP() << "no disk can be mounted here: " << disk.why_not();
    Journal journal = Journal::open(directory / "journal", {});
    const Index index = Index::open(mounted / "index", journal);
    fill_but(100'000, mounted);
    append_all(journal);
    ASSERT_LT(stand_of(index), events) << "there was room for all of it";
    std::filesystem::remove(mounted / "ballast");
    ASSERT_TRUE(wait_for_all(index));
    std::uint64_t wrong = 0;
    for (std::uint64_t number = 1; number <= events; ++number)
        wrong += index.first_recorded_from(minute_of(number)) == Position{number} ? 0U : 1U;
    EXPECT_EQ(wrong, 0U);
}

}  // namespace
