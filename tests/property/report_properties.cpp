#include <fmt/core.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/rules/postings.hpp"
#include "projections/reports/account_days.hpp"
#include "projections/reports/energy_use.hpp"
#include "projections/reports/money_records.hpp"
#include "tests/property/generators.hpp"
#include "tests/property/on_disk.hpp"
#include "tests/property/seen_log.hpp"
#include "tests/property/world.hpp"

// What reports are made of is the raw log added up, whatever event is the last that counts.

namespace property {
namespace {

using namespace ledger;
using namespace projections;

constexpr Day first{0};
constexpr Day last{100'000};  // in the year 2243

// --- everything that can be asked, as text -----------------------------------------------------

std::string told(const KnownEnergy& energy) {
    std::string text;
    for (const Supply& each : energy.supplies()) {
        const std::string name =
            each.meter.text() + " " + each.wallet.text() + " " + each.building.text();
        energy.each_day(each, first, last, [&](const EnergyRow& row) {
            text += fmt::format("{} {} {} {} {} {}\n", name, to_text(row.day), to_text(row.band),
                                row.tier, to_text(row.energy), to_text(row.amount));
        });
        energy.each_hour(each, first, last, [&](const HourRow& row) {
            text +=
                fmt::format("{} {} {} {}\n", name, to_text(row.day), row.hour, to_text(row.energy));
        });
    }
    return text;
}

std::string told(KnownAccounts& accounts, Day from, Day to) {
    std::string text;
    accounts.each_turnover("", from, to, [&](const projections::Turnover& each) {
        text += fmt::format("{} {} {} {} {} {}", each.account, to_text(each.opening),
                            to_text(each.debit), to_text(each.credit), to_text(each.closing),
                            each.misstated);
        for (const Money moved : each.moved) text += " " + to_text(moved);
        const auto since = each.account.starts_with("wallet:")
                               ? accounts.in_debt_since(WalletId(each.account.substr(7)))
                               : std::nullopt;
        text += (since ? " owes since " + to_text(*since) : "") + "\n";
    });
    return text;
}

std::string told(const Takings& takings) {
    return fmt::format("{} {} {} {} {}", takings.count, to_text(takings.amount), takings.fees_count,
                       to_text(takings.fee), to_text(takings.paid));
}

std::string buildings_in(const TakingsKey& key) {
    std::string text;
    for (const BuildingId& each : key.buildings) text += each.text() + "+";
    return text;
}

std::string told(const KnownRecords& records) {
    std::string text;
    records.each_takings(first, last, [&](const TakingsKey& key, const Takings& takings) {
        text += fmt::format("{} {} {} {} {} {}\n", to_text(key.day), buildings_in(key),
                            key.actor.text(), key.method.text(), to_text(key.kind), told(takings));
    });
    const std::vector<RecordKind> all{RecordKind::sale,       RecordKind::refund,
                                      RecordKind::reversal,   RecordKind::settlement,
                                      RecordKind::adjustment, RecordKind::opening_balance,
                                      RecordKind::transfer,   RecordKind::fee};
    records.each_record(all, first, last, [&](const MoneyRecord& each) {
        text += fmt::format("{} {} {} {} {}\n", each.position.number, to_text(each.kind),
                            each.wallet.text(), to_text(each.amount),
                            records.reversal_of(each.position).number);
    });
    records.each_shift(first, last, [&](const ShiftRecord& shift) {
        text += fmt::format("{} {}\n", shift.shift.number, shift.closed.number);
        records.each_takings_in(
            shift.shift, [&](const MethodId& method, RecordKind kind, const Takings& takings) {
                text += fmt::format("{} {} {}\n", method.text(), to_text(kind), told(takings));
            });
    });
    return text;
}

// --- the same, added up from the raw events ----------------------------------------------------

template <class Use>
void each_until(const std::vector<Event>& events, Position until, const Use& use) {
    for (const Event& each : events) {
        if (each.envelope.position <= until) use(each);
    }
}

using Lines = std::map<std::tuple<std::string, Day, Band, std::uint32_t>, std::pair<Energy, Money>>;

Lines naive_lines(const std::vector<Event>& events, Position until) {
    Lines lines;
    each_until(events, until, [&](const Event& event) {
        std::visit(
            [&](const auto& fact) {
                if constexpr (requires { fact.lines; }) {
                    for (const ChargeLine& line : fact.lines) {
                        auto& sum = lines[{fact.meter.text() + " " + fact.wallet.text(), line.day,
                                           line.band, line.tier}];
                        sum.first += line.energy;
                        sum.second += line.amount;
                    }
                }
            },
            event.payload);
    });
    std::erase_if(lines, [](const auto& each) {
        return each.second.first.is_zero() && each.second.second.is_zero();
    });
    return lines;
}

void check_energy(const KnownEnergy& energy, const std::vector<Event>& events, Position until) {
    Lines shown;
    std::map<std::pair<std::string, Day>, Energy> by_day;
    std::map<std::pair<std::string, Day>, Energy> by_hour;
    for (const Supply& each : energy.supplies()) {
        const std::string name = each.meter.text() + " " + each.wallet.text();
        energy.each_day(each, first, last, [&](const EnergyRow& row) {
            shown[{name, row.day, row.band, row.tier}].first += row.energy;
            shown[{name, row.day, row.band, row.tier}].second += row.amount;
            if (row.tier == 0) by_day[{name, row.day}] += row.energy;
        });
        energy.each_hour(each, first, last,
                         [&](const HourRow& row) { by_hour[{name, row.day}] += row.energy; });
    }
    std::erase_if(shown, [](const auto& each) {
        return each.second.first.is_zero() && each.second.second.is_zero();
    });
    RC_ASSERT((shown == naive_lines(events, until)));
    std::erase_if(by_day, [](const auto& each) { return each.second.is_zero(); });
    std::erase_if(by_hour, [](const auto& each) { return each.second.is_zero(); });
    RC_ASSERT((by_day == by_hour));
}

using Balances = std::map<std::string, Money>;

/// Of what was recorded until the end of a day.
Balances naive_balances(const std::vector<Event>& events, Position until, Day day,
                        const Zone& zone) {
    Balances sums;
    each_until(events, until, [&](const Event& event) {
        if (zone.day_of(event.envelope.recorded_at) > day) return;
        for (const Posting& each : postings(event.payload)) sums[each.account] += each.amount;
    });
    return sums;
}

void check_accounts(KnownAccounts& accounts, const std::vector<Event>& events, Position until,
                    Day from, Day to) {
    const Balances opening = naive_balances(events, until, Day{from.number - 1}, accounts.zone());
    const Balances closing = naive_balances(events, until, to, accounts.zone());
    Balances shown;
    accounts.each_turnover("", from, to, [&](const projections::Turnover& each) {
        const auto begun = opening.find(each.account);
        RC_ASSERT(each.opening == (begun == opening.end() ? Money{} : begun->second));
        RC_ASSERT(each.opening + each.debit - each.credit == each.closing);
        shown[each.account] = each.closing;
        if (!each.account.starts_with("wallet:")) return;
        RC_ASSERT(each.unexplained().is_zero());
        RC_ASSERT(each.misstated == 0U);
    });
    RC_ASSERT((shown == closing));
}

/// What changed hands, by the postings of the same events.
Money naive_cash(const std::vector<Event>& events, Position until) {
    Money sum;
    each_until(events, until, [&](const Event& event) {
        if (std::holds_alternative<ShiftClosed>(event.payload)) return;
        for (const Posting& each : postings(event.payload)) {
            if (each.account.starts_with("cash:")) sum += each.amount;
        }
    });
    return sum;
}

void check_records(const KnownRecords& records, const std::vector<Event>& events, Position until) {
    Money taken;
    std::uint64_t sales = 0;
    records.each_takings(first, last, [&](const TakingsKey& key, const Takings& takings) {
        taken += takings.paid;
        sales += key.kind == RecordKind::sale ? takings.count : 0;
    });
    RC_ASSERT(taken == naive_cash(events, until));
    std::uint64_t sold = 0;
    each_until(events, until, [&](const Event& event) {
        sold += std::holds_alternative<CreditSold>(event.payload) ? 1U : 0U;
    });
    RC_ASSERT(sales == sold);
    records.each_shift(first, last, [&](const ShiftRecord& shift) {
        std::map<MethodId, Money> in_shift;
        in_shift[shift.method] += shift.opening_float;
        records.each_takings_in(shift.shift,
                                [&](const MethodId& method, RecordKind, const Takings& takings) {
                                    in_shift[method] += takings.paid;
                                });
        for (const ShiftCount& each : shift.counts)
            RC_ASSERT(each.expected == in_shift[each.method]);
    });
}

TEST(Reports, OfAnyKnowledgeAreTheRawLogAddedUp) {
    hold_on_disk([](const Story& story) {
        const auto events = told(story).history().events();
        SeenLog seen(events);
        const Position end{events.size()};
        const Position until = any_position(events);
        const TableView energy(seen.table<EnergyUse>(events, end));
        check_energy(KnownEnergy(energy, seen.journal(), until), events, until);
        check_energy(KnownEnergy(energy, seen.journal(), {}), events, end);
        const TableView records(seen.table<MoneyRecords>(events, end));
        check_records(KnownRecords(records, until), events, until);
        check_records(KnownRecords(records, {}), events, end);
        const TableView accounts(seen.table<AccountDays>(events, end));
        const Zone zone = zone_in(accounts);
        const Day from = zone.day_of(
            events[*rc::gen::inRange<std::size_t>(0, events.size())].envelope.recorded_at);
        const Day to{from.number + *rc::gen::inRange(0, 40)};
        KnownAccounts then(accounts, seen.journal(), until);
        check_accounts(then, events, until, from, to);
        KnownAccounts now(accounts, seen.journal(), {});
        check_accounts(now, events, end, from, to);
    });
}

TEST(Reports, OfAnEarlierKnowledgeAreWhatWasToldThen) {
    hold_on_disk([](const Story& story) {
        const auto events = told(story).history().events();
        SeenLog seen(events);
        const Position end{events.size()};
        const Position until = any_position(events);
        const TableView energy_now(seen.table<EnergyUse>(events, end));
        const TableView energy_then(seen.table<EnergyUse>(events, until));
        RC_ASSERT(told(KnownEnergy(energy_now, seen.journal(), until)) ==
                  told(KnownEnergy(energy_then, seen.journal(), {})));
        const TableView records_now(seen.table<MoneyRecords>(events, end));
        const TableView records_then(seen.table<MoneyRecords>(events, until));
        RC_ASSERT(told(KnownRecords(records_now, until)) == told(KnownRecords(records_then, {})));
        const TableView accounts_now(seen.table<AccountDays>(events, end));
        const TableView accounts_then(seen.table<AccountDays>(events, until));
        KnownAccounts now(accounts_now, seen.journal(), until);
        KnownAccounts then(accounts_then, seen.journal(), {});
        RC_ASSERT(told(now, first, last) == told(then, first, last));
    });
}

}  // namespace
}  // namespace property
