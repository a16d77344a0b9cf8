#include "tests/unit/ingest/polled_building.hpp"

#include <chrono>
#include <thread>

#include <gtest/gtest.h>
#include <unistd.h>

#include "ledger/events/event_codec.hpp"
#include "ledger/journal/journal.hpp"
#include "tests/support/simulated_line.hpp"

namespace ingest {
namespace {

using ledger::Instant;
using std::chrono::steady_clock;

constexpr std::uint32_t misses_until_lost = 3;
constexpr std::uint32_t response_timeout_ms = 100;

std::filesystem::path temporary_directory() {
    std::string name = std::filesystem::temp_directory_path() / "polled-XXXXXX";
    return ::mkdtemp(name.data());
}

}  // namespace

PolledBuilding::PolledBuilding(const metersim::Building& plan, Pace pace)
    : pace_(pace), directory_(temporary_directory()) {
    metersim::Options options;
    options.start = metersim::read_instant("2026-03-16T04:00:00Z");
    options.speed = pace.speed;
    options.late_by = std::chrono::milliseconds(130);
    field_ = std::make_unique<metersim::Simulation>(plan, options);
    const Instant start = *ledger::instant_from_text("2026-03-16T04:00:00Z");
    clock_ = [this, start, began = steady_clock::now(), speed = pace.speed] {
        const auto passed = steady_clock::now() - began;
        return start + std::chrono::duration_cast<ledger::Duration>(passed * speed) -
               std::chrono::hours(hours_back_);
    };
    book_ = ledger::Book::open(
        {directory_, clock_, [](const std::string& why) { ADD_FAILURE() << why; }});
    register_building();
}

PolledBuilding::~PolledBuilding() {
    rest();
    book_.reset();
    std::filesystem::remove_all(directory_);
}

void PolledBuilding::poll() {
    poller_ = std::make_unique<Poller>(*book_, built_in_profiles(), clock_,
                                       [this](Weight, const std::string& sentence) {
                                           const std::lock_guard lock(mutex_);
                                           reports_.push_back(sentence);
                                       });
}

std::vector<std::string> PolledBuilding::reports() const {
    const std::lock_guard lock(mutex_);
    return reports_;
}

std::string PolledBuilding::port_of(const std::string& line) const {
    return "127.0.0.1:" + std::to_string(field_->port(line));
}

ledger::Receipt PolledBuilding::tell(ledger::Command command) {
    auto outcome = book_->execute(
        {std::move(command), {ledger::ActorKind::system, "test", ""}, "a test wants it", ""});
    if (!outcome) throw std::runtime_error(outcome.error().detail);
    return *outcome;
}

ledger::Position PolledBuilding::request(const std::string& meter, ledger::CommandKind kind) {
    const Instant tomorrow = clock_() + std::chrono::hours(24);
    return tell(ledger::RequestCommand{ledger::MeterId(meter), kind, tomorrow})
        .events.front()
        .envelope.position;
}

void PolledBuilding::register_building() {
    using namespace ledger;  // NOLINT(google-build-using-namespace): nothing but the ledger's words
    tell(ConfigureSite{{"Corner House",
                        "Asia/Shanghai",
                        "CNY",
                        {MethodId("cash")},
                        1000,
                        pace_.poll_interval_s,
                        misses_until_lost,
                        Cutoff::manual}});
    tell(RegisterBuilding{{BuildingId("B1"), "Corner House"}});
    for (const metersim::LineSpec& line : field_->building().lines) {
        const bool is_serial = line.transport == metersim::Transport::rtu;
        tell(RegisterLine{{LineId(line.id),
                           {},
                           transport_of(line.transport),
                           is_serial ? line.device : port_of(line.id),
                           9600,
                           Parity::none,
                           1,
                           response_timeout_ms,
                           {},
                           30}});
    }
    for (const metersim::MeterSpec& meter : field_->building().meters)
        tell(RegisterMeter{{MeterId(meter.id),
                            LineId(meter.line),
                            static_cast<std::uint32_t>(meter.unit),
                            ProfileId(std::string(metersim::profile_name(meter.kind))),
                            meter.number,
                            static_cast<std::uint32_t>(meter.ct),
                            static_cast<std::uint32_t>(meter.pt),
                            static_cast<std::uint32_t>(meter.rated_power_w),
                            metersim::has_relay(meter.kind),
                            DeductMode::book,
                            {BuildingId("B1"), "1", meter.room},
                            {}}});
}

ledger::Meter PolledBuilding::meter(const std::string& id) const {
    return book_->read(
        [&](const ledger::State& state) { return state.meters.at(ledger::MeterId(id)); });
}

ledger::LineRegistered PolledBuilding::line_of(const std::string& id) const {
    return book_->read(
        [&](const ledger::State& state) { return state.lines.at(ledger::LineId(id)).registered; });
}

bool PolledBuilding::is_line_lost(const std::string& line) const {
    return book_->read([&](const ledger::State& state) {
        return !state.lines.at(ledger::LineId(line)).contact_lost.is_none();
    });
}

std::vector<ledger::Event> PolledBuilding::events() const {
    std::vector<ledger::Event> all;
    auto reader = book_->journal().read({1});
    while (const auto entry = reader.next()) {
        if (auto event = ledger::decode_event(entry->bytes)) all.push_back(std::move(*event));
    }
    return all;
}

bool PolledBuilding::comes_true(const std::function<bool()>& condition) {
    const auto give_up = steady_clock::now() + std::chrono::seconds(30);
    while (!condition()) {
        if (steady_clock::now() > give_up) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return true;
}

}  // namespace ingest
