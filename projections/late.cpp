#include "projections/late.hpp"

#include <algorithm>

#include "ledger/rating/zone.hpp"
#include "ledger/rules/postings.hpp"
#include "projections/key.hpp"
#include "projections/rows.hpp"

// "l" | day u64 | booked u64 | account -> LateRow     (days are never before 1970)
// "z"                                  -> the site's zone

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): every event is the ledger's

constexpr BytesView zone_key = "z";
constexpr std::string_view wallets = "wallets";

/// What an event posts to one account for one day. Of a wallet it does not matter to which.
struct Amount {
    Day day;
    BookAccount account;
    Money amount;
};
using Amounts = Few<Amount, 8>;

void add(Amounts& amounts, Amount more) {
    if (more.account.of == BookAccount::Of::wallet) more.account.name = {};
    for (Amount& each : amounts) {
        if (each.day == more.day && each.account == more.account)
            return void(each.amount += more.amount);
    }
    amounts.push_back(more);
}

std::uint64_t in_key(Day day) { return static_cast<std::uint64_t>(day.number); }

Key days_key(Day day) { return Key('l', in_key(day)); }

std::string name_of(const BookAccount& account) {
    return account.of == BookAccount::Of::wallet ? std::string(wallets) : to_text(account);
}

Key key_of(const Amount& late, Day booked) {
    if (late.account.of == BookAccount::Of::wallet)
        return Key('l', in_key(late.day), in_key(booked), wallets);
    return Key('l', in_key(late.day), in_key(booked), late.account);
}

/// Energy belongs to the days of its lines.
Amounts by_line(const std::vector<ChargeLine>& lines) {
    Amounts amounts;
    for (const ChargeLine& line : lines) {
        add(amounts, {line.day, {BookAccount::Of::wallet, {}}, line.amount});
        add(amounts, {line.day, {BookAccount::Of::energy, {}}, -line.amount});
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
    const Day day = first_day_of(fact, occurred);
    Amounts amounts;
    for (const Side& each : posted) add(amounts, {day, each.account, each.amount});
    return amounts;
}

void add(Table& table, const Amount& late, Day booked) {
    auto& row = table.change<LateRow>(key_of(late, booked));
    if (row.postings == 0) row = LateRow{late.day, booked, name_of(late.account), {}, {}, 0};
    if (late.amount.is_negative()) {
        row.credit -= late.amount;
    } else {
        row.debit += late.amount;
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
        add(table, each, booked);
    }
}

std::vector<LateRow> Late::after(Day first, Day last) const {
    std::vector<LateRow> rows;
    live()->ascend("l", days_key(first), [&](BytesView, BytesView value) {
        auto row = row_in<LateRow>(value);
        if (row.day > last) return false;
        if (row.booked > last) rows.push_back(std::move(row));
        return true;
    });
    return rows;
}

}  // namespace projections
