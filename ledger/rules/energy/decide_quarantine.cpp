#include <algorithm>

#include <fmt/core.h>

#include "ledger/rules/consequences.hpp"
#include "ledger/rules/decisions.hpp"
#include "ledger/rules/energy/charge.hpp"
#include "ledger/rules/energy/check_registers.hpp"
#include "ledger/rules/energy/doubtful.hpp"

namespace ledger {
namespace {

/// The registers may be true all the same.
bool may_be_accepted(QuarantineReason reason) {
    return reason == QuarantineReason::too_much_energy || reason == QuarantineReason::no_price ||
           reason == QuarantineReason::wrong_gateway || reason == QuarantineReason::wrong_clock;
}

/// The reading as it shall be charged. What it saw of the relay stands where it was quarantined: a
/// command may have moved the relay since.
RecordReading as_reading(const Meter& meter, const Registers& registers) {
    const DoubtfulReading& doubtful = *meter.doubtful;
    Observation seen = doubtful.seen;
    if (meter.relay_closed) seen.relay_closed.reset();
    return {meter.registered.meter, doubtful.at, registers, seen, "", 0, 0};
}

Objection check_resolution(const ResolveQuarantine& command, const Meter& meter) {
    const QuarantineReason reason = meter.doubtful->reason;
    if (command.registers.has_value() != (command.resolution == Resolution::corrected))
        return Refusal{Rule::registers_must_fit, "registers",
                       "a correction needs registers, and nothing else takes any: key them in to "
                       "correct a reading"};
    if (command.resolution == Resolution::accepted && !may_be_accepted(reason))
        return Refusal{
            Rule::quarantine_must_allow_it, "resolution",
            fmt::format("a reading that is in quarantine for {} cannot be true as it is: "
                        "correct or reject it, or report what happened to the meter",
                        to_text(reason))};
    return std::nullopt;
}

/// What the meter counted until this reading, by what the person says was true.
Result<EnergyUse, Doubt> use_until(const State& state, const RecordReading& reading,
                                   const Meter& meter, Resolution resolution) {
    if (resolution == Resolution::corrected)
        return plausible_use(reading, meter, state.site->plausibility_margin_percent);
    const Registers& last = meter.last_good->registers;
    if (auto doubt = judge_late(last, {{}, reading.read_at, reading.registers}))
        return refused(std::move(*doubt));
    return use_between(last, reading.registers);
}

/// The decision, and the charge of what the person says was true.
Decision charge_it(const State& state, const Meter& meter, const ResolveQuarantine& command,
                   const Occasion& occasion) {
    const RecordReading reading =
        as_reading(meter, command.registers ? *command.registers : meter.doubtful->registers);
    if (!meter.last_good || reading.read_at <= meter.last_good->at)
        return refuse(Rule::quarantine_must_allow_it, "reading",
                      "a later reading was charged already, and this energy with it: reject this "
                      "one");
    if (auto no = check_registers("registers", reading.registers)) return refused(*no);
    const auto use = use_until(state, reading, meter, command.resolution);
    if (!use)
        return refuse(Rule::registers_must_fit, "registers",
                      "they do not fit: " + use.error().detail);
    auto charge = charge_for(state, meter, *use, reading.read_at);
    if (!charge)
        return refuse(Rule::registers_must_fit, "reading",
                      "it cannot be charged: " + charge.error().detail);
    const Money balance = charge->balance;
    const bool is_paid = !charge->wallet.is_empty();
    ReadingRecorded fact{reading.meter,
                         reading.registers,
                         reading.seen,
                         is_paid ? ReadingUse::charged : ReadingUse::unbilled,
                         meter.last_good->position,
                         {},
                         {},
                         0};
    book(std::move(*charge), fact);
    std::vector<Draft> drafts{
        {QuarantineResolved{command.reading, reading.meter, command.resolution}, occasion.now,
         command.reading}};
    drafts.push_back({std::move(fact), reading.read_at, state.last.next()});
    Consequences all(state, occasion, std::move(drafts));
    all.clear_alarm(meter, AlarmKind::quarantine);
    if (is_paid) all.watch_charged(meter, balance, meter.relay_closed);
    return all.take();
}

}  // namespace

const Meter* meter_in_doubt(const State& state, Position reading) {
    const auto found =
        std::find_if(state.meters.begin(), state.meters.end(), [&](const auto& each) {
            return each.second.doubtful && each.second.doubtful->position == reading;
        });
    return found == state.meters.end() ? nullptr : &found->second;
}

Refused<Refusal> not_in_quarantine(Position reading) {
    return refuse(Rule::quarantine_must_be_open, "reading",
                  fmt::format("event {} is not the newest reading of a meter in quarantine: see "
                              "which one is",
                              reading.number));
}

Decision decide_one(const State& state, const ResolveQuarantine& command,
                    const Occasion& occasion) {
    const Meter* meter = meter_in_doubt(state, command.reading);
    if (meter == nullptr) return not_in_quarantine(command.reading);
    if (auto no = first_of({check_reason(occasion.reason), check_resolution(command, *meter)}))
        return refused(*no);
    if (command.resolution != Resolution::rejected)
        return charge_it(state, *meter, command, occasion);
    Consequences drafts(
        state, occasion,
        Draft{QuarantineResolved{command.reading, meter->registered.meter, command.resolution},
              occasion.now, command.reading});
    drafts.clear_alarm(*meter, AlarmKind::quarantine);
    return drafts.take();
}

}  // namespace ledger
