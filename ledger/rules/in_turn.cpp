#include "ledger/rules/in_turn.hpp"

#include "ledger/rules/apply.hpp"
#include "ledger/rules/stamp.hpp"

namespace ledger {

std::optional<Refusal> InTurn::take(const Command& command) {
    Decision decision = decide(part_, command, occasion_);
    if (!decision) return decision.error();
    // Only the state is asked for: ids and names of these events are given when all are known.
    const auto events = stamp(part_, *decision, {occasion_.now, occasion_.actor, "", "", ""},
                              [] { return Entropy{}; });
    for (const Event& event : events) apply(part_, event);
    for (Draft& each : *decision) drafts_.push_back(std::move(each));
    return std::nullopt;
}

}  // namespace ledger
