#include "projections/reports/energy_use.hpp"

#include <map>

#include "ledger/events/event_codec.hpp"
#include "ledger/journal/journal.hpp"
#include "projections/reports/energy_parts.hpp"
#include "projections/rows.hpp"

// "b…", "p…"                                                  -> booking, places
// "i" | meter | zero | wallet | zero | building               -> u32 number of the supply
// "n"                                                         -> u32 how many supplies there are
// "l" | meter                                                 -> i64 when it was last read
// "d" | number u32 | day u32 | band u8 | tier u8 | booked u32 -> Sums: energy, amount
// "h" | number u32 | day u32 | hour u8 | booked u32           -> Sums: energy

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): every event is the ledger's

constexpr const char* supplies_prefix = "i";

Bytes supply_key(const MeterId& meter, const WalletId& wallet, const BuildingId& building) {
    Bytes key = supplies_prefix;
    key.reserve(meter.text().size() + wallet.text().size() + building.text().size() + 3);
    key.append(meter.text()).push_back('\0');
    key.append(wallet.text()).push_back('\0');
    return key.append(building.text());
}

Supply supply_in(BytesView key, BytesView value) {
    key.remove_prefix(1);
    const auto take = [&] {
        const std::size_t end = std::min(key.find('\0'), key.size());
        const std::string name(key.substr(0, end));
        key.remove_prefix(std::min(end + 1, key.size()));
        return name;
    };
    Supply supply{RowForm<std::uint32_t>::row(value), {}, {}, {}};
    supply.meter = MeterId(take());
    supply.wallet = WalletId(take());
    supply.building = BuildingId(take());
    return supply;
}

Bytes rows_of(char kind, std::uint32_t supply, Day day) {
    Bytes key(1, kind);
    put_big_endian(supply, key);
    put_day(day, key);
    return key;
}

/// The parts of an event go to `add`, each with its group.
template <class Add>
void add_parts(const EnergyFact& fact, std::uint32_t supply, const Zone& zone, const Add& add) {
    for (const ChargeLine& line : fact.lines) {
        Bytes group = rows_of('d', supply, line.day);
        group.push_back(static_cast<char>(line.band));
        group.push_back(static_cast<char>(line.tier));
        add(std::move(group), Sums{{line.energy.count(), line.amount.count()}});
    }
    for (const HourPart& part : hours_of(fact, zone)) {
        Bytes group = rows_of('h', supply, part.day);
        group.push_back(static_cast<char>(part.hour));
        add(std::move(group), Sums{{part.energy.count()}});
    }
}

std::uint32_t supply_of(Table& table, const EnergyFact& fact) {
    const PlaceRow* place = known_place(table, fact.meter);
    const Bytes key =
        supply_key(fact.meter, fact.wallet, place == nullptr ? BuildingId() : place->building);
    auto& number = table.change<std::uint32_t>(key);
    if (number == 0) number = ++table.change<std::uint32_t>("n");
    return number;
}

std::optional<Instant> last_read(const Table& table, const MeterId& meter) {
    const auto* known = table.known<std::int64_t>("l" + meter.text());
    return known == nullptr ? std::nullopt : std::optional(Instant{*known});
}

void note_reading(Table& table, const Event& event) {
    if (const MeterId* meter = read_anew(event))
        table.change<std::int64_t>("l" + meter->text()) = event.envelope.occurred_at.micros;
}

/// The same from the log, where the event before is named.
std::optional<Instant> last_read(const Journal& journal, const EnergyFact& fact) {
    if (fact.previous.is_none()) return std::nullopt;
    const auto event = decode_event(journal.get(fact.previous));
    ensure(event.has_value(), "what a read model has folded can be read again");
    const MeterId* meter = read_anew(*event);
    if (meter == nullptr || *meter != fact.meter) return std::nullopt;
    return event->envelope.occurred_at;
}

EnergyRow energy_row(BytesView key, const Sums& sums) {
    key.remove_prefix(1 + sizeof(std::uint32_t));
    const Day day = take_day(key);
    return {day, static_cast<Band>(key[0]), static_cast<unsigned char>(key[1]),
            Energy{sums.counts[0]}, Money{sums.counts[1]}};
}

HourRow hour_row(BytesView key, const Sums& sums) {
    key.remove_prefix(1 + sizeof(std::uint32_t));
    const Day day = take_day(key);
    return {day, static_cast<std::uint8_t>(key[0]), Energy{sums.counts[0]}};
}

std::vector<Supply> supplies_under(const TableView& view, const Bytes& prefix) {
    std::vector<Supply> supplies;
    const auto rows = view.cursor();
    for (rows->seek(prefix); rows->is_there() && rows->key().starts_with(prefix); rows->next())
        supplies.push_back(supply_in(rows->key(), rows->value()));
    return supplies;
}

