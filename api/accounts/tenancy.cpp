#include "api/accounts/tenancy.hpp"

#include <algorithm>

#include "api/paper/log.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/past.hpp"

namespace api {
namespace {

using ledger::AccountId;
using ledger::Event;
using ledger::Position;
using ledger::WalletId;

bool is_taking_over(const Event& event) {
    return std::holds_alternative<ledger::AccountOpened>(event.payload) ||
           std::holds_alternative<ledger::AccountTransferred>(event.payload);
}

AccountId account_of(const Call& call, const WalletId& wallet) {
    return call.service.book.read([&](const ledger::State& state) {
        const auto* known = ledger::find(state.wallets, wallet);
        return known == nullptr ? AccountId() : known->account;
    });
}

}  // namespace

bool is_tenant(const Call& call) { return !call.caller.holds(Right::money_read); }

Event taking_over_of(const Call& call, const AccountId& account) {
    constexpr std::size_t step = 1'000;
    const auto& book = call.service.book;
    const ledger::Subject subject{ledger::SubjectKind::account, account.text()};
    wait_for_index(book, book.journal().head().last);
    std::optional<Event> found;
    for (std::uint64_t from = 1;; from += step) {
        const auto positions = book.index().find_subject(subject, from, step);
        for (const Position each : positions) {
            Event event = event_at(call, each);
            if (is_taking_over(event)) found = std::move(event);
        }
        if (positions.size() < step) break;
    }
    ledger::ensure(found.has_value(), "an account that has a wallet or a meter was opened");
    return std::move(*found);
}

Position shown_from(const Call& call, const WalletId& wallet) {
    if (!is_tenant(call)) return {1};
    return taking_over_of(call, account_of(call, wallet)).envelope.position;
}

WalletId own_or_nothing(const Call& call, const WalletId& wallet) {
    if (!is_tenant(call)) return wallet;
    const bool is_own = std::ranges::count(call.caller.accounts, account_of(call, wallet)) > 0;
    return is_own ? wallet : WalletId();
}

void veil(const Call& call, projections::Explanation& explanation) {
    if (!is_tenant(call)) return;
    explanation.event.envelope.actor.name.clear();
    explanation.event.envelope.reason.clear();
    std::erase_if(explanation.changes, [&](const ledger::WalletChange& each) {
        return own_or_nothing(call, each.wallet).is_empty();
    });
    auto* moved = std::get_if<ledger::CreditTransferred>(&explanation.event.payload);
    if (moved == nullptr) return;
    moved->from = own_or_nothing(call, moved->from);
    moved->to = own_or_nothing(call, moved->to);
}

}  // namespace api
