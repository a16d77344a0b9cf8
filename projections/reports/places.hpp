#pragma once
#include <map>
#include <string>
#include <vector>

#include "ledger/events/event.hpp"
#include "projections/table_view.hpp"

// "pm" | meter                        -> PlaceRow now
// "pM" | meter | zero | position u64  -> PlaceRow from that event on
// "pw" | wallet                       -> WalletPlace now
// "pW" | wallet | zero | position u64 -> WalletPlace from that event on

namespace projections {

/// Where a meter hangs.
struct PlaceRow {
    ledger::BuildingId building;
    ledger::MeterId meter;    ///< its main meter
    ledger::WalletId wallet;  ///< that it draws on
    std::string room;

    static constexpr void fields(auto&& visit) {
        using T = PlaceRow;
        using ledger::field;
        visit(field<1>("building", &T::building), field<2>("meter", &T::meter),
              field<3>("wallet", &T::wallet), field<4>("room", &T::room));
    }
    friend bool operator==(const PlaceRow&, const PlaceRow&) = default;
};

/// A meter that draws on a wallet.
struct MeterSpot {
    ledger::MeterId meter;
    ledger::BuildingId building;
    std::string room;

    static constexpr void fields(auto&& visit) {
        using T = MeterSpot;
        using ledger::field;
        visit(field<1>("meter", &T::meter), field<2>("building", &T::building),
              field<3>("room", &T::room));
    }
    friend bool operator==(const MeterSpot&, const MeterSpot&) = default;
};
using MeterSpots = std::vector<MeterSpot>;

/// The one that a wallet goes by: that drew on it first. Nothing where there is none.
MeterSpot first_of(const MeterSpots& meters);
/// Each once, in the order of the meters.
std::vector<ledger::BuildingId> buildings_of(const MeterSpots& meters);

/// Where a wallet belongs: where all of its meters hang. It stays where its last meter left it, and
/// that of an account that is closed where all hung until then.
struct WalletPlace {
    MeterSpots meters;
    bool is_left{};           ///< none draws on it any more
    MeterSpots leaving;       ///< the last that left, one event after the other
    ledger::Position left{};  ///< the last of these events

    static constexpr void fields(auto&& visit) {
        using T = WalletPlace;
        using ledger::field;
        visit(field<1>("meters", &T::meters), field<2>("is_left", &T::is_left),
              field<3>("leaving", &T::leaving), field<4>("left", &T::left));
    }
    friend bool operator==(const WalletPlace&, const WalletPlace&) = default;
};

/// Notes in a table where meters and wallets stand from an event on. What happened before stays
/// where it happened.
void note_places(Table& table, const ledger::Event& event);

/// As it is after the newest event that was folded; nothing for what is not known.
PlaceRow place_of(const Table& table, const ledger::MeterId& meter);
/// The same, not copied: null for what is not known.
const PlaceRow* known_place(const Table& table, const ledger::MeterId& meter);
WalletPlace place_of(const Table& table, const ledger::WalletId& wallet);

/// Where things stood at any event: each thing's places are read once. One thread.
class PastPlaces {
public:
    explicit PastPlaces(const TableView& view) : view_(view) {}

    PlaceRow of(const ledger::MeterId& meter, ledger::Position at);
    /// Every meter that was registered by then.
    std::vector<ledger::MeterId> meters(ledger::Position at);
    WalletPlace of(const ledger::WalletId& wallet, ledger::Position at);

private:
    template <class Row>
    using Known = std::map<ledger::Bytes, std::map<ledger::Position, Row>>;
    template <class Row>
    Row find(Known<Row>& known, const ledger::Bytes& prefix, ledger::Position at);

    const TableView& view_;
    Known<PlaceRow> meters_;
    Known<WalletPlace> wallets_;
};

/// A wallet is named by its account, and by its meter where it has one of its own.
ledger::AccountId account_of(const ledger::WalletId& wallet);

}  // namespace projections
