#include <fmt/core.h>

#include "ledger/rules/accounts/attachments.hpp"
#include "ledger/rules/accounts/check_customer.hpp"
#include "ledger/rules/accounts/check_opening.hpp"
#include "ledger/rules/decisions.hpp"
#include "ledger/rules/migration/check_old_balance.hpp"

namespace ledger {
namespace {

Objection check_known(const State& state, const std::vector<MeterId>& meters) {
    for (const MeterId& id : meters) {
        if (!state.meters.contains(id))
            return no_such(Rule::meter_must_exist, "meters", id.text()).error;
    }
    return std::nullopt;
}

Objection check_terms(const State& state, const SupplyTerms& terms, const Occasion& occasion) {
    if (!terms.tariff.is_empty() && !state.tariffs.contains(terms.tariff))
        return no_such(Rule::tariff_must_exist, "terms.tariff", terms.tariff.text()).error;
    if (terms.thresholds) {
        const Decision set = decide_one(state, thresholds_of(terms), occasion);
        if (!set) return set.error();
    }
    return terms.old_balance ? check_old_balance(*terms.old_balance) : std::nullopt;
}

}  // namespace

Objection check_new_account(const State& state, const AccountId& account) {
    if (!state.accounts.contains(account) && !state.closed_accounts.contains(account))
        return std::nullopt;
    return Refusal{Rule::account_must_be_new, "account",
                   fmt::format("account '{}' is open, or was: give another name", account.text())};
}

Refused<Refusal> not_prepared(const AccountId& account) {
    return refuse(
        Rule::account_must_be_prepared, "account",
        fmt::format("account '{}' is not prepared: it is open already, withdrawn, or was "
                    "never entered",
                    AccountId::is_well_formed(account.text()) ? account.text() : "(unnamed)"));
}

SetThresholds thresholds_of(const SupplyTerms& terms) {
    SetThresholds wanted{};
    wanted.fact.meter = terms.meter;
    wanted.fact.alarm1 = terms.thresholds->alarm1;
    wanted.fact.alarm2 = terms.thresholds->alarm2;
    wanted.fact.overload_w = terms.thresholds->overload_w;
    return wanted;
}

Decision decide_one(const State& state, const PrepareAccount& command, const Occasion& occasion) {
    const AccountPrepared& plan = command.fact;
    if (auto no = first_of({check_id("account", plan.account), check_customer(state, plan.customer),
                            check_new_account(state, plan.account), check_list(plan.meters),
                            check_known(state, plan.meters),
                            check_named("terms", plan.terms, plan.meters)}))
        return refused(*no);
    const std::size_t most = plan.terms.empty() ? most_meters_of_an_account : most_meters_on_terms;
    if (auto no = check_range("meters", plan.meters.size(), 1, most)) return refused(*no);
    for (const SupplyTerms& each : plan.terms) {
        if (auto no = check_terms(state, each, occasion)) return refused(*no);
    }
    const AccountPrepared* known = find(state.prepared, plan.account);
    if (known != nullptr && *known == plan) return nothing_changes();
    return one_event(plan, occasion);
}

Decision decide_one(const State& state, const WithdrawPreparation& command,
                    const Occasion& occasion) {
    if (!state.prepared.contains(command.account)) return not_prepared(command.account);
    if (auto no = check_reason(occasion.reason)) return refused(*no);
    return one_event(PreparationWithdrawn{command.account}, occasion);
}

}  // namespace ledger
