#include "ledger/rules/office/operators.hpp"

#include <algorithm>

namespace ledger {
namespace {

using enum Right;

std::vector<Right> list_of(const RightSet& set) {
    std::vector<Right> rights;
    for (std::size_t i = 0; i < set.size(); ++i) {
        if (set.test(i)) rights.push_back(static_cast<Right>(i));
    }
    return rights;
}

RoleDefined role(const char* name, std::vector<Right> rights) {
    std::ranges::sort(rights);
    return {RoleId(name), std::move(rights)};
}

/// Sells and keeps a till; pays nothing out by themselves.
RoleDefined cashier() {
    return role("cashier", {catalogue_read, customer_read, money_read, money_sell, shift_work,
                            customer_edit, account_edit, adjustment_propose});
}

/// Everything that moves money, prices, and the closing of periods.
RoleDefined finance_manager() {
    return role(
        "finance_manager",
        {catalogue_read,     customer_read,  money_read,         report_read,      event_read,
         operator_read,      tariff_edit,    tariff_backdate,    customer_edit,    account_edit,
         money_sell,         money_refund,   money_reverse,      money_leave_debt, money_transfer,
         money_settle,       money_bring_in, adjustment_propose, limit_edit,       fee_charge,
         adjustment_approve, charge_correct, shift_work,         shift_supervise,  period_close,
         import_run});
}

/// Meters, lines and power; no money.
RoleDefined property_engineer() {
    return role("property_engineer",
                {catalogue_read, place_edit, meter_edit, reading_enter, reading_judge,
                 charge_correct, power_control, notice_report, import_run});
}

RoleDefined auditor() {
    return role("auditor", {catalogue_read, customer_read, money_read, report_read, event_read,
                            operator_read});
}

}  // namespace

const RoleId& administrators() {
    static const RoleId name("administrator");
    return name;
}

std::vector<RoleDefined> standard_roles() {
    // cppcheck-suppress returnDanglingLifetime ; the names are copied, the rights moved
    return {RoleDefined{administrators(), list_of(every_right())},
            auditor(),
            cashier(),
            finance_manager(),
            property_engineer(),
            role("read_only", {catalogue_read, money_read, report_read}),
            role("tenant", {tenant_read})};
}

RightSet rights_of(const State& state, const Operator& who) {
    RightSet rights;
    if (who.disabled) return rights;
    for (const RoleId& name : who.roles) {
        if (name == administrators()) return every_right();
        const Role* held = find(state.office.roles, name);
        if (held == nullptr) continue;
        for (const Right each : held->rights) rights.set(index_of(each));
    }
    return rights;
}

bool is_administrator(const Operator& who) {
    return !who.is_machine && !who.disabled && who.buildings.empty() &&
           std::ranges::count(who.roles, administrators()) > 0;
}

bool has_administrator(const State& state, const OperatorId& changed, const Operator& into) {
    return is_administrator(into) ||
           std::ranges::any_of(state.office.operators, [&](const auto& each) {
               return each.first != changed && is_administrator(each.second);
           });
}

}  // namespace ledger
