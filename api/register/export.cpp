#include "api/register/export.hpp"

#include <algorithm>
#include <set>

#include "api/problem.hpp"

namespace api {
namespace {

using ledger::State;

template <class Row>
void put(std::vector<Placed<Row>>& rows, Row row) {
    rows.push_back({rows.size() + 2, std::move(row)});  // the header is row 1
}

SiteRow row_of(const ledger::SiteConfigured& site) {
    SiteRow row;
    row.site = site;
    if (site.counter) {
        row.service_fee_ppm = site.counter->service_fee_ppm;
        row.overdraft = site.counter->overdraft;
        row.hoarding_limit = site.counter->hoarding_limit;
        row.till_methods = site.counter->till_methods;
    }
    if (site.patience) {
        row.grace_minutes = site.patience->grace_minutes;
        row.patience_minutes = site.patience->patience_minutes;
        row.protected_hours = site.patience->protected_hours;
        row.holidays = site.patience->holidays;
    }
    if (site.notices) {
        row.notice_channels = site.notices->channels;
        row.notice_language = site.notices->language;
        row.notice_kinds = site.notices->kinds;
    }
    if (site.notices && site.notices->short_messages) {
        const ledger::ShortMessageTerms& terms = *site.notices->short_messages;
        row.quiet_from_minute = terms.quiet_from_minute;
        row.quiet_to_minute = terms.quiet_to_minute;
        row.most_a_day = terms.most_a_day;
    }
    if (site.defaults) row.default_tariff = site.defaults->tariff;
    if (site.defaults && site.defaults->thresholds) {
        row.default_alarm1 = site.defaults->thresholds->alarm1;
        row.default_alarm2 = site.defaults->thresholds->alarm2;
        row.default_overload_w = site.defaults->thresholds->overload_w;
    }
    return row;
}

void put_calendar(RegisterRows& rows, const ledger::CalendarPublished& calendar) {
    if (calendar.days.empty()) put(rows.calendars, {calendar.calendar, calendar.name, {}, {}});
    for (const ledger::CalendarDay& each : calendar.days)
        put(rows.calendars, {calendar.calendar, calendar.name, each.day, each.kind});
}

TariffRow row_of(const ledger::TariffPublished& fact) {
    TariffRow row;
    row.terms = {fact.tariff, fact.name,       fact.effective_from, fact.zone,
                 {},          fact.schedule,   fact.rules,          fact.calendar,
                 fact.tiers,  fact.tier_cycle, fact.cycle_start,    fact.provisional};
    for (const ledger::BandPrice& each : fact.prices)
        row.prices[static_cast<std::size_t>(each.band)] = each.price;
    return row;
}

/// In the order in which they were published, so that they get the same numbers again.
void put_tariff(RegisterRows& rows, const ledger::Tariff& tariff) {
    std::vector<const ledger::TariffPublished*> versions;
    for (const ledger::TariffVersion& each : tariff.versions) versions.push_back(&each.terms);
    std::ranges::sort(versions, {}, &ledger::TariffPublished::version);
    for (const ledger::TariffPublished* each : versions) put(rows.tariffs, row_of(*each));
}

bool is_in_use(const State& state, const ledger::MeterId& id) {
    const ledger::Meter* meter = ledger::find(state.meters, id);
    return meter != nullptr && meter->retired.is_none();
}

void put_meter(RegisterRows& rows, const State& state, const ledger::Meter& meter) {
    MeterRow row{meter.registered, {}, {}, {}};
    if (!is_in_use(state, row.meter.main_meter)) row.meter.main_meter = {};
    if (meter.thresholds) {
        row.alarm1 = meter.thresholds->alarm1;
        row.alarm2 = meter.thresholds->alarm2;
        row.overload_w = meter.thresholds->overload_w;
    }
    put(rows.meters, std::move(row));
    for (const ledger::AssignedTariff& each : meter.tariffs)
        put(rows.meter_tariffs, {meter.registered.meter, each.tariff, each.from});
}

AccountRow account_row(const ledger::AccountId& id, const ledger::CustomerId& customer,
                       AccountStage stage, ledger::WalletMode wallets) {
    AccountRow row;
    row.account = id;
    row.customer = customer;
    row.stage = stage;
    row.wallets = wallets;
    return row;
}

void put_account(RegisterRows& rows, const State& state, const ledger::AccountId& id,
                 const ledger::Account& account) {
    AccountRow row = account_row(id, account.customer, AccountStage::open, account.wallets);
    for (const ledger::MeterId& meter : account.meters) {
        const ledger::LastReading& last = *state.meters.at(meter).last_good;
        row.meter = meter;
        row.read_at = last.at;
        row.total = last.registers.total;
        row.rates = last.registers.rates;
        row.step_wh = last.registers.step_wh;
        row.ratio = last.registers.ratio;
        put(rows.accounts, row);
    }
}

void put_terms(AccountRow& row, const ledger::SupplyTerms& terms) {
    row.tariff = terms.tariff;
    if (terms.thresholds) {
        row.alarm1 = terms.thresholds->alarm1;
        row.alarm2 = terms.thresholds->alarm2;
        row.overload_w = terms.thresholds->overload_w;
    }
    if (terms.old_balance) {
        row.balance = terms.old_balance->amount;
        row.source = terms.old_balance->source;
        row.reference = terms.old_balance->reference;
    }
}

void put_prepared(RegisterRows& rows, const ledger::AccountPrepared& plan) {
    for (const ledger::MeterId& meter : plan.meters) {
        AccountRow row =
            account_row(plan.account, plan.customer, AccountStage::prepared, plan.wallets);
        row.meter = meter;
        const auto terms = std::ranges::find(plan.terms, meter, &ledger::SupplyTerms::meter);
        if (terms != plan.terms.end()) put_terms(row, *terms);
        put(rows.accounts, std::move(row));
    }
}

/// Main meters stand above the meters behind them, as they are registered.
void put_meter_in_turn(RegisterRows& rows, const State& state, const ledger::Meter& meter,
                       std::set<ledger::MeterId>& done) {
    const ledger::MeterRegistered& registered = meter.registered;
    if (!done.insert(registered.meter).second) return;
    if (is_in_use(state, registered.main_meter))
        put_meter_in_turn(rows, state, state.meters.at(registered.main_meter), done);
    put_meter(rows, state, meter);
}

void put_meters(RegisterRows& rows, const State& state) {
    std::set<ledger::MeterId> done;
    for (const auto& [id, meter] : state.meters) {
        if (is_in_use(state, id)) put_meter_in_turn(rows, state, meter, done);
    }
}

void put_all(RegisterRows& rows, const State& state) {
    if (state.site) put(rows.sites, row_of(*state.site));
    for (const auto& [id, building] : state.buildings) put(rows.buildings, building);
    for (const auto& [id, gateway] : state.gateways) put(rows.gateways, gateway);
    for (const auto& [id, line] : state.lines) put(rows.lines, line.registered);
    for (const auto& [id, calendar] : state.calendars) put_calendar(rows, calendar);
    for (const auto& [id, tariff] : state.tariffs) put_tariff(rows, tariff);
    put_meters(rows, state);
    for (const auto& [id, account] : state.accounts) put_account(rows, state, id, account);
    for (const auto& [id, plan] : state.prepared) put_prepared(rows, plan);
}

void put_customers(RegisterRows& rows, const ledger::Book& book) {
    const auto customers = book.read([](const State& state) { return state.customers; });
    for (const auto& [id, customer] : customers) {
        const ledger::ShownPerson person = book.show(customer);
        if (person.state == ledger::PersonState::forgotten) continue;
        if (person.state == ledger::PersonState::unreadable)
            throw Problem(409, "customer_must_be_readable", id.text(),
                          "customer '" + id.text() + "': " + person.sentence);
        put(rows.customers, {id, person.name, person.phone});
    }
}

}  // namespace

RegisterRows export_register(const ledger::Book& book) {
    RegisterRows rows;
    book.read([&](const State& state) { put_all(rows, state); });
    put_customers(rows, book);
    return rows;
}

}  // namespace api
