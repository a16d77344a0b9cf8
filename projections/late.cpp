#include "projections/late.hpp"

#include <algorithm>

#include "ledger/rating/zone.hpp"
#include "ledger/rules/postings.hpp"
#include "projections/rows.hpp"

// "l" | day u64 | booked u64 | account -> LateRow     (days are never before 1970)
// "z"                                  -> the site's zone

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): every event is the ledger's

constexpr const char* zone_key = "z";

/// What an event posts to one account for one day.
struct Amount {
    Day day;
    std::string account;
    Money amount;
};
using Amounts = std::vector<Amount>;

void add(Amounts& amounts, Amount more) {
    for (Amount& each : amounts) {
        if (each.day == more.day && each.account == more.account)
            return void(each.amount += more.amount);
    }
    amounts.push_back(std::move(more));
}

void put_day(Day day, Bytes& key) { put_big_endian(static_cast<std::uint64_t>(day.number), key); }

Bytes key_of(const LateRow& row) {
    Bytes key = "l";
    put_day(row.day, key);
    put_day(row.booked, key);
    return key + row.account;
}

std::string account_of(const Side& side) {
    return side.account.of == BookAccount::Of::wallet ? "wallets" : to_text(side.account);
}

/// Energy belongs to the days of its lines.
Amounts by_line(const std::vector<ChargeLine>& lines) {
    Amounts amounts;
    for (const ChargeLine& line : lines) {
        add(amounts, {line.day, "wallets", line.amount});
        add(amounts, {line.day, "revenue:energy", -line.amount});
    }
    return amounts;
}

/// The earliest that an event may belong to: at most events it is today, and they are not late.
template <class Fact>
Day first_day_of(const Fact& fact, Day occurred) {
    if constexpr (requires { fact.lines; }) {
        const auto first = std::ranges::min_element(fact.lines, {}, &ChargeLine::day);
        return first == fact.lines.end() ? occurred : first->day;
    } else if constexpr (std::is_same_v<Fact, FeeCharged>) {
        return fact.until;
    } else {
        return occurred;
    }
}

template <class Fact>
Amounts amounts_of(const Fact& fact, const Sides& posted, Day occurred) {
    if constexpr (requires { fact.lines; }) return by_line(fact.lines);
    Day day = occurred;
    if constexpr (std::is_same_v<Fact, FeeCharged>) day = fact.until;
    Amounts amounts;
    for (const Side& each : posted) add(amounts, {day, account_of(each), each.amount});
    return amounts;
}

void add(Table& table, const LateRow& late, Money amount) {
    auto& row = table.change<LateRow>(key_of(late));
    if (row.postings == 0) row = late;
    if (amount.is_negative()) {
        row.credit -= amount;
    } else {
        row.debit += amount;
    }
    ++row.postings;
}

}  // namespace

void Late::fold(Table& table, const Event& event) const {
    if (const auto* site = std::get_if<SiteConfigured>(&event.payload))
        return table.put(zone_key, site->zone);
    const Sides posted = sides(event.payload);
    if (posted.empty()) return;
    const auto* name = table.known<Bytes>(zone_key);
    const auto zone = name == nullptr ? std::nullopt : Zone::find(*name);
    ensure(zone.has_value(), "money moves after the site was configured");
    const Day booked = zone->day_of(event.envelope.recorded_at);
    const Day occurred = zone->day_of(event.envelope.occurred_at);
    const Amounts amounts = std::visit(
        [&](const auto& fact) {
            const bool may_be_late = first_day_of(fact, occurred) < booked;
            return may_be_late ? amounts_of(fact, posted, occurred) : Amounts{};
        },
        event.payload);
    for (const Amount& each : amounts) {
        if (each.day >= booked || each.amount.is_zero()) continue;
        add(table, LateRow{each.day, booked, each.account, {}, {}, 0}, each.amount);
    }
}

std::vector<LateRow> Late::after(Day first, Day last) const {
    std::vector<LateRow> rows;
    Bytes from = "l";
    put_day(first, from);
    live()->ascend("l", from, [&](BytesView, BytesView value) {
        auto row = row_in<LateRow>(value);
        if (row.day > last) return false;
        if (row.booked > last) rows.push_back(std::move(row));
        return true;
    });
    return rows;
}

}  // namespace projections
