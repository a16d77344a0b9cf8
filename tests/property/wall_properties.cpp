#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/rules/catalogue/meter_terms.hpp"
#include "projections/meter_states.hpp"
#include "tests/property/generators.hpp"
#include "tests/property/world.hpp"
#include "tests/unit/projections/shown.hpp"

// What the wall shows is what the book goes on from.

namespace property {
namespace {

using namespace ledger;

RC_GTEST_PROP(Wall, ShowsAtWhatEachMeterStandsAndSinceWhen, (const Story& story)) {
    const World world = told(story);
    RC_LOG() << protocol_of(world);
    const story::Shown<projections::MeterStates> wall(world.history().events());
    for (const auto& [id, meter] : world.state().meters) {
        const auto row = wall->of(id);
        RC_ASSERT(row.has_value() == meter.retired.is_none());
        if (!row || !meter.last_good) continue;
        RC_ASSERT(row->last_reading == meter.last_good->position);
        RC_ASSERT(row->last_read_at == meter.last_good->at);
        RC_ASSERT(row->registers == meter.last_good->registers);
        RC_ASSERT(row->total == energy_of(row->registers, row->registers.total));
    }
}

}  // namespace
}  // namespace property
