#include <algorithm>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "ledger/rules/apply.hpp"
#include "ledger/rules/laws.hpp"
#include "ledger/rules/office/operators.hpp"
#include "tests/property/arbitrary.hpp"
#include "tests/property/generators.hpp"
#include "tests/property/world.hpp"

// Who may ask: what holds after every history.

namespace property {
namespace {

using namespace ledger;

/// A story of operators alone, so that many of them are taken.
World staffed(const std::vector<Step>& steps) {
    World world({Cutoff::manual, 0, 0});
    for (const Step& step : steps) world.take(step);
    return world;
}

rc::Gen<std::vector<Step>> staff_steps() {
    return rc::gen::container<std::vector<Step>>(operator_step());
}

RC_GTEST_PROP(Operators, SomebodyCanAlwaysLetOthersIn, ()) {
    const World world = staffed(*staff_steps());
    const auto& operators = world.state().office.operators;
    RC_ASSERT((operators.empty() || std::ranges::any_of(operators, [](const auto& each) {
                   return is_administrator(each.second);
               })));
}

/// What every role allows, told by the events alone.
std::map<RoleId, RightSet> told_roles(const World& world) {
    std::map<RoleId, RightSet> roles;
    for (const Event& event : world.history().events()) {
        const auto* role = std::get_if<RoleDefined>(&event.payload);
        if (role == nullptr) continue;
        roles[role->role].reset();
        for (const Right each : role->rights) roles[role->role].set(index_of(each));
    }
    return roles;
}

/// What somebody may do, told by the events alone.
RightSet told_rights(const World& world, const OperatorId& who) {
    std::vector<RoleId> held;
    bool disabled = false;
    for (const Event& event : world.history().events()) {
        if (const auto* added = std::get_if<OperatorAdded>(&event.payload)) {
            if (added->who == who) held = added->roles;
        }
        if (const auto* changed = std::get_if<OperatorChanged>(&event.payload)) {
            if (changed->who != who) continue;
            held = changed->roles;
            disabled = changed->disabled;
        }
    }
    RightSet rights;
    if (disabled) return rights;
    const auto roles = told_roles(world);
    for (const RoleId& each : held) rights |= roles.at(each);
    return rights;
}

RC_GTEST_PROP(Operators, MayDoWhatTheirRolesHoldAndNothingElse, ()) {
    const World world = staffed(*staff_steps());
    for (const auto& [who, known] : world.state().office.operators)
        RC_ASSERT(rights_of(world.state(), known) == told_rights(world, who));
}

RC_GTEST_PROP(Operators, AKeyHoldsForOneMachineFromItsIssueToItsRevocation, ()) {
    const World world = staffed(*staff_steps());
    std::map<ApiKeyId, OperatorId> holders;
    for (const Event& event : world.history().events()) {
        if (const auto* issued = std::get_if<KeyIssued>(&event.payload)) {
            RC_ASSERT(!holders.contains(issued->key));
            holders[issued->key] = issued->who;
        }
        if (const auto* revoked = std::get_if<KeyRevoked>(&event.payload))
            RC_ASSERT(holders.erase(revoked->key) == 1U);
    }
    std::map<ApiKeyId, OperatorId> kept;
    for (const auto& [who, known] : world.state().office.operators) {
        RC_ASSERT((known.is_machine || known.keys.empty()));
        for (const auto& [key, issued] : known.keys) kept[key] = who;
    }
    RC_ASSERT(kept == holders);
}

TEST(Operators, MayBeTheFirstThingOfABook) {
    History history;
    const Occasion occasion{{1'790'812'800'000'000}, ""};
    const AddOperator first{{OperatorId("chen"), false, "", {administrators()}, {}, {}}};
    ASSERT_TRUE(history.play(first, occasion));
    EXPECT_EQ(history.state().office.roles.size(), 7U);
    EXPECT_TRUE(history.state().office.operators.contains(OperatorId("chen")));
    const auto refused = history.play(RegisterBuilding{{BuildingId("B1"), "Tower"}}, occasion);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().rule, Rule::site_must_be_configured);
    ASSERT_TRUE(history.play(
        ConfigureSite{
            {"Test", "Asia/Shanghai", "CNY", {MethodId("cash")}, 120, 1800, 3, Cutoff::manual}},
        occasion));
    State state;
    for (const Event& event : history.events()) {
        EXPECT_EQ(find_breach(state, event, {}), std::nullopt);
        apply(state, event);
    }
}

TEST(Operators, TheStandardRolesAreSevenAndTheFirstHoldsEverything) {
    const auto roles = standard_roles();
    ASSERT_EQ(roles.size(), 7U);
    EXPECT_EQ(roles.front().role, administrators());
    EXPECT_EQ(roles.front().rights.size(), every_right().count());
    for (const RoleDefined& each : roles)
        EXPECT_TRUE(std::ranges::is_sorted(each.rights)) << each.role.text();
}

}  // namespace
}  // namespace property
