#include "projections/reports/places.hpp"

#include <algorithm>

#include "projections/key.hpp"
#include "projections/kinds.hpp"
#include "projections/rows.hpp"

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): every event is the ledger's

struct Keys {
    Bytes now;
    Bytes past;
};

Key now_key(const MeterId& meter) { return Key("pm", meter); }
Keys keys_of(const MeterId& meter) { return {Bytes(now_key(meter)), "pM" + meter.text() + '\0'}; }
Keys keys_of(const WalletId& wallet) { return {"pw" + wallet.text(), "pW" + wallet.text() + '\0'}; }

template <class Row>
Row now_at(const Table& table, const Bytes& key) {
    const auto* known = table.known<Row>(key);
    return known == nullptr ? Row{} : *known;
}

template <class Row>
void put(Table& table, const Keys& keys, const Row& row, Position since) {
    if (now_at<Row>(table, keys.now) == row) return;
    table.change<Row>(keys.now) = row;
    table.put(position_key(keys.past, since), wire::encode(row));
}

MeterSpot spot_of(const MeterId& meter, const PlaceRow& place) {
    return {meter, place.building, place.room};
}

/// A wallet goes where its meters go.
void put_meter(Table& table, const MeterRegistered& fact, Position since) {
    const WalletId wallet = place_of(table, fact.meter).wallet;
    const PlaceRow row{fact.place.building, fact.main_meter, wallet, fact.place.room};
    put(table, keys_of(fact.meter), row, since);
    if (wallet.is_empty()) return;
    WalletPlace place = place_of(table, wallet);
    std::ranges::replace_if(
        place.meters, [&](const MeterSpot& each) { return each.meter == fact.meter; },
        spot_of(fact.meter, row));
    put(table, keys_of(wallet), place, since);
}

void put_wallet(Table& table, const MeterAttached& fact, Position since) {
    PlaceRow meter = place_of(table, fact.meter);
    meter.wallet = fact.wallet;
    put(table, keys_of(fact.meter), meter, since);
    WalletPlace place = place_of(table, fact.wallet);
    if (place.is_left) place = {};
    place.meters.push_back(spot_of(fact.meter, meter));
    put(table, keys_of(fact.wallet), place, since);
}

/// The meters of an account that is closed leave one event after the other, within one command.
bool goes_on(const WalletPlace& place, const Envelope& envelope) {
    return place.left.next() == envelope.position && envelope.command_events == 0;
}

void leave_wallet(Table& table, const MeterDetached& fact, const Envelope& envelope) {
    PlaceRow meter = place_of(table, fact.meter);
    meter.wallet = {};
    put(table, keys_of(fact.meter), meter, envelope.position);
    WalletPlace place = place_of(table, fact.wallet);
    if (!goes_on(place, envelope)) place.leaving.clear();
    place.leaving.push_back(spot_of(fact.meter, meter));
    place.left = envelope.position;
    place.is_left = place.meters.size() == 1;
    if (!place.is_left)
        std::erase_if(place.meters,
                      [&](const MeterSpot& each) { return each.meter == fact.meter; });
    put(table, keys_of(fact.wallet), place, envelope.position);
}

/// Where the account has one wallet, that is called after it.
void close_wallet(Table& table, const AccountClosed& fact, const Envelope& envelope) {
    const WalletId pooled(fact.account.text());
    WalletPlace place = place_of(table, pooled);
    if (!goes_on(place, envelope)) return;
    place.meters = place.leaving;
    put(table, keys_of(pooled), place, envelope.position);
}

}  // namespace

void note_places(Table& table, const Event& event) {
    if (!is_any_of<MeterRegistered, MeterAttached, MeterDetached, AccountClosed>(event.payload))
        return;
    const Position since = event.envelope.position;
    if (const auto* fact = std::get_if<MeterRegistered>(&event.payload))
        put_meter(table, *fact, since);
    if (const auto* fact = std::get_if<MeterAttached>(&event.payload))
        put_wallet(table, *fact, since);
    if (const auto* fact = std::get_if<MeterDetached>(&event.payload))
        leave_wallet(table, *fact, event.envelope);
    if (const auto* fact = std::get_if<AccountClosed>(&event.payload))
        close_wallet(table, *fact, event.envelope);
}

MeterSpot first_of(const MeterSpots& meters) {
    return meters.empty() ? MeterSpot{} : meters.front();
}

std::vector<BuildingId> buildings_of(const MeterSpots& meters) {
    std::vector<BuildingId> buildings;
    for (const MeterSpot& each : meters) {
        if (std::ranges::find(buildings, each.building) == buildings.end())
            buildings.push_back(each.building);
    }
    return buildings;
}

PlaceRow place_of(const Table& table, const MeterId& meter) {
    return now_at<PlaceRow>(table, keys_of(meter).now);
}
const PlaceRow* known_place(const Table& table, const MeterId& meter) {
    return table.known<PlaceRow>(now_key(meter));
}
WalletPlace place_of(const Table& table, const WalletId& wallet) {
    return now_at<WalletPlace>(table, keys_of(wallet).now);
}

PlaceRow PastPlaces::of(const MeterId& meter, Position at) {
    return find(meters_, keys_of(meter).past, at);
}
WalletPlace PastPlaces::of(const WalletId& wallet, Position at) {
    return find(wallets_, keys_of(wallet).past, at);
}

std::vector<MeterId> PastPlaces::meters(Position at) {
    std::vector<MeterId> registered;
    const Bytes prefix = keys_of(MeterId()).now;
    const auto rows = view_.cursor();
    for (rows->seek(prefix); rows->is_there() && rows->key().starts_with(prefix); rows->next()) {
        const MeterId meter(std::string(rows->key().substr(prefix.size())));
        if (of(meter, at) != PlaceRow{}) registered.push_back(meter);
    }
    return registered;
}

template <class Row>
Row PastPlaces::find(Known<Row>& known, const Bytes& prefix, Position at) {
    const auto [entry, is_new] = known.try_emplace(prefix);
    auto& places = entry->second;
    if (is_new) {
        const auto rows = view_.cursor();
        for (rows->seek(prefix); rows->is_there() && rows->key().starts_with(prefix); rows->next())
            places.emplace(position_at_end(rows->key()), row_in<Row>(rows->value()));
    }
    const auto behind_it = places.upper_bound(at);
    return behind_it == places.begin() ? Row{} : std::prev(behind_it)->second;
}

AccountId account_of(const WalletId& wallet) {
    return AccountId(wallet.text().substr(0, wallet.text().find('.')));
}

}  // namespace projections
