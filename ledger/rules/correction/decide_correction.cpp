#include <algorithm>

#include <fmt/core.h>

#include "ledger/rules/consequences.hpp"
#include "ledger/rules/correction/chain.hpp"
#include "ledger/rules/correction/changed_past.hpp"
#include "ledger/rules/correction/correction.hpp"
#include "ledger/rules/decisions.hpp"
#include "ledger/rules/energy/check_registers.hpp"
#include "ledger/rules/energy/judge_reading.hpp"

namespace ledger {
namespace {

Refusal not_whole(std::string_view field) {
    return {Rule::past_must_be_whole, std::string(field),
            "the past that was brought begins too late, or the meter has newer events: bring more "
            "of it, and ask again"};
}

/// The newest event that was brought is the meter's newest.
bool reaches_to_now(const State& state, const Past& past) {
    if (!past || past->empty()) return false;
    const Envelope& newest = past->back().envelope;
    const auto known = state.versions.find(newest.subject);
    return known != state.versions.end() && known->second == newest.subject_version;
}

// --- a reading -------------------------------------------------------------------------------

Refusal not_correctable(Position reading, std::string_view why) {
    return {Rule::reading_must_be_correctable, "reading",
            fmt::format("event {} {}: name a good reading of the meter, or settle it by adjustment",
                        reading.number, why)};
}

const Event* event_in(const Past& past, Position position) {
    if (!past) return nullptr;
    const auto found = std::find_if(past->begin(), past->end(), [&](const Event& each) {
        return each.envelope.position == position;
    });
    return found == past->end() ? nullptr : &*found;
}

/// It may be older than what was brought.
bool may_be_before(Position reading, const Past& past) {
    return past && !past->empty() && past->front().envelope.subject_version > 1 &&
           reading < past->front().envelope.position;
}

/// Where a reading stands in the chain. What the meter was attached at is its first point.
std::optional<std::size_t> place_of(const Chain& chain, const Meter& meter, const Event& reading) {
    for (std::size_t i = 0; i < chain.points.size(); ++i) {
        if (chain.points[i].event == reading.envelope.position) return i;
    }
    const bool is_baseline = chain.is_whole && !meter.account.is_empty() &&
                             reading.envelope.position == meter.attached.baseline;
    return is_baseline ? std::optional<std::size_t>(0) : std::nullopt;
}

/// What speaks against the energy between two points.
std::optional<Doubt> doubt_between(const Meter& meter, const Point& before, const Point& point,
                                   std::uint32_t margin_percent) {
    Meter then = meter;
    then.last_good = {before.event, before.at, before.registers};
    const RecordReading reading{meter.registered.meter, point.at, point.registers, {}, "", 0, 0};
    if (point.passage == Passage::counted) {
        const auto counted = plausible_use(reading, then, margin_percent);
        return counted ? std::nullopt : std::optional(counted.error());
    }
    const auto use = use_of(before, point);
    if (!use)
        return Doubt{QuarantineReason::registers_went_back, "a register is above its highest"};
    return judge_energy(*use, reading, then, margin_percent);
}

/// Could the meter have gone from one point to the next?
std::optional<std::string> misfit(const Meter& meter, const Point& before, const Point& point,
                                  std::uint32_t margin_percent) {
    const bool is_read = point.passage == Passage::counted || point.passage == Passage::rolled_over;
    if (!is_read) return std::nullopt;
    if (before.at == point.at && before.registers != point.registers)
        return "another reading of the same moment says otherwise";
    const auto doubt = doubt_between(meter, before, point, margin_percent);
    return doubt ? std::optional(doubt->detail) : std::nullopt;
}

/// Between the points around it, as far as they stand at what it changes.
Objection check_fit(const State& state, const Meter& meter, const std::vector<Point>& points,
                    std::size_t place) {
    for (std::size_t i = std::max<std::size_t>(place, 1); i < points.size(); ++i) {
        if (const auto no =
                misfit(meter, points[i - 1], points[i], state.site->plausibility_margin_percent))
            return Refusal{Rule::registers_must_fit, "registers", "they do not fit: " + *no};
        const bool ends_here = i > place && (points[i].passage == Passage::counted ||
                                             points[i].passage == Passage::rolled_over ||
                                             points[i].passage == Passage::set_anew);
        if (ends_here) break;
    }
    return std::nullopt;
}

Objection check_reach(const State& state, const Meter& meter, const Point& point, Instant now) {
    if (point.at <= meter.left_at)
        return not_correctable(point.event, "was charged to an account that the meter has left");
    const bool is_charged = !meter.account.is_empty() && meter.last_good->at > meter.attached.at;
    if (!is_charged) return std::nullopt;
    return check_look_back(state, meter, {point.at, false}, "reading", now);
}

// --- charges ---------------------------------------------------------------------------------

/// It stays due, and a person is told why.
Decision wait(const Meter& meter, const Due& due, const Occasion& occasion,
              const std::string& detail) {
    if (meter.alarms.contains(AlarmKind::correction_waits)) return nothing_changes();
    return only({AlarmRaised{AlarmKind::correction_waits, meter.registered.meter, detail},
                 occasion.now, due.cause});
}

/// Late readings that cannot be true, and were not told of at the last correction.
std::vector<Position> newly_left_out(const Meter& meter, const std::vector<Position>& left_out,
                                     const Past& past) {
    const auto corrected = std::find_if(past->rbegin(), past->rend(), [](const Event& each) {
        return std::holds_alternative<ChargeCorrected>(each.payload);
    });
    const std::span<const Event> until(past->begin(), corrected.base());
    const std::vector<Position> told = chain_of(meter, until).left_out;
    std::vector<Position> fresh;
    std::copy_if(left_out.begin(), left_out.end(), std::back_inserter(fresh),
                 [&](Position each) { return std::ranges::count(told, each) == 0; });
    return fresh;
}

std::string out_of_reach(const Meter& meter, const Due& due, const std::vector<Position>& left) {
    if (!left.empty())
        return fmt::format("late reading {} contradicts those around it, and is left out",
                           left.front().number);
    return fmt::format("event {} changes what was charged to an account that the meter left at {}",
                       due.cause.number, to_text(meter.left_at));
}

Decision corrected(const State& state, const Meter& meter, const Due& due,
                   const Occasion& occasion) {
    const MeterId& id = meter.registered.meter;
    Correction correction{{id, {}, due.cause, {}, {}, {}, 0, {}}, {}, {}};
    std::vector<Position> left_out;
    if (due.from) {
        if (!reaches_to_now(state, occasion.past)) return refused(not_whole("meter"));
        auto again = correction_of(state, meter, due, *occasion.past);
        if (!again && again.error().is_past_too_short) return refused(not_whole("meter"));
        if (!again) return wait(meter, due, occasion, again.error().detail);
        correction = std::move(*again);
        left_out = newly_left_out(meter, correction.left_out, occasion.past);
    }
    const bool is_paid = !correction.fact.wallet.is_empty();
    Consequences drafts(state, occasion,
                        Draft{std::move(correction.fact), occasion.now, due.cause});
    drafts.clear_alarm(meter, AlarmKind::correction_waits);
    if (due.before || !left_out.empty())
        drafts.tell_out_of_reach(meter, out_of_reach(meter, due, left_out));
    if (is_paid) drafts.watch_charged(meter, correction.balance, meter.relay_closed);
    return drafts.take();
}

}  // namespace

Decision decide_one(const State& state, const CorrectReading& command, const Occasion& occasion) {
    if (auto no = check_reason(occasion.reason)) return refused(*no);
    const Event* reading = event_in(occasion.past, command.reading);
    const auto* fact =
        reading == nullptr ? nullptr : std::get_if<ReadingRecorded>(&reading->payload);
    if (reading == nullptr && may_be_before(command.reading, occasion.past))
        return refused(not_whole("reading"));
    if (fact == nullptr) return refused(not_correctable(command.reading, "is no good reading"));
    if (!reaches_to_now(state, occasion.past)) return refused(not_whole("reading"));

    const Meter& meter = state.meters.at(fact->meter);
    Chain chain = chain_of(meter, *occasion.past);
    const auto place = place_of(chain, meter, *reading);
    if (!chain.is_whole && place.value_or(0) == 0) return refused(not_whole("reading"));
    if (!place) return refused(not_correctable(command.reading, "charges nothing of its account"));
    const Point point = chain.points[*place];
    if (auto no = first_of({check_registers("registers", command.registers),
                            check_reach(state, meter, point, occasion.now)}))
        return refused(*no);
    if (command.registers == point.registers) return nothing_changes();
    if (!have_same_shape(command.registers, point.registers))
        return refuse(Rule::registers_must_fit, "registers",
                      "the meter has other registers: give as many, of the same step and ratio");
    put_registers(chain.points, *place, command.registers);
    if (auto no = check_fit(state, meter, chain.points, *place)) return refused(*no);
    return only({ReadingCorrected{command.reading, fact->meter, point.registers, command.registers,
                                  chain.points.back().registers},
                 point.at, command.reading});
}

Decision decide_one(const State& state, const CorrectCharges& command, const Occasion& occasion) {
    const Meter* meter = find(state.meters, command.meter);
    if (meter == nullptr) return no_such(Rule::meter_must_exist, "meter", command.meter.text());
    const Due* due = find(state.due, command.meter);
    if (due == nullptr) return nothing_changes();
    return corrected(state, *meter, *due, occasion);
}

Decision decide_one(const State& state, const SettleOutOfReach& command, const Occasion& occasion) {
    const Meter* meter = find(state.meters, command.meter);
    if (meter == nullptr) return no_such(Rule::meter_must_exist, "meter", command.meter.text());
    if (auto no = check_reason(occasion.reason)) return refused(*no);
    const auto raised = meter->alarms.find(AlarmKind::correction_out_of_reach);
    if (raised == meter->alarms.end()) return nothing_changes();
    return only(
        {AlarmCleared{raised->second, raised->first, command.meter}, occasion.now, raised->second});
}

}  // namespace ledger
