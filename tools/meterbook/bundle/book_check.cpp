#include "tools/meterbook/bundle/book_check.hpp"

#include <fmt/core.h>

#include "ledger/values/judging.hpp"
#include "tools/meterbook/bundle/balance_check.hpp"

namespace meterbook {

std::optional<Finding> BookCheck::take(const JudgedBlock& judged) {
    auto wrong = look(judged);
    is_stopped_ = wrong || judged.block->wrong;
    return wrong;
}

/// In the order in which an event is looked at: the laws, what it charges, the others, where it
/// leads.
std::optional<Finding> BookCheck::look(const JudgedBlock& judged) {
    auto charge = judged.wrong_charge();
    const KeyHash* next_key = judged.block->keys.data();
    for (std::size_t i = 0; i < judged.judged; ++i) {
        if (i % events_ahead == 0) look_ahead(*judged.block, i);
        const ledger::Event& event = judged.block->events[i];
        if (charge && charge->position == event.envelope.position.number) return charge;
        const bool has_key = !event.envelope.idempotency_key.empty();
        if (auto wrong = take_judging(event, has_key ? next_key++ : nullptr)) return wrong;
    }
    return judged.wrong;
}

/// What is asked for at one step is there at the next.
void BookCheck::look_ahead(const ParsedBlock& block, std::size_t event) const {
    block.fetch_events(event + 2 * events_ahead);
    for (const ledger::Event& each : block.events_from(event + events_ahead))
        runs_.look_ahead(each.envelope);
}

/// Whoever writes a bundle can write any number.
std::optional<Finding> BookCheck::take_judging(const ledger::Event& event, const KeyHash* key) {
    try {
        const ledger::Judging judging;
        return take(event, key);
    } catch (const ledger::Impossible& impossible) {
        return impossible_at(event.envelope.position.number, impossible);
    }
}

std::optional<Finding> BookCheck::take(const ledger::Event& event, const KeyHash* key) {
    if (key != nullptr && !used_.insert(*key).second)
        return Finding{
            event.envelope.position.number, keys_are_used_once,
            fmt::format("key '{}' stands on an earlier event too", event.envelope.idempotency_key)};
    if (auto wrong = runs_.take(event.envelope)) return wrong;
    sums_.add(event.payload);
    return std::nullopt;
}

std::optional<Finding> BookCheck::finish(const ledger::State& state) {
    used_ = {};
    if (auto wrong = std::exchange(runs_, {}).finish()) return wrong;
    try {
        const ledger::Judging judging;
        sums_.add_to(balances_);
        return balances_breach(balances_, state, 0);
    } catch (const ledger::Impossible& impossible) {
        return impossible_at(0, impossible);
    }
}

}  // namespace meterbook
