#include "projections/energy_by_day.hpp"

#include <algorithm>

#include "ledger/events/wire.hpp"
#include "ledger/journal/big_endian.hpp"

// "d" | meter | 0 | day u32 | band u8 -> Sum

namespace projections {
namespace {

using ledger::Bytes;
using ledger::BytesView;

/// Energy and money of one meter, day and band.
struct Sum {
    ledger::Energy energy;
    ledger::Money amount;

    static constexpr void fields(auto&& visit) {
        visit(ledger::field<1>("energy", &Sum::energy), ledger::field<2>("amount", &Sum::amount));
    }
};

Bytes meter_prefix(const ledger::MeterId& meter) { return "d" + meter.text() + '\0'; }

Bytes day_key(const ledger::MeterId& meter, ledger::Day day) {
    Bytes key = meter_prefix(meter);
    // No reading is older than 1970: what is asked from before then begins there.
    ledger::put_big_endian(static_cast<std::uint32_t>(std::max<std::int64_t>(day.number, 0)), key);
    return key;
}

Sum sum_in(BytesView bytes) {
    const auto sum = ledger::wire::decode<Sum>(bytes);
    ledger::ensure(sum.has_value(), "a projection reads what it wrote");
    return *sum;
}

void add(Table& table, const ledger::MeterId& meter, const ledger::ChargeLine& line) {
    Bytes key = day_key(meter, line.day);
    key.push_back(static_cast<char>(line.band));
    const auto known = table.get(key);
    Sum sum = known ? sum_in(*known) : Sum{};
    if (line.tier == 0) sum.energy += line.energy;
    sum.amount += line.amount;
    table.put(std::move(key), ledger::wire::encode(sum));
}

template <class Fact>
constexpr bool counts_no_energy =
    ledger::is_about_operators<Fact> ||
    ledger::is_one_of<
        Fact, ledger::SiteConfigured, ledger::BuildingRegistered, ledger::GatewayRegistered,
        ledger::LineRegistered, ledger::MeterRegistered, ledger::TariffPublished,
        ledger::TariffAssigned, ledger::ThresholdsSet, ledger::CustomerRegistered,
        ledger::CalendarPublished, ledger::AccountOpened, ledger::MeterAttached,
        ledger::MeterDetached, ledger::AccountClosed, ledger::AccountTransferred,
        ledger::CreditTransferred, ledger::BalanceAdjusted, ledger::AdjustmentProposed,
        ledger::AdjustmentDeclined, ledger::CreditSold, ledger::CreditRefunded,
        ledger::TransactionReversed, ledger::ReadingQuarantined, ledger::QuarantineResolved,
        ledger::MeterReset, ledger::TransformerRatioChanged, ledger::MeterReplaced,
        ledger::CommandRequested, ledger::CommandSent, ledger::CommandConfirmed,
        ledger::CommandFailed, ledger::CommandExpired, ledger::CommandCancelled,
        ledger::AlarmRaised, ledger::AlarmCleared, ledger::ContactLost, ledger::ContactRestored,
        ledger::CreditLimitsSet, ledger::FeePublished, ledger::FeeAssigned, ledger::FeeCharged,
        ledger::ShiftOpened, ledger::ShiftClosed, ledger::PeriodClosed, ledger::CustomerForgotten,
        ledger::AccountPrepared, ledger::PreparationWithdrawn, ledger::OpeningBalanceBroughtIn,
        ledger::WalletSettled, ledger::ReadingCorrected, ledger::BatchRequested,
        ledger::BatchRowRefused, ledger::BatchCancelled, ledger::PurchasesResolved,
        ledger::NoticeQueued, ledger::NoticeDelivered, ledger::NoticeFailed, ledger::MeterRetired>;

template <class Fact>
    requires counts_no_energy<Fact>
void count(Table&, const Fact&) {}

template <class Fact>
    requires(!counts_no_energy<Fact>)
void count(Table& table, const Fact& fact) {
    for (const ledger::ChargeLine& line : fact.lines) add(table, fact.meter, line);
}

}  // namespace

void EnergyByDay::fold(Table& table, const ledger::Event& event) const {
    std::visit([&](const auto& fact) { count(table, fact); }, event.payload);
}

std::vector<DayEnergy> EnergyByDay::of(const ledger::MeterId& meter, ledger::Day from,
                                       ledger::Day to) const {
    std::vector<DayEnergy> days;
    const Bytes prefix = meter_prefix(meter);
    live()->ascend(prefix, day_key(meter, from), [&](BytesView key, BytesView value) {
        BytesView rest = key.substr(prefix.size());
        const ledger::Day day{ledger::take_big_endian<std::uint32_t>(rest)};
        if (day > to) return false;
        const Sum sum = sum_in(value);
        days.push_back({day, static_cast<ledger::Band>(rest[0]), sum.energy, sum.amount});
        return true;
    });
    return days;
}

}  // namespace projections
