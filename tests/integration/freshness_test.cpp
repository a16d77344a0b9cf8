#include <algorithm>
#include <chrono>
#include <functional>
#include <iostream>
#include <set>
#include <thread>

#include <gtest/gtest.h>

#include "ingest/poller.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tools/metersim/simulation.hpp"

namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): a test of the ledger
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr seconds promised{180};

/// The towers of the demonstration: 275 prepaid meters on eleven buses.
metersim::Building towers() {
    metersim::Building building = metersim::demo_building();
    std::erase_if(building.meters, [](const auto& meter) { return !meter.box.empty(); });
    std::erase_if(building.lines, [&](const metersim::LineSpec& line) {
        return std::none_of(building.meters.begin(), building.meters.end(),
                            [&](const auto& meter) { return meter.line == line.id; });
    });
    return building;
}

/// The towers on buses that are as slow as 9600 baud is, in real time.
class SlowBuilding {
public:
    SlowBuilding() {
        tell(ConfigureSite{
            {"Test", "Asia/Shanghai", "CNY", {MethodId("cash")}, 1000, 86'400, 3, Cutoff::manual}});
        tell(RegisterBuilding{{BuildingId("B1"), "Tower"}});
        for (const metersim::LineSpec& line : plan().lines) add_line(line);
        for (const metersim::MeterSpec& meter : plan().meters) add_meter(meter);
    }

    const metersim::Building& plan() const { return simulation_.building(); }
    metersim::Simulation& simulation() { return simulation_; }

    void poll() {
        poller_ = std::make_unique<ingest::Poller>(*book_, ingest::built_in_profiles(), clock_,
                                                   [](ingest::Weight, const std::string&) {});
    }

    void ask_for_all() {
        const Instant in_an_hour = clock_() + std::chrono::hours(1);
        for (const metersim::MeterSpec& meter : plan().meters)
            tell(RequestCommand{MeterId(meter.id), CommandKind::read_now, in_an_hour});
    }

    Instant now() const { return clock_(); }

    /// How many of these meters have a good reading since then.
    std::size_t fresh(const std::set<std::string>& meters, Instant since) const {
        return book_->read([&](const State& state) {
            std::size_t count = 0;
            for (const std::string& id : meters) {
                const auto& last = state.meters.at(MeterId(id)).last_good;
                if (last && last->at >= since) ++count;
            }
            return count;
        });
    }

private:
    static metersim::Options paced() {
        metersim::Options options;
        options.is_paced = true;
        return options;
    }

    void add_line(const metersim::LineSpec& line) {
        ASSERT_EQ(line.baud, 9600);
        tell(RegisterLine{{LineId(line.id),
                           {},
                           line.transport == metersim::Transport::modbus_tcp
                               ? Transport::modbus_tcp
                               : Transport::rtu_over_tcp,
                           "127.0.0.1:" + std::to_string(line.port),
                           9600,
                           Parity::none,
                           1,
                           1'000,
                           {},
                           60}});
    }

    void add_meter(const metersim::MeterSpec& meter) {
        tell(RegisterMeter{{MeterId(meter.id),
                            LineId(meter.line),
                            static_cast<std::uint32_t>(meter.unit),
                            ProfileId(std::string(metersim::profile_name(meter.kind))),
                            meter.number,
                            static_cast<std::uint32_t>(meter.ct),
                            static_cast<std::uint32_t>(meter.pt),
                            static_cast<std::uint32_t>(meter.rated_power_w),
                            true,
                            DeductMode::book,
                            {BuildingId("B1"), "1", "1"},
                            {}}});
    }

    void tell(Command command) {
        const auto outcome = book_->execute(
            {std::move(command), {ActorKind::system, "test", ""}, "test", "", false});
        ASSERT_TRUE(outcome) << outcome.error().detail;
    }

    TemporaryDirectory directory_;
    metersim::Simulation simulation_{towers(), paced()};
    std::function<Instant()> clock_ = [] {
        return Instant{std::chrono::duration_cast<Duration>(
                           std::chrono::system_clock::now().time_since_epoch())
                           .count()};
    };
    std::unique_ptr<Book> book_ = Book::open({directory_.path(), clock_, nullptr});
    std::unique_ptr<ingest::Poller> poller_;
};

TEST(Freshness, AWholeBuildingOnSlowBusesIsFreshWithinThreeMinutesThoughOneInTenIsDead) {
    SlowBuilding building;
    ASSERT_EQ(building.plan().meters.size(), 275U);
    std::set<std::string> alive;
    std::size_t dead = 0;
    for (const metersim::MeterSpec& meter : building.plan().meters) {
        const bool is_dead = (alive.size() + dead) % 10 == 0;
        if (is_dead) building.simulation().set_fault("silence:" + meter.id);
        if (!is_dead) alive.insert(meter.id);
        dead += is_dead ? 1 : 0;
    }
    ASSERT_EQ(dead, 28U);

    const Instant asked = building.now();
    const auto began = steady_clock::now();
    building.ask_for_all();
    building.poll();
    while (building.fresh(alive, asked) < alive.size() && steady_clock::now() - began < promised)
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    EXPECT_EQ(building.fresh(alive, asked), alive.size());
    const auto took = std::chrono::duration_cast<seconds>(steady_clock::now() - began);
    EXPECT_LT(took, promised);
    std::cout << "freshness: " << alive.size() << " meters in " << took.count() << " s\n";
}

}  // namespace
