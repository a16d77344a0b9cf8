#include "tools/bench/sample_book.hpp"

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <stdexcept>

#include <fmt/core.h>

namespace bench {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): a bench of the ledger

constexpr std::size_t meter_count = 1'000;
constexpr std::size_t meters_on_a_line = 25;
constexpr std::int64_t half_hour = 1'800'000'000;
constexpr std::int64_t start = 1'790'812'800'000'000;  // 2026-10-01T00:00:00Z
constexpr std::size_t readings_of_a_batch = 500;
constexpr std::size_t batches_waiting = 32;  // more than the frames that may be on their way hold

}  // namespace

TemporaryDirectory::TemporaryDirectory() {
    std::string name = (std::filesystem::temp_directory_path() / "meterbook-bench-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr)
        throw std::runtime_error("cannot make a temporary directory: see that the disk has room");
    path_ = name;
}

TemporaryDirectory::~TemporaryDirectory() {
    std::error_code ignored;  // what stays behind is in the temporary directory
    std::filesystem::remove_all(path_, ignored);
}

SampleBook::SampleBook(const std::filesystem::path& directory)
    : now_(std::make_shared<std::atomic<std::int64_t>>(start)) {
    book_ = Book::open({directory, [now = now_] { return Instant{*now}; },
                        [](const std::string& sentence) { throw std::runtime_error(sentence); }});
    set_up();
}

void SampleBook::tell(Command command) {
    const auto outcome =
        book_->execute({std::move(command), {ActorKind::system, "bench", ""}, "bench", ""});
    ensure(outcome.has_value(), "the sample book takes its set-up");
}

void SampleBook::set_up() {
    tell(ConfigureSite{
        {"Bench", "Asia/Shanghai", "CNY", {MethodId("cash")}, 120, 1800, 3, Cutoff::manual}});
    tell(RegisterBuilding{{BuildingId("B1"), "Tower"}});
    tell(PublishTariff{TariffId("tou"),
                       "Time of use",
                       {start - half_hour},
                       "",
                       {{Band::peak, Price{110'000'000}},
                        {Band::flat, Price{70'000'000}},
                        {Band::valley, Price{30'000'000}}},
                       {{0, Band::valley}, {480, Band::peak}, {1260, Band::flat}}});
    for (std::size_t i = 0; i < meter_count; ++i) set_up_meter(i);
    *now_ += half_hour;
}

void SampleBook::set_up_meter(std::size_t number) {
    const LineId line(fmt::format("L{:02}", number / meters_on_a_line));
    if (number % meters_on_a_line == 0)
        tell(RegisterLine{{line,
                           {},
                           Transport::rtu_over_tcp,
                           "127.0.0.1:1",
                           9600,
                           Parity::none,
                           1,
                           1000,
                           {},
                           30}});
    const MeterId meter(fmt::format("M{:04}", number));
    const AccountId account(fmt::format("A{:04}", number));
    tell(RegisterMeter{{meter,
                        line,
                        static_cast<std::uint32_t>(number % meters_on_a_line + 1),
                        ProfileId("acrel-ddsy1352"),
                        fmt::format("{:012}", number),
                        1,
                        1,
                        13'200,
                        true,
                        DeductMode::book,
                        {BuildingId("B1"), "1", "101"},
                        {}}});
    tell(AssignTariff{{meter, TariffId("tou"), {start - half_hour}}});
    tell(SetThresholds{{meter, cents(5'000), cents(1'000), 0}});
    registers_.push_back({100'000, {0, 40'000, 30'000, 30'000}, 10, 1});
    tell(RecordReading{meter, {*now_}, registers_.back(), {}, "", 1, 1});
    tell(OpenAccount{account, CustomerId("tenant"), {meter}});
    meters_.push_back(meter);
    wallets_.emplace_back(account.text() + "." + meter.text());
    tell(SellCredit{wallets_.back(), cents(100'000'000), MethodId("cash")});
}

Request SampleBook::next_reading() {
    const std::size_t i = turn_++ % meter_count;
    // 0.3 to 1.2 kWh in half an hour, in the register of the band that is on.
    const std::uint64_t used = 30 + (turn_ * 7 + i) % 90;
    Registers& registers = registers_[i];
    registers.total += used;
    registers.rates[1 + turn_ / meter_count % 3] += used;
    const Observation seen{.remaining = std::nullopt,
                           .purchase_count = std::nullopt,
                           .relay_closed = true,
                           .forced = false,
                           .power_w = static_cast<std::int64_t>(used * 20),
                           .clock_offset_s = std::nullopt};
    return {RecordReading{meters_[i], {*now_}, registers, seen, "", 1, 1},
            {ActorKind::poller, "poller", ""},
            "",
            "",
            true};
}

SampleBook::Batches SampleBook::next_batches(std::size_t readings) {
    Batches batches;
    while (readings > 0) {
        auto& batch = batches.emplace_back();
        const std::size_t size = std::min(readings, readings_of_a_batch);
        batch.reserve(size);
        for (std::size_t i = 0; i < size; ++i) {
            if (turn_ % meter_count == 0) *now_ += half_hour;
            batch.push_back(next_reading());
        }
        readings -= size;
    }
    return batches;
}

void SampleBook::record(Batches batches) {
    std::deque<std::future<std::vector<Outcome>>> waiting;
    const auto settle = [&] {
        for (const Outcome& each : waiting.front().get())
            ensure(each && each->count > 0, "the sample book takes every reading");
        waiting.pop_front();
    };
    for (auto& batch : batches) {
        if (waiting.size() == batches_waiting) settle();
        waiting.push_back(book_->submit_all(std::move(batch)));
    }
    while (!waiting.empty()) settle();
}

}  // namespace bench