/// Energy of the last day, event by event, as the table's own fold keeps it.
class LastDay {
public:
    LastDay(const TableView& view, const Journal& journal, const std::vector<Supply>& supplies)
        : journal_(journal), places_(view), zone_(zone_in(view)) {
        for (const Supply& each : supplies)
            numbers_[supply_key(each.meter, each.wallet, each.building)] = each.number;
    }

    template <class Add>
    void take(const Event& event, const Add& add) {
        if (const auto fact = energy_in(event, std::nullopt); fact && !fact->lines.empty())
            add_parts(*energy_in(event, since(*fact)), number(*fact, event), zone_, add);
        if (const MeterId* meter = read_anew(event)) read_[*meter] = event.envelope.occurred_at;
    }

private:
    std::optional<Instant> since(const EnergyFact& fact) const {
        const auto known = read_.find(fact.meter);
        return known != read_.end() ? std::optional(known->second) : last_read(journal_, fact);
    }

    std::uint32_t number(const EnergyFact& fact, const Event& event) {
        const PlaceRow place = places_.of(fact.meter, event.envelope.position);
        return numbers_.at(supply_key(fact.meter, fact.wallet, place.building));
    }

    const Journal& journal_;
    PastPlaces places_;
    const Zone zone_;
    std::map<Bytes, std::uint32_t> numbers_;
    std::map<MeterId, Instant> read_;
};

}  // namespace

void EnergyUse::fold(Table& table, const Event& event) const {
    const Day booked = note_booking(table, event);
    note_places(table, event);
    if (const auto fact = energy_in(event, std::nullopt); fact && !fact->lines.empty()) {
        const auto timed = energy_in(event, last_read(table, fact->meter));
        add_parts(*timed, supply_of(table, *timed), zone_in(table),
                  [&](Bytes group, const Sums& sums) {
                      add_booked(table, std::move(group), booked, sums);
                  });
    }
    note_reading(table, event);
}

std::vector<DayEnergy> EnergyUse::of(const MeterId& meter, Day from, Day to) const {
    std::map<std::pair<Day, Band>, DayEnergy> days;
    if (to < Day{}) return {};  // no event is older than 1970
    const TableView view(live());
    const auto rows = view.cursor();
    for (const Supply& each : supplies_under(view, supplies_prefix + meter.text() + '\0')) {
        each_sum(*rows, {}, rows_of('d', each.number, from), rows_of('d', each.number, to.next()),
                 [&](BytesView key, const Sums& sums) {
                     const EnergyRow row = energy_row(key, sums);
                     DayEnergy& day = days[{row.day, row.band}];
                     day.day = row.day;
                     day.band = row.band;
                     day.energy += row.tier == 0 ? row.energy : Energy{};
                     day.amount += row.amount;
                 });
    }
    std::vector<DayEnergy> all;
    for (const auto& [key, day] : days) all.push_back(day);
    return all;
}

KnownEnergy::KnownEnergy(const TableView& view, const Journal& journal,
                         std::optional<Position> until)
    : view_(view),
      horizon_(horizon_at(view, until)),
      zone_(zone_in(view)),
      supplies_(supplies_under(view, supplies_prefix)),
      places_(view),
      rows_(view.cursor()) {
    if (horizon_.is_all) return;
    days_.before = hours_.before = horizon_.day;
    LastDay last_day(view_, journal, supplies_);
    each_of_last_day(journal, horizon_, [&](const Event& event) {
        last_day.take(event, [&](const Bytes& group, const Sums& sums) {
            (group[0] == 'd' ? days_ : hours_).more[group] += sums;
        });
    });
}

std::optional<Day> KnownEnergy::first_day() const {
    std::optional<Day> first;
    for (const Supply& each : supplies_) {
        const Day end = first.value_or(Day{UINT32_MAX});
        const auto group = first_group(*rows_, days_, rows_of('d', each.number, {}),
                                       rows_of('d', each.number, end));
        if (group) first = energy_row(*group, {}).day;
    }
    return first;
}

void KnownEnergy::each_day(const Supply& supply, Day from, Day to,
                           const std::function<void(const EnergyRow&)>& each) const {
    each_sum(*rows_, days_, rows_of('d', supply.number, from),
             rows_of('d', supply.number, to.next()),
             [&](BytesView key, const Sums& sums) { each(energy_row(key, sums)); });
}

void KnownEnergy::each_hour(const Supply& supply, Day from, Day to,
                            const std::function<void(const HourRow&)>& each) const {
    each_sum(*rows_, hours_, rows_of('h', supply.number, from),
             rows_of('h', supply.number, to.next()),
             [&](BytesView key, const Sums& sums) { each(hour_row(key, sums)); });
}

MeterId KnownEnergy::main_meter_of(const MeterId& meter) const {
    return places_.of(meter, horizon_.position).meter;
}

BuildingId KnownEnergy::building_of(const MeterId& meter) const {
    return places_.of(meter, horizon_.position).building;
}

}  // namespace projections
