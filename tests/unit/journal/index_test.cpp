#include "ledger/journal/index.hpp"

#include <chrono>
#include <thread>

#include <gtest/gtest.h>

#include "ledger/events/event_codec.hpp"
#include "ledger/journal/journal.hpp"
#include "tests/support/temporary_directory.hpp"

namespace ledger {
namespace {

constexpr std::int64_t minute = 60'000'000;

Bytes event(Position position, const std::string& meter, std::uint64_t version,
            const std::string& key, Instant at) {
    return encode(Event{{.position = position,
                         .recorded_at = at,
                         .occurred_at = at,
                         .actor = {ActorKind::system, "test", ""},
                         .reason = "",
                         .idempotency_key = key,
                         .fingerprint = "0123456789abcdef",
                         .causation = {},
                         .event_id = {},
                         .subject = {SubjectKind::meter, meter},
                         .subject_version = version,
                         .schema = 1,
                         .command_events = 1},
                        AlarmRaised{AlarmKind::overload, MeterId(meter), "test"}});
}

class IndexTest : public ::testing::Test {
protected:
    void append(const Bytes& bytes) {
        ASSERT_EQ(journal_.append(std::vector<Bytes>{bytes}, {1}, journal_.head()),
                  AppendOutcome::committed);
    }
    void fill() {
        append(event({1}, "A", 1, "first", {1 * minute}));
        append(event({2}, "B", 1, "", {2 * minute}));
        append(event({3}, "A", 2, "third", {2 * minute + 5}));
        append(event({4}, "A", 3, "", {9 * minute}));
    }
    TemporaryDirectory directory_;
    Journal journal_ = Journal::open(directory_ / "journal", {});
};

TEST_F(IndexTest, FindsKeysSubjectsAndTimes) {
    fill();
    const Index index = Index::open(directory_ / "index", journal_);
    EXPECT_EQ(index.position(), Position{4});
    EXPECT_EQ(index.find_key("first"), Position{1});
    EXPECT_EQ(index.find_key("third"), Position{3});
    EXPECT_FALSE(index.find_key("never"));
    const Subject a{SubjectKind::meter, "A"};
    EXPECT_EQ(index.find_subject(a, 2, 10), (std::vector<Position>{{3}, {4}}));
    EXPECT_EQ(index.find_subject(a, 1, 2), (std::vector<Position>{{1}, {3}}));
    EXPECT_TRUE(index.find_subject({SubjectKind::line, "A"}, 1, 10).empty());
    EXPECT_EQ(index.first_recorded_from({2 * minute}), Position{2});
    EXPECT_EQ(index.first_recorded_from({3 * minute}), Position{4});
    EXPECT_FALSE(index.first_recorded_from({10 * minute}));
}

TEST_F(IndexTest, FollowsTheJournal) {
    const Index index = Index::open(directory_ / "index", journal_);
    fill();
    for (int i = 0; i < 1'000 && index.position() < Position{4}; ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    EXPECT_EQ(index.find_key("third"), Position{3});
}

TEST_F(IndexTest, IsBuiltAgainWhenItWasDeleted) {
    fill();
    {
        const Index index = Index::open(directory_ / "index", journal_);
    }
    std::filesystem::remove_all(directory_ / "index");
    const Index index = Index::open(directory_ / "index", journal_);
    EXPECT_EQ(index.find_key("first"), Position{1});
}

TEST_F(IndexTest, FindsTheEventsOfASubjectOnBothSidesOfWhatIsStored) {
    fill();
    {
        const Index index = Index::open(directory_ / "index", journal_);
    }
    append(event({5}, "A", 4, "", {10 * minute}));
    append(event({6}, "A", 5, "", {10 * minute}));
    const Index index = Index::open(directory_ / "index", journal_);
    const Subject a{SubjectKind::meter, "A"};
    EXPECT_EQ(index.find_subject(a, 1, 10), (std::vector<Position>{{1}, {3}, {4}, {5}, {6}}));
    EXPECT_EQ(index.find_subject(a, 3, 10), (std::vector<Position>{{4}, {5}, {6}}));
    EXPECT_EQ(index.find_subject(a, 3, 2), (std::vector<Position>{{4}, {5}}));
    EXPECT_EQ(index.find_subject(a, 5, 10), (std::vector<Position>{{6}}));
    EXPECT_TRUE(index.find_subject(a, 6, 10).empty());
    EXPECT_EQ(index.find_subject({SubjectKind::meter, "B"}, 1, 9), (std::vector<Position>{{2}}));
}

TEST_F(IndexTest, StoresThousandsOfEventsWhileItIsAsked) {
    constexpr std::uint64_t events = 150'000;
    const Index index = Index::open(directory_ / "index", journal_);
    const Subject a{SubjectKind::meter, "A"};
    std::vector<Bytes> frame;
    for (std::uint64_t position = 1; position <= events; ++position) {
        frame.push_back(event({position}, position % 2 == 0 ? "A" : "B", (position + 1) / 2, "",
                              {static_cast<std::int64_t>(position)}));
        if (frame.size() < 1'000) continue;
        ASSERT_EQ(journal_.append(frame, {static_cast<std::int64_t>(position)}, journal_.head()),
                  AppendOutcome::committed);
        frame.clear();
        const auto known = index.position().number;
        const auto found = index.find_subject(a, 1, events);
        ASSERT_GE(found.size(), known / 2);
        for (std::size_t i = 0; i < found.size(); ++i) ASSERT_EQ(found[i].number, 2 * (i + 1));
    }
}

TEST_F(IndexTest, OfALongerLogIsRefused) {
    fill();
    {
        const Index index = Index::open(directory_ / "index", journal_);
    }
    const TemporaryDirectory other;
    const Journal shorter = Journal::open(other.path(), {});
    EXPECT_THROW((void)Index::open(directory_ / "index", shorter), JournalUnavailable);
}

}  // namespace
}  // namespace ledger
