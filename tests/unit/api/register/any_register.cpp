#include "tests/unit/api/register/any_register.hpp"

#include <algorithm>

#include <rapidcheck.h>

#include "ledger/values/limits.hpp"

using namespace ledger;  // NOLINT(google-build-using-namespace): values of its every kind
using api::Placed;

namespace {

constexpr Instant long_ago{1'577'836'800'000'000};  // 2020-01-01

std::size_t up_to(std::size_t most) { return *rc::gen::inRange<std::size_t>(0, most + 1); }
bool perhaps() { return *rc::gen::arbitrary<bool>(); }

template <class T>
T any_of(std::initializer_list<T> values) {
    return *rc::gen::elementOf(std::vector<T>(values));
}

template <class Enum>
Enum any_word() {
    return static_cast<Enum>(up_to(EnumNames<Enum>::names.size() - 1));
}

std::uint32_t number(std::uint32_t least, std::uint32_t most) {
    return *rc::gen::inRange(least, most + 1);
}

template <class Q>
Q any_amount(Q least, Q most) {
    const auto count = *rc::gen::inRange(least.count(), most.count() + 1);
    const auto coarse = any_of<std::int64_t>({1, 10'000, 1'000'000});
    return perhaps() ? Q{count} : Q{count / coarse * coarse};
}
Money any_money() { return any_amount(Money{0}, Money{1'000'000'000'000}); }

Instant any_instant() {
    return {*rc::gen::inRange<std::int64_t>(long_ago.micros, register_clock.micros)};
}

/// Ids that differ by their end, and begin with whatever an id may.
template <class Id>
Id id_of(const char* kind, std::size_t number) {
    return Id(any_of<std::string>({"", "-", "_", "0", "x-"}) + kind + std::to_string(number));
}

template <class Row>
void put(std::vector<Placed<Row>>& rows, Row row) {
    rows.push_back({rows.size() + 2, std::move(row)});
}

template <class Id, class Row, class IdOf>
Id any_id(const std::vector<Placed<Row>>& rows, IdOf id_in) {
    return id_in(rows[up_to(rows.size() - 1)].value);
}

std::vector<std::uint32_t> any_weekdays() {
    std::vector<std::uint32_t> days;
    for (std::size_t i = up_to(3); i > 0; --i) days.push_back(number(1, 7));
    return days;
}

ProtectedHours any_hours() {
    const std::uint32_t from = number(0, 1'439);
    return {from, number(from + 1, 1'440), any_weekdays()};
}

void put_site(api::RegisterRows& rows) {
    api::SiteRow row;
    row.site = {any_label(),
                any_of<std::string>({"Asia/Shanghai", "Europe/Berlin", "UTC"}),
                "CNY",
                {MethodId("cash"), MethodId("-x")},
                number(100, 1'000),
                number(1, 86'400),
                number(1, 1'000),
                any_word<Cutoff>()};
    // cppcheck-suppress danglingTemporaryLifetime ; the zone is copied out of the list
    row.site.look_back_days = number(0, 400);
    if (perhaps()) {
        row.service_fee_ppm = number(0, highest_service_fee_ppm);
        row.overdraft = any_money();
        if (perhaps()) row.hoarding_limit = any_money() + Money{10'000};
        if (perhaps()) row.till_methods = {MethodId("cash")};
    }
    if (perhaps()) {
        row.grace_minutes = number(0, 43'200);
        row.patience_minutes = number(0, 43'200);
        for (std::size_t i = up_to(3); i > 0; --i) row.protected_hours.push_back(any_hours());
        if (!rows.calendars.empty() && perhaps())
            row.holidays = rows.calendars.front().value.calendar;
    }
    if (perhaps()) {
        row.notice_channels = {NoticeChannel::sms};
        row.notice_language = any_word<NoticeLanguage>();
        row.notice_kinds = {NoticeKind::arrears, NoticeKind::balance_low};
        if (perhaps()) {
            row.quiet_from_minute = number(0, 1'439);
            row.quiet_to_minute = number(0, 1'439);
            row.most_a_day = number(0, most_messages_a_day);
        }
    }
    put(rows.sites, std::move(row));
}

void put_calendars(api::RegisterRows& rows) {
    for (std::size_t i = up_to(2); i > 0; --i) {
        const auto id = id_of<CalendarId>("cal", i);
        const std::string name = any_label();
        const std::size_t days = up_to(5);
        if (days == 0) put(rows.calendars, {id, name, {}, {}});
        Day day = *day_from_text("2026-01-01");
        for (std::size_t j = 0; j < days; ++j) {
            day.number += number(1, 90);
            put(rows.calendars, {id, name, day, any_word<SpecialDay>()});
        }
    }
}

void put_places(api::RegisterRows& rows) {
    for (std::size_t i = 1 + up_to(2); i > 0; --i)
        put(rows.buildings, {id_of<BuildingId>("B", i), any_label()});
    const auto building = [&] {
        return any_id<BuildingId>(rows.buildings, [](const auto& row) { return row.building; });
    };
    for (std::size_t i = up_to(2); i > 0; --i)
        put(rows.gateways, {id_of<GatewayId>("G", i), building(), any_label(), perhaps()});
    for (std::size_t i = 1 + up_to(2); i > 0; --i) {
        LineRegistered line{id_of<LineId>("L", i),
                            {},
                            any_word<Transport>(),
                            any_label(),
                            number(300, 1'000'000),
                            any_word<Parity>(),
                            number(1, 2),
                            number(10, 60'000),
                            {},
                            number(20, 247)};
        if (!rows.gateways.empty() && perhaps()) line.gateway = rows.gateways.front().value.gateway;
        if (perhaps()) line.poll_interval_s = number(1, 86'400);
        put(rows.lines, std::move(line));
    }
}

std::vector<BandSlot> any_schedule() {
    std::vector<BandSlot> slots{BandSlot{0, Band::flat}};
    while (slots.back().from_minute < 1'300 && perhaps())
        slots.push_back({number(slots.back().from_minute + 1, 1'439),
                         any_of({Band::flat, Band::peak, Band::deep_valley})});
    return slots;
}

Price any_price() { return any_amount(Price{0}, highest_price); }

api::TariffRow any_tariff(const TariffId& id, Instant from, const api::RegisterRows& rows) {
    api::TariffRow row;
    row.terms = {id, any_label(), from, any_of<std::string>({"", "UTC"}), {}, {}};
    const auto price = [&](Band band) -> auto& {
        return row.prices[static_cast<std::size_t>(band)];
    };
    if (perhaps()) {
        price(Band::single) = any_price();
    } else {
        for (const Band band : {Band::flat, Band::peak, Band::deep_valley})
            price(band) = any_price();
        row.terms.schedule = any_schedule();
        if (!rows.calendars.empty()) row.terms.calendar = rows.calendars.front().value.calendar;
        for (std::size_t i = up_to(2); i > 0; --i)
            row.terms.rules.push_back(
                {{701},
                 {1'231},
                 rows.calendars.empty() ? DayKind::weekend : any_word<DayKind>(),
                 any_weekdays(),
                 any_schedule()});
    }
    Energy above;
    for (std::size_t i = up_to(3); i > 0; --i) {
        above += Energy{number(1, 1'000'000)};
        row.terms.tiers.push_back({above, any_amount(-highest_price, highest_price)});
    }
    row.terms.tier_cycle = any_word<TierCycle>();
    row.terms.cycle_start = any_word<CycleStart>();
    row.terms.provisional = perhaps();
    return row;
}

void put_tariffs(api::RegisterRows& rows) {
    for (std::size_t i = 1 + up_to(2); i > 0; --i) {
        const auto id = id_of<TariffId>("T", i);
        put(rows.tariffs, any_tariff(id, long_ago, rows));
        for (std::size_t j = up_to(2); j > 0; --j) {
            put(rows.tariffs, any_tariff(id, any_instant(), rows));
            if (perhaps()) put(rows.tariffs, api::TariffRow(rows.tariffs.back().value));
        }
    }
}

void put_meter_tariffs(api::RegisterRows& rows, const MeterId& meter) {
    Instant from = long_ago;
    do {
        put(rows.meter_tariffs,
            {meter,
             any_id<TariffId>(rows.tariffs, [](const auto& row) { return row.terms.tariff; }),
             from});
        from.micros += number(1, 1'000'000'000);
    } while (perhaps());
}

void put_meters(api::RegisterRows& rows) {
    for (std::size_t i = up_to(6); i > 0; --i) {
        api::MeterRow row;
        row.meter = {
            id_of<MeterId>("M", i),
            rows.lines[i % rows.lines.size()].value.line,
            static_cast<std::uint32_t>(i),
            ProfileId("acrel-ddsy1352"),
            perhaps() ? "" : any_label(),
            number(1, highest_ratio),
            number(1, highest_ratio),
            number(1, highest_rated_power_w),
            perhaps(),
            DeductMode::book,
            {rows.buildings.front().value.building, perhaps() ? "" : any_label(), any_label()},
            {}};
        if (perhaps()) row.meter.poll_interval_s = number(1, 86'400);
        if (perhaps()) {
            row.alarm2 = any_money();
            row.alarm1 = *row.alarm2 + any_money();
            row.overload_w = number(0, highest_rated_power_w);
        }
        put_meter_tariffs(rows, row.meter.meter);
        put(rows.meters, std::move(row));
    }
}

void put_defaults(api::RegisterRows& rows) {
    api::SiteRow& row = rows.sites.front().value;
    if (perhaps()) row.default_tariff = rows.tariffs.front().value.terms.tariff;
    if (perhaps()) return;
    row.default_alarm2 = any_money();
    row.default_alarm1 = *row.default_alarm2 + any_money();
    row.default_overload_w = number(0, highest_rated_power_w);
}

void put_baseline(api::AccountRow& row) {
    row.read_at = any_instant();
    row.total = number(0, 4'000'000'000);
    for (std::size_t i = up_to(5); i > 0; --i) row.rates.push_back(number(0, 4'000'000'000));
    row.step_wh = any_of<std::uint32_t>({1, 10, 100});
    row.ratio = 1;
}

void put_terms(api::AccountRow& row, const api::RegisterRows& rows) {
    if (perhaps()) row.tariff = rows.tariffs.front().value.terms.tariff;
    if (perhaps()) {
        row.alarm2 = any_money();
        row.alarm1 = *row.alarm2 + any_money();
        row.overload_w = number(0, 10'000);
    }
    if (perhaps()) {
        row.balance = any_amount(-most_money_at_once, most_money_at_once);
        row.source = any_label();
        if (perhaps()) row.reference = any_label();
    }
}

void put_people(api::RegisterRows& rows) {
    for (std::size_t i = up_to(3); i > 0; --i)
        put(rows.customers, {id_of<CustomerId>("C", i), any_label(), perhaps() ? "" : any_label()});
    api::AccountRow row;
    for (std::size_t i = 0; i < rows.meters.size(); ++i) {
        if (i == 0 || perhaps()) {
            row = {};
            row.account = id_of<AccountId>("A", i);
            row.customer = id_of<CustomerId>("C", up_to(3));
            row.stage = any_word<api::AccountStage>();
            row.wallets = any_word<WalletMode>();
        }
        api::AccountRow of_meter = row;
        of_meter.meter = rows.meters[i].value.meter.meter;
        if (row.stage == api::AccountStage::open) put_baseline(of_meter);
        if (row.stage == api::AccountStage::prepared) put_terms(of_meter, rows);
        put(rows.accounts, std::move(of_meter));
    }
}

}  // namespace

std::string any_label() {
    std::string label;
    for (std::size_t i = 1 + up_to(5); i > 0; --i)
        label += any_of<std::string>({"=", "+",       "-",      "@",          "'", "\"", ",",
                                      ";", "\\",      "#",      " ",          "A", "7",  ".",
                                      "0", "座",      "\u00FC", "\U0001F600", "|", ":",  "<",
                                      "&", "_x0041_", "true",   "1e5"});
    return label;
}

api::RegisterRows any_register() {
    api::RegisterRows rows;
    put_calendars(rows);
    put_site(rows);
    put_places(rows);
    put_tariffs(rows);
    put_meters(rows);
    put_defaults(rows);
    put_people(rows);
    return rows;
}
