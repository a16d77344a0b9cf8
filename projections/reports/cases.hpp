#pragma once
#include <array>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ledger/rating/zone.hpp"
#include "projections/projection.hpp"
#include "projections/reports/booking.hpp"

namespace projections {

/// What begins, goes on and ends. Their numbers are kept: append, never reorder.
enum class CaseKind : std::uint8_t {
    alarm,
    contact,  ///< lost, with a meter, a whole line, or a gateway with all of its lines
    command,
    quarantine,
    notice,
    correction  ///< ends as it begins
};

/// A case as it stood when it began.
struct Case {
    CaseKind kind{};
    ledger::Position position;  ///< of the event that began it
    std::uint32_t ordinal{};    ///< among those that the same event began
    std::string what;           ///< kind of the alarm, command or notice; why a reading is doubted;
                                ///< of contact: meter, line or gateway
    std::string via;            ///< cause of a command, channel of a notice
    ledger::MeterId meter;
    ledger::LineId line;
    ledger::GatewayId gateway;
    ledger::BuildingId building;
    ledger::WalletId wallet;  ///< that the meter drew on
    ledger::BatchId batch;
    std::string actor;
    std::string reason;
    std::string detail;
    ledger::Instant recorded_at;
    ledger::Instant occurred_at;
    ledger::Money amount;   ///< of a correction; the balance that a notice tells
    ledger::Energy energy;  ///< of a correction; the total that a doubted reading shows
    ledger::Position of;    ///< what is settled by a correction
    ledger::Day since;      ///< of a correction: the first day that was charged again
    ledger::Day until;
    std::vector<ledger::MeterId> meters;  ///< that hang on the line or gateway

    static constexpr void fields(auto&& visit);
};

/// How far a case has come.
struct CaseCourse {
    std::string state;  ///< "raised", "cleared"; "lost", "restored"; "requested", "sent" …
    std::uint32_t attempts = 0;
    std::optional<ledger::Instant> tried_at;  ///< last
    std::optional<ledger::Instant> ended_at;  ///< nothing: it is not over
    std::string ended_by;
    std::string result;  ///< what was read back, why it failed, what was said for it
};

/// Alarms, contact, commands, doubted readings, notices and corrections, with every step of each,
/// so that any earlier knowledge can be asked.
class Cases : public Projection {
public:
    std::string name() const override { return "cases"; }
    unsigned version() const override { return 2; }
    void fold(Table& table, const ledger::Event& event) const override;
};

/// What was known of cases at some event. One thread; of one piece.
class KnownCases {
public:
    KnownCases(const TableView& view, std::optional<ledger::Position> until);

    const Horizon& horizon() const { return horizon_; }
    const ledger::Zone& zone() const { return zone_; }

    /// Begun on these days, by when they were recorded; both included, oldest first.
    using Each = std::function<void(const Case&, const CaseCourse&)>;
    void each(CaseKind kind, ledger::Day from, ledger::Day to, const Each& each) const;

private:
    const TableView& view_;
    Horizon horizon_;
    ledger::Zone zone_;
};

}  // namespace projections

template <>
struct ledger::EnumNames<projections::CaseKind> {
    static constexpr std::array<std::string_view, 6> names{"alarm",      "contact", "command",
                                                           "quarantine", "notice",  "correction"};
};

namespace projections {

constexpr void Case::fields(auto&& visit) {
    using T = Case;
    using ledger::field;
    visit(field<1>("kind", &T::kind), field<2>("position", &T::position),
          field<3>("ordinal", &T::ordinal), field<4>("what", &T::what), field<5>("via", &T::via),
          field<6>("meter", &T::meter), field<7>("line", &T::line),
          field<8>("gateway", &T::gateway), field<9>("building", &T::building),
          field<10>("wallet", &T::wallet), field<11>("batch", &T::batch),
          field<12>("actor", &T::actor), field<13>("reason", &T::reason),
          field<14>("detail", &T::detail), field<15>("recorded_at", &T::recorded_at),
          field<16>("occurred_at", &T::occurred_at), field<17>("amount", &T::amount),
          field<18>("energy", &T::energy), field<19>("of", &T::of), field<20>("since", &T::since),
          field<21>("until", &T::until), field<22>("meters", &T::meters));
}

}  // namespace projections
