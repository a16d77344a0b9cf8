#include "ledger/book.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "ledger/journal/journal.hpp"
#include "ledger/rules/state_codec.hpp"
#include "tests/integration/opened_book.hpp"

namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): a test of the ledger

Bytes state_of(const Book& book) {
    return book.read([](const State& state) { return encode(state); });
}

TEST(Book, TheSameKeyGivesTheSameEventsForEver) {
    const TemporaryDirectory directory;
    Receipt first;
    {
        OpenedBook opened(directory.path());
        first = *opened.sell("key-1", 10'00);
        const auto again = opened.sell("key-1", 10'00);
        EXPECT_TRUE(again->repeated);
        EXPECT_EQ(again->events, first.events);
    }
    OpenedBook reopened(directory.path());
    const auto later = reopened.sell("key-1", 10'00);
    EXPECT_TRUE(later->repeated);
    EXPECT_EQ(later->events, first.events);
    EXPECT_EQ(reopened.balance(), Money{10'000'000});
}

TEST(Book, TheSameKeyWithAnotherCommandIsRefused) {
    const TemporaryDirectory directory;
    OpenedBook opened(directory.path());
    ASSERT_TRUE(opened.sell("key-1", 10'00));
    const auto other = opened.sell("key-1", 11'00);
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().rule, Rule::idempotency_key_must_keep_its_command);
}

TEST(Book, TheSameKeyFromManyAtOnceSellsOnce) {
    const TemporaryDirectory directory;
    OpenedBook opened(directory.path());
    std::atomic<int> fresh{0};
    std::vector<std::thread> callers;
    for (int i = 0; i < 16; ++i)
        callers.emplace_back([&] { fresh += opened.sell("one", 5'00)->repeated ? 0 : 1; });
    for (std::thread& caller : callers) caller.join();
    EXPECT_EQ(fresh, 1);
    EXPECT_EQ(opened.balance(), Money{5'000'000});
}

TEST(Book, ComesBackTheSameFromASnapshotAndFromTheFirstEvent) {
    const TemporaryDirectory directory;
    Bytes state;
    {
        OpenedBook opened(directory.path());
        for (int i = 0; i < 50; ++i) ASSERT_TRUE(opened.sell("", 1'00 + i));
        state = state_of(opened.book());
    }
    EXPECT_EQ(state_of(OpenedBook(directory.path()).book()), state);
    std::filesystem::remove(directory / "state.snapshot");
    EXPECT_EQ(state_of(OpenedBook(directory.path()).book()), state);
}

TEST(Book, ADamagedSnapshotIsIgnored) {
    const TemporaryDirectory directory;
    Bytes state;
    {
        OpenedBook opened(directory.path());
        ASSERT_TRUE(opened.sell("", 1'00));
        state = state_of(opened.book());
    }
    std::fstream file(directory / "state.snapshot",
                      std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(100);
    file.put('x');
    file.close();
    EXPECT_EQ(state_of(OpenedBook(directory.path()).book()), state);
}

TEST(Book, LeavesNothingOfASnapshotThatCannotBeWritten) {
    const TemporaryDirectory directory;
    const std::filesystem::path snapshot = directory.path() / "state.snapshot";
    {
        const OpenedBook opened(directory.path());
        std::filesystem::create_directories(snapshot / "in the way");
    }
    EXPECT_FALSE(std::filesystem::exists(snapshot.string() + ".new"));
}

TEST(Book, ManyCommandsShareFrames) {
    const TemporaryDirectory directory;
    OpenedBook opened(directory.path());
    const std::uint64_t before = opened.book().journal().head().frames;
    std::vector<Request> requests;
    for (int i = 0; i < 500; ++i) requests.push_back(OpenedBook::sale("", 1'00));
    const std::vector<Outcome> outcomes = opened.book().submit_all(std::move(requests)).get();
    EXPECT_TRUE(std::ranges::all_of(outcomes, &Outcome::has_value));
    EXPECT_LT(opened.book().journal().head().frames - before, 20U);
    EXPECT_EQ(opened.balance(), Money{500'000'000});
}

TEST(Book, APreviewSaysWhatWouldBeWrittenAndWritesNothing) {
    const TemporaryDirectory directory;
    OpenedBook opened(directory.path());
    const Position before = opened.book().journal().head().last;
    const auto preview = opened.book().preview(OpenedBook::sale("", 7'00));
    EXPECT_EQ(opened.book().journal().head().last, before);
    const auto real = opened.sell("", 7'00);
    ASSERT_EQ(preview->events.size(), real->events.size());
    for (std::size_t i = 0; i < real->events.size(); ++i)
        EXPECT_EQ(preview->events[i].payload, real->events[i].payload);
}

TEST(Book, TextThatIsNotTextIsRefused) {
    const TemporaryDirectory directory;
    OpenedBook opened(directory.path());
    Request request = OpenedBook::sale("", 1'00);
    request.reason = "\xFF\xFE";
    EXPECT_FALSE(opened.book().execute(request));
    request = OpenedBook::sale("key\nwith a line", 1'00);
    EXPECT_FALSE(opened.book().execute(request));
}

}  // namespace
