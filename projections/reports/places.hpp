#pragma once
#include <map>
#include <string>
#include <vector>

#include "ledger/events/event.hpp"
#include "projections/table_view.hpp"

// "pm" | meter                        -> PlaceRow now
// "pM" | meter | zero | position u64  -> PlaceRow from that event on
// "pw" | wallet                       -> PlaceRow now
// "pW" | wallet | zero | position u64 -> PlaceRow from that event on

namespace projections {

/// Where a meter hangs, or a wallet belongs: where the first of its meters hangs.
struct PlaceRow {
    ledger::BuildingId building;
    ledger::MeterId meter;    ///< of a meter: its main meter; of a wallet: the meter it goes by
    ledger::WalletId wallet;  ///< of a meter: that goes by it, if one does

    static constexpr void fields(auto&& visit) {
        using T = PlaceRow;
        using ledger::field;
        visit(field<1>("building", &T::building), field<2>("meter", &T::meter),
              field<3>("wallet", &T::wallet));
    }
    friend bool operator==(const PlaceRow&, const PlaceRow&) = default;
};

/// Notes in a table where meters and wallets stand from an event on. What happened before stays
/// where it happened.
void note_places(Table& table, const ledger::Event& event);

/// As it is after the newest event that was folded; nothing for what is not known.
PlaceRow place_of(const Table& table, const ledger::MeterId& meter);
PlaceRow place_of(const Table& table, const ledger::WalletId& wallet);

/// Where things stood at any event: each thing's places are read once. One thread.
class PastPlaces {
public:
    explicit PastPlaces(const TableView& view) : view_(view) {}

    PlaceRow of(const ledger::MeterId& meter, ledger::Position at);
    PlaceRow of(const ledger::WalletId& wallet, ledger::Position at);

private:
    using Places = std::map<ledger::Position, PlaceRow>;
    PlaceRow find(const ledger::Bytes& prefix, ledger::Position at);

    const TableView& view_;
    std::map<ledger::Bytes, Places> known_;
};

/// A wallet is named by its account, and by its meter where it has one of its own.
ledger::AccountId account_of(const ledger::WalletId& wallet);

}  // namespace projections
