#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <vector>

#include "projections/projection.hpp"

namespace projections {

/// The one colour of a meter, by precedence: the first that holds.
enum class MeterState : std::uint8_t {
    not_opened,    ///< 未开户 grey
    lost_contact,  ///< 失联 violet
    arrears,       ///< 欠费 red
    alarm2,        ///< 报警2 orange
    alarm1,        ///< 报警1 yellow
    open           ///< 开户 green
};

/// What the wall shows of one meter.
struct MeterRow {
    ledger::MeterRegistered registered;
    ledger::AccountId account;
    ledger::WalletId wallet;
    std::optional<ledger::ThresholdsSet> thresholds;
    ledger::Money balance;
    ledger::Position contact_lost;
    ledger::Instant contact_lost_at;
    std::optional<bool> relay_closed;
    ledger::CommandKind supply{};  ///< the last confirmed trip, keep, restore
    std::map<ledger::AlarmKind, ledger::Position> alarms;
    std::map<ledger::Position, ledger::CommandKind> pending;
    ledger::Position last_reading;  ///< or what said later at what the meter stands
    ledger::Instant last_read_at;
    ledger::Registers registers{};  ///< at which it stands
    ledger::Energy total;           ///< of them
    std::optional<std::int64_t> power_w;
    std::optional<ledger::Money> remaining_on_meter;
    std::optional<std::uint64_t> purchase_count_on_meter;
    bool retired{};    ///< not on the wall
    bool line_lost{};  ///< filled by the query, not stored

    MeterState state() const;

    static constexpr void fields(auto&& visit);
};

/// How many meters are in each state, in the order of MeterState.
using MeterCounts = std::array<std::size_t, 6>;

/// Which meters, and from where on.
struct MeterFilter {
    std::optional<MeterState> state;
    ledger::LineId line;          ///< empty: any
    ledger::BuildingId building;  ///< empty: any
    std::string after;            ///< meters behind this one
    std::size_t limit = 100;
};

/// The state of every meter: the wall.
class MeterStates : public Projection {
public:
    std::string name() const override { return "meter_states"; }
    unsigned version() const override { return 4; }
    void fold(Table& table, const ledger::Event& event) const override;

    std::optional<MeterRow> of(const ledger::MeterId& meter) const;
    Page<MeterRow> list(const MeterFilter& filter) const;

    MeterCounts counts() const;
};

constexpr void MeterRow::fields(auto&& visit) {
    using T = MeterRow;
    using ledger::field;
    visit(field<1>("registered", &T::registered), field<2>("account", &T::account),
          field<3>("wallet", &T::wallet), field<4>("thresholds", &T::thresholds),
          field<5>("balance", &T::balance), field<6>("contact_lost", &T::contact_lost),
          field<7>("contact_lost_at", &T::contact_lost_at),
          field<8>("relay_closed", &T::relay_closed), field<9>("supply", &T::supply),
          field<10>("alarms", &T::alarms), field<11>("pending", &T::pending),
          field<12>("last_reading", &T::last_reading), field<13>("last_read_at", &T::last_read_at),
          field<14>("total", &T::total), field<15>("power_w", &T::power_w),
          field<16>("remaining_on_meter", &T::remaining_on_meter),
          field<17>("purchase_count_on_meter", &T::purchase_count_on_meter),
          field<18>("retired", &T::retired), field<19>("registers", &T::registers));
}

}  // namespace projections

template <>
struct ledger::EnumNames<projections::MeterState> {
    static constexpr std::array<std::string_view, 6> names{"not_opened", "lost_contact", "arrears",
                                                           "alarm2",     "alarm1",       "open"};
};
