#include <functional>
#include <thread>

#include <gtest/gtest.h>

#include "ingest/poller.hpp"
#include "ledger/events/event_codec.hpp"
#include "ledger/journal/journal.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tools/metersim/simulation.hpp"

namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): a test of the ledger
using std::chrono::milliseconds;

constexpr unsigned speed = 600;  // ten minutes a second

/// The small building, read by a real poller into a real book, on one clock.
class Field : public ::testing::Test {
protected:
    static metersim::Options options() {
        metersim::Options fast;
        fast.speed = speed;
        fast.late_by = milliseconds(400);
        return fast;
    }

    void SetUp() override {
        tell(ConfigureSite{
            {"Test", "Asia/Shanghai", "CNY", {MethodId("cash")}, 1000, 300, 3, Cutoff::automatic}});
        tell(RegisterBuilding{{BuildingId("B1"), "Corner"}});
        tell(PublishTariff{
            TariffId("T"), "Flat", earliest_instant, "", {{Band::single, Price{100'000'000}}}, {}});
        for (const metersim::LineSpec& line : simulation_.building().lines) add_line(line);
        for (const metersim::MeterSpec& meter : simulation_.building().meters) add_meter(meter);
    }

    void add_line(const metersim::LineSpec& line) {
        const bool serial = line.transport == metersim::Transport::rtu;
        const bool tcp = line.transport == metersim::Transport::modbus_tcp;
        const std::string address = serial
                                        ? simulation_.device(line.id)
                                        : "127.0.0.1:" + std::to_string(simulation_.port(line.id));
        tell(RegisterLine{{LineId(line.id),
                           {},
                           serial ? Transport::rtu_serial
                           : tcp  ? Transport::modbus_tcp
                                  : Transport::rtu_over_tcp,
                           address,
                           9600,
                           Parity::none,
                           1,
                           200,
                           {},
                           60}});
    }

    void add_meter(const metersim::MeterSpec& meter) {
        const std::map<metersim::MeterKind, std::string> profiles{
            {metersim::MeterKind::ddsy1352, "acrel-ddsy1352"},
            {metersim::MeterKind::dtsy1352, "acrel-dtsy1352"},
            {metersim::MeterKind::adf400l_1p, "acrel-adf400l-1p"},
            {metersim::MeterKind::adf400l_3p, "acrel-adf400l-3p"},
            {metersim::MeterKind::dtsd1352, "acrel-dtsd1352"}};
        tell(RegisterMeter{{MeterId(meter.id),
                            LineId(meter.line),
                            static_cast<std::uint32_t>(meter.unit),
                            ProfileId(profiles.at(meter.kind)),
                            meter.number,
                            static_cast<std::uint32_t>(meter.ct),
                            1,
                            static_cast<std::uint32_t>(meter.rated_power_w),
                            meter.kind != metersim::MeterKind::dtsd1352,
                            DeductMode::book,
                            {BuildingId("B1"), "1", "1"},
                            {}}});
        tell(AssignTariff{{MeterId(meter.id), TariffId("T"), earliest_instant}});
    }

    void tell(Command command) {
        const auto outcome = book_->execute(
            {std::move(command), {ActorKind::system, "test", ""}, "test", "", false});
        ASSERT_TRUE(outcome) << outcome.error().detail;
    }

    /// Waits, for at most twenty seconds, until the state is so.
    bool comes_true(const std::function<bool(const State&)>& so) const {
        for (int i = 0; i < 1'000; ++i) {
            if (book_->read(so)) return true;
            std::this_thread::sleep_for(milliseconds(20));
        }
        return false;
    }

    bool is_read(const std::string& meter) const {
        return comes_true([&](const State& state) {
            return state.meters.at(MeterId(meter)).last_good.has_value();
        });
    }

    /// Opens M0101 and sells it this much.
    void open_and_sell(std::int64_t amount) {
        ASSERT_TRUE(is_read("M0101"));
        tell(OpenAccount{AccountId("A"), CustomerId("C"), {MeterId("M0101")}});
        tell(SellCredit{WalletId("A.M0101"), cents(amount), MethodId("cash")});
    }

    template <class Fact>
    std::vector<Fact> events() const {
        std::vector<Fact> found;
        auto reader = book_->journal().read({1});
        while (const auto entry = reader.next()) {
            const auto event = decode_event(entry->bytes);
            if (const auto* fact = std::get_if<Fact>(&event->payload)) found.push_back(*fact);
        }
        return found;
    }

    template <class Fact>
    bool is_recorded(const std::function<bool(const Fact&)>& such) const {
        for (int i = 0; i < 200; ++i) {
            for (const Fact& fact : events<Fact>()) {
                if (such(fact)) return true;
            }
            std::this_thread::sleep_for(milliseconds(100));
        }
        return false;
    }

    TemporaryDirectory directory_;
    metersim::Simulation simulation_{metersim::small_building(), options()};
    std::function<Instant()> clock_ = [this] {
        return Instant{
            std::chrono::duration_cast<Duration>(simulation_.now().time_since_epoch()).count()};
    };
    std::unique_ptr<Book> book_ = Book::open({directory_.path(), clock_, nullptr});
    ingest::Poller poller_{*book_, ingest::built_in_profiles(), clock_,
                           [](ingest::Weight, const std::string&) {}};
};

