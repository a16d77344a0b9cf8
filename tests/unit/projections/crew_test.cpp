#include "projections/crew.hpp"

#include <algorithm>
#include <atomic>
#include <latch>
#include <memory>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "ledger/journal/sha256.hpp"

namespace projections {
namespace {

constexpr int pieces = 2'000;

std::vector<int> numbers() {
    std::vector<int> all(pieces);
    std::iota(all.begin(), all.end(), 0);
    return all;
}

/// As many pieces of work, each of which this is done with.
template <class Do>
std::function<Crew::Work()> each_number(const Do& work) {
    return [&work, next = 0]() mutable -> Crew::Work {
        if (next == pieces) return {};
        return [&work, number = next++] { work(number); };
    };
}

TEST(Crew, DoesEverythingThatIsBegun) {
    Crew crew;
    std::vector<std::atomic<int>> done(pieces);
    const auto work = [&](int number) { ++done[static_cast<std::size_t>(number)]; };
    crew.work(each_number(work));
    for (const auto& each : done) EXPECT_EQ(each, 1);
}

TEST(Crew, DoesALineInOrderHoweverItsPiecesGetReady) {
    Crew crew;
    Crew::Line line(crew);
    std::vector<std::atomic<bool>> is_ready(pieces);
    std::vector<int> done;  // by one thread at a time
    int next = 0;
    crew.work([&]() -> Crew::Work {
        if (next == pieces) return {};
        std::atomic<bool>& mine = is_ready[static_cast<std::size_t>(next)];
        line.put([&done, number = next] { done.push_back(number); },
                 [&mine] { return mine.load(); });
        ++next;
        return [&mine] { mine = true; };
    });
    EXPECT_EQ(done, numbers());
}

TEST(Crew, HandsWorkFromLineToLine) {
    Crew crew;
    Crew::Line first(crew);
    Crew::Line second(crew);
    std::vector<int> done;
    int next = 0;
    crew.work([&]() -> Crew::Work {
        if (next == pieces) return {};
        first.put(
            [&, number = next++] { second.put([&done, number] { done.push_back(number); }); });
        return [] {};
    });
    EXPECT_EQ(done, numbers());
}

/// A shift in which each thread does one piece of work, beside all the others.
template <class Do>
void each_of(Crew& crew, int threads, const Do& work) {
    std::latch all(threads);
    crew.work([&, begun = 0]() mutable -> Crew::Work {
        if (begun++ == threads) return {};
        return [&] {
            all.arrive_and_wait();
            work();
        };
    });
}

TEST(Crew, KeepsItsThreadsFromShiftToShift) {
    constexpr int threads = 3;
    static thread_local bool was_there = false;
    std::atomic<int> met_again = 0;
    Crew crew(threads);
    each_of(crew, threads, [] { was_there = true; });
    each_of(crew, threads, [&] { met_again += was_there ? 1 : 0; });
    EXPECT_EQ(met_again, threads);
}

TEST(Crew, BeginsNothingMoreWhereMuchWaits) {
    constexpr int may_wait = 5;
    Crew crew(2, may_wait);
    Crew::Line line(crew);
    std::atomic<int> done = 0;
    int begun = 0;
    int most = 0;
    crew.work([&]() -> Crew::Work {
        if (begun == pieces) return {};
        most = std::max(most, ++begun - done);
        line.put([&] {  // slower than to begin
            const ledger::Bytes much(50'000, 'x');
            if (ledger::sha256(much) != ledger::Hash{}) ++done;
        });
        return [] {};
    });
    EXPECT_EQ(done, pieces);
    EXPECT_LE(most, may_wait + 1);  // one more is at work
}

TEST(Crew, DoesWhatWasPutBeforeItWorks) {
    Crew crew;
    Crew::Line line(crew);
    std::vector<int> done;
    for (int i = 0; i < pieces; ++i) line.put([&done, i] { done.push_back(i); });
    EXPECT_TRUE(done.empty());
    crew.work();
    EXPECT_EQ(done, numbers());
}

TEST(Crew, ThrowsWhatItsWorkThrowsAndDoesNothingThatWaits) {
    Crew crew;
    Crew::Line line(crew);
    bool went_on = false;
    line.put([] { throw std::runtime_error("broken"); });
    line.put([&] { went_on = true; });
    EXPECT_THROW(crew.work(), std::runtime_error);
    crew.work();
    EXPECT_FALSE(went_on);
}

TEST(Crew, DropsWhatIsPutInOnceSomethingBroke) {
    Crew crew(2);
    Crew::Line line(crew);
    std::latch has_begun(1);
    std::latch is_broken(1);
    bool went_on = false;
    line.put([&] {
        has_begun.wait();
        throw std::runtime_error("broken");
    });
    // It is dropped when the other one broke.
    line.put([dropped = std::shared_ptr<void>(nullptr, [&](void*) { is_broken.count_down(); })] {});
    EXPECT_THROW(crew.work([&]() -> Crew::Work {
        has_begun.count_down();
        is_broken.wait();
        line.put([&] { went_on = true; });
        return [] {};
    }),
                 std::runtime_error);
    crew.work();
    EXPECT_FALSE(went_on);
}

TEST(Crew, ThrowsWhatBeginningThrows) {
    Crew crew;
    EXPECT_THROW(crew.work([]() -> Crew::Work { throw std::runtime_error("broken"); }),
                 std::runtime_error);
}

}  // namespace
}  // namespace projections
