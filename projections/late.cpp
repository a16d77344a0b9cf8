#include "projections/late.hpp"

#include <map>

#include "ledger/rating/zone.hpp"
#include "ledger/rules/postings.hpp"
#include "projections/rows.hpp"

// "l" | day u64 | booked u64 | account -> LateRow     (days are never before 1970)
// "z"                                  -> the site's zone

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): every event is the ledger's

using Amounts = std::map<std::pair<Day, std::string>, Money>;

void put_day(Day day, Bytes& key) { put_big_endian(static_cast<std::uint64_t>(day.number), key); }

Bytes key_of(const LateRow& row) {
    Bytes key = "l";
    put_day(row.day, key);
    put_day(row.booked, key);
    return key + row.account;
}

std::string account_of(const Posting& posting) {
    return posting.account.starts_with("wallet:") ? "wallets" : posting.account;
}

/// Energy belongs to the days of its lines.
Amounts by_line(const std::vector<ChargeLine>& lines) {
    Amounts amounts;
    for (const ChargeLine& line : lines) {
        amounts[{line.day, "wallets"}] += line.amount;
        amounts[{line.day, "revenue:energy"}] -= line.amount;
    }
    return amounts;
}

template <class Fact>
Amounts amounts_of(const Fact& fact, const std::vector<Posting>& posted, Day occurred) {
    if constexpr (requires { fact.lines; }) return by_line(fact.lines);
    Day day = occurred;
    if constexpr (std::is_same_v<Fact, FeeCharged>) day = fact.until;
    Amounts amounts;
    for (const Posting& each : posted) amounts[{day, account_of(each)}] += each.amount;
    return amounts;
}

void add(Table& table, LateRow row, Money amount) {
    const Bytes key = key_of(row);
    if (const auto known = table.get(key)) row = row_in<LateRow>(*known);
    if (amount.is_negative()) {
        row.credit -= amount;
    } else {
        row.debit += amount;
    }
    ++row.postings;
    table.put(key, wire::encode(row));
}

}  // namespace

void Late::fold(Table& table, const Event& event) const {
    if (const auto* site = std::get_if<SiteConfigured>(&event.payload))
        return table.put("z", site->zone);
    const auto posted = postings(event.payload);
    if (posted.empty()) return;
    const auto zone = Zone::find(table.get("z").value_or(""));
    ensure(zone.has_value(), "money moves after the site was configured");
    const Day booked = zone->day_of(event.envelope.recorded_at);
    const Day occurred = zone->day_of(event.envelope.occurred_at);
    const Amounts amounts = std::visit(
        [&](const auto& fact) { return amounts_of(fact, posted, occurred); }, event.payload);
    for (const auto& [where, amount] : amounts) {
        if (where.first >= booked || amount.is_zero()) continue;
        add(table, LateRow{where.first, booked, where.second, {}, {}, 0}, amount);
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
