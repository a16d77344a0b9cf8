#include "ledger/notes/key_rotation.hpp"
#include "tests/property/refusal_case.hpp"

namespace property {
namespace {

OperatorAdded person(const char* name, const char* role) {
    return {OperatorId(name), false, "", {RoleId(role)}, {}, {}};
}

OperatorAdded machine(const char* name) {
    return {OperatorId(name), true, "", {RoleId("read_only")}, {}, {}};
}

/// The first one, and a machine.
void begin(World& world) {
    world.ask(AddOperator{person("chen", "administrator")});
    world.ask(AddOperator{machine("erp")});
}

NoteSigner signing_key(char n) {
    return {"meterbook/0", PrivateKey::of_seed(Bytes(PrivateKey::seed_size, n))};
}

RotateSigningKey rotation(char from, char to) {
    const KeyRotation made = hand_over(signing_key(from), signing_key(to).key());
    return RotateSigningKey{{made.from, made.to, made.signature}};
}

}  // namespace

std::vector<Case> operator_cases() {
    return {{Rule::role_must_exist, "roles",
             [](World& world) { return ask(world, AddOperator{person("chen", "captain")}); }},
            {Rule::operator_must_exist, "operator",
             [](World& world) {
                 return ask(world, ChangeOperator{{OperatorId("nobody"), "", {}, {}, {}, false}});
             }},
            {Rule::operator_must_be_new, "operator",
             [](World& world) {
                 begin(world);
                 return ask(world, AddOperator{person("chen", "cashier")});
             }},
            {Rule::operator_must_be_enabled, "operator",
             [](World& world) {
                 begin(world);
                 world.ask(
                     ChangeOperator{{OperatorId("erp"), "", {RoleId("read_only")}, {}, {}, true}});
                 return ask(world, IssueKey{{OperatorId("erp"), ApiKeyId("K1")}});
             }},
            {Rule::operator_must_be_of_that_kind, "operator",
             [](World& world) {
                 begin(world);
                 return ask(world, ReportSignIn{{OperatorId("erp"), ""}});
             }},
            {Rule::administrator_must_remain, "operator",
             [](World& world) { return ask(world, AddOperator{person("chen", "cashier")}); }},
            {Rule::administrator_must_hold_every_right, "role",
             [](World& world) {
                 return ask(world, DefineRole{{RoleId("administrator"), {Right::catalogue_read}}});
             }},
            {Rule::key_must_be_new, "key",
             [](World& world) {
                 begin(world);
                 world.ask(IssueKey{{OperatorId("erp"), ApiKeyId("K1")}});
                 return ask(world, IssueKey{{OperatorId("erp"), ApiKeyId("K1")}});
             }},
            {Rule::key_must_exist, "key",
             [](World& world) {
                 begin(world);
                 return ask(world, RevokeKey{{OperatorId("erp"), ApiKeyId("K1")}});
             }},
            {Rule::signing_key_must_be_the_newest, "from",
             [](World& world) {
                 world.ask(rotation(1, 2));
                 return ask(world, rotation(1, 3));
             }},
            {Rule::signing_key_must_be_handed_over, "signature", [](World& world) {
                 RotateSigningKey forged = rotation(1, 2);
                 forged.fact.to = signing_key(3).key().text();
                 return ask(world, forged);
             }}};
}

}  // namespace property
