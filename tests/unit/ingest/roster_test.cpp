#include <atomic>

#include <gtest/gtest.h>

#include "ingest/book_desk.hpp"
#include "ingest/line_worker.hpp"
#include "tests/unit/ingest/polled_building.hpp"

namespace ingest {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): a test of what the ledger is asked

/// The desk beside the book, counting who comes.
class CountedDesk : public BookDesk {
public:
    using BookDesk::BookDesk;

    void look(const std::function<void(const State&)>& at) const override {
        ++looks;
        BookDesk::look(at);
    }
    std::uint64_t version() const override {
        ++questions;
        return BookDesk::version();
    }

    mutable std::atomic<int> looks{0};
    mutable std::atomic<int> questions{0};
};

TEST(LineWorker, ReadsTheRegisterAnewOnlyWhenSomethingHasHappened) {
    PolledBuilding building;
    LineRegistered line = building.book().read(
        [](const State& state) { return state.lines.begin()->second.registered; });
    line.line = LineId("EMPTY");
    building.tell(RegisterLine{line});

    const Report report = [](Weight, const std::string& sentence) { ADD_FAILURE() << sentence; };
    const std::function<Instant()> clock = [] { return Instant{}; };
    const Profiles profiles;
    CountedDesk desk(building.book(), report);
    Tallies tallies;
    Frames frames;
    const LineWorker worker(line, Field{desk, profiles, clock, report}, {tallies, frames});
    const auto has_asked = [&](int times) {
        return PolledBuilding::comes_true(
            [&, until = desk.questions + times] { return desk.questions >= until; });
    };
    ASSERT_TRUE(has_asked(20));
    EXPECT_EQ(desk.looks, 1);
    building.tell(RegisterBuilding{{BuildingId("B9"), "Annex"}});
    ASSERT_TRUE(has_asked(20));
    EXPECT_EQ(desk.looks, 2);
}

}  // namespace
}  // namespace ingest
