#include <algorithm>
#include <array>
#include <ostream>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/rules/catalogue/meter_terms.hpp"
#include "projections/reports/register_days.hpp"
#include "tests/property/on_disk.hpp"
#include "tests/property/seen_log.hpp"
#include "tests/property/world.hpp"

// What a corrected reading does to what the registers of a meter counted, where they jump.

namespace property {
namespace {

using namespace ledger;
using namespace projections;

/// A meter that showed 1000 kWh at first, and what the reconciliation says of it.
class Reconciled {
public:
    Position shows(std::uint32_t meter, std::uint64_t watt_hours, std::uint32_t ratio = 1) {
        world.take(Read{.meter = aside,
                        .minutes = 60,
                        .permille = 0,
                        .band = 0,
                        .drift = 0,
                        .fault = Fault::none,
                        .power_w = 0});
        const Turn& turn = world.ask(RecordReading{.meter = meter_name(meter),
                                                   .read_at = world.now(),
                                                   .registers = {watt_hours, {}, 1, ratio},
                                                   .seen = {},
                                                   .number_seen = "",
                                                   .ct_seen = 0,
                                                   .pt_seen = 0});
        return turn.outcome && !turn.outcome->empty() ? turn.outcome->front().envelope.position
                                                      : Position{};
    }

    void is(const Command& command) {
        const Turn& turn = world.ask(command);
        EXPECT_TRUE(turn.outcome.has_value()) << turn.outcome.error().detail;
    }

    void was(std::uint32_t meter, Position reading, const Registers& registers) {
        is(CorrectReading{reading, registers});
        correct_charges(meter);
    }

    void correct_charges(std::uint32_t meter) {
        if (world.state().due.contains(meter_name(meter))) is(CorrectCharges{meter_name(meter)});
        EXPECT_FALSE(world.state().due.contains(meter_name(meter)));
    }

    const Registers& stands(std::uint32_t meter) const {
        return world.state().meters.at(meter_name(meter)).last_good->registers;
    }

    Position opening_of(std::uint32_t meter) const {
        for (const Event& event : world.history().events()) {
            const auto* fact = std::get_if<ReadingRecorded>(&event.payload);
            if (fact != nullptr && fact->meter == meter_name(meter)) return event.envelope.position;
        }
        return {};
    }

    RegisterTurnover turnover(std::uint32_t meter) const {
        const auto& events = world.history().events();
        SeenLog seen(events);
        const TableView view(seen.table<RegisterDays>(events, {events.size()}));
        KnownRegisters known(view, seen.journal(), {});
        RegisterTurnover found;
        known.each_turnover({}, Day{UINT32_MAX - 1}, [&](const RegisterTurnover& each) {
            if (each.meter == meter_name(meter)) found = each;
        });
        return found;
    }

    World world{{Cutoff::automatic, 0, 0, 0, 30}};

