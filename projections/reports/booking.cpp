#include "projections/reports/booking.hpp"

#include <algorithm>

#include "ledger/events/event_codec.hpp"
#include "ledger/journal/big_endian.hpp"
#include "ledger/journal/journal.hpp"
#include "projections/reports/sums.hpp"

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): every event is the ledger's

const std::string at_first = "UTC";
constexpr BytesView zone_key = "bz";
constexpr BytesView newest_day_key = "bt";
constexpr BytesView days_prefix = "bp";

Zone zone_named(const std::string& name) {
    const auto zone = Zone::find(name);
    ensure(zone.has_value(), "a site's zone was known when it was configured");
    return *zone;
}

}  // namespace

template <>
struct RowForm<Today> {
    static Bytes bytes(const Today& row) {
        Bytes bytes;
        put_day(row.day, bytes);
        return bytes;
    }
    static Today row(BytesView bytes) { return {take_day(bytes)}; }
};

namespace {

/// By which clock days are counted, as far as is folded.
Zone zone_in(const Table& table) {
    const auto* name = table.known<Bytes>(zone_key);
    return zone_named(name == nullptr ? at_first : *name);
}

Key first_key(Position position) { return Key(days_prefix, position); }

Day day_in(BytesView bytes) { return take_day(bytes); }

Event decoded(BytesView bytes) {
    auto event = decode_event(bytes);
    ensure(event.has_value(), "what a read model has folded can be read again");
    return std::move(*event);
}

/// The first event of the last day that is not after this one, and that day.
std::optional<std::pair<Position, Day>> last_day_until(const TableView& view, Position position) {
    const auto row = view.last_until(days_prefix, first_key(position));
    if (!row) return std::nullopt;
    BytesView end = BytesView(row->key).substr(2);
    return std::pair{Position{take_big_endian<std::uint64_t>(end)}, day_in(row->value)};
}

/// The first event of the last day that is booked no later than this day; none: there is none.
Position first_of(const TableView& view, Day day) {
    auto found = last_day_until(view, view.position());
    while (found && found->second > day)
        found = last_day_until(view, Position{found->first.number - 1});
    return found ? found->first : Position{};
}

}  // namespace

const Today& note_booking(Table& table, const Event& event) {
    auto newest = table.row<Today>(newest_day_key);
    const Today* known = newest.known();
    const auto* site = std::get_if<SiteConfigured>(&event.payload);
    if (site != nullptr) table.change<Bytes>(zone_key) = site->zone;
    const bool is_known = known != nullptr && site == nullptr;
    if (is_known && event.envelope.recorded_at < known->until) return *known;
    const Zone zone = zone_in(table);
    const Day day = zone.day_of(event.envelope.recorded_at);
    const bool is_new = known == nullptr || day > known->day;
    Today& today = newest.change();
    if (is_new) {
        today.day = day;
        table.put(first_key(event.envelope.position), RowForm<Today>::bytes(today));
    }
    today.until = zone.at(today.day.next());
    today.zone = zone;
    return today;
}

Zone zone_in(const TableView& view) { return zone_named(view.find(zone_key).value_or(at_first)); }

std::optional<Day> first_day_in(const TableView& view) {
    const auto rows = view.cursor();
    rows->seek(days_prefix);
    if (!rows->is_there() || !rows->key().starts_with(days_prefix)) return std::nullopt;
    return day_in(rows->value());
}

Horizon horizon_at(const TableView& view, std::optional<Position> position) {
    const Position last = std::min(position.value_or(view.position()), view.position());
    const auto found = last_day_until(view, last);
    if (!found) return {{}, {}, {}, last == view.position()};
    return {last, found->second, found->first, last == view.position()};
}

Position first_booked(const TableView& view, Day day) {
    const auto rows = view.cursor();
    for (rows->seek(days_prefix); rows->is_there() && rows->key().starts_with(days_prefix);
         rows->next()) {
        BytesView position = rows->key().substr(2);
        if (day_in(rows->value()) >= day) return {take_big_endian<std::uint64_t>(position)};
    }
    return {UINT64_MAX};
}

std::optional<Instant> recorded_at(const Journal& journal, Position position) {
    if (position.is_none()) return std::nullopt;
    return envelope_of(journal, position).recorded_at;
}

Envelope envelope_of(const Journal& journal, Position position) {
    return decoded(journal.get(position)).envelope;
}

Position last_recorded_by(const TableView& view, const Journal& journal, Instant moment) {
    const Position first = first_of(view, zone_in(view).day_of(moment));
    if (first.is_none()) return {};
    auto reader = journal.read(first);
    Position last{first.number - 1};
    while (last < view.position()) {
        const auto entry = reader.next();
        if (!entry || decoded(entry->bytes).envelope.recorded_at > moment) break;
        last = entry->position;
    }
    return last;
}

void each_of_last_day(const Journal& journal, const Horizon& horizon,
                      const std::function<void(const Event&)>& each) {
    if (horizon.is_all || horizon.position.is_none()) return;
    auto reader = journal.read(horizon.first_of_day);
    for (auto entry = reader.next(); entry && entry->position <= horizon.position;
         entry = reader.next())
        each(decoded(entry->bytes));
}

}  // namespace projections
