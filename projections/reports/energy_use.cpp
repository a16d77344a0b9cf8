#include "projections/reports/energy_use.hpp"

#include <map>

#include "ledger/events/event_codec.hpp"
#include "ledger/journal/journal.hpp"
#include "projections/reports/energy_parts.hpp"
#include "projections/rows.hpp"

// "b…", "p…"                                                  -> booking, places
// "i" | meter | zero | wallet | zero | building               -> u32 number of the supply
// "n"                                                         -> u32 how many supplies there are
// "l" | meter                                                 -> LastRead: i64 microseconds
// "d" | number u32 | day u32 | band u8 | tier u8 | booked u32 -> Sums: energy, amount
// "h" | number u32 | day u32 | booked u32                     -> Sums: energy of each hour, and
//                                                                last that of no known one

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): every event is the ledger's

constexpr BytesView supplies_prefix = "i";

/// In the sums of hours: energy of which the day alone is known. It stands behind every hour: where
/// a clock was set back furthest, by three hours, a day had 27.
constexpr std::size_t no_hour_at = 30;

Key supply_key(const MeterId& meter, const WalletId& wallet, const BuildingId& building) {
    return Key(supplies_prefix, meter, '\0', wallet, '\0', building);
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

Key rows_of(char kind, std::uint32_t supply, Day day) { return Key(kind, supply, in_key(day)); }

/// The group of energy that is of one band.
struct InBand {
    std::uint32_t supply{};
    std::uint32_t day{};
    char band{};
    char tier{};

    template <class... More>
    Key key(const More&... more) const {
        return Key('d', supply, day, band, tier, more...);
    }
    friend bool operator==(const InBand&, const InBand&) = default;
};

/// The group of what was used in the hours of one day.
struct InHours {
    std::uint32_t supply{};
    std::uint32_t day{};

    template <class... More>
    Key key(const More&... more) const {
        return Key('h', supply, day, more...);
    }
    friend bool operator==(const InHours&, const InHours&) = default;
};

/// The parts of an event are added where `sums` says that those of a group are.
template <class SumsOfGroup>
void add_parts(const EnergyFact& fact, std::uint32_t supply, const Zone& zone, SumsOfGroup&& sums) {
    for (const ChargeLine& line : fact.lines) {
        auto& day = sums(InBand{supply, in_key(line.day), static_cast<char>(line.band),
                                static_cast<char>(line.tier)});
        day.add(0, line.energy.count());
        day.add(1, line.amount.count());
    }
    for (const HourPart& part : hours_of(fact, zone)) {
        auto& hours = sums(InHours{supply, in_key(part.day)});
        hours.add(std::min<std::size_t>(part.hour, no_hour_at), part.energy.count());
    }
}

/// A group of energy and the day on which it is booked.
template <class Group>
struct Booked {
    Group group;
    std::uint32_t day{};
    friend bool operator==(const Booked&, const Booked&) = default;
};

/// When a meter was read last. Beside it stands what the next reading most often needs again.
struct LastRead {
    Instant at{};
    WalletId wallet{};
    std::uint32_t supply = 0;  ///< of that wallet, where the meter hangs; none: it is searched
    HeldRows::Last<SumsOf<2>, Booked<InBand>> in_band{};
    HeldRows::Last<Sums, Booked<InHours>> in_hours{};
};

/// Where the fold adds up.
class KeptSums {
public:
    KeptSums(Table& table, Day booked, LastRead& last)
        : table_(table), booked_(in_key(booked)), last_(last) {}

    SumsOf<2>& operator()(const InBand& group) { return in(last_.in_band, group); }
    Sums& operator()(const InHours& group) { return in(last_.in_hours, group); }

private:
    template <class Row, class Group>
    Row& in(HeldRows::Last<Row, Booked<Group>>& last, const Group& group) {
        const auto key = [&] { return group.key(booked_); };
        return table_.row(last, {group, booked_}, key).change();
    }

    Table& table_;
    const std::uint32_t booked_;
    LastRead& last_;
};

std::uint32_t supply_of(Table& table, const EnergyFact& fact) {
    const PlaceRow* place = known_place(table, fact.meter);
    const Key key =
        supply_key(fact.meter, fact.wallet, place == nullptr ? BuildingId() : place->building);
    auto number = table.row<std::uint32_t>(key);
    if (number.known() == nullptr) number.change() = ++table.change<std::uint32_t>("n");
    return *number.known();
}

std::uint32_t supply_of(Table& table, const EnergyFact& fact, LastRead& last) {
    if (last.supply == 0 || last.wallet != fact.wallet) {
        last.supply = supply_of(table, fact);
        last.wallet = fact.wallet;
    }
    return last.supply;
}

Key last_read_key(const MeterId& meter) { return Key('l', meter); }

}  // namespace