    static constexpr std::uint32_t aside = 2;          ///< is read so that time goes on
    static constexpr std::uint64_t start = 1'000'000;  ///< what every meter shows at first
};

TEST(Reconciled, ReadingBeforeARolloverDividesWhatWasCounted) {
    Reconciled book;
    const Position last = book.shows(0, Reconciled::start + 500);
    book.is(RollOver{book.shows(0, 100), 1'001'000});
    book.was(0, last, {Reconciled::start + 400, {}, 1, 1});
    EXPECT_EQ(book.turnover(0).registered, Energy{1'100});
    EXPECT_EQ(book.turnover(0).difference(), Energy{});
}

TEST(Reconciled, ReadingBeforeAResetIsTheLastThatWasCounted) {
    Reconciled book;
    const Position last = book.shows(0, Reconciled::start + 500);
    book.is(ResetMeter{book.shows(0, 100), Energy{}});
    book.was(0, last, {Reconciled::start + 400, {}, 1, 1});
    EXPECT_EQ(book.turnover(0).registered, Energy{400});
    EXPECT_EQ(book.turnover(0).difference(), Energy{});
}

TEST(Reconciled, ReadingBeforeOtherTransformersIsWhereTheyBegin) {
    Reconciled book;
    const Position last = book.shows(0, Reconciled::start + 500);
    book.is(ChangeRatio{.meter = meter_name(0), .ct = 2, .pt = 1, .secondary_side = true});
    book.was(0, last, {Reconciled::start + 400, {}, 1, 1});
    EXPECT_EQ(book.turnover(0).registered, Energy{400});
    EXPECT_EQ(book.turnover(0).difference(), Energy{});

    ASSERT_FALSE(book.shows(0, Reconciled::start + 600, 2).is_none());
    EXPECT_EQ(book.turnover(0).registered, Energy{800});
    book.was(0, last, {Reconciled::start + 300, {}, 1, 1});
    EXPECT_EQ(book.turnover(0).registered, Energy{900});
    EXPECT_EQ(book.turnover(0).difference(), Energy{});
}

TEST(Reconciled, FirstReadingOfAnAccountIsCorrectedInItsCharges) {
    Reconciled book;
    ASSERT_FALSE(book.shows(0, Reconciled::start + 500).is_none());
    book.was(0, book.opening_of(0), {Reconciled::start + 100, {}, 1, 1});
    EXPECT_EQ(book.turnover(0).registered, Energy{400});
    EXPECT_EQ(book.turnover(0).difference(), Energy{});
}

TEST(Reconciled, WhatNobodyWasChargedForStaysInTheBook) {
    Reconciled book;
    const std::uint64_t first = Reconciled::start + 10'000;
    const Position reading = book.shows(unopened, first);
    ASSERT_FALSE(book.shows(unopened, first + 500).is_none());
    EXPECT_EQ(book.turnover(unopened).difference(), Energy{});
    const Energy before = book.turnover(unopened).registered;
    book.was(unopened, reading, {first + 100, {}, 1, 1});
    EXPECT_EQ(book.turnover(unopened).registered, before);
    EXPECT_EQ(book.turnover(unopened).difference(), Energy{});

    book.was(unopened, book.opening_of(unopened), {Reconciled::start + 3'208, {}, 1, 1});
    EXPECT_EQ(book.turnover(unopened).registered, before - Energy{100});
    EXPECT_EQ(book.turnover(unopened).difference(), Energy{100});
}

/// What happens to meter 0, and how much of it.
struct Happening {
    enum class Kind : std::uint8_t { read, late, roll_over, reset, ratio, rekey };
    Kind kind;
    std::uint32_t counts;
    std::uint32_t which;
};

void showValue(const Happening& each, std::ostream& out) {
    constexpr std::array names{"read", "late", "roll_over", "reset", "ratio", "rekey"};
    out << names.at(static_cast<std::size_t>(each.kind)) << ' ' << each.counts << ' ' << each.which;
}

rc::Gen<Happening> happenings() {
    return rc::gen::construct<Happening>(
        rc::gen::map(rc::gen::inRange(0, 9),
                     [](int kind) { return static_cast<Happening::Kind>(std::min(kind, 5)); }),
        rc::gen::inRange<std::uint32_t>(0, 400), rc::gen::inRange<std::uint32_t>(0, 100));
}

/// Of a meter that jumps again and again, and of which any reading is corrected.
class Jumping : public Reconciled {
public:
    void happens(const Happening& each) {
        const Registers now = stands(0);
        switch (each.kind) {
            case Happening::Kind::read:
                return (void)shows(0, now.total + each.counts, now.ratio);
            case Happening::Kind::late:
                return (void)ask(
                    RecordReading{.meter = meter_name(0),
                                  .read_at = world.now() - std::chrono::minutes(90),
                                  .registers = {now.total - each.counts / 2, {}, 1, now.ratio},
                                  .seen = {},
                                  .number_seen = "",
                                  .ct_seen = 0,
                                  .pt_seen = 0});
            case Happening::Kind::roll_over:
                return (void)ask(
                    RollOver{shows(0, each.which, now.ratio), now.total + each.counts + 1});
            case Happening::Kind::reset:
                return (void)ask(ResetMeter{shows(0, each.which, now.ratio), Energy{each.counts}});
            case Happening::Kind::ratio:
                return (void)ask(ChangeRatio{.meter = meter_name(0),
                                             .ct = 1 + each.which % 3,
                                             .pt = 1,
                                             .secondary_side = true});
            case Happening::Kind::rekey:
                return rekey(each);
        }
    }

    std::size_t corrected() const { return corrected_; }

private:
    bool ask(const Command& command) { return world.ask(command).outcome.has_value(); }

    void rekey(const Happening& each) {
        std::vector<const Event*> read;
        for (const Event& event : world.history().events()) {
            const auto* fact = std::get_if<ReadingRecorded>(&event.payload);
            if (fact != nullptr && fact->meter == meter_name(0)) read.push_back(&event);
        }
        const Event& reading =
            *read[read.size() - 1 - each.which % std::min<std::size_t>(3, read.size())];
        Registers registers = std::get<ReadingRecorded>(reading.payload).registers;
        registers.total += each.counts;
        registers.total -= std::min<std::uint64_t>(200, registers.total);
        if (ask(CorrectReading{reading.envelope.position, registers})) ++corrected_;
    }

    std::size_t corrected_ = 0;
};

TEST(Reconciled, CountsWhatIsBookedHoweverItJumps) {
    std::size_t corrected = 0;
    hold_on_disk([&] {
        Jumping book;
        const auto steps = *rc::gen::container<std::vector<Happening>>(happenings());
        for (const Happening& each : steps) {
            book.happens(each);
            book.correct_charges(0);
        }
        corrected += book.corrected();
        const RegisterTurnover found = book.turnover(0);
        const Registers stands = book.stands(0);
        RC_ASSERT(found.closing() == energy_of(stands, stands.total));
        RC_ASSERT(found.difference() == Energy{});
    });
    EXPECT_GT(corrected, 0U);
}

}  // namespace
}  // namespace property
