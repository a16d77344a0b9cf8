#include <set>

#include <fmt/core.h>

#include "ledger/rules/checks.hpp"
#include "ledger/rules/decisions.hpp"
#include "ledger/values/limits.hpp"

namespace ledger {
namespace {

/// Since when the named meter, or the line where no meter is named, is out of contact; none: it is
/// in contact. Refused when there is no such thing.
Result<Position, Refusal> contact(const State& state, const LineId& line, const MeterId& meter) {
    const Line* known_line = find(state.lines, line);
    if (known_line == nullptr) return no_such(Rule::line_must_exist, "line", line.text());
    if (meter.is_empty()) return known_line->contact_lost;
    const Meter* known_meter = find(state.meters, meter);
    if (known_meter == nullptr) return no_such(Rule::meter_must_exist, "meter", meter.text());
    return known_meter->contact_lost;
}

/// Those of the meters that are in contact until now, each once.
Result<std::vector<MeterId>, Refusal> still_in_contact(const State& state,
                                                       const ReportContactLost& command) {
    std::set<MeterId> found;
    for (const MeterId& meter : command.meters) {
        const auto lost = contact(state, command.line, meter);
        if (!lost) return refused(lost.error());
        if (meter.is_empty()) return no_such(Rule::meter_must_exist, "meters", meter.text());
        if (lost->is_none()) found.insert(meter);
    }
    return std::vector<MeterId>(found.begin(), found.end());
}

/// A part of a line is one fact, not one a meter.
Decision lose_part(const State& state, const ReportContactLost& command, const Occasion& occasion) {
    if (!command.meter.is_empty())
        return refuse(Rule::value_must_be_in_range, "meters",
                      "one meter is lost, or several: give meter, or meters");
    if (auto no = first_of({check_range("meters", command.meters.size(), 2, most_units_on_a_line),
                            check_text_or_empty("detail", command.detail)}))
        return refused(*no);
    auto lost = still_in_contact(state, command);
    if (!lost) return refused(lost.error());
    if (lost->empty()) return nothing_changes();
    ContactLost fact{command.line, {}, command.misses, command.detail, std::move(*lost)};
    if (fact.meters.size() == 1) {
        fact.meter = fact.meters.front();
        fact.meters.clear();
    }
    return only({std::move(fact), occasion.happened(), {}});
}

}  // namespace

Decision decide_one(const State& state, const ReportContactLost& command,
                    const Occasion& occasion) {
    if (!command.meters.empty()) return lose_part(state, command, occasion);
    const auto lost = contact(state, command.line, command.meter);
    if (!lost) return refused(lost.error());
    if (!lost->is_none()) return nothing_changes();
    if (auto no = check_text_or_empty("detail", command.detail)) return refused(*no);
    return std::vector<Draft>{
        {ContactLost{command.line, command.meter, command.misses, command.detail, {}},
         occasion.happened(),
         {}}};
}

Decision decide_one(const State& state, const ReportContact& command, const Occasion& occasion) {
    const auto lost = contact(state, command.line, command.meter);
    if (!lost) return refused(lost.error());
    if (lost->is_none()) return nothing_changes();
    return std::vector<Draft>{
        {ContactRestored{command.line, command.meter, *lost}, occasion.happened(), *lost}};
}

}  // namespace ledger
