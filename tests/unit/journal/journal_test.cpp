#include "ledger/journal/journal.hpp"

#include <thread>

#include <gtest/gtest.h>

#include "ledger/journal/audit.hpp"
#include "tests/support/temporary_directory.hpp"

namespace ledger {
namespace {

std::vector<Bytes> events(std::size_t count, const std::string& word = "event") {
    std::vector<Bytes> list;
    for (std::size_t i = 0; i < count; ++i) list.push_back(word + std::to_string(i));
    return list;
}

void append(Journal& journal, const std::vector<Bytes>& frame) {
    ASSERT_EQ(journal.append(frame, {1'000}, journal.head()), AppendOutcome::committed);
}

std::vector<Bytes> all_of(const Journal& journal) {
    std::vector<Bytes> list;
    auto reader = journal.read({1});
    while (const auto entry = reader.next()) list.emplace_back(entry->bytes);
    return list;
}

std::optional<std::string> audit(const Journal& journal) {
    Audit audit(journal);
    auto reader = journal.read({1});
    while (const auto entry = reader.next()) {
        if (auto wrong = audit.take(*entry)) return wrong;
    }
    return audit.finish();
}

TEST(Journal, GivesBackWhatWasAppendedInOrder) {
    const TemporaryDirectory directory;
    Journal journal = Journal::open(directory.path(), {});
    append(journal, events(3, "a"));
    append(journal, events(2, "b"));
    EXPECT_EQ(all_of(journal), (std::vector<Bytes>{"a0", "a1", "a2", "b0", "b1"}));
    EXPECT_EQ(journal.get({4}), "b0");
    EXPECT_EQ(journal.head().last, Position{5});
    EXPECT_EQ(journal.head().frames, 2U);
    EXPECT_FALSE(audit(journal));
}

TEST(Journal, IsTheSameAfterItWasClosed) {
    const TemporaryDirectory directory;
    Head head;
    {
        Journal journal = Journal::open(directory.path(), {});
        for (int i = 0; i < 5; ++i) append(journal, events(150));
        head = journal.head();
    }
    Journal journal = Journal::open(directory.path(), {});
    EXPECT_EQ(journal.head(), head);
    append(journal, events(10, "more"));
    EXPECT_EQ(all_of(journal).size(), 760U);
    EXPECT_FALSE(audit(journal));
}

TEST(Journal, TakesNothingBehindAnotherHeadThanItsOwn) {
    const TemporaryDirectory directory;
    Journal journal = Journal::open(directory.path(), {});
    const Head before = journal.head();
    append(journal, events(1));
    EXPECT_EQ(journal.append(events(1), {2}, before), AppendOutcome::conflict);
    EXPECT_EQ(all_of(journal).size(), 1U);
}

std::vector<BytesView> views_of(const std::vector<Bytes>& events) {
    return {events.begin(), events.end()};
}

TEST(Journal, SealsFramesAheadAndHoldsWhatIsCommittedOfThem) {
    const TemporaryDirectory directory;
    std::vector<Bytes> expected;
    {
        Journal journal = Journal::open(directory.path(), {});
        // Long frames before short ones: none holds what stood in the memory that it was given.
        for (const std::size_t size : {1'000U, 300U, 2U, 700U}) {
            std::vector<SealedFrame> sealed;
            for (const char* word : {"a", "b", "c"}) {
                const std::vector<Bytes> frame = events(size, word);
                sealed.push_back(journal.seal(views_of(frame), {1'000}));
                expected.insert(expected.end(), frame.begin(), frame.end());
            }
            const Position before = journal.head().last;
            for (std::size_t i = 0; i < sealed.size(); ++i) {
                EXPECT_EQ(journal.head().last.number, before.number + i * size);
                ASSERT_EQ(journal.commit(std::move(sealed[i])), AppendOutcome::committed);
            }
        }
        (void)journal.seal(views_of(events(5, "sealed and never committed")), {1'000});
    }
    const Journal journal = Journal::open(directory.path(), {});
    EXPECT_EQ(all_of(journal), expected);
    EXPECT_EQ(journal.head().frames, 12U);
    EXPECT_FALSE(audit(journal));
}

TEST(Journal, FramesBeginAndEndWhereTheySay) {
    const TemporaryDirectory directory;
    Journal journal = Journal::open(directory.path(), {});
    append(journal, events(3));
    append(journal, events(4));
    EXPECT_EQ(journal.frame_beginning_at({4})->last(), Position{7});
    EXPECT_EQ(journal.frame_ending_at({3})->number, 1U);
    EXPECT_FALSE(journal.frame_ending_at({5}));
    EXPECT_FALSE(journal.frame_beginning_at({2}));
}

TEST(Journal, AReaderSeesWhatWasThereWhenItWasMade) {
    const TemporaryDirectory directory;
    Journal journal = Journal::open(directory.path(), {});
    append(journal, events(2));
    auto reader = journal.read({1});
    append(journal, events(2));
    int seen = 0;
    while (reader.next()) ++seen;
    EXPECT_EQ(seen, 2);
}

TEST(Journal, AFollowerIsWokenByTheNextFrame) {
    const TemporaryDirectory directory;
    Journal journal = Journal::open(directory.path(), {});
    EXPECT_FALSE(journal.wait_past({0}, std::chrono::milliseconds(1)));
    std::thread appender([&] { append(journal, events(1)); });
    EXPECT_TRUE(journal.wait_past({0}, std::chrono::seconds(10)));
    appender.join();
}

TEST(Journal, IsOpenedForReadingBesideItsWriter) {
    const TemporaryDirectory directory;
    Journal journal = Journal::open(directory.path(), {});
    append(journal, events(5));
    const Journal reader = Journal::open(directory.path(), {.env = nullptr, .read_only = true});
    EXPECT_EQ(all_of(reader).size(), 5U);
}

TEST(Journal, HasOneWriterAtATime) {
    const TemporaryDirectory directory;
    const Journal journal = Journal::open(directory.path(), {});
    EXPECT_THROW((void)Journal::open(directory.path(), {}), JournalUnavailable);
}

TEST(Journal, IsRefusedWhereItsDirectoryCannotBe) {
    EXPECT_THROW((void)Journal::open("/proc/no/such/place", {}), JournalUnavailable);
}

}  // namespace
}  // namespace ledger
