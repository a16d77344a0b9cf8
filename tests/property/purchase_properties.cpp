#include <algorithm>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/rules/control/pending.hpp"
#include "tests/property/generators.hpp"
#include "tests/property/world.hpp"

// A meter that deducts by itself gets every sale once, whatever is lost on the way, and whoever
// buys at it behind the book's back.

namespace property {
namespace {

using namespace ledger;

/// The same story where meter 0 deducts by itself.
World told_with_its_own_credit(Story story) {
    story.scene.deducts = true;
    story.scene.slip.reset();
    return told(story);
}

/// Says of a meter what nobody saw.
bool makes_up_what_meters_say(const Step& step) {
    const auto* asked = std::get_if<Ask>(&step);
    return asked != nullptr && (std::holds_alternative<ReportPurchases>(asked->command) ||
                                std::holds_alternative<ReportSent>(asked->command) ||
                                std::holds_alternative<ReportConfirmed>(asked->command));
}

bool was_meddled_with(const Story& story) {
    return std::ranges::any_of(story.steps, [](const Step& step) {
        const auto* meddle = std::get_if<Meddle>(&step);
        const bool swaps = std::holds_alternative<Swap>(step);
        return swaps || (meddle != nullptr && !meddle->resolves) || makes_up_what_meters_say(step);
    });
}

RC_GTEST_PROP(Purchases, AreCreditedAtMostOnceAndAsTheyWereSold, (const Story& story)) {
    RC_PRE(std::ranges::none_of(story.steps, makes_up_what_meters_say));
    const World world = told_with_its_own_credit(story);
    RC_LOG() << protocol_of(world);
    std::set<Position> seen;
    for (const Purchase& each : world.credited()) {
        RC_ASSERT(seen.insert(each.sale).second);
        RC_ASSERT(each.amount == world.state().sales.at(each.sale).amount);
    }
    for (const Event& event : world.history().events()) {
        const auto* done = std::get_if<CommandConfirmed>(&event.payload);
        if (done == nullptr || done->kind != CommandKind::credit_push) continue;
        const Event& request = world.history().events()[done->command.number - 1];
        const auto& asked = std::get<CommandRequested>(request.payload);
        RC_ASSERT(seen.contains(asked.cargo->purchase->sale));
    }
}

/// The first sale that is on its way, by its number among all commands; nothing is left: none.
std::optional<std::uint32_t> first_push(const World& world) {
    std::uint32_t index = 0;
    for (const auto& [position, command] : world.state().commands) {
        if (purchase_of(command) != nullptr) return index;
        ++index;
    }
    return std::nullopt;
}

RC_GTEST_PROP(Purchases, AllReachTheMeterInTheEnd, (const Story& story)) {
    RC_PRE(std::ranges::none_of(story.steps, makes_up_what_meters_say));
    World world = told_with_its_own_credit(story);
    for (int i = 0; i < 1'000; ++i) {
        const auto push = first_push(world);
        if (!push) break;
        world.take(Meddle{true});
        world.take(Dispatch{*push, Progress::sent});
    }
    RC_LOG() << protocol_of(world);
    RC_ASSERT(!first_push(world));
    std::set<Position> pushed;
    for (const Event& event : world.history().events()) {
        const auto* asked = std::get_if<CommandRequested>(&event.payload);
        if (asked != nullptr && asked->kind == CommandKind::credit_push)
            pushed.insert(asked->cargo->purchase->sale);
    }
    std::set<Position> credited;
    for (const Purchase& each : world.credited()) credited.insert(each.sale);
    RC_ASSERT(credited == pushed);
}

RC_GTEST_PROP(Purchases, AgreeWhereNobodyMeddles, (const Story& story)) {
    RC_PRE(!was_meddled_with(story));
    const World world = told_with_its_own_credit(story);
    RC_LOG() << protocol_of(world);
    for (const Event& event : world.history().events()) {
        const auto* alarm = std::get_if<AlarmRaised>(&event.payload);
        const auto* meter = alarm == nullptr ? nullptr : &alarm->meter;
        if (meter == nullptr || *meter != meter_name(0)) continue;
        RC_ASSERT(alarm->kind != AlarmKind::purchases_disagree);
    }
}

RC_GTEST_PROP(Purchases, AreNeitherGivenUpNorSoldWhileTheyDisagree, (const Story& story)) {
    const World world = told_with_its_own_credit(story);
    RC_LOG() << protocol_of(world);
    for (const Turn& turn : world.turns()) {
        if (!turn.outcome) continue;
        const Meter* before = find(turn.before.meters, meter_name(0));
        const bool disagree =
            before != nullptr && before->alarms.contains(AlarmKind::purchases_disagree);
        for (const Event& event : *turn.outcome) {
            const auto* sale = std::get_if<CreditSold>(&event.payload);
            if (sale != nullptr && disagree) RC_ASSERT(sale->wallet != before->wallet);
            const auto* failed = std::get_if<CommandFailed>(&event.payload);
            if (failed != nullptr) RC_ASSERT(failed->kind != CommandKind::credit_push);
        }
    }
}

}  // namespace
}  // namespace property
