#include <chrono>
#include <thread>

#include <fmt/core.h>

#include "ingest/poller.hpp"
#include "ledger/events/event_codec.hpp"
#include "ledger/journal/journal.hpp"
#include "tools/bench/bench.hpp"
#include "tools/bench/sample_book.hpp"
#include "tools/meterbook/book_clock.hpp"
#include "tools/metersim/simulation.hpp"
#include "tools/metersim/wire/pacing.hpp"

namespace bench {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): a bench of the ledger

constexpr int meters = 30;
constexpr int baud = 9'600;
constexpr std::size_t live_registers = 48;
constexpr std::chrono::milliseconds think(50);
constexpr int least_cycles = 3;

/// One line of thirty single-phase meters.
metersim::Building thirty_meters() {
    metersim::Building building = metersim::small_building();
    metersim::MeterSpec meter = building.meters.front();
    building.lines.resize(1);
    building.meters.clear();
    for (int unit = 1; unit <= meters; ++unit) {
        meter.unit = unit;
        meter.id = fmt::format("M{:02}", unit);
        meter.number = fmt::format("{:012}", unit);
        building.meters.push_back(meter);
    }
    return building;
}

void tell(Book& book, Command command) {
    const auto outcome =
        book.execute({std::move(command), {ActorKind::system, "bench", ""}, "bench", ""});
    ensure(outcome.has_value(), "the book takes its set-up");
}

void set_up(Book& book, const metersim::Simulation& field) {
    constexpr std::uint32_t as_fast_as_it_goes = 1;
    const auto& line = field.building().lines.front();
    tell(book, ConfigureSite{{"Bench",
                              "Asia/Shanghai",
                              "CNY",
                              {MethodId("cash")},
                              1000,
                              as_fast_as_it_goes,
                              3,
                              Cutoff::manual}});
    tell(book, RegisterBuilding{{BuildingId("B1"), "Tower"}});
    tell(book, RegisterLine{{LineId(line.id),
                             {},
                             Transport::rtu_over_tcp,
                             fmt::format("127.0.0.1:{}", field.port(line.id)),
                             baud,
                             Parity::none,
                             1,
                             1'000,
                             {},
                             meters}});
    for (const metersim::MeterSpec& meter : field.building().meters)
        tell(book, RegisterMeter{{MeterId(meter.id),
                                  LineId(line.id),
                                  static_cast<std::uint32_t>(meter.unit),
                                  ProfileId("acrel-ddsy1352"),
                                  meter.number,
                                  1,
                                  1,
                                  13'200,
                                  true,
                                  DeductMode::book,
                                  {BuildingId("B1"), "1", "101"},
                                  {}}});
}

/// When the first meter was read, each time.
std::vector<Instant> readings_of_first(const Book& book) {
    std::vector<Instant> moments;
    auto reader = book.journal().read({1});
    while (const auto entry = reader.next()) {
        const auto event = decode_event(entry->bytes);
        const auto* reading = std::get_if<ReadingRecorded>(&event->payload);
        if (reading != nullptr && reading->meter == MeterId("M01"))
            moments.push_back(event->envelope.occurred_at);
    }
    return moments;
}

}  // namespace

std::vector<Figure> poll(Options options) {
    const TemporaryDirectory directory;
    metersim::Options paced;
    paced.is_paced = true;
    paced.think = think;
    const metersim::Simulation field(thirty_meters(), paced);
    const auto clock = meterbook::book_clock(std::nullopt, 1);
    const auto book = Book::open({directory.path(), clock, [](const std::string& sentence) {
                                      throw std::runtime_error(sentence);
                                  }});
    set_up(*book, field);
    const metersim::Pacing wire{baud, think};
    const auto pure = meters * wire.transaction(metersim::read_request_bytes,
                                                metersim::read_reply_bytes(live_registers));
    const ingest::Poller poller(*book, ingest::built_in_profiles(), clock,
                                [](ingest::Weight, const std::string&) {});
    // The first round also asks each meter for its number, and is not counted.
    const auto enough = std::chrono::seconds(options.seconds) + pure * (least_cycles + 3);
    std::this_thread::sleep_for(enough);
    const std::vector<Instant> moments = readings_of_first(*book);
    ensure(moments.size() > least_cycles, "the line is polled");
    const auto span = moments.back() - moments[1];
    const double cycle =
        static_cast<double>(span.count()) / static_cast<double>(moments.size() - 2) / 1e3;
    const double limit = static_cast<double>(pure.count()) / 1e3;
    return {{"poll: cycle of 30 meters, 9600 baud", cycle, limit, "ms", cycle / limit, "<= 1.15",
             1.15, false}};
}

}  // namespace bench
