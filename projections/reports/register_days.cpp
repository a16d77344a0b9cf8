#include "projections/reports/register_days.hpp"

#include <algorithm>

#include "ledger/journal/journal.hpp"
#include "projections/reports/register_facts.hpp"
#include "projections/rows.hpp"

// "b…", "p…"                  -> booking, places
// "n" | group | zero          -> Sums: since when they are so (u32 day), and what they come to now
// "d" | group | zero | day u32 -> Sums behind that day, where it changed them and is over

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): every event is the ledger's

constexpr std::size_t day_at = 15;  ///< in the sums of now: the day that changed them last

Key now_key(BytesView group) { return Key('n', group, '\0'); }
Key days_of(BytesView group) { return Key('d', group, '\0'); }
Key day_key(BytesView group, Day day) { return Key('d', group, '\0', in_key(day)); }

Sums without_day(Sums sums) {
    sums.counts[day_at] = 0;
    return sums;
}

/// A day's sums are written once: when a later day changes them.
Sums& grow(Table& table, BytesView group, Day today) {
    auto& now = table.change<Sums>(now_key(group));
    const Day day{now.counts[day_at]};
    if (day.number != 0 && day != today)
        table.put(day_key(group, day), RowForm<Sums>::bytes(without_day(now)));
    now.counts[day_at] = today.number;
    return now;
}

}  // namespace

void RegisterDays::fold(Table& table, const Event& event) const {
    const Day today = note_booking(table, event).day;
    note_places(table, event);
    const GrowingSums sums{[&](BytesView group) {
                               const auto* known = table.known<Sums>(now_key(group));
                               return known == nullptr ? Sums{} : without_day(*known);
                           },
                           [&](BytesView group) -> Sums& { return grow(table, group, today); }};
    note_registers(sums, event);
}

KnownRegisters::KnownRegisters(const TableView& view, const Journal& journal,
                               std::optional<Position> until)
    : view_(view), horizon_(horizon_at(view, until)), places_(view), rows_(view.cursor()) {
    const Day before{horizon_.day.number - 1};
    const auto change = [&](BytesView group) -> Sums& {
        const auto known = last_day_.find(Bytes(group));
        return known != last_day_.end()
                   ? known->second
                   : last_day_.emplace(group, stored(group, before)).first->second;
    };
    const GrowingSums sums{[&](BytesView group) {
                               const auto known = last_day_.find(Bytes(group));
                               return known != last_day_.end() ? known->second
                                                               : stored(group, before);
                           },
                           change};
    each_of_last_day(journal, horizon_, [&](const Event& event) { note_registers(sums, event); });
}

/// As the table has them behind a day that is over.
Sums KnownRegisters::stored(BytesView group, Day day) const {
    if (const auto now = view_.find(now_key(group))) {
        const Sums sums = sums_in(*now);
        if (Day{sums.counts[day_at]} <= day) return without_day(sums);
    }
    rows_->seek_until(day_key(group, day));
    const bool is_there = rows_->is_there() && rows_->key().starts_with(BytesView(days_of(group)));
    return is_there ? sums_in(rows_->value()) : Sums{};
}

Sums KnownRegisters::behind_day(const Bytes& group, Day day) const {
    if (horizon_.is_all || day < horizon_.day) return stored(group, day);
    const auto known = last_day_.find(group);
    return known != last_day_.end() ? known->second : stored(group, Day{horizon_.day.number - 1});
}

void KnownRegisters::each_turnover(Day from, Day to,
                                   const std::function<void(const RegisterTurnover&)>& each) {
    const auto meters = view_.cursor();
    const Bytes prefix{'n', of_meters};
    for (meters->seek(prefix); meters->is_there() && meters->key().starts_with(prefix);
         meters->next()) {
        const Bytes group(meters->key().substr(1, meters->key().size() - 2));
        const Sums behind = behind_day(group, to);
        if (behind == Sums{}) continue;  // it was not seen yet
        RegisterTurnover found = turnover_of(behind_day(group, Day{from.number - 1}), behind);
        found.meter = MeterId(group.substr(1));
        each(found);
    }
}

}  // namespace projections
