#include <map>
#include <set>

#include <gtest/gtest.h>

#include "tests/unit/edge/linked_site.hpp"

namespace edge {
namespace {

using ledger::CommandKind;
using ledger::Instant;
using ledger::ReadingRecorded;

using Times = std::map<ledger::MeterId, std::vector<Instant>>;

/// When each meter was read, in the order of the book.
Times times_in(const LinkedSite& site) {
    Times times;
    for (const auto& [envelope, reading] : site.facts<ReadingRecorded>())
        times[reading.meter].push_back(envelope.occurred_at);
    return times;
}

bool all_are_read(const LinkedSite& site) {
    return times_in(site).size() == metersim::small_building().meters.size();
}

std::uint64_t number_of(const std::string& key) {
    return std::stoull(key.substr(key.rfind('/') + 1));
}

/// Every item of the queue that came is in the book once and in its order, none is left out, and a
/// meter's readings are in theirs.
void expect_once_and_in_order(const LinkedSite& site) {
    std::uint64_t last = 0;
    for (const ledger::Event& event : site.events()) {
        const std::string& key = event.envelope.idempotency_key;
        if (!key.starts_with("edge/")) continue;
        EXPECT_EQ(number_of(key), last + 1) << key;
        last = number_of(key);
    }
    for (const auto& [meter, times] : times_in(site)) {
        EXPECT_TRUE(std::is_sorted(times.begin(), times.end())) << meter.text();
        EXPECT_EQ(std::set(times.begin(), times.end()).size(), times.size()) << meter.text();
    }
}

TEST(Delivery, BringsWhatTheGatewayReadsToTheBook) {
    LinkedSite site;
    site.collect();
    ASSERT_TRUE(LinkedSite::comes_true([&] { return all_are_read(site); }));
    const auto readings = site.facts<ReadingRecorded>();
    EXPECT_EQ(readings.front().first.actor.name, "G1");
    EXPECT_TRUE(site.status().is_linked);
    expect_once_and_in_order(site);
}

// Six seconds of ours are an hour at the site: sixty readings of each meter.
TEST(Delivery, LosesNothingOfAnHourWithoutLink) {
    LinkedSite site;
    site.collect();
    ASSERT_TRUE(LinkedSite::comes_true([&] { return all_are_read(site); }));
    site.cable().cut();
    const Instant cut = site.now();
    ASSERT_TRUE(LinkedSite::comes_true([&] { return site.now() > cut + std::chrono::hours(1); }));
    const Instant mended = site.now();
    site.cable().mend();
    const auto is_up_to_date = [&] {
        const Times times = times_in(site);
        return std::all_of(times.begin(), times.end(),
                           [&](const auto& each) { return each.second.back() > mended; });
    };
    ASSERT_TRUE(LinkedSite::comes_true(is_up_to_date));
    expect_once_and_in_order(site);
    for (const auto& [meter, times] : times_in(site)) {
        const auto within = std::count_if(times.begin(), times.end(),
                                          [&](Instant at) { return at > cut && at < mended; });
        EXPECT_GE(within, 10) << meter.text();  // sixty, but on a machine that has other work
    }
}

TEST(Delivery, GoesOnWhereItWasWhenBothEndsStartAgain) {
    LinkedSite site;
    site.collect();
    ASSERT_TRUE(LinkedSite::comes_true([&] { return all_are_read(site); }));
    for (int i = 0; i < 3; ++i) {
        site.close_book();
        ASSERT_TRUE(LinkedSite::comes_true([&] { return site.collector().waiting() > 10; }));
        site.rest();
        site.collect();  // knows its lines, although nobody is there to tell
        ASSERT_TRUE(LinkedSite::comes_true([&] { return site.collector().waiting() > 20; }));
        site.open_book();
        ASSERT_TRUE(LinkedSite::comes_true([&] { return site.collector().waiting() < 5; }));
    }
    expect_once_and_in_order(site);
}

/// A way that breaks and is of use all the same, such as over radio, is not spared ever longer:
/// that would be a minute and more here.
TEST(Delivery, GoesOnSoonHoweverOftenALinkBreaksThatWasOfUse) {
    LinkedSite site;
    site.collect();
    const auto began = std::chrono::steady_clock::now();
    for (int i = 0; i < 9; ++i) {
        const std::uint64_t before = site.facts<ReadingRecorded>().size();
        ASSERT_TRUE(LinkedSite::comes_true(
            [&] { return site.facts<ReadingRecorded>().size() > before + 9; }));
        site.cable().cut();
        ASSERT_TRUE(LinkedSite::comes_true([&] { return !site.status().is_linked; }));
        site.cable().mend();
    }
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(45));
    expect_once_and_in_order(site);
}

/// The power goes at the gateway, and its disk has not kept what it had said it had. What is read
/// then takes no number of what the book has.
TEST(Delivery, LosesNothingThatIsReadAfterADiskHasLostItsNewestItems) {
    LinkedSite site;
    site.collect();
    ASSERT_TRUE(LinkedSite::comes_true([&] { return all_are_read(site); }));
    site.rest();
    site.copy_gateway();
    site.collect();
    const std::size_t known = site.facts<ReadingRecorded>().size();
    ASSERT_TRUE(
        LinkedSite::comes_true([&] { return site.facts<ReadingRecorded>().size() > known + 40; }));
    site.rest();
    site.cable().cut();
    site.bring_back_gateway();
    const Instant back = site.now();
    site.collect();
    ASSERT_TRUE(LinkedSite::comes_true([&] { return site.collector().waiting() > 60; }));
    const Instant mended = site.now();
    site.cable().mend();
    ASSERT_TRUE(LinkedSite::comes_true([&] { return site.collector().waiting() < 5; }));
    const auto readings = site.facts<ReadingRecorded>();
    const auto between = std::count_if(readings.begin(), readings.end(), [&](const auto& each) {
        return each.first.occurred_at > back && each.first.occurred_at < mended;
    });
    EXPECT_GT(between, 50);
}

TEST(Delivery, TellsTheBooksTimeThoughTheGatewaysClockIsWrong) {
    const auto ahead = std::chrono::hours(5);
    LinkedSite site(LinkedSite::Way::tls, ahead);
    site.collect();
    ASSERT_TRUE(LinkedSite::comes_true([&] { return all_are_read(site); }));
    const Instant met = site.now();
    ASSERT_TRUE(LinkedSite::comes_true([&] {
        const Times times = times_in(site);
        return std::all_of(times.begin(), times.end(),
                           [&](const auto& each) { return each.second.back() > met; });
    }));
    ASSERT_TRUE(LinkedSite::comes_true([&] { return site.status().clock_offset.has_value(); }));
    const auto wrong = *site.status().clock_offset + ahead;
    const auto most = std::chrono::minutes(30);  // three seconds of ours, on a busy machine
    EXPECT_LT(wrong, most);
    EXPECT_GT(wrong, -most);
    EXPECT_TRUE(site.was_told("see to the clock"));
    for (const auto& [envelope, reading] : site.facts<ReadingRecorded>())
        EXPECT_LT(envelope.recorded_at - envelope.occurred_at, std::chrono::hours(4));
}

TEST(Delivery, TakesUpAChangedRegister) {
    LinkedSite site;
    site.collect();
    ASSERT_TRUE(LinkedSite::comes_true([&] { return all_are_read(site); }));
    const std::string meter = site.field().building().meters.front().id;
    site.register_meter(meter, 86'400);  // from now on once a day
    const std::size_t others = site.facts<ReadingRecorded>().size();
    ASSERT_TRUE(
        LinkedSite::comes_true([&] { return site.facts<ReadingRecorded>().size() > others + 60; }));
    const Times before = times_in(site);
    ASSERT_TRUE(LinkedSite::comes_true(
        [&] { return site.facts<ReadingRecorded>().size() > others + 120; }));
    EXPECT_EQ(times_in(site)[ledger::MeterId(meter)].size(),
              before.at(ledger::MeterId(meter)).size());
}

/// The gateway goes on reading the line until somebody can tell it.
TEST(Delivery, LosesNoReadingOfALineThatIsGivenToAnotherWhileTheLinkIsCut) {
    LinkedSite site;
    site.collect();
    ASSERT_TRUE(LinkedSite::comes_true([&] { return all_are_read(site); }));
    site.cable().cut();
    ASSERT_TRUE(LinkedSite::comes_true([&] { return site.collector().waiting() > 20; }));
    auto line = site.book().read([](const ledger::State& state) {
        return state.lines.at(ledger::LineId("L01")).registered;
    });
    line.gateway = ledger::GatewayId("G2");
    site.tell(ledger::RegisterGateway{{line.gateway, ledger::BuildingId("B1"), "Attic", true}});
    const Instant moved = site.tell(ledger::RegisterLine{line}).events[0].envelope.recorded_at;
    ASSERT_TRUE(LinkedSite::comes_true([&] { return site.collector().waiting() > 80; }));
    site.cable().mend();
    ASSERT_TRUE(LinkedSite::comes_true([&] { return site.collector().waiting() < 5; }));
    expect_once_and_in_order(site);

    EXPECT_FALSE(site.facts<ledger::ReadingQuarantined>().empty());
    for (const auto& [envelope, doubt] : site.facts<ledger::ReadingQuarantined>()) {
        EXPECT_EQ(doubt.reason, ledger::QuarantineReason::wrong_gateway) << doubt.detail;
        EXPECT_GE(envelope.occurred_at, moved);
        EXPECT_TRUE(doubt.meter.text().starts_with("M01")) << doubt.meter.text();
    }
    for (const auto& [envelope, reading] : site.facts<ReadingRecorded>()) {
        const bool is_of_line = reading.meter.text().starts_with("M01");
        EXPECT_TRUE(!is_of_line || envelope.occurred_at < moved) << reading.meter.text();
    }
}

TEST(Delivery, EndsAtOnceForAGatewayThatIsStruckOff) {
    LinkedSite site;
    site.collect();
    ASSERT_TRUE(LinkedSite::comes_true([&] { return all_are_read(site); }));
    site.tell(ledger::RegisterGateway{
        {ledger::GatewayId("G1"), ledger::BuildingId("B1"), "Cellar", false}});
    EXPECT_TRUE(LinkedSite::comes_true([&] { return !site.status().is_linked; }));
    EXPECT_TRUE(
        LinkedSite::comes_true([&] { return site.was_told("as a gateway that collects"); }));
}

bool is_confirmed(const LinkedSite& site, ledger::Position command) {
    const auto all = site.facts<ledger::CommandConfirmed>();
    return std::any_of(all.begin(), all.end(),
                       [&](const auto& each) { return each.second.command == command; });
}

TEST(Commands, ReachTheMeterAndTheirResultComesBack) {
    LinkedSite site;
    site.collect();
    const std::string meter = site.field().building().meters.front().id;
    const auto trip = site.request(meter, CommandKind::trip);
    ASSERT_TRUE(LinkedSite::comes_true([&] { return is_confirmed(site, trip); }));
    EXPECT_FALSE(site.field().meter(meter).true_state().is_relay_closed);
    EXPECT_EQ(site.facts<ledger::CommandSent>().size(), 1U);
}

TEST(Commands, WaitForTheLink) {
    LinkedSite site;
    site.collect();
    ASSERT_TRUE(LinkedSite::comes_true([&] { return all_are_read(site); }));
    const std::string meter = site.field().building().meters.front().id;
    site.cable().cut();
    ASSERT_TRUE(LinkedSite::comes_true([&] { return !site.status().is_linked; }));
    const auto trip = site.request(meter, CommandKind::trip);
    ASSERT_TRUE(LinkedSite::comes_true([&] { return site.collector().waiting() > 20; }));
    EXPECT_TRUE(site.field().meter(meter).true_state().is_relay_closed);
    site.cable().mend();
    ASSERT_TRUE(LinkedSite::comes_true([&] { return is_confirmed(site, trip); }));
    EXPECT_FALSE(site.field().meter(meter).true_state().is_relay_closed);
}

// What a gateway has kept of a command may be older than what became of it.
TEST(Commands, OfAFormerLifeWaitUntilTheBookHasSaidWhatIsPending) {
    LinkedSite site;
    site.collect();
    const std::string meter = site.field().building().meters.front().id;
    site.field().set_fault("relay_stuck:" + meter);
    (void)site.request(meter, CommandKind::trip);
    ASSERT_TRUE(LinkedSite::comes_true([&] { return !site.facts<ledger::CommandSent>().empty(); }));
    site.rest();
    site.cable().cut();
    site.collect();
    ASSERT_TRUE(LinkedSite::comes_true([&] { return site.collector().waiting() > 20; }));
    EXPECT_FALSE(site.was_told("a command waits: the book cannot be asked"));
}

TEST(Contact, LostWithoutLinkIsToldWithItsOwnTime) {
    LinkedSite site;
    site.collect();
    ASSERT_TRUE(LinkedSite::comes_true([&] { return all_are_read(site); }));
    site.cable().cut();
    ASSERT_TRUE(LinkedSite::comes_true([&] { return !site.status().is_linked; }));
    const Instant began = site.now();
    const auto& spec = site.field().building().meters.front();
    site.field().set_fault("silence:" + spec.line + "/" + std::to_string(spec.unit));
    ASSERT_TRUE(
        LinkedSite::comes_true([&] { return site.now() > began + std::chrono::minutes(90); }));
    const Instant mended = site.now();
    site.cable().mend();
    ASSERT_TRUE(LinkedSite::comes_true([&] { return !site.facts<ledger::ContactLost>().empty(); }));
    const auto lost = site.facts<ledger::ContactLost>().front();
    EXPECT_EQ(lost.second.meter.text(), spec.id);
    EXPECT_GT(lost.first.occurred_at, began);
    EXPECT_LT(lost.first.occurred_at, mended);
    EXPECT_GE(lost.first.recorded_at, mended);
    site.field().clear_faults();
    EXPECT_TRUE(
        LinkedSite::comes_true([&] { return !site.facts<ledger::ContactRestored>().empty(); }));
}

/// A tick is every ten seconds.
TEST(Delivery, TellsWhatWasMetOnTheWires) {
    LinkedSite site;
    const auto& spec = site.field().building().meters.front();
    site.field().set_fault("bad_crc:" + spec.line + "/" + std::to_string(spec.unit));
    site.collect();
    const auto met = [&] {
        const auto all = site.met();
        const auto found = all.find({ledger::LineId(spec.line), ledger::MeterId(spec.id)});
        return found == all.end() ? ingest::Tally{} : found->second;
    };
    ASSERT_TRUE(LinkedSite::comes_true([&] { return met().broken_frames > 0; }));
    EXPECT_GE(met().questions, met().broken_frames);
}

TEST(WithoutTls, EverythingGoesTheSameWayUnderSealedFrames) {
    LinkedSite site(LinkedSite::Way::sealed);
    site.collect();
    ASSERT_TRUE(LinkedSite::comes_true([&] { return all_are_read(site); }));
    const std::string meter = site.field().building().meters.front().id;
    const auto trip = site.request(meter, CommandKind::trip);
    ASSERT_TRUE(LinkedSite::comes_true([&] { return is_confirmed(site, trip); }));
    EXPECT_TRUE(site.status().is_sealed);
    EXPECT_TRUE(site.was_told("gateways without TLS are let in"));
    expect_once_and_in_order(site);
}

}  // namespace
}  // namespace edge
