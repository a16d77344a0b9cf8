#pragma once
#include <memory>
#include <string>
#include <vector>

#include "projections/projection.hpp"
#include "projections/reports/booking.hpp"
#include "projections/reports/places.hpp"
#include "projections/reports/sums.hpp"

namespace projections {

/// What happened to the money of a wallet. Their numbers are kept: append, never reorder.
enum class RecordKind : std::uint8_t {
    sale,
    refund,
    reversal,
    settlement,
    adjustment,
    opening_balance,
    transfer,
    fee
};

/// One entry of the money records, as it stood when it was written.
struct MoneyRecord {
    ledger::Position position;
    RecordKind kind{};
    ledger::WalletId wallet;
    MeterSpots meters;        ///< of the wallet; it goes by the first
    ledger::MethodId method;  ///< none where no money changed hands
    std::string actor;
    std::string reason;
    ledger::Instant recorded_at;
    ledger::Instant occurred_at;
    ledger::Money amount;         ///< that the wallet has more
    ledger::Money fee;            ///< of the house; negative: given back
    ledger::Money paid;           ///< taken in; negative: paid out
    ledger::Money balance_after;  ///< credit of the wallet
    std::uint64_t receipt_number{};
    std::uint64_t recharge_count{};
    ledger::Position of;     ///< the sale that is refunded, what is reversed, the proposal
    ledger::Position shift;  ///< of the actor; none: there was none
    std::string note;        ///< kind of an adjustment, source of an old balance, name of a fee

    static constexpr void fields(auto&& visit);
};

/// Of sales, refunds, reversals and settlements on one day.
struct TakingsKey {
    ledger::Day day;
    std::vector<ledger::BuildingId> buildings;  ///< of the wallet; it goes by the first
    ledger::OperatorId actor;
    ledger::MethodId method;
    RecordKind kind{};
};
struct Takings {
    std::uint64_t count = 0;
    ledger::Money amount;  ///< as in MoneyRecord
    std::uint64_t fees_count = 0;
    ledger::Money fee;
    ledger::Money paid;
};

/// A shift, and what is known of its end.
struct ShiftRecord {
    ledger::Position shift;
    ledger::TillId till;
    ledger::OperatorId teller;
    ledger::MethodId method;  ///< that lies in the till
    ledger::Money opening_float;
    ledger::Instant opened_at;
    ledger::Position closed;  ///< none: open
    ledger::Instant closed_at;
    std::string closed_by;
    std::vector<ledger::ShiftCount> counts;

    static constexpr void fields(auto&& visit);
};

/// What moved money by hand, entry by entry and by day. What a day comes to is kept by
/// buildings, operator, way of paying and kind.
class MoneyRecords : public Projection {
public:
    std::string name() const override { return "money_records"; }
    unsigned version() const override { return 2; }
    void fold(Table& table, const ledger::Event& event) const override;
};

/// What was known of the money records at some event. One thread; of one piece.
class KnownRecords {
public:
    KnownRecords(const TableView& view, std::optional<ledger::Position> until);

    const Horizon& horizon() const { return horizon_; }
    const ledger::Zone& zone() const { return zone_; }

    /// Of these days, both included, by day, building, operator, method and kind.
    void each_takings(ledger::Day from, ledger::Day to,
                      const std::function<void(const TakingsKey&, const Takings&)>& each) const;

    /// Booked on these days, oldest first; refunds, say.
    void each_record(const std::vector<RecordKind>& kinds, ledger::Day from, ledger::Day to,
                     const std::function<void(const MoneyRecord&)>& each) const;

    /// What undid a sale or a refund; none: it stands.
    ledger::Position reversal_of(ledger::Position transaction) const;

    /// That were opened on these days, oldest first.
    void each_shift(ledger::Day from, ledger::Day to,
                    const std::function<void(const ShiftRecord&)>& each) const;

    /// What was taken in within a shift, by method and kind.
    void each_takings_in(
        ledger::Position shift,
        const std::function<void(const ledger::MethodId&, RecordKind, const Takings&)>& each) const;

private:
    void read_last_day();
    ledger::Position first_booked(ledger::Day day) const;

    const TableView& view_;
    Horizon horizon_;
    ledger::Zone zone_;
    std::unique_ptr<Cursor> rows_;
    Reach days_;
    Reach shifts_;
};

}  // namespace projections

template <>
struct ledger::EnumNames<projections::RecordKind> {
    static constexpr std::array<std::string_view, 8> names{
        "sale",       "refund",          "reversal", "settlement",
        "adjustment", "opening_balance", "transfer", "fee"};
};

namespace projections {

constexpr void MoneyRecord::fields(auto&& visit) {
    using T = MoneyRecord;
    using ledger::field;
    visit(field<1>("position", &T::position), field<2>("kind", &T::kind),
          field<3>("wallet", &T::wallet), field<4>("meters", &T::meters),
          field<6>("method", &T::method), field<7>("actor", &T::actor),
          field<8>("reason", &T::reason), field<9>("recorded_at", &T::recorded_at),
          field<10>("occurred_at", &T::occurred_at), field<11>("amount", &T::amount),
          field<12>("fee", &T::fee), field<13>("paid", &T::paid),
          field<14>("balance_after", &T::balance_after),
          field<15>("receipt_number", &T::receipt_number),
          field<16>("recharge_count", &T::recharge_count), field<17>("of", &T::of),
          field<18>("shift", &T::shift), field<19>("note", &T::note));
}

constexpr void ShiftRecord::fields(auto&& visit) {
    using T = ShiftRecord;
    using ledger::field;
    visit(field<1>("shift", &T::shift), field<2>("till", &T::till), field<3>("teller", &T::teller),
          field<4>("method", &T::method), field<5>("opening_float", &T::opening_float),
          field<6>("opened_at", &T::opened_at), field<7>("closed", &T::closed),
          field<8>("closed_at", &T::closed_at), field<9>("closed_by", &T::closed_by),
          field<10>("counts", &T::counts));
}

}  // namespace projections
