#include "tools/meterbook/bundle/book_check.hpp"

#include <fmt/core.h>

#include "ledger/journal/sha256.hpp"
#include "ledger/values/judging.hpp"
#include "tools/meterbook/bundle/balance_check.hpp"

namespace meterbook {
namespace {

constexpr std::size_t of_a_key = 16;

}  // namespace

std::optional<Finding> BookCheck::take(const JudgedBlock& judged) {
    auto wrong = look(judged);
    is_stopped_ = wrong || judged.block->wrong;
    return wrong;
}

/// In the order in which an event is looked at: the laws, what it charges, the others, where it
/// leads.
std::optional<Finding> BookCheck::look(const JudgedBlock& judged) {
    const auto charge = judged.wrong_charge();
    for (std::size_t i = 0; i < judged.judged; ++i) {
        if (i % events_ahead == 0) judged.block->fetch_events(i + events_ahead);
        const ledger::Event& event = judged.block->events[i];
        if (charge && charge->position == event.envelope.position.number) return charge;
        if (auto wrong = take_judging(event)) return wrong;
    }
    return judged.wrong;
}

/// Whoever writes a bundle can write any number.
std::optional<Finding> BookCheck::take_judging(const ledger::Event& event) {
    try {
        const ledger::Judging judging;
        return take(event);
    } catch (const ledger::Impossible& impossible) {
        return impossible_at(event.envelope.position.number, impossible);
    }
}

std::optional<Finding> BookCheck::take(const ledger::Event& event) {
    const std::string& key = event.envelope.idempotency_key;
    if (!key.empty() && is_used(key))
        return Finding{event.envelope.position.number, keys_are_used_once,
                       fmt::format("key '{}' stands on an earlier event too", key)};
    if (auto wrong = runs_.take(event.envelope)) return wrong;
    sums_.add(event.payload);
    return std::nullopt;
}

bool BookCheck::is_used(const std::string& key) {
    const ledger::Hash hash = ledger::sha256({ledger::BytesView(key)});
    return !used_.emplace(ledger::view(hash).substr(0, of_a_key)).second;
}

std::optional<Finding> BookCheck::finish(const ledger::State& state) {
    if (auto wrong = runs_.finish()) return wrong;
    try {
        const ledger::Judging judging;
        sums_.add_to(balances_);
        return balances_breach(balances_, state, 0);
    } catch (const ledger::Impossible& impossible) {
        return impossible_at(0, impossible);
    }
}

}  // namespace meterbook
