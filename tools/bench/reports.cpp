#include <array>
#include <chrono>
#include <functional>

#include <fmt/core.h>

#include "api/reports/telling.hpp"
#include "ledger/journal/big_endian.hpp"
#include "ledger/journal/journal.hpp"
#include "projections/read_models.hpp"
#include "projections/reports/booking.hpp"
#include "tools/bench/bench.hpp"
#include "tools/bench/sample_book.hpp"

namespace bench {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): a bench of the ledger
using Clock = std::chrono::steady_clock;
using projections::Table;

constexpr std::int64_t half_hour = 1'800'000'000;
constexpr std::int64_t start = 1'767'196'800'000'000;  // 2026-01-01 in Shanghai
constexpr std::size_t rounds_of_a_day = 48;
constexpr std::size_t days_of_a_year = 365;
constexpr std::size_t events_of_a_commit = 2'048;
constexpr std::size_t readings_to_append = 100'000;
constexpr int goes = 20;

double seconds_since(Clock::time_point begun) {
    return std::chrono::duration<double>(Clock::now() - begun).count();
}

/// A year of a building, fed to one table as the runner would feed it; no book decides it.
class Year {
public:
    Year(const projections::Projection& fold, Table& table, std::size_t meters)
        : fold_(fold), table_(table), meters_(meters) {
        tell(SiteConfigured{.name = "Bench",
                            .zone = "Asia/Shanghai",
                            .currency = "CNY",
                            .payment_methods = {MethodId("cash")},
                            .plausibility_margin_percent = 120,
                            .poll_interval_s = 1800,
                            .misses_until_lost = 3,
                            .cutoff = Cutoff::manual});
        for (std::size_t i = 0; i < meters_; ++i) open(i);
    }

    void read_all() {
        for (std::size_t i = 0; i < meters_; ++i) {
            const auto wh = static_cast<std::int64_t>(300 + (turn_ * 7 + i) % 900);
            ReadingRecorded reading{.meter = meter(i),
                                    .registers = {0, {}, 10, 1},
                                    .seen = {},
                                    .use = ReadingUse::charged,
                                    .previous = {},
                                    .wallet = wallet(i),
                                    .lines = {line(wh)},
                                    .carry_after = 0};
            tell(std::move(reading));
        }
        ++turn_;
    }

