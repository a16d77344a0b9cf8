#include <array>

#include <fmt/core.h>

#include "ledger/rules/catalogue/in_use.hpp"
#include "ledger/rules/consequences.hpp"
#include "ledger/rules/decisions.hpp"

namespace ledger {
namespace {

/// What only the meter itself could clear. What is owed to or by a customer stays.
constexpr std::array alarms_of_the_field{AlarmKind::quarantine,         AlarmKind::rates_disagree,
                                         AlarmKind::overload,           AlarmKind::command_failed,
                                         AlarmKind::purchases_disagree, AlarmKind::power_reversed,
                                         AlarmKind::clock_off};

std::vector<Draft> cancellations(const State& state, const Meter& meter, const Occasion& occasion) {
    std::vector<Draft> drafts;
    for (const Position command : meter.pending)
        drafts.push_back(
            {CommandCancelled{command, state.commands.at(command).meter}, occasion.now, command});
    return drafts;
}

}  // namespace

Objection check_in_use(std::string_view field, const Meter& meter) {
    if (meter.retired.is_none()) return std::nullopt;
    return Refusal{
        Rule::meter_must_be_in_use, std::string(field),
        fmt::format("meter '{}' is retired: register it again where it is back in its place",
                    meter.registered.meter.text())};
}

Decision decide_one(const State& state, const RetireMeter& command, const Occasion& occasion) {
    const MeterId& id = command.fact.meter;
    const Meter* meter = find(state.meters, id);
    if (meter == nullptr) return no_such(Rule::meter_must_exist, "meter", id.text());
    if (auto no = check_reason(occasion.reason)) return refused(*no);
    if (!meter->account.is_empty())
        return refuse(Rule::meter_must_be_unattached, "meter",
                      fmt::format("meter '{}' belongs to account '{}': detach it, or close that "
                                  "one first",
                                  id.text(), meter->account.text()));
    if (!meter->retired.is_none()) return nothing_changes();

    // What is on its way ends first: a command belongs to a meter that is there.
    std::vector<Draft> drafts = cancellations(state, *meter, occasion);
    drafts.push_back({command.fact, occasion.now, {}});
    Consequences all(state, occasion, std::move(drafts));
    for (const AlarmKind kind : alarms_of_the_field) all.clear_alarm(*meter, kind);
    return all.take();
}

}  // namespace ledger
