#include <algorithm>

#include <fmt/core.h>

#include "ledger/rules/accounts/check_customer.hpp"
#include "ledger/rules/decisions.hpp"

namespace ledger {
namespace {

// What is sealed has a bounded length: this is far above it.
constexpr std::size_t most_sealed = 1'024;

Objection check_remembered(const State& state, const CustomerId& id) {
    const Customer* customer = find(state.customers, id);
    if (customer == nullptr || customer->forgotten.is_none()) return std::nullopt;
    return Refusal{Rule::customer_must_not_be_forgotten, "customer",
                   fmt::format("customer '{}' was forgotten by event {}: give whoever comes now "
                               "another id",
                               id.text(), customer->forgotten.number)};
}

/// An account of this customer that is open or prepared; empty: there is none.
AccountId account_of(const State& state, const CustomerId& customer) {
    const auto is_his = [&](const auto& each) { return each.second.customer == customer; };
    const auto open = std::find_if(state.accounts.begin(), state.accounts.end(), is_his);
    if (open != state.accounts.end()) return open->first;
    const auto planned = std::find_if(state.prepared.begin(), state.prepared.end(), is_his);
    return planned == state.prepared.end() ? AccountId() : planned->first;
}

}  // namespace

Objection check_customer(const State& state, const CustomerId& customer) {
    return first_of({check_id("customer", customer), check_remembered(state, customer)});
}

Decision decide_one(const State& state, const RegisterCustomer& command, const Occasion& occasion) {
    const CustomerRegistered& wanted = command.fact;
    if (auto no =
            first_of({check_customer(state, wanted.customer),
                      check_range("sealed_name", wanted.sealed_name.size(), 1, most_sealed),
                      check_range("sealed_phone", wanted.sealed_phone.size(), 0, most_sealed)}))
        return refused(*no);
    const Customer* known = find(state.customers, wanted.customer);
    if (known != nullptr && known->registered == wanted) return nothing_changes();
    return one_event(wanted, occasion);
}

Decision decide_one(const State& state, const ForgetCustomer& command, const Occasion& occasion) {
    const Customer* customer = find(state.customers, command.customer);
    if (customer == nullptr)
        return no_such(Rule::customer_must_exist, "customer", command.customer.text());
    if (auto no = check_reason(occasion.reason)) return refused(*no);
    if (!customer->forgotten.is_none()) return nothing_changes();
    const AccountId account = account_of(state, command.customer);
    if (!account.is_empty())
        return refuse(Rule::customer_must_have_no_account, "customer",
                      fmt::format("account '{}' is this customer's: close it, hand it over, or "
                                  "withdraw its preparation first",
                                  account.text()));
    return one_event(CustomerForgotten{command.customer}, occasion);
}

}  // namespace ledger
