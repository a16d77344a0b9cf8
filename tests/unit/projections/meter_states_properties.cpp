#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "projections/meter_states.hpp"
#include "tests/unit/projections/shown.hpp"
#include "tests/unit/projections/story.hpp"

namespace projections {
namespace {

using story::Shown;
using story::Step;

RC_GTEST_PROP(MeterStates, AgreeWithWhatTheBookKnows, (const std::vector<Step>& steps)) {
    const auto told = story::told(steps);
    const Shown<MeterStates> wall(told.events(), 5);
    for (const auto& [id, meter] : told.state().meters) {
        const MeterRow row = wall->of(id).value();
        RC_ASSERT((row.registered == meter.registered));
        RC_ASSERT((row.account == meter.account));
        RC_ASSERT((row.alarms == meter.alarms));
        RC_ASSERT((row.contact_lost == meter.contact_lost));
        RC_ASSERT((row.relay_closed == meter.relay_closed));
        RC_ASSERT((row.supply == meter.supply));
        RC_ASSERT((row.last_reading == meter.last_good->position));
        RC_ASSERT((row.registers == meter.last_good->registers));
        const bool is_line_lost =
            !told.state().lines.at(meter.registered.line).contact_lost.is_none();
        RC_ASSERT(row.line_lost == is_line_lost);
        if (meter.account.is_empty()) continue;
        RC_ASSERT((row.balance == told.state().wallets.at(meter.wallet).balance));
    }
}

RC_GTEST_PROP(MeterStates, HaveEachCommandUnderWayOnItsMeter, (const std::vector<Step>& steps)) {
    const auto told = story::told(steps);
    const Shown<MeterStates> wall(told.events());
    std::size_t shown = 0;
    for (const auto& [id, meter] : told.state().meters) shown += wall->of(id)->pending.size();
    RC_ASSERT((shown == told.state().commands.size()));
    for (const auto& [position, command] : told.state().commands)
        RC_ASSERT((wall->of(command.meter)->pending.at(position) == command.kind));
}

RC_GTEST_PROP(MeterStates, AreCountedAndPagedWithoutLossOrDouble,
              (const std::vector<Step>& steps, std::uint8_t width)) {
    const auto told = story::told(steps);
    const Shown<MeterStates> wall(told.events());
    const auto rows = story::all_pages(*wall.operator->(), MeterFilter{}, width % 4 + 1U);
    MeterCounts counted{};
    RC_ASSERT(rows.size() == told.state().meters.size());
    auto expected = told.state().meters.begin();
    for (const MeterRow& row : rows) {
        RC_ASSERT((row.registered.meter == (expected++)->first));
        ++counted.at(static_cast<std::size_t>(row.state()));
    }
    RC_ASSERT((counted == wall->counts()));
}

}  // namespace
}  // namespace projections
