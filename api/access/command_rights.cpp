#include "api/access/command_rights.hpp"

#include <algorithm>

#include "api/scope/scope.hpp"

namespace api {
namespace {

using namespace ledger;

std::vector<Right> where(bool holds, Right right) {
    return holds ? std::vector{right} : std::vector<Right>();
}

std::vector<Right> further(const ReverseTransaction& command, Instant) {
    return where(command.debt_allowed, Right::money_leave_debt);
}

std::vector<Right> further(const CloseShift& command, Instant) {
    return where(command.by_supervisor, Right::shift_supervise);
}

std::vector<Right> further(const PublishTariff& command, Instant now) {
    return where(command.effective_from < now, Right::tariff_backdate);
}

std::vector<Right> further(const AssignTariff& command, Instant now) {
    return where(command.fact.from < now, Right::tariff_backdate);
}

std::vector<Right> further(const CloseAccount&, Instant) { return {Right::money_settle}; }

std::vector<Right> further(const DetachMeter& command, Instant) {
    std::vector<Right> rights = where(command.settle_by.has_value(), Right::money_settle);
    if (command.rest_to) rights.push_back(Right::money_transfer);
    return rights;
}

/// Terms of supplies may bring a balance along, a price, and alarm amounts.
std::vector<Right> of_terms(const std::vector<SupplyTerms>& terms) {
    const auto some = [&](auto&& has) { return std::ranges::any_of(terms, has); };
    std::vector<Right> rights =
        where(some([](const SupplyTerms& each) { return each.old_balance.has_value(); }),
              Right::money_bring_in);
    if (some([](const SupplyTerms& each) { return !each.tariff.is_empty(); }))
        rights.push_back(Right::tariff_edit);
    if (some([](const SupplyTerms& each) { return each.thresholds.has_value(); }))
        rights.push_back(Right::meter_edit);
    return rights;
}

std::vector<Right> of_baselines(std::vector<Right> rights, const std::vector<Baseline>& keyed_in) {
    if (!keyed_in.empty()) rights.push_back(Right::reading_enter);
    return rights;
}

std::vector<Right> further(const OpenAccount& command, Instant) {
    return of_baselines(of_terms(command.terms), command.baselines);
}

std::vector<Right> further(const PrepareAccount& command, Instant) {
    return of_terms(command.fact.terms);
}

std::vector<Right> further(const OpenPrepared& command, Instant) {
    return of_baselines({}, command.baselines);
}

}  // namespace

std::vector<Right> further_rights(const Command& command, Instant now) {
    return std::visit(
        [&](const auto& each) {
            if constexpr (requires { further(each, now); }) return further(each, now);
            return std::vector<Right>();
        },
        command);
}

void need_rights_of(const Call& call, const Command& command) {
    for (const Right each : further_rights(command, call.service.clock())) need_right(call, each);
    need_place_of(call, command);
}

}  // namespace api
