#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/property/generators.hpp"
#include "tests/property/world.hpp"

// What the field shows besides energy, held against a naive memory of what was shown last.

namespace property {
namespace {

using namespace ledger;

struct Shown {
    bool reversed = false;
    bool clock_off = false;
};

class Memory {
public:
    void see(const State& before, const Payload& payload) {
        if (const auto* fact = std::get_if<ReadingRecorded>(&payload)) return see(before, *fact);
        if (const auto* fact = std::get_if<MeterReplaced>(&payload)) shown_.erase(fact->meter);
        if (const auto* fact = std::get_if<MeterRetired>(&payload)) shown_.erase(fact->meter);
    }

    Shown of(const MeterId& meter) const {
        const auto found = shown_.find(meter);
        return found == shown_.end() ? Shown{} : found->second;
    }

private:
    void see(const State& before, const ReadingRecorded& fact) {
        if (fact.use == ReadingUse::late || fact.use == ReadingUse::corrects) return;
        Shown& shown = shown_[fact.meter];
        const std::int64_t hundredth = before.meters.at(fact.meter).registered.rated_power_w / 100;
        if (fact.seen.power_w && *fact.seen.power_w > hundredth) shown.reversed = false;
        if (fact.seen.power_w && *fact.seen.power_w < -hundredth) shown.reversed = true;
        if (!fact.seen.clock_offset_s) return;
        const std::int64_t off = std::max(*fact.seen.clock_offset_s, -*fact.seen.clock_offset_s);
        if (off > 300) shown.clock_off = true;
        if (off <= 240) shown.clock_off = false;
    }

    std::map<MeterId, Shown> shown_;
};

/// Nothing far beyond what a clock can show, which a stranger may write all the same.
bool is_plain(const Turn& turn) {
    const auto* reading = std::get_if<RecordReading>(&turn.command);
    return reading == nullptr || reading->seen.clock_offset_s != INT64_MIN;
}

RC_GTEST_PROP(FieldAlarms, FollowWhatAGoodReadingShowedLast, (const Story& story)) {
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    Memory memory;
    for (const Turn& turn : world.turns()) {
        RC_PRE(is_plain(turn));
        if (!turn.outcome) continue;
        // What a person accepts later tells nothing of now.
        if (std::holds_alternative<ResolveQuarantine>(turn.command)) continue;
        for (const Event& event : *turn.outcome) memory.see(turn.after, event.payload);
        for (const auto& [id, meter] : turn.after.meters) {
            const Shown shown = memory.of(id);
            RC_ASSERT(meter.alarms.contains(AlarmKind::power_reversed) == shown.reversed);
            RC_ASSERT(meter.alarms.contains(AlarmKind::clock_off) == shown.clock_off);
        }
    }
}

RC_GTEST_PROP(RetiredMeters, HaveNoAccountNothingOnItsWayAndNoUnit, (const Story& story)) {
    const World world = told(story);
    for (const Turn& turn : world.turns()) {
        std::set<std::pair<LineId, std::uint32_t>> units;
        for (const auto& [id, meter] : turn.after.meters) {
            const auto place = std::pair(meter.registered.line, meter.registered.unit);
            if (meter.retired.is_none()) {
                RC_ASSERT(units.insert(place).second);
                continue;
            }
            RC_ASSERT(meter.account.is_empty());
            RC_ASSERT(meter.pending.empty());
        }
    }
}

RC_GTEST_PROP(Contact, OfAPartIsLostByEachOfItsMetersInOneEvent, (const Story& story)) {
    const World world = told(story);
    for (const Turn& turn : world.turns()) {
        if (!turn.outcome || turn.outcome->empty()) continue;
        const Event& event = turn.outcome->front();
        const auto* fact = std::get_if<ContactLost>(&event.payload);
        if (fact == nullptr || fact->meters.empty()) continue;
        RC_ASSERT(turn.outcome->size() == 1U);
        RC_ASSERT((fact->meter.is_empty() && fact->meters.size() >= 2));
        for (const MeterId& meter : fact->meters)
            RC_ASSERT(turn.after.meters.at(meter).contact_lost == event.envelope.position);
    }
}

}  // namespace
}  // namespace property
