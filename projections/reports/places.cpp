#include "projections/reports/places.hpp"

#include "projections/reports/sums.hpp"
#include "projections/rows.hpp"

namespace projections {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): every event is the ledger's

struct Keys {
    Bytes now;
    Bytes past;
};

Keys keys_of(const MeterId& meter) { return {"pm" + meter.text(), "pM" + meter.text() + '\0'}; }
Keys keys_of(const WalletId& wallet) { return {"pw" + wallet.text(), "pW" + wallet.text() + '\0'}; }

PlaceRow now_at(const Table& table, const Bytes& key) {
    const auto* known = table.known<PlaceRow>(key);
    return known == nullptr ? PlaceRow{} : *known;
}

void put(Table& table, const Keys& keys, const PlaceRow& row, Position since) {
    if (now_at(table, keys.now) == row) return;
    table.change<PlaceRow>(keys.now) = row;
    table.put(position_key(keys.past, since), wire::encode(row));
}

/// A wallet goes where its meter goes.
void put_meter(Table& table, const MeterRegistered& fact, Position since) {
    const WalletId wallet = place_of(table, fact.meter).wallet;
    put(table, keys_of(fact.meter), {fact.place.building, fact.main_meter, wallet}, since);
    if (!wallet.is_empty())
        put(table, keys_of(wallet), {fact.place.building, fact.meter, {}}, since);
}

/// The first of its meters says where a wallet is.
void put_wallet(Table& table, const MeterAttached& fact, Position since) {
    if (!place_of(table, fact.wallet).meter.is_empty()) return;
    PlaceRow meter = place_of(table, fact.meter);
    put(table, keys_of(fact.wallet), {meter.building, fact.meter, {}}, since);
    meter.wallet = fact.wallet;
    put(table, keys_of(fact.meter), meter, since);
}

/// The next one that is attached says it from then on; until then it stays.
void leave_wallet(Table& table, const MeterDetached& fact, Position since) {
    PlaceRow meter = place_of(table, fact.meter);
    if (meter.wallet != fact.wallet) return;
    meter.wallet = {};
    put(table, keys_of(fact.meter), meter, since);
    put(table, keys_of(fact.wallet), {meter.building, {}, {}}, since);
}

}  // namespace

void note_places(Table& table, const Event& event) {
    const Position since = event.envelope.position;
    if (const auto* fact = std::get_if<MeterRegistered>(&event.payload))
        put_meter(table, *fact, since);
    if (const auto* fact = std::get_if<MeterAttached>(&event.payload))
        put_wallet(table, *fact, since);
    if (const auto* fact = std::get_if<MeterDetached>(&event.payload))
        leave_wallet(table, *fact, since);
}

PlaceRow place_of(const Table& table, const MeterId& meter) {
    return now_at(table, keys_of(meter).now);
}
PlaceRow place_of(const Table& table, const WalletId& wallet) {
    return now_at(table, keys_of(wallet).now);
}

PlaceRow PastPlaces::of(const MeterId& meter, Position at) { return find(keys_of(meter).past, at); }
PlaceRow PastPlaces::of(const WalletId& wallet, Position at) {
    return find(keys_of(wallet).past, at);
}

PlaceRow PastPlaces::find(const Bytes& prefix, Position at) {
    const auto [known, is_new] = known_.try_emplace(prefix);
    Places& places = known->second;
    if (is_new) {
        const auto rows = view_.cursor();
        for (rows->seek(prefix); rows->is_there() && rows->key().starts_with(prefix); rows->next())
            places.emplace(position_at_end(rows->key()), row_in<PlaceRow>(rows->value()));
    }
    const auto behind_it = places.upper_bound(at);
    return behind_it == places.begin() ? PlaceRow{} : std::prev(behind_it)->second;
}

AccountId account_of(const WalletId& wallet) {
    return AccountId(wallet.text().substr(0, wallet.text().find('.')));
}

}  // namespace projections
