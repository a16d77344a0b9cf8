#pragma once
#include <functional>
#include <map>
#include <memory>
#include <optional>

#include "ledger/rating/zone.hpp"
#include "projections/projection.hpp"
#include "projections/reports/booking.hpp"
#include "projections/reports/places.hpp"
#include "projections/reports/sums.hpp"

namespace projections {

/// What a meter that deducts by itself showed of its credit, and what the book said just then.
struct CreditSeen {
    ledger::Instant at;
    std::optional<ledger::Money> remaining;
    ledger::Money balance;
    std::optional<std::uint64_t> purchases;
    std::optional<std::uint64_t> purchases_booked;
};

/// What the registers of one meter counted between two days, and what the book made of it.
struct RegisterTurnover {
    ledger::MeterId meter;
    ledger::Energy opening;     ///< at which its total register stood
    ledger::Energy registered;  ///< by which it went on, rollovers and corrected readings included
    ledger::Energy set_anew;    ///< by which it jumped: first seen, reset, replaced, other ratio
    ledger::Energy booked;      ///< in the lines of all events
    ledger::Energy estimated;   ///< of that: as a person said, beyond the registers
    ledger::Energy shown;       ///< the newest total that was read, charged or in quarantine
    std::optional<CreditSeen> credit;

    ledger::Energy closing() const { return opening + registered + set_anew; }
    /// What is booked more than was registered: zero, but while a correction waits.
    ledger::Energy difference() const { return booked - estimated - registered; }
    /// What the meter shows more than the book goes by.
    ledger::Energy unbooked() const { return shown - closing(); }
};

/// Registers and what was booked of them, by the day on which it was recorded.
class RegisterDays : public Projection {
public:
    std::string name() const override { return "register_days"; }
    unsigned version() const override { return 3; }
    void fold(Table& table, const ledger::Event& event) const override;
};

/// What was known of registers at some event. One thread; what is read is of one piece.
class KnownRegisters {
public:
    /// Up to this event; not given: to the end of what was seen. Reads at most one day of the log.
    KnownRegisters(const TableView& view, const ledger::Journal& journal,
                   std::optional<ledger::Position> until);

    const Horizon& horizon() const { return horizon_; }

    /// Of every meter that was seen until `to`; both days are included.
    void each_turnover(ledger::Day from, ledger::Day to,
                       const std::function<void(const RegisterTurnover&)>& each);

    PlaceRow place_of(const ledger::MeterId& meter) { return places_.of(meter, horizon_.position); }

private:
    Sums behind_day(const ledger::Bytes& group, ledger::Day day) const;
    Sums stored(ledger::BytesView group, ledger::Day day) const;

    const TableView& view_;
    Horizon horizon_;
    PastPlaces places_;
    std::unique_ptr<Cursor> rows_;
    std::map<ledger::Bytes, Sums> last_day_;  ///< of a day that is known in part: behind it
};

}  // namespace projections
