#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "tests/property/generators.hpp"
#include "tests/property/rating_oracle.hpp"
#include "tests/property/world.hpp"

// Rule 4: another device, a register that begins anew, other transformers. What was counted until
// then is charged once; money, carry, tiers and the count of sales stay where they were.

namespace property {
namespace {

using namespace ledger;

/// One migration, as the book took it.
struct Migration {
    const Meter& before;
    const Meter& after;
    const Turn& turn;
    Registers begins;  ///< the next reading is compared with these
    std::int64_t
        counted_wh;  ///< by the old registers since they were charged last, or as estimated
};

std::int64_t watt_hours(const Registers& from, std::uint64_t to) {
    return static_cast<std::int64_t>((to - from.total) * from.step_wh * from.ratio);
}

std::int64_t counted(const ReplaceMeter& command, const MeterReplaced&, const Meter& before) {
    if (!before.last_good) return 0;
    if (command.estimated) return command.estimated->count();
    return watt_hours(before.last_good->registers, command.final->total);
}

std::int64_t counted(const RollOver&, const RegisterRolledOver& fact, const Meter& before) {
    const Registers& last = before.last_good->registers;
    const bool went_over = fact.registers.total < last.total;
    return watt_hours(last, fact.registers.total + (went_over ? fact.modulus : 0));
}

std::int64_t counted(const ResetMeter& command, const MeterReset&, const Meter&) {
    return command.estimated->count();
}

std::int64_t counted(const ChangeRatio&, const TransformerRatioChanged&, const Meter&) { return 0; }

Registers begin_of(const MeterReplaced& fact) { return fact.opening; }
Registers begin_of(const RegisterRolledOver& fact) { return fact.registers; }
Registers begin_of(const MeterReset& fact) { return fact.after; }
Registers begin_of(const TransformerRatioChanged& fact) { return fact.registers; }

template <class Wish, class Fact>
void look_for(const Turn& turn, auto&& look) {
    const auto* wish = std::get_if<Wish>(&turn.command);
    if (wish == nullptr || !turn.outcome) return;
    for (const Event& event : *turn.outcome) {
        const auto* fact = std::get_if<Fact>(&event.payload);
        if (fact == nullptr) continue;
        const Meter& before = turn.before.meters.at(fact->meter);
        look(Migration{before, turn.after.meters.at(fact->meter), turn, begin_of(*fact),
                       counted(*wish, *fact, before)});
    }
}

void each_migration(const World& world, auto&& look) {
    for (const Turn& turn : world.turns()) {
        look_for<ReplaceMeter, MeterReplaced>(turn, look);
        look_for<RollOver, RegisterRolledOver>(turn, look);
        look_for<ResetMeter, MeterReset>(turn, look);
        look_for<ChangeRatio, TransformerRatioChanged>(turn, look);
    }
}

std::vector<ChargeLine> lines_in(const Turn& turn) {
    std::vector<ChargeLine> all;
    const auto add = [&](const auto& fact) {
        if constexpr (requires { fact.lines; })
            all.insert(all.end(), fact.lines.begin(), fact.lines.end());
    };
    for (const Event& event : *turn.outcome) std::visit(add, event.payload);
    return all;
}

RC_GTEST_PROP(Rule4, AMigrationChargesWhatTheOldRegistersCountedAndNothingElse,
              (const Story& story)) {
    const World world = told(story);
    each_migration(world, [](const Migration& migration) {
        const Energy charged = energy_in(lines_in(migration.turn));
        RC_ASSERT(charged.count() == migration.counted_wh);
        RC_ASSERT(migration.after.last_good->registers == migration.begins);
    });
}

RC_GTEST_PROP(Rule4, AMigrationLeavesTheMoneyWhereItWas, (const Story& story)) {
    const World world = told(story);
    each_migration(world, [](const Migration& migration) {
        RC_ASSERT(migration.after.wallet == migration.before.wallet);
        RC_ASSERT(migration.after.account == migration.before.account);
        Exact cost = 0;
        for (const ChargeLine& line : lines_in(migration.turn))
            cost += Exact{line.energy.count()} * line.price.count();
        for (const auto& [id, before] : migration.turn.before.wallets) {
            const Wallet& after = migration.turn.after.wallets.at(id);
            const Posted due = posted(id == migration.before.wallet ? cost : 0, before.carry);
            RC_ASSERT(before.balance - after.balance == due.amount);
            RC_ASSERT(after.carry == due.carry);
            RC_ASSERT(after.recharge_count == before.recharge_count);
        }
    });
}

RC_GTEST_PROP(Rule4, AMigrationGoesOnInTheTierWhereItStands, (const Story& story)) {
    const World world = told(story);
    each_migration(world, [](const Migration& migration) {
        const TierCount& before = migration.before.tiers;
        const TierCount& after = migration.after.tiers;
        if (migration.counted_wh == 0) RC_ASSERT(after == before);
        if (after.cycle != before.cycle) return;
        const Energy used = after.used - before.used;
        RC_ASSERT((used.count() >= 0 && used.count() <= migration.counted_wh));
    });
}

}  // namespace
}  // namespace property
