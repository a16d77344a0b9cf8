#include <algorithm>

#include <fmt/core.h>

#include "ledger/rules/checks.hpp"
#include "ledger/rules/consequences.hpp"
#include "ledger/rules/control/pending.hpp"
#include "ledger/rules/control/purchases.hpp"
#include "ledger/rules/decisions.hpp"

namespace ledger {
namespace {

constexpr std::uint64_t highest_count = 1'000'000;

/// The pushes to a meter that wait, oldest first.
std::vector<Position> pushes_to(const State& state, const Meter& meter) {
    std::vector<Position> pushes;
    std::copy_if(meter.pending.begin(), meter.pending.end(), std::back_inserter(pushes),
                 [&](Position each) { return purchase_of(state.commands.at(each)) != nullptr; });
    return pushes;
}

Objection check_resolution(const State& state, const Meter& meter,
                           const ResolvePurchases& command) {
    const MeterId& id = command.meter;
    if (!meter.alarms.contains(AlarmKind::purchases_disagree))
        return Refusal{
            Rule::purchases_must_agree, "meter",
            fmt::format("meter '{}' and the book agree: there is nothing to resolve", id.text())};
    if (auto no = check_range("purchase_count", command.purchase_count, 0, highest_count))
        return no;
    const auto pushes = pushes_to(state, meter);
    const bool was_sent = !pushes.empty() && state.commands.at(pushes.front()).attempts > 0;
    if (!command.sent_is_credited || was_sent) return std::nullopt;
    return Refusal{Rule::value_must_be_in_range, "sent_is_credited",
                   fmt::format("no sale was sent to meter '{}' that waits for its outcome: give "
                               "false",
                               id.text())};
}

}  // namespace

Decision decide_one(const State& state, const ReportPurchases& command, const Occasion& occasion) {
    const Meter* meter = find(state.meters, command.meter);
    if (meter == nullptr) return no_such(Rule::meter_must_exist, "meter", command.meter.text());
    if (auto no = check_text("detail", command.detail)) return refused(*no);
    if (meter->alarms.contains(AlarmKind::purchases_disagree)) return nothing_changes();
    return one_event(AlarmRaised{AlarmKind::purchases_disagree, command.meter, command.detail},
                     occasion);
}

Decision decide_one(const State& state, const ResolvePurchases& command, const Occasion& occasion) {
    const Meter* meter = find(state.meters, command.meter);
    if (meter == nullptr) return no_such(Rule::meter_must_exist, "meter", command.meter.text());
    if (auto no =
            first_of({check_reason(occasion.reason), check_resolution(state, *meter, command)}))
        return refused(*no);
    std::vector<Draft> drafts;
    std::vector<Draft> anew;
    std::uint64_t count = command.purchase_count;
    bool is_credited = command.sent_is_credited;
    for (const Position position : pushes_to(state, *meter)) {
        const PendingCommand& push = state.commands.at(position);
        if (is_credited) {
            drafts.push_back({CommandConfirmed{position, command.meter, push.kind, std::nullopt,
                                               "a person saw it on the meter"},
                              occasion.now, position});
            is_credited = false;
            continue;
        }
        drafts.push_back({CommandCancelled{position, command.meter}, occasion.now, position});
        Cargo cargo = *push.cargo;
        cargo.purchase->count = ++count;
        anew.push_back({credit_push(*meter, std::move(cargo)), occasion.now, position});
    }
    drafts.push_back(
        {PurchasesResolved{command.meter, command.purchase_count, command.sent_is_credited},
         occasion.now, meter->alarms.at(AlarmKind::purchases_disagree)});
    std::move(anew.begin(), anew.end(), std::back_inserter(drafts));
    Consequences all(state, occasion, std::move(drafts));
    all.clear_alarm(*meter, AlarmKind::purchases_disagree);
    return all.take();
}

}  // namespace ledger
