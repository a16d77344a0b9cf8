#include "api/scope/former.hpp"

#include "ledger/journal/recorded_event.hpp"
#include "ledger/past.hpp"
#include "ledger/rules/state.hpp"

namespace api {
namespace {

using namespace ledger;  // NOLINT(google-build-using-namespace): speaks of nothing but its events

std::set<AccountId> accounts_of(const Book& book, const CustomerId& customer) {
    std::set<AccountId> accounts;
    for (const Position each : book.index().find_customer(customer))
        accounts.insert(AccountId(recorded_event(book.journal(), each).envelope.subject.id));
    return accounts;
}

/// Who has no account, neither open nor prepared: what the rest have says where they are.
std::set<CustomerId> without_account(const Book& book, std::set<CustomerId> customers) {
    if (customers.empty()) return customers;
    return book.read([&](const State& state) {
        for (const auto& [id, account] : state.accounts) customers.erase(account.customer);
        for (const auto& [id, account] : state.prepared) customers.erase(account.customer);
        return std::move(customers);
    });
}

/// Those among them that are closed, and of each the event that closed it.
std::map<AccountId, Position> closed_among(const Book& book, const Mentions& mentions,
                                           const Former& former) {
    return book.read([&](const State& state) {
        std::map<AccountId, Position> closed;
        const auto look_at = [&](const AccountId& account) {
            const Position* known = find(state.closed_accounts, account);
            if (known != nullptr) closed.emplace(account, *known);
        };
        for (const AccountId& each : mentions.accounts) look_at(each);
        for (const auto& [customer, accounts] : former.accounts) {
            for (const AccountId& each : accounts) look_at(each);
        }
        for (const WalletId& each : mentions.wallets) {
            if (const Wallet* known = find(state.wallets, each)) look_at(known->account);
        }
        return closed;
    });
}

/// An account is closed by one command: its meters leave right before the event that closes it.
std::set<MeterId> last_meters(const Book& book, Position closing) {
    std::set<MeterId> meters;
    const Event last = recorded_event(book.journal(), closing);
    for (Position each = closing; each.number > 1;) {
        each = {each.number - 1};
        const Event event = recorded_event(book.journal(), each);
        const auto* left = std::get_if<MeterDetached>(&event.payload);
        if (left == nullptr || left->account.text() != last.envelope.subject.id) return meters;
        meters.insert(left->meter);
    }
    return meters;
}

}  // namespace

Former former_of(const Book& book, const Mentions& mentions) {
    Former former;
    const std::set<CustomerId> gone = without_account(book, mentions.customers);
    if (!gone.empty()) wait_for_index(book, book.journal().head().last);
    for (const CustomerId& each : gone) former.accounts.emplace(each, accounts_of(book, each));
    for (const auto& [account, closing] : closed_among(book, mentions, former))
        former.meters.emplace(account, last_meters(book, closing));
    return former;
}

}  // namespace api
