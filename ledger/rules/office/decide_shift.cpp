#include <algorithm>

#include <fmt/core.h>

#include "ledger/rules/checks.hpp"
#include "ledger/rules/decisions.hpp"
#include "ledger/rules/money/check_money.hpp"
#include "ledger/rules/office/shifts.hpp"
#include "ledger/values/limits.hpp"

namespace ledger {
namespace {

Objection check_cents(std::string_view field, Money amount, Money least = {}) {
    if (amount < least || amount > most_money_at_once)
        return Refusal{Rule::value_must_be_in_range, std::string(field),
                       fmt::format("{} is {}: give {} to {}", field, to_text(amount),
                                   to_text(least), to_text(most_money_at_once))};
    if (is_whole_cents(amount)) return std::nullopt;
    return Refusal{Rule::amount_must_be_whole_cents, std::string(field),
                   fmt::format("{} is {}: give at most two decimals", field, to_text(amount))};
}

Objection check_free(const State& state, const TillId& till, const std::string& teller) {
    if (const auto open = shift_of(state, teller))
        return Refusal{
            Rule::teller_must_have_no_open_shift, "teller",
            fmt::format("'{}' has the open shift {} at till '{}': close it first", teller,
                        open->number, state.office.shifts.at(*open).till.text())};
    for (const auto& [position, shift] : state.office.shifts) {
        if (shift.till == till)
            return Refusal{Rule::till_must_be_free, "till",
                           fmt::format("till '{}' is '{}'s in shift {}: close that one, or take "
                                       "another till",
                                       till.text(), shift.teller.text(), position.number)};
    }
    return std::nullopt;
}

Objection miscounted(const std::string& what) {
    return Refusal{Rule::every_method_must_be_counted, "counts",
                   what + ": count each way of paying of the shift once, and no other"};
}

/// Each way of paying that the shift dealt with is counted, once, and no other. A till never holds
/// less than nothing; of another way of paying more may have been paid out than was taken.
Objection check_counts(const Shift& shift, const std::vector<CountedMoney>& counts) {
    std::map<MethodId, Money> missing = expected_in(shift);
    for (const CountedMoney& each : counts) {
        const Money least = each.method == shift.method ? Money{} : -most_money_at_once;
        if (auto no = check_cents("counts", each.counted, least)) return no;
        if (missing.erase(each.method) == 0)
            return miscounted(
                "'" +
                (MethodId::is_well_formed(each.method.text()) ? each.method.text() : "(unnamed)") +
                "' is counted twice, or was not dealt with");
    }
    if (missing.empty()) return std::nullopt;
    return miscounted("'" + missing.begin()->first.text() + "' is not counted");
}

std::vector<ShiftCount> counted(const std::map<MethodId, Money>& expected,
                                const std::vector<CountedMoney>& counts) {
    std::vector<ShiftCount> all;
    for (const auto& [method, money] : expected) {
        const auto found = std::find_if(counts.begin(), counts.end(),
                                        [&](const auto& each) { return each.method == method; });
        all.push_back({method, money, found->counted});
    }
    return all;
}

Objection check_right(const Shift& shift, const CloseShift& command, const Occasion& occasion) {
    if (command.by_supervisor || shift.teller.text() == occasion.actor.name) return std::nullopt;
    return Refusal{Rule::shift_must_be_the_tellers_own, "shift",
                   fmt::format("shift {} is '{}'s: let its teller close it, or someone with the "
                               "right to close the shifts of others",
                               command.shift.number, shift.teller.text())};
}

}  // namespace

Decision decide_one(const State& state, const OpenShift& command, const Occasion& occasion) {
    const OperatorId teller(occasion.actor.name);
    if (auto no = first_of({check_id("till", command.till), check_id("teller", teller),
                            check_method(*state.site, command.method),
                            check_cents("opening_float", command.opening_float),
                            check_free(state, command.till, teller.text())}))
        return refused(*no);
    return one_event(ShiftOpened{command.till, teller, command.method, command.opening_float},
                     occasion);
}

Decision decide_one(const State& state, const CloseShift& command, const Occasion& occasion) {
    const Shift* shift = find(state.office.shifts, command.shift);
    if (shift == nullptr)
        return refuse(Rule::shift_must_be_open, "shift",
                      fmt::format("event {} is no open shift: it was closed, or never opened",
                                  command.shift.number));
    const auto expected = expected_in(*shift);
    if (auto no = first_of(
            {check_right(*shift, command, occasion), check_counts(*shift, command.counts)}))
        return refused(*no);
    auto counts = counted(expected, command.counts);
    const bool differs = std::any_of(counts.begin(), counts.end(), [](const ShiftCount& each) {
        return each.counted != each.expected;
    });
    if (differs) {
        if (auto no = check_reason(occasion.reason)) return refused(*no);
    }
    return only({ShiftClosed{command.shift, shift->till, shift->teller, std::move(counts)},
                 occasion.now, command.shift});
}

}  // namespace ledger
