#include <algorithm>
#include <atomic>
#include <thread>

#include <gtest/gtest.h>

#include "api/batch.hpp"
#include "api/problem.hpp"
#include "ledger/journal/journal.hpp"
#include "tests/integration/opened_book.hpp"

// What is asked together is written together or not at all, whatever others write meanwhile.

namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): a test of the book alone

class Together : public testing::Test {
protected:
    Book& book() { return opened.book(); }
    Head head() { return book().journal().head(); }
    std::vector<Outcome> ask(std::vector<Request> requests) {
        return book().submit_together(std::move(requests)).get();
    }
    static Request sale(const std::string& key, std::int64_t amount) {
        return OpenedBook::sale(key, amount);
    }
    /// Something that only the first who asks for it gets.
    static Request prize(const std::string& key) {
        Request request = sale(key, 0);
        request.command = BringInBalance{WalletId("A1.M1"), {cents(1'000'00), "old till", ""}};
        request.reason = "moved in";
        return request;
    }

    TemporaryDirectory directory;
    OpenedBook opened{directory.path()};
};

TEST_F(Together, WhereOneIsRefusedNothingIsWritten) {
    const Position before = head().last;
    const auto outcomes = ask({sale("a", 5'00), sale("b", -1), sale("c", 1)});
    EXPECT_TRUE(outcomes[0].has_value());
    EXPECT_FALSE(outcomes[1].has_value());
    EXPECT_EQ(head().last, before);
    EXPECT_EQ(opened.balance(), Money{});
    EXPECT_FALSE(opened.sell("a", 5'00)->repeated) << "its key is free";
}

TEST_F(Together, OneThatIsInTheWayOfAnotherIsRefused) {
    const Position before = head().last;
    const auto outcomes = ask({prize("a"), prize("b")});
    EXPECT_TRUE(outcomes[0].has_value());
    EXPECT_FALSE(outcomes[1].has_value());
    EXPECT_EQ(head().last, before);
}

TEST_F(Together, AKeyThatStandsForTwoCommandsIsRefused) {
    const Position before = head().last;
    const auto outcomes = ask({sale("a", 5'00), sale("a", 6'00)});
    EXPECT_EQ(outcomes[1].error().rule, Rule::idempotency_key_must_keep_its_command);
    EXPECT_EQ(head().last, before);
    EXPECT_TRUE(ask({sale("a", 5'00), sale("a", 5'00)})[1]->repeated);
    EXPECT_EQ(opened.balance(), cents(5'00));
}

TEST_F(Together, TheyAreInOneFrameAndAskedAgainTheyAreRepeated) {
    std::vector<Request> requests;
    for (int i = 0; i < 200; ++i) requests.push_back(sale(std::to_string(i), 1'00));
    const std::uint64_t frames = head().frames;
    const auto outcomes = ask(requests);
    EXPECT_TRUE(std::ranges::all_of(outcomes, &Outcome::has_value));
    EXPECT_EQ(head().frames, frames + 1);
    EXPECT_EQ(outcomes[199]->events.size(), outcomes[199]->count);
    const auto again = ask(requests);
    EXPECT_TRUE(std::ranges::all_of(again, [](const Outcome& each) { return each->repeated; }));
    EXPECT_EQ(again[7]->events, outcomes[7]->events);
    EXPECT_EQ(opened.balance(), cents(200'00));
}

TEST_F(Together, MoreUnderTheKeysOfWhatWasWrittenIsRefused) {
    ask({sale("a", 5'00), sale("b", 6'00)});
    const Position before = head().last;
    const auto more = ask({sale("a", 5'00), sale("b", 6'00), sale("c", 7'00)});
    EXPECT_TRUE(more[0]->repeated);
    ASSERT_FALSE(more[2].has_value());
    EXPECT_EQ(more[2].error().rule, Rule::idempotency_key_must_keep_its_command);
    EXPECT_EQ(head().last, before);
    EXPECT_TRUE(ask({sale("c", 7'00)})[0].has_value()) << "its key is free";
}

/// Rows of a file under one key: a sale of so many cents each.
class Batches : public Together {
protected:
    api::BatchOutcome run(const std::vector<std::int64_t>& cents_of_rows, const std::string& key) {
        std::vector<api::Imported> rows;
        for (const std::int64_t cents : cents_of_rows)
            rows.push_back({rows.size() + 1, std::to_string(rows.size()), sale("", cents).command});
        return api::run_batch(book(), rows, {sale("", 0).actor, "a file", key}, false);
    }
};

TEST_F(Batches, AskedAgainAreAnsweredAsTheFirstTime) {
    const auto first = run({1'00, 2'00}, "b");
    ASSERT_TRUE(first.is_written);
    EXPECT_FALSE(first.is_replayed);
    run({9'00}, "other");
    const auto again = run({1'00, 2'00}, "b");
    EXPECT_TRUE(again.is_replayed);
    EXPECT_FALSE(again.outcomes[1]->repeated);
    EXPECT_EQ(again.outcomes[1]->events, first.outcomes[1]->events);
    EXPECT_EQ(opened.balance(), cents(12'00));
}

TEST_F(Batches, OfOtherRowsUnderTheSameKeyAreRefused) {
    run({1'00, 2'00, 3'00}, "b");
    run({9'00}, "other");
    EXPECT_EQ(run({1'00, 2'00, 3'00, 4'00}, "b").refused, 1U);
    EXPECT_EQ(run({1'00, 5'00, 3'00}, "b").refused, 1U);
    EXPECT_THROW(run({1'00, 2'00}, "b"), api::Problem);
    EXPECT_EQ(opened.balance(), cents(15'00));
}

/// Everybody sells three times and wants the prize last: one gets it, and only that one sold.
TEST_F(Together, ManyAtOnceAreWrittenWholeOrNotAtAll) {
    std::atomic<int> winners{0};
    std::vector<std::thread> callers;
    for (int caller = 0; caller < 8; ++caller)
        callers.emplace_back([&, name = std::to_string(caller)] {
            const auto outcomes = ask({sale(name + "/1", 1'00), sale(name + "/2", 1'00),
                                       sale(name + "/3", 1'00), prize(name + "/4")});
            winners += std::ranges::all_of(outcomes, &Outcome::has_value) ? 1 : 0;
        });
    for (std::thread& caller : callers) caller.join();
    EXPECT_EQ(winners, 1);
    EXPECT_EQ(opened.balance(), cents(1'003'00));
}

}  // namespace