    void sell_all() {
        for (std::size_t i = 0; i < meters_; ++i)
            tell(CreditSold{wallet(i),
                            cents(100'00),
                            MethodId("cash"),
                            turn_ * meters_ + i + 1,
                            turn_ + 1,
                            cents(100'00),
                            {}});
        ++turn_;
    }

    void pass(std::int64_t micros) { now_.micros += micros; }
    void finish() { table_.commit({position_}); }

private:
    static MeterId meter(std::size_t i) { return MeterId(fmt::format("M{:05}", i)); }
    static WalletId wallet(std::size_t i) { return WalletId(fmt::format("A{0:05}.M{0:05}", i)); }

    ChargeLine line(std::int64_t wh) const {
        constexpr std::array bands{Band::valley, Band::peak, Band::flat};
        const Day day{(now_.micros + 8 * 3'600'000'000 - half_hour) / 86'400'000'000};
        return {Position{1},
                bands[turn_ % rounds_of_a_day / 16],
                day,
                Energy{wh},
                Price{70'000'000},
                Money{wh * 700},
                LineBasis::measured,
                0};
    }

    void open(std::size_t i) {
        MeterRegistered registered{};
        registered.meter = meter(i);
        registered.place = {BuildingId(fmt::format("B{}", i % 10)), "1", "101"};
        tell(registered);
        tell(MeterAttached{
            AccountId(fmt::format("A{:05}", i)), meter(i), wallet(i), {0, {}, 10, 1}});
    }

    void tell(Payload payload) {
        Event event{{}, std::move(payload)};
        event.envelope.position = {++position_};
        event.envelope.recorded_at = event.envelope.occurred_at = now_;
        event.envelope.actor = {ActorKind::person, "teller", ""};
        fold_.fold(table_, event);
        if (position_ % events_of_a_commit == 0) table_.commit({position_});
    }

    const projections::Projection& fold_;
    Table& table_;
    const std::size_t meters_;
    Instant now_{start};
    std::uint64_t position_ = 0;
    std::size_t turn_ = 0;
};

/// The least of many goes, each with a table that was just opened, in microseconds: a year of sales
/// of a few meters is read in a tenth of a millisecond.
double microseconds(const std::filesystem::path& path,
                    const std::function<void(const projections::TableView&)>& work) {
    double least = 1e12;
    for (int i = 0; i < goes; ++i) {
        const auto table = std::make_shared<Table>(path);
        table->keep();
        const projections::TableView view(table);
        const auto begun = Clock::now();
        work(view);
        least = std::min(least, seconds_since(begun) * 1e6);
    }
    return least;
}

/// The rows between two keys, and nothing made of them: what the disk and
/// RocksDB take.
std::uint64_t read_between(projections::Cursor& rows, const Bytes& from, const Bytes& to) {
    std::uint64_t bytes = 0;
    for (rows.seek(from); rows.is_there() && rows.key() < to; rows.next())
        bytes += rows.key().size() + rows.value().size();
    return bytes;
}

const api::Report& report_called(const std::string& name) {
    for (const api::Report& each : api::all_reports()) {
        if (each.name == name) return each;
    }
    ensure(false, "the bench asks for reports that there are");
    return api::all_reports().front();
}

/// The whole answer, as JSON.
void answer(const projections::TableView& view, const Journal& journal, const std::string& name,
            Day from, Day to) {
    const api::Report& report = report_called(name);
    api::Question question;
    question.from = from;
    question.to = to;
    question.step = report.steps.front();
    question.by = report.groupings.front();
    const api::ReportHead head{report,
                               question,
                               api::Language::en,
                               report.columns(question),
                               view.position(),
                               {},
                               false,
                               projections::zone_in(view),
                               "Asia/Shanghai",
                               "CNY",
                               "bench",
                               {},
                               {}};
    const auto writer = api::json_writer(head);
    const api::ReportTail tail = api::tell(head, {view, journal}, *writer, [] {});
    ensure(writer->finish(tail).status == 200 && tail.rows > 0, "the bench's report has rows");
}

Bytes key_of(char kind, std::uint32_t number, Day day) {
    Bytes key(1, kind);
    if (number > 0) put_big_endian(number, key);
    projections::put_day(day, key);
    return key;
}

Figure judged(const std::string& name, double took, double limit) {
    return {name, took, limit, "µs", took / limit, "<= 3", 3, false};
}

Figure month_of_energy(const std::filesystem::path& path, const Journal& journal,
                       std::size_t meters) {
    const projections::EnergyUse energy;
    {
        Table table(path);
        table.keep();
        Year year(energy, table, meters);
        for (std::size_t i = 0; i < days_of_a_year * rounds_of_a_day; ++i) {
            year.pass(half_hour);
            year.read_all();
        }
        year.finish();
    }
    const Day from = *day_from_text("2026-06-01");
    const Day to = *day_from_text("2026-06-30");
    const double raw = microseconds(path, [&](const projections::TableView& view) {
        const auto rows = view.cursor();
        std::uint64_t bytes = 0;
        for (std::uint32_t supply = 1; supply <= meters; ++supply)
            bytes += read_between(*rows, key_of('d', supply, from), key_of('d', supply, to.next()));
        ensure(bytes > 0, "a month of energy is there");
    });
    const double took = microseconds(path, [&](const projections::TableView& view) {
        answer(view, journal, "energy", from, to);
    });
    return judged("reports: a month of energy", took, raw);
}

Figure year_of_sales(const std::filesystem::path& path, const Journal& journal,
                     std::size_t meters) {
    const projections::MoneyRecords records;
    {
        Table table(path);
        table.keep();
        Year year(records, table, meters);
        for (std::size_t day = 0; day < days_of_a_year; ++day) {
            year.pass(rounds_of_a_day * half_hour);
            if (day % 7 == 0) year.sell_all();
        }
        year.finish();
    }
    const Day from = *day_from_text("2026-01-01");
    const Day to = *day_from_text("2026-12-31");
    const double raw = microseconds(path, [&](const projections::TableView& view) {
        ensure(read_between(*view.cursor(), key_of('s', 0, from), key_of('s', 0, to.next())) > 0,
               "a year of sales is there");
    });
    const double took = microseconds(path, [&](const projections::TableView& view) {
        answer(view, journal, "sales", from, to);
    });
    return judged("reports: a year of sales", took, raw);
}

/// Seconds until the readings are durable, and until every read model has seen
/// them where asked.
double seconds_to_record(const std::filesystem::path& path, std::size_t readings, bool is_seen) {
    SampleBook sample(path);
    std::unique_ptr<projections::ReadModels> models;
    const Journal& journal = sample.book().journal();
    if (is_seen) models = std::make_unique<projections::ReadModels>(journal, path / "projections");
    const auto seen = [&] {
        return !models || models->runner.wait_for(journal.head().last, std::chrono::minutes(10));
    };
    ensure(seen(), "the read models see the set-up");
    SampleBook::Batches batches = sample.next_batches(readings);
    const auto begun = Clock::now();
    sample.record(std::move(batches));
    ensure(seen(), "the read models catch up");
    return seconds_since(begun);
}

Figure keeping_up(const std::filesystem::path& path, unsigned seconds) {
    const std::size_t readings = readings_to_append * seconds;
    const auto count = static_cast<double>(readings);
    const double alone = count / seconds_to_record(path / "alone", readings, false);
    const double seen = count / seconds_to_record(path / "seen", readings, true);
    return {
        "reports: read models keep up", seen, alone, "events/s", seen / alone, ">= 0.5", 0.5, true};
}

}  // namespace

std::vector<Figure> reports(Options options) {
    const TemporaryDirectory directory;
    const Journal journal = Journal::open(directory.path() / "empty", {});
    return {month_of_energy(directory.path() / "energy", journal, options.meters),
            year_of_sales(directory.path() / "sales", journal, options.meters),
            keeping_up(directory.path(), options.seconds)};
}

}  // namespace bench