template <>
struct RowForm<LastRead> {
    static Bytes bytes(const LastRead& row) { return RowForm<std::int64_t>::bytes(row.at.micros); }
    static LastRead row(BytesView bytes) { return {.at{RowForm<std::int64_t>::row(bytes)}}; }
};

namespace {

/// A meter that is registered anew may hang in another building.
void forget_supply(Table& table, const Event& event) {
    const auto* fact = std::get_if<MeterRegistered>(&event.payload);
    if (fact == nullptr) return;
    auto last = table.row<LastRead>(last_read_key(fact->meter));
    if (last.known() != nullptr) last.change().supply = 0;
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

void each_hour_of(BytesView key, const Sums& sums,
                  const std::function<void(const HourRow&)>& each) {
    key.remove_prefix(1 + sizeof(std::uint32_t));
    const Day day = take_day(key);
    for (std::size_t at = 0; at <= no_hour_at; ++at) {
        const auto hour = at == no_hour_at ? no_hour : static_cast<std::uint8_t>(at);
        if (sums.counts[at] != 0) each({day, hour, Energy{sums.counts[at]}});
    }
}

std::vector<Supply> supplies_under(const TableView& view, BytesView prefix) {
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
            numbers_[Bytes(supply_key(each.meter, each.wallet, each.building))] = each.number;
    }

    template <class SumsOfGroup>
    void take(const Event& event, const SumsOfGroup& sums) {
        if (auto fact = energy_in(event); fact && !fact->lines.empty()) {
            if (fact->is_since_last_read) fact->since = since(*fact);
            add_parts(*fact, number(*fact, event), zone_, sums);
        }
        if (const MeterId* meter = read_anew(event)) read_[*meter] = event.envelope.occurred_at;
    }

private:
    std::optional<Instant> since(const EnergyFact& fact) const {
        const auto known = read_.find(fact.meter);
        return known != read_.end() ? std::optional(known->second) : last_read(journal_, fact);
    }

    std::uint32_t number(const EnergyFact& fact, const Event& event) {
        const PlaceRow place = places_.of(fact.meter, event.envelope.position);
        return numbers_.at(Bytes(supply_key(fact.meter, fact.wallet, place.building)));
    }

    const Journal& journal_;
    PastPlaces places_;
    const Zone zone_;
    std::map<Bytes, std::uint32_t> numbers_;
    std::map<MeterId, Instant> read_;
};

}  // namespace

void EnergyUse::fold(Table& table, const Event& event) const {
    const Today& today = note_booking(table, event);
    note_places(table, event);
    forget_supply(table, event);
    auto fact = energy_in(event);
    if (fact && fact->lines.empty()) fact.reset();
    const MeterId* read = read_anew(event);
    if (!fact && read == nullptr) return;
    auto row = table.row<LastRead>(last_read_key(fact ? fact->meter : *read));
    if (fact && fact->is_since_last_read && row.known() != nullptr) fact->since = row.known()->at;
    LastRead once;  // of what is no newest reading nothing is remembered
    LastRead& last = read != nullptr ? row.change() : once;
    last.at = event.envelope.occurred_at;
    if (!fact) return;
    add_parts(*fact, supply_of(table, *fact, last), *today.zone, KeptSums(table, today.day, last));
}

std::vector<DayEnergy> EnergyUse::of(const MeterId& meter, Day from, Day to) const {
    std::map<std::pair<Day, Band>, DayEnergy> days;
    if (to < Day{}) return {};  // no event is older than 1970
    const TableView view(live());
    const auto rows = view.cursor();
    for (const Supply& each : supplies_under(view, Key(supplies_prefix, meter, '\0'))) {
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
        last_day.take(event, [&]<class Group>(const Group& group) -> Sums& {
            return (std::is_same_v<Group, InBand> ? days_ : hours_).more[Bytes(group.key())];
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
             [&](BytesView key, const Sums& sums) { each_hour_of(key, sums, each); });
}

MeterId KnownEnergy::main_meter_of(const MeterId& meter) const {
    return places_.of(meter, horizon_.position).meter;
}

BuildingId KnownEnergy::building_of(const MeterId& meter) const {
    return places_.of(meter, horizon_.position).building;
}

}  // namespace projections
