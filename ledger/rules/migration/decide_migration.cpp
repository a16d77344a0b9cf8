#include <algorithm>

#include <fmt/core.h>

#include "ledger/rules/catalogue/in_use.hpp"
#include "ledger/rules/catalogue/meter_terms.hpp"
#include "ledger/rules/consequences.hpp"
#include "ledger/rules/control/purchases.hpp"
#include "ledger/rules/decisions.hpp"
#include "ledger/rules/energy/charge.hpp"
#include "ledger/rules/energy/check_registers.hpp"
#include "ledger/rules/energy/doubtful.hpp"
#include "ledger/values/limits.hpp"

// What happens to a meter in its life: it is replaced, rolls over, is reset, gets other
// transformers. Each is told by a person, with a reason, and never guessed.

namespace ledger {
namespace {

Objection check_estimate(const std::optional<Energy>& estimated) {
    if (!estimated || (!estimated->is_negative() && *estimated <= most_energy_at_once))
        return std::nullopt;
    return Refusal{Rule::value_must_be_in_range, "estimated",
                   fmt::format("estimated is {} kWh: give 0 to {}", to_text(*estimated),
                               to_text(most_energy_at_once))};
}

Objection check_ratio(std::uint32_t ct, std::uint32_t pt) {
    return first_of(
        {check_range("ct", ct, 1, highest_ratio), check_range("pt", pt, 1, highest_ratio)});
}

Refused<Refusal> do_not_fit(std::string field, const std::string& detail) {
    return refuse(Rule::registers_must_fit, std::move(field), "it does not fit: " + detail);
}

/// The events of energy that only a person knows of; none where there is none.
Decision estimate(const State& state, const Meter& meter, Energy energy, Instant until) {
    if (energy.is_zero()) return nothing_changes();
    auto charge = charge_estimate(state, meter, energy, until);
    if (!charge) return do_not_fit("estimated", charge.error().detail);
    EnergyEstimated fact{
        meter.registered.meter, energy, meter.last_good->at, meter.last_good->position, {}, {}, 0};
    book(std::move(*charge), fact);
    return only({std::move(fact), until, {}});
}

/// What it shows now was counted too, most likely: a person knows, and says so.
Refusal not_estimated(const DoubtfulReading& doubtful) {
    const auto shown = energy_of(doubtful.registers, doubtful.registers.total);
    return {Rule::final_reading_or_estimate_must_be_given, "estimated",
            fmt::format("what it counted since its last good reading is not known, and it shows "
                        "{} kWh now: give what it counted until now with what it shows, or 0 "
                        "where that is true",
                        to_text(shown.value_or(Energy{})))};
}

Money balance_after(const State& state, const Meter& meter, const std::vector<Draft>& drafts) {
    Money balance = meter.wallet.is_empty() ? Money{} : state.wallets.at(meter.wallet).balance;
    const auto subtract = [&](const auto& fact) {
        if constexpr (requires { fact.lines; }) {
            for (const ChargeLine& line : fact.lines) balance -= line.amount;
        }
    };
    for (const Draft& draft : drafts) std::visit(subtract, draft.payload);
    return balance;
}

/// Alarms that are over now, and those that follow from what was charged.
Decision with_consequences(const State& state, const Occasion& occasion, const Meter& meter,
                           std::vector<Draft> drafts) {
    const Money balance = balance_after(state, meter, drafts);
    const bool is_new_device = std::holds_alternative<MeterReplaced>(drafts.back().payload);
    Consequences all(state, occasion, std::move(drafts));
    all.clear_alarm(meter, AlarmKind::quarantine);
    if (is_new_device) {  // which has a clock and transformers of its own
        all.clear_alarm(meter, AlarmKind::clock_off);
        all.clear_alarm(meter, AlarmKind::power_reversed);
    }
    if (!meter.wallet.is_empty()) all.watch_charged(meter, balance, meter.relay_closed);
    return all.take();
}

// --- replacement -----------------------------------------------------------------------------

Objection check_unit(const State& state, const Meter& meter, std::uint32_t unit) {
    if (auto no = check_range("unit", unit, 1, most_units_on_a_line)) return no;
    for (const auto& [id, other] : state.meters) {
        if (&other != &meter && other.retired.is_none() &&
            other.registered.line == meter.registered.line && other.registered.unit == unit)
            return Refusal{Rule::unit_must_be_free_on_its_line, "unit",
                           fmt::format("unit {} of line '{}' is meter '{}': give another", unit,
                                       meter.registered.line.text(), id.text())};
    }
    return std::nullopt;
}

Objection check_device(const State& state, const Meter& meter, const ReplaceMeter& command) {
    const std::uint64_t ratio = std::uint64_t{command.ct} * command.pt;
    if (auto no = first_of(
            {check_text_or_empty("number", command.number), check_id("profile", command.profile),
             check_unit(state, meter, command.unit), check_ratio(command.ct, command.pt),
             check_range("rated_power_w", command.rated_power_w, 1, highest_rated_power_w),
             check_registers("opening", command.opening)}))
        return no;
    if (command.opening.ratio != 1 && command.opening.ratio != ratio)
        return Refusal{
            Rule::registers_must_fit, "opening.ratio",
            fmt::format("the registers are multiplied by {}, and CT × PT is {}: give that, "
                        "or 1 where they count on the primary side",
                        command.opening.ratio, ratio)};
    return std::nullopt;
}

Objection check_moment(const Meter& meter, const ReplaceMeter& command, Instant now) {
    const bool is_after = !meter.last_good || command.replaced_at >= meter.last_good->at;
    if (is_after && command.replaced_at <= now && command.replaced_at >= earliest_instant)
        return std::nullopt;
    return Refusal{Rule::replacement_must_follow_the_last_reading, "replaced_at",
                   fmt::format("{} is not between the last good reading, {}, and now: give when it "
                               "was done",
                               to_text(command.replaced_at),
                               meter.last_good ? to_text(meter.last_good->at) : "none")};
}

/// What the old device counted since it was last charged: read at its end, or estimated.
Decision last_charge(const State& state, const Meter& meter, const ReplaceMeter& command) {
    if (!meter.last_good) return nothing_changes();
    if (command.final.has_value() == command.estimated.has_value())
        return refuse(Rule::final_reading_or_estimate_must_be_given, "final",
                      "what the old device counted to its end is not known: give its final "
                      "registers, or an estimate where it could not be read, and not both");
    if (command.estimated) return estimate(state, meter, *command.estimated, command.replaced_at);
    if (*command.final == meter.last_good->registers) return nothing_changes();
    if (auto no = check_registers("final", *command.final)) return refused(*no);
    const RecordReading reading{command.meter, command.replaced_at, *command.final, {}, "", 0, 0};
    const auto use = plausible_use(reading, meter, state.site->plausibility_margin_percent);
    if (!use) return do_not_fit("final", use.error().detail);
    auto charge = charge_for(state, meter, *use, command.replaced_at);
    if (!charge) return do_not_fit("final", charge.error().detail);
    const bool is_paid = !charge->wallet.is_empty();
    ReadingRecorded fact{command.meter,
                         *command.final,
                         {},
                         is_paid ? ReadingUse::charged : ReadingUse::unbilled,
                         meter.last_good->position,
                         {},
                         {},
                         0};
    book(std::move(*charge), fact);
    return only({std::move(fact), command.replaced_at, {}});
}

}  // namespace

Decision decide_one(const State& state, const ReplaceMeter& command, const Occasion& occasion) {
    const Meter* meter = find(state.meters, command.meter);
    if (meter == nullptr) return no_such(Rule::meter_must_exist, "meter", command.meter.text());
    if (auto no = first_of({check_in_use("meter", *meter), check_reason(occasion.reason),
                            check_device(state, *meter, command),
                            check_moment(*meter, command, occasion.now),
                            check_no_push(state, *meter), check_estimate(command.estimated)}))
        return refused(*no);
    Decision drafts = last_charge(state, *meter, command);
    if (!drafts) return drafts;
    const Registers final =
        command.final ? *command.final
                      : (meter->last_good ? meter->last_good->registers : Registers{0, {}, 1, 1});
    drafts->push_back({MeterReplaced{command.meter, meter->registered.number, final, command.number,
                                     command.profile, command.unit, command.ct, command.pt,
                                     command.rated_power_w, command.has_relay, command.opening},
                       command.replaced_at,
                       {}});
    return with_consequences(state, occasion, *meter, std::move(*drafts));
}

// --- registers -------------------------------------------------------------------------------

Decision decide_one(const State& state, const RollOver& command, const Occasion& occasion) {
    const Meter* meter = meter_in_doubt(state, command.reading);
    if (meter == nullptr) return not_in_quarantine(command.reading);
    const DoubtfulReading& doubtful = *meter->doubtful;
    constexpr std::uint64_t highest_modulus = 1'000'000'000'000'000;
    if (auto no = first_of({check_reason(occasion.reason),
                            check_range("modulus", command.modulus, 1'000, highest_modulus)}))
        return refused(*no);
    if (doubtful.reason != QuarantineReason::registers_went_back ||
        doubtful.at <= meter->last_good->at)
        return refuse(Rule::quarantine_must_allow_it, "reading",
                      "its registers did not go back: accept, correct or reject it");
    const auto use = use_across(meter->last_good->registers, doubtful.registers, command.modulus);
    if (!use) return do_not_fit("modulus", "a register stands at or above it");
    const RecordReading reading{
        meter->registered.meter, doubtful.at, doubtful.registers, {}, "", 0, 0};
    if (const auto doubt =
            judge_energy(*use, reading, *meter, state.site->plausibility_margin_percent))
        return do_not_fit("modulus", doubt->detail);
    auto charge = charge_for(state, *meter, *use, doubtful.at);
    if (!charge) return do_not_fit("reading", charge.error().detail);
    RegisterRolledOver fact{meter->registered.meter,
                            command.modulus,
                            doubtful.registers,
                            meter->last_good->position,
                            {},
                            {},
                            0};
    book(std::move(*charge), fact);
    return with_consequences(state, occasion, *meter,
                             only({std::move(fact), doubtful.at, command.reading}));
}

Decision decide_one(const State& state, const ResetMeter& command, const Occasion& occasion) {
    const Meter* meter = meter_in_doubt(state, command.reading);
    if (meter == nullptr) return not_in_quarantine(command.reading);
    if (auto no = first_of({check_reason(occasion.reason), check_estimate(command.estimated)}))
        return refused(*no);
    const DoubtfulReading& doubtful = *meter->doubtful;
    const bool can_be_reset = doubtful.reason == QuarantineReason::registers_went_back ||
                              doubtful.reason == QuarantineReason::registers_changed_shape;
    if (!can_be_reset || !meter->last_good || doubtful.at <= meter->last_good->at)
        return refuse(Rule::quarantine_must_allow_it, "reading",
                      "its registers were not set back: accept, correct or reject it");
    if (!command.estimated) return refused(not_estimated(doubtful));
    Decision drafts = estimate(state, *meter, *command.estimated, doubtful.at);
    if (!drafts) return drafts;
    drafts->push_back(
        {MeterReset{meter->registered.meter, meter->last_good->registers, doubtful.registers},
         doubtful.at, command.reading});
    return with_consequences(state, occasion, *meter, std::move(*drafts));
}

Decision decide_one(const State& state, const ChangeRatio& command, const Occasion& occasion) {
    const Meter* meter = find(state.meters, command.meter);
    if (meter == nullptr) return no_such(Rule::meter_must_exist, "meter", command.meter.text());
    if (auto no = first_of({check_reason(occasion.reason), check_ratio(command.ct, command.pt)}))
        return refused(*no);
    if (!meter->last_good)
        return refuse(Rule::meter_must_have_been_read, "meter",
                      "it was never read: register it with the ratio that it has");
    if (auto no = check_fresh(*meter, occasion.now)) return refused(*no);
    if (command.ct == meter->registered.ct && command.pt == meter->registered.pt)
        return nothing_changes();
    Registers registers = meter->last_good->registers;
    registers.ratio = command.secondary_side ? command.ct * command.pt : 1;
    if (auto no = check_registers("registers", registers)) return refused(*no);
    return with_consequences(
        state, occasion, *meter,
        only({TransformerRatioChanged{command.meter, command.ct, command.pt, std::move(registers)},
              meter->last_good->at,
              {}}));
}

}  // namespace ledger
