#include "projections/reports/money_records.hpp"

#include <algorithm>

#include "projections/open_shifts.hpp"
#include "projections/reports/money_facts.hpp"
#include "projections/rows.hpp"

// "b…", "p…", "o…"                             -> booking, places, open shifts
// "r" | kind u8 | position u64 | ordinal u16   -> MoneyRecord
// "v" | position u64                           -> position u64 of its reversal
// "s" | day | buildings 0 operator 0 method 0 kind | booked -> Sums: count, amount, fees, fee, paid
// "h" | shift u64 | method 0 kind | booked     -> the same
// "H" | position u64                           -> ShiftRecord as it was opened
// "C" | shift u64                              -> ShiftRecord with its end
// "B" | day u32                                -> position u64 of the first event booked on it

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): every event is the ledger's

Bytes kind_key(RecordKind kind, Position from) {
    return position_key({'r', static_cast<char>(kind)}, from);
}

bool is_taking(RecordKind kind) { return kind <= RecordKind::settlement; }

Sums sums_of(const MoneyRecord& record) {
    return {{1, record.amount.count(), record.fee.is_zero() ? 0 : 1, record.fee.count(),
             record.paid.count()}};
}

Takings takings_in(const Sums& sums) {
    return {static_cast<std::uint64_t>(sums.counts[0]), Money{sums.counts[1]},
            static_cast<std::uint64_t>(sums.counts[2]), Money{sums.counts[3]},
            Money{sums.counts[4]}};
}

constexpr char between_buildings = '\x01';  // which no name holds

std::string in_one(const std::vector<BuildingId>& buildings) {
    std::string names;
    for (const BuildingId& each : buildings)
        names += (names.empty() ? "" : std::string(1, between_buildings)) + each.text();
    return names;
}

/// In the memory that they have.
void take_apart(std::string_view names, std::vector<BuildingId>& buildings) {
    buildings.clear();
    for (std::size_t at = 0; at < names.size();) {
        const std::size_t end = std::min(names.find(between_buildings, at), names.size());
        buildings.emplace_back(std::string(names.substr(at, end - at)));
        at = end + 1;
    }
}

Bytes takings_key(Day day, const MoneyRecord& record) {
    Bytes key = "s";
    put_day(day, key);
    key += in_one(buildings_of(record.meters)) + '\0' + record.actor + '\0' + record.method.text() +
           '\0';
    key.push_back(static_cast<char>(record.kind));
    return key;
}

Bytes shift_key(const MoneyRecord& record) {
    Bytes key = position_key("h", record.shift) + record.method.text() + '\0';
    key.push_back(static_cast<char>(record.kind));
    return key;
}

std::string_view take_name(BytesView& key) {
    const std::string_view name = key.substr(0, key.find('\0'));
    key.remove_prefix(name.size() + 1);
    return name;
}

/// Most rows are of the same operator and way of paying as the one before.
template <class Id>
void read_name(BytesView& key, Id& found) {
    const std::string_view name = take_name(key);
    if (found.text() != name) found = Id(std::string(name));
}

void read_takings_key(BytesView key, TakingsKey& found) {
    key.remove_prefix(1);
    found.day = take_day(key);
    take_apart(take_name(key), found.buildings);
    read_name(key, found.actor);
    read_name(key, found.method);
    found.kind = static_cast<RecordKind>(key.at(0));
}

Key day_first_key(Day day) { return Key('B', in_key(day)); }

Bytes position_bytes(Position position) { return position_key("", position); }

void note_first(Table& table, Day booked, Position position) {
    auto first = table.row<Position>(day_first_key(booked));
    if (first.known() == nullptr) first.change() = position;
}

void put_record(Table& table, const MoneyRecord& record, Day booked, std::uint16_t ordinal) {
    Bytes key = kind_key(record.kind, record.position);
    put_big_endian(ordinal, key);
    table.put(std::move(key), wire::encode(record));
    if (record.kind == RecordKind::reversal)
        table.put(position_key("v", record.of), position_bytes(record.position));
    if (!is_taking(record.kind)) return;
    const Sums sums = sums_of(record);
    booked_sums(table, booked, takings_key(booked, record)) += sums;
    if (!record.shift.is_none()) booked_sums(table, booked, shift_key(record)) += sums;
}

void note_records(Table& table, const Event& event, Day booked) {
    std::uint16_t ordinal = 0;
    for (MoneyRecord& record : records_of(event)) {
        record.meters = place_of(table, record.wallet).meters;
        record.shift = open_shift(table, record.actor);
        put_record(table, record, booked, ordinal++);
    }
}

void open(Table& table, const Envelope& envelope, const ShiftOpened& fact) {
    ShiftRecord record;
    record.shift = envelope.position;
    record.till = fact.till;
    record.teller = fact.teller;
    record.method = fact.method;
    record.opening_float = fact.opening_float;
    record.opened_at = envelope.occurred_at;
    table.put(position_key("H", record.shift), wire::encode(record));
}

