#include <fmt/core.h>

#include "ledger/rules/checks.hpp"
#include "ledger/rules/decisions.hpp"

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

}  // namespace

Decision decide_one(const State& state, const ReportContactLost& command,
                    const Occasion& occasion) {
    const auto lost = contact(state, command.line, command.meter);
    if (!lost) return refused(lost.error());
    if (!lost->is_none()) return nothing_changes();
    if (auto no = check_text_or_empty("detail", command.detail)) return refused(*no);
    return std::vector<Draft>{
        {ContactLost{command.line, command.meter, command.misses, command.detail},
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
