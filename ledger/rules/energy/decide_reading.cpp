#include <algorithm>

#include <fmt/core.h>

#include "ledger/events/bounds.hpp"
#include "ledger/rules/catalogue/meter_terms.hpp"
#include "ledger/rules/checks.hpp"
#include "ledger/rules/consequences.hpp"
#include "ledger/rules/correction/changed_past.hpp"
#include "ledger/rules/decisions.hpp"
#include "ledger/rules/energy/charge.hpp"
#include "ledger/rules/energy/check_registers.hpp"
#include "ledger/rules/energy/judge_reading.hpp"
#include "ledger/rules/energy/watch_meter.hpp"
#include "ledger/values/limits.hpp"

namespace ledger {
namespace {

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

/// What cannot be in any reading of this meter.
Objection check_shown(const RecordReading& reading) {
    if (auto no = check_registers("registers", reading.registers)) return no;
    if (reading.seen.remaining) {
        const std::int64_t shown = reading.seen.remaining->count();
        const auto size =
            shown < 0 ? ~static_cast<std::uint64_t>(shown) + 1 : static_cast<std::uint64_t>(shown);
        if (auto no = check_range("remaining", size, 0, most_of_a_quantity)) return no;
    }
    return check_text_or_empty("number_seen", reading.number_seen);
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

/// A reading after the last good one.
Decision charged(const State& state, const Meter& meter, const RecordReading& command,
                 const Occasion& occasion) {
    const auto use = plausible_use(command, meter, state.site->plausibility_margin_percent);
    if (!use) return quarantine(state, command, occasion, use.error());
    auto charge = charge_for(state, meter, *use, command.read_at);
    if (!charge) return quarantine(state, command, occasion, charge.error());
    const Money balance = charge->balance;
    const bool is_paid = !charge->wallet.is_empty();
    ReadingRecorded fact = recorded(command, is_paid ? ReadingUse::charged : ReadingUse::unbilled,
                                    meter.last_good->position);
    book(std::move(*charge), fact);

    Consequences drafts(state, occasion, std::move(fact), command.read_at);
    watch_meter(drafts, state, command, meter);
    watch_rates(drafts, command, meter, *use);
    if (is_paid) drafts.watch_charged(meter, balance, command.seen.relay_closed);
    return drafts.take();
}

/// What was charged since an older reading is corrected by it, as far as the book looks back.
ReadingUse late_use(const State& state, const Meter& meter, Instant read_at, Instant now) {
    const bool within = !meter.account.is_empty() && read_at > meter.attached.at &&
                        read_at < meter.last_good->at && read_at >= look_back_limit(state, now);
    return within ? ReadingUse::corrects : ReadingUse::late;
}

/// Somebody was charged for the time of this reading, and the book will not correct it.
bool is_out_of_reach(const Meter& meter, Instant read_at) {
    const bool is_of_account = !meter.account.is_empty() && read_at > meter.attached.at;
    return read_at < meter.last_good->at && (is_of_account || read_at < meter.left_at);
}

/// Read by what was there before a replacement, a rollover, a reset or other transformers: what
/// stands now says nothing of it, and its place among the readings of its time is found where it
/// is charged again (chain.hpp).
bool is_before_a_passage(const Meter& meter, Instant read_at) {
    return !meter.earlier.empty() && read_at < meter.earlier.back().until;
}

/// Could this have been read then, by what stands now?
std::optional<Doubt> judge_past(const RecordReading& command, const Meter& meter) {
    const LastReading& last = *meter.last_good;
    if (is_before_a_passage(meter, command.read_at)) return std::nullopt;
    if (auto doubt = judge_late(command.registers, last)) return doubt;
    if (command.read_at < last.at) return std::nullopt;
    return Doubt{QuarantineReason::contradicts_later_reading,
                 fmt::format("total {} counts, and {} counts were read at the same moment, or a "
                             "rate register differs",
                             command.registers.total, last.registers.total)};
}

/// The same moment again, or an older one than what was charged already.
Decision not_after_last(const State& state, const RecordReading& command, const Occasion& occasion,
                        const Meter& meter) {
    const LastReading& last = *meter.last_good;
    if (command.read_at == last.at && command.registers == last.registers) return nothing_changes();
    if (const auto doubt = judge_past(command, meter))
        return quarantine(state, command, occasion, *doubt);
    const ReadingUse use = late_use(state, meter, command.read_at, occasion.now);
    Consequences drafts(state, occasion,
                        Draft{recorded(command, use, last.position), command.read_at, {}});
    if (use == ReadingUse::late && is_out_of_reach(meter, command.read_at))
        drafts.tell_out_of_reach(
            meter, fmt::format("a reading of {} came too late to correct what was charged since",
                               to_text(command.read_at)));
    return drafts.take();
}

}  // namespace

Decision decide_one(const State& state, const RecordReading& command, const Occasion& occasion) {
    const Meter* meter = find(state.meters, command.meter);
    if (meter == nullptr) return no_such(Rule::meter_must_exist, "meter", command.meter.text());
    if (auto no = check_shown(command)) return refused(*no);
    if (auto no = check_instant("read_at", command.read_at)) return refused(*no);
    if (command.read_at > occasion.now)
        return refuse(Rule::reading_must_not_be_in_the_future, "read_at",
                      fmt::format("{} is later than now, {}: set the clock of the reader",
                                  to_text(command.read_at), to_text(occasion.now)));

    if (const auto doubt = judge_identity(command, *meter))
        return quarantine(state, command, occasion, *doubt);
    if (!meter->last_good) {
        Consequences drafts(state, occasion,
                            Draft{recorded(command, ReadingUse::opening, {}), command.read_at, {}});
        watch_meter(drafts, state, command, *meter);
        return drafts.take();
    }
    if (command.read_at <= meter->last_good->at)
        return not_after_last(state, command, occasion, *meter);
    return charged(state, *meter, command, occasion);
}

/// A moment that cannot be has no place among the others: then it stands where the book took it.
Decision decide_one(const State& state, const QuarantineReading& command,
                    const Occasion& occasion) {
    RecordReading reading = command.reading;
    if (!state.meters.contains(reading.meter))
        return no_such(Rule::meter_must_exist, "meter", reading.meter.text());
    if (auto no = first_of({check_shown(reading), check_text("detail", command.detail)}))
        return refused(*no);
    if (check_instant("read_at", reading.read_at) || reading.read_at > occasion.now)
        reading.read_at = occasion.now;
    return quarantine(state, reading, occasion, {command.reason, command.detail});
}

}  // namespace ledger