void close(Table& table, const Envelope& envelope, const ShiftClosed& fact) {
    const auto* opened = table.known<ShiftRecord>(position_key("H", fact.shift));
    ensure(opened != nullptr, "a shift is opened before it is closed");
    ShiftRecord record = *opened;
    record.closed = envelope.position;
    record.closed_at = envelope.occurred_at;
    record.closed_by = envelope.actor.name;
    record.counts = fact.counts;
    table.put(position_key("C", record.shift), wire::encode(record));
}

}  // namespace

void MoneyRecords::fold(Table& table, const Event& event) const {
    const Day booked = note_booking(table, event).day;
    note_first(table, booked, event.envelope.position);
    note_places(table, event);
    note_records(table, event, booked);
    note_shift(table, event);
    if (const auto* opened = std::get_if<ShiftOpened>(&event.payload))
        open(table, event.envelope, *opened);
    if (const auto* closed = std::get_if<ShiftClosed>(&event.payload))
        close(table, event.envelope, *closed);
}

KnownRecords::KnownRecords(const TableView& view, std::optional<Position> until)
    : view_(view), horizon_(horizon_at(view, until)), zone_(zone_in(view)), rows_(view.cursor()) {
    if (!horizon_.is_all) read_last_day();
}

/// From the records themselves: no need for the log.
void KnownRecords::read_last_day() {
    days_.before = shifts_.before = horizon_.day;
    if (horizon_.position.is_none()) return;
    const std::vector<RecordKind> kinds{RecordKind::sale, RecordKind::refund, RecordKind::reversal,
                                        RecordKind::settlement};
    each_record(kinds, horizon_.day, horizon_.day, [&](const MoneyRecord& record) {
        days_.more[takings_key(horizon_.day, record)] += sums_of(record);
        if (!record.shift.is_none()) shifts_.more[shift_key(record)] += sums_of(record);
    });
}

void KnownRecords::each_takings(
    Day from, Day to, const std::function<void(const TakingsKey&, const Takings&)>& each) const {
    Bytes first = "s";
    Bytes last = "s";
    put_day(from, first);
    put_day(to.next(), last);
    TakingsKey known;
    each_sum(*rows_, days_, first, last, [&](BytesView key, const Sums& sums) {
        read_takings_key(key, known);
        each(known, takings_in(sums));
    });
}

/// Beyond the newest day nothing is booked yet.
Position KnownRecords::first_booked(Day day) const {
    const auto rows = view_.cursor();
    rows->seek(day_first_key(day));
    if (!rows->is_there() || !rows->key().starts_with("B")) return {UINT64_MAX};
    BytesView bytes = rows->value();
    return {take_big_endian<std::uint64_t>(bytes)};
}

void KnownRecords::each_record(const std::vector<RecordKind>& kinds, Day from, Day to,
                               const std::function<void(const MoneyRecord&)>& each) const {
    const Position first = first_booked(from);
    const Position end = std::min(first_booked(to.next()), horizon_.position.next());
    struct Kind {
        std::unique_ptr<Cursor> rows;
        Bytes end;
    };
    std::vector<Kind> sources;
    for (const RecordKind kind : kinds) {
        sources.push_back({view_.cursor(), kind_key(kind, end)});
        sources.back().rows->seek(kind_key(kind, first));
    }
    const auto position = [](const Kind& kind) {
        const bool is_over = !kind.rows->is_there() || kind.rows->key() >= kind.end;
        return is_over ? Position{UINT64_MAX}
                       : position_at_end(kind.rows->key().substr(0, 2 + sizeof(std::uint64_t)));
    };
    for (;;) {
        Kind& next = *std::ranges::min_element(sources, {}, position);
        if (position(next).number == UINT64_MAX) return;
        each(row_in<MoneyRecord>(next.rows->value()));
        next.rows->next();
    }
}

Position KnownRecords::reversal_of(Position transaction) const {
    const auto known = view_.find(position_key("v", transaction));
    if (!known) return {};
    const Position reversal = position_at_end(*known);
    return reversal <= horizon_.position ? reversal : Position{};
}

void KnownRecords::each_shift(Day from, Day to,
                              const std::function<void(const ShiftRecord&)>& each) const {
    const Position end = std::min(first_booked(to.next()), horizon_.position.next());
    const Bytes last = position_key("H", end);
    const auto rows = view_.cursor();
    for (rows->seek(position_key("H", first_booked(from))); rows->is_there() && rows->key() < last;
         rows->next()) {
        auto record = row_in<ShiftRecord>(rows->value());
        const auto closed = view_.find(position_key("C", record.shift));
        if (closed) {
            auto whole = row_in<ShiftRecord>(*closed);
            if (whole.closed <= horizon_.position) record = std::move(whole);
        }
        each(record);
    }
}

void KnownRecords::each_takings_in(
    Position shift,
    const std::function<void(const MethodId&, RecordKind, const Takings&)>& each) const {
    const Bytes prefix = position_key("h", shift);
    each_sum(*rows_, shifts_, prefix, behind(prefix), [&](BytesView key, const Sums& sums) {
        key.remove_prefix(prefix.size());
        const MethodId method{std::string(take_name(key))};
        each(method, static_cast<RecordKind>(key.at(0)), takings_in(sums));
    });
}

}  // namespace projections
