#include "tests/property/refusal_case.hpp"

namespace property {
namespace {

RegisterCustomer named(const char* customer) {
    return {{CustomerId(customer), "sealed name", "sealed phone"}};
}

PrepareAccount prepared(const char* customer) {
    PrepareAccount plan{};
    plan.fact.account = AccountId("P1");
    plan.fact.customer = CustomerId(customer);
    plan.fact.meters = {meter_name(unopened)};
    return plan;
}

Refusal open_for_a_forgotten_one(World& world) {
    world.ask(named("C7"));
    world.ask(ForgetCustomer{CustomerId("C7")});
    return ask(world, OpenAccount{AccountId("A2"), CustomerId("C7"), {meter_name(unopened)}});
}

Refusal forget_who_has_an_account(World& world) {
    world.ask(named("C1"));
    return ask(world, ForgetCustomer{CustomerId("C1")});
}

Refusal bring_in_twice(World& world) {
    world.ask(BringInBalance{wallet_name(0), {cents(5), "old", "1"}});
    return ask(world, BringInBalance{wallet_name(0), {cents(5), "old", "1"}});
}

}  // namespace

std::vector<Case> people_cases() {
    return {{Rule::customer_must_exist, "customer",
             [](World& world) { return ask(world, ForgetCustomer{CustomerId("C7")}); }},
            {Rule::customer_must_not_be_forgotten, "customer", open_for_a_forgotten_one},
            {Rule::customer_must_have_no_account, "customer", forget_who_has_an_account},
            {Rule::account_must_be_prepared, "account",
             [](World& world) {
                 world.ask(prepared("C2"));
                 world.ask(WithdrawPreparation{AccountId("P1")});
                 return ask(world, OpenPrepared{AccountId("P1")});
             }},
            {Rule::opening_balance_must_be_new, "wallet", bring_in_twice},
            {Rule::wallet_must_be_idle, "wallet", [](World& world) {
                 return ask(world, SettleWallet{wallet_name(0), MethodId("cash")});
             }}};
}

}  // namespace property