TEST_F(Field, EveryKindOfMeterIsReadOnEveryTransport) {
    for (const metersim::MeterSpec& meter : simulation_.building().meters)
        EXPECT_TRUE(is_read(meter.id)) << meter.id;
    EXPECT_TRUE(events<ReadingQuarantined>().empty());
}

TEST_F(Field, WhatAMeterCountsIsCharged) {
    open_and_sell(100'00);
    EXPECT_TRUE(comes_true([](const State& state) {
        return state.wallets.at(WalletId("A.M0101")).balance < Money{100'000'000};
    }));
}

TEST_F(Field, ArrearsTripAndASaleRestores) {
    open_and_sell(1);
    EXPECT_TRUE(comes_true([](const State& state) {
        return state.meters.at(MeterId("M0101")).supply == CommandKind::trip;
    }));
    EXPECT_FALSE(simulation_.meter("M0101").true_state().is_relay_closed);
    tell(SellCredit{WalletId("A.M0101"), cents(100'00), MethodId("cash")});
    EXPECT_TRUE(comes_true([](const State& state) {
        return state.meters.at(MeterId("M0101")).supply == CommandKind::restore_prepaid;
    }));
    EXPECT_TRUE(simulation_.meter("M0101").true_state().is_relay_closed);
}

TEST_F(Field, KeepPowerOutranksArrears) {
    ASSERT_TRUE(is_read("M0101"));
    tell(RequestCommand{MeterId("M0101"), CommandKind::keep_power, latest_instant});
    ASSERT_TRUE(comes_true([](const State& state) {
        return state.meters.at(MeterId("M0101")).supply == CommandKind::keep_power;
    }));
    tell(OpenAccount{AccountId("A"), CustomerId("C"), {MeterId("M0101")}});
    ASSERT_TRUE(comes_true([](const State& state) {
        return state.wallets.at(WalletId("A.M0101")).balance.is_negative();
    }));
    EXPECT_TRUE(simulation_.meter("M0101").true_state().is_relay_closed);
}

TEST_F(Field, ABoxTripsOneUser) {
    ASSERT_TRUE(is_read("M0243"));
    tell(RequestCommand{MeterId("M0243"), CommandKind::trip, latest_instant});
    ASSERT_TRUE(comes_true([](const State& state) {
        return state.meters.at(MeterId("M0243")).supply == CommandKind::trip;
    }));
    EXPECT_FALSE(simulation_.meter("M0243").true_state().is_relay_closed);
    EXPECT_TRUE(simulation_.meter("M0244").true_state().is_relay_closed);
}

TEST_F(Field, ARelayThatIsStuckIsAFailedCommandWhateverTheMeterAcknowledged) {
    ASSERT_TRUE(is_read("M0101"));
    simulation_.set_fault("relay_stuck:M0101:always");
    tell(RequestCommand{MeterId("M0101"), CommandKind::trip, latest_instant});
    EXPECT_TRUE(is_recorded<CommandFailed>([](const CommandFailed& fact) {
        return fact.meter == MeterId("M0101") && fact.cause.find("closed") != std::string::npos;
    }));
    EXPECT_TRUE(comes_true([](const State& state) {
        return state.meters.at(MeterId("M0101")).alarms.contains(AlarmKind::command_failed);
    }));
}

TEST_F(Field, ASilentMeterIsLostAndFoundAgain) {
    ASSERT_TRUE(is_read("M0102"));
    simulation_.set_fault("silence:M0102:always");
    ASSERT_TRUE(comes_true([](const State& state) {
        return !state.meters.at(MeterId("M0102")).contact_lost.is_none();
    }));
    simulation_.clear_faults();
    EXPECT_TRUE(comes_true([](const State& state) {
        return state.meters.at(MeterId("M0102")).contact_lost.is_none();
    }));
}

TEST_F(Field, AReadingOfZeroIsQuarantinedAndTheNextGoodOneCharged) {
    open_and_sell(1000'00);
    simulation_.set_fault("zero_reading:M0101:next=1");
    EXPECT_TRUE(is_recorded<ReadingQuarantined>([](const ReadingQuarantined& fact) {
        return fact.reason == QuarantineReason::registers_went_back;
    }));
    EXPECT_TRUE(comes_true([](const State& state) {
        return !state.meters.at(MeterId("M0101")).alarms.contains(AlarmKind::quarantine);
    }));
}

TEST_F(Field, AnotherMeterAtTheSameUnitIsNotCharged) {
    ASSERT_TRUE(is_read("M0101"));
    simulation_.meter("M0101").set_number("999999999999");
    tell(RequestCommand{MeterId("M0101"), CommandKind::read_now, latest_instant});
    EXPECT_TRUE(is_recorded<ReadingQuarantined>([](const ReadingQuarantined& fact) {
        return fact.reason == QuarantineReason::wrong_meter;
    }));
}

TEST_F(Field, AChangedRatioIsNotCharged) {
    ASSERT_TRUE(is_read("M0103"));
    simulation_.meter("M0103").set_ratio(40, 1);
    EXPECT_TRUE(is_recorded<ReadingQuarantined>([](const ReadingQuarantined& fact) {
        return fact.reason == QuarantineReason::wrong_ratio;
    }));
}

}  // namespace
