#include <algorithm>

#include <fmt/core.h>

#include "ledger/rating/rate.hpp"
#include "ledger/rules/checks.hpp"
#include "ledger/rules/consequences.hpp"
#include "ledger/rules/decisions.hpp"
#include "ledger/rules/judge_reading.hpp"
#include "ledger/rules/meter_terms.hpp"
#include "ledger/values/limits.hpp"

namespace ledger {
namespace {

Objection check_shape(const RecordReading& command) {
    const Registers& registers = command.registers;
    if (auto no = first_of({check_range("registers.step_wh", registers.step_wh, 1, 1'000'000),
                            check_range("registers.ratio", registers.ratio, 1, 99'980'001),
                            check_range("registers.rates", registers.rates.size(), 0, 5),
                            check_text_or_empty("number_seen", command.number_seen)}))
        return no;
    const bool rates_fit =
        std::all_of(registers.rates.begin(), registers.rates.end(),
                    [&](std::uint64_t each) { return energy_of(registers, each).has_value(); });
    if (rates_fit && energy_of(registers, registers.total)) return std::nullopt;
    return Refusal{Rule::value_must_be_in_range, "registers",
                   "a register is beyond 1e12 kWh: the bytes were not read as they are meant"};
}

Decision quarantine(const State& state, const RecordReading& command, const Occasion& occasion,
                    const Doubt& doubt) {
    Consequences drafts(state, occasion,
                        Draft{ReadingQuarantined{command.meter, command.registers, command.seen,
                                                 command.number_seen, command.ct_seen,
                                                 command.pt_seen, doubt.reason, doubt.detail},
                              command.read_at,
                              {}});
    drafts.set_alarm(state.meters.at(command.meter), AlarmKind::quarantine, true,
                     [&] { return fmt::format("{}: {}", to_text(doubt.reason), doubt.detail); });
    return drafts.take();
}

/// The event of a good reading before anything is charged for it.
ReadingRecorded recorded(const RecordReading& command, ReadingUse use, Position previous) {
    return {.meter = command.meter,
            .registers = command.registers,
            .seen = command.seen,
            .use = use,
            .previous = previous,
            .wallet = {},
            .lines = {},
            .carry_after = 0};
}

/// The alarms that follow from what the meter showed besides its energy.
void watch_meter(Consequences& drafts, const RecordReading& command, const Meter& meter) {
    drafts.clear_alarm(meter, AlarmKind::quarantine);
    const std::uint32_t most = meter.thresholds ? meter.thresholds->overload_w : 0;
    if (!command.seen.power_w) return;
    const bool overload = most > 0 && *command.seen.power_w > std::int64_t{most};
    drafts.set_alarm(meter, AlarmKind::overload, overload, [&] {
        return fmt::format("{} W is more than {} W", *command.seen.power_w, most);
    });
}

/// A rounding step of every register is normal; more means that a register is missing or wrong.
void watch_rates(Consequences& drafts, const RecordReading& command, const Meter& meter,
                 const EnergyUse& use) {
    if (use.rates.empty()) return;
    const std::int64_t step = energy_of(command.registers, 1)->count();
    const auto steps = static_cast<std::int64_t>(use.rates.size() + 1);
    const std::int64_t rest = remainder_of(use).count();
    const bool disagree = std::max(rest, -rest) > step * steps;
    drafts.set_alarm(meter, AlarmKind::rates_disagree, disagree, [&] {
        return fmt::format("the total counted {} kWh and the rates {} kWh less", to_text(use.total),
                           to_text(Energy{rest}));
    });
}

Decision unbilled(const State& state, const Meter& meter, const RecordReading& command,
                  const Occasion& occasion) {
    const EnergyUse use = use_between(meter.last_good->registers, command.registers);
    ReadingRecorded fact = recorded(command, ReadingUse::unbilled, meter.last_good->position);
    fact.lines =
        unpriced_lines(use, {meter.last_good->at, command.read_at}, *Zone::find(state.site->zone));
    Consequences drafts(state, occasion, Draft{std::move(fact), command.read_at, {}});
    watch_meter(drafts, command, meter);
    watch_rates(drafts, command, meter, use);
    return drafts.take();
}

Decision charged(const State& state, const Meter& meter, const RecordReading& command,
                 const Occasion& occasion) {
    const EnergyUse use = use_between(meter.last_good->registers, command.registers);
    const Wallet& wallet = state.wallets.at(meter.wallet);
    const Interval interval{meter.last_good->at, command.read_at};
    const auto terms = terms_of(state, meter, interval);
    auto rated =
        rate(use, interval, terms, *Zone::find(state.site->zone), standing_of(state, meter));
    if (!rated)
        return quarantine(state, command, occasion,
                          {QuarantineReason::no_price, rated.error().detail});

    Money balance = wallet.balance;
    for (const ChargeLine& line : rated->lines) balance -= line.amount;
    if (balance < -most_money_at_once || balance > most_money_at_once)
        return quarantine(
            state, command, occasion,
            {QuarantineReason::too_much_energy,
             fmt::format("its charge would leave the wallet with {}", to_text(balance))});
    ReadingRecorded fact = recorded(command, ReadingUse::charged, meter.last_good->position);
    fact.wallet = meter.wallet;
    fact.lines = std::move(rated->lines);
    fact.carry_after = rated->standing.carry;
    fact.tiers_after = rated->standing.tiers;

    Consequences drafts(state, occasion, Draft{std::move(fact), command.read_at, {}});
    watch_meter(drafts, command, meter);
    watch_rates(drafts, command, meter, use);
    for (const Meter* each : meters_of(state, meter.wallet)) {
        const bool is_this = each == &meter;
        drafts.watch_balance(*each, balance, each->thresholds ? &*each->thresholds : nullptr);
        drafts.watch_power(*each, balance,
                           is_this ? command.seen.relay_closed : each->relay_closed);
    }
    return drafts.take();
}

/// The same moment again, or an older one than what was charged already.
Decision not_after_last(const State& state, const RecordReading& command, const Occasion& occasion,
                        const LastReading& last) {
    if (command.read_at == last.at && command.registers == last.registers) return nothing_changes();
    if (const auto doubt = judge_late(command.registers, last))
        return quarantine(state, command, occasion, *doubt);
    return only({recorded(command, ReadingUse::late, last.position), command.read_at, {}});
}

}  // namespace

Decision decide_one(const State& state, const RecordReading& command, const Occasion& occasion) {
    const Meter* meter = find(state.meters, command.meter);
    if (meter == nullptr) return no_such(Rule::meter_must_exist, "meter", command.meter.text());
    if (auto no = first_of({check_shape(command), check_instant("read_at", command.read_at)}))
        return refused(*no);
    if (command.read_at > occasion.now)
        return refuse(Rule::reading_must_not_be_in_the_future, "read_at",
                      fmt::format("{} is later than now, {}: set the clock of the reader",
                                  to_text(command.read_at), to_text(occasion.now)));

    if (const auto doubt = judge_identity(command, meter->registered))
        return quarantine(state, command, occasion, *doubt);
    if (!meter->last_good) {
        Consequences drafts(state, occasion,
                            Draft{recorded(command, ReadingUse::opening, {}), command.read_at, {}});
        watch_meter(drafts, command, *meter);
        return drafts.take();
    }
    const LastReading& last = *meter->last_good;
    if (command.read_at <= last.at) return not_after_last(state, command, occasion, last);
    if (const auto doubt =
            judge_registers(command, *meter, state.site->plausibility_margin_percent))
        return quarantine(state, command, occasion, *doubt);

    return meter->account.is_empty() ? unbilled(state, *meter, command, occasion)
                                     : charged(state, *meter, command, occasion);
}

}  // namespace ledger
