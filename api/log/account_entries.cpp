#include "api/log/account_entries.hpp"

#include <algorithm>

#include "api/replies.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/journal/recorded_event.hpp"
#include "ledger/rules/postings.hpp"
#include "projections/table_view.hpp"

namespace api {
namespace {

using ledger::Event;
using ledger::Money;
using ledger::Position;
using Entries = projections::Page<AccountEntry>;

constexpr std::uint64_t most_looked_at = 20'000;
constexpr std::uint64_t at_once = 1'000;

Money posted(const Event& event, const std::string& account) {
    Money sum;
    for (const auto& each : ledger::postings(event.payload)) {
        if (each.account == account) sum += each.amount;
    }
    return sum;
}

/// A statement says what the owner of a wallet has, the books what is owed to them.
Money in_books(const std::string& account, Money balance) {
    return account.starts_with("wallet:") ? -balance : balance;
}

Entries by_statement(const Call& call, const std::string& account, const Span& span,
                     std::size_t limit) {
    Entries page;
    for (const auto& each :
         call.service.read_models.balances.statement(account, span.until.next(), limit + 1)) {
        if (each.position <= span.after) break;
        if (page.rows.size() == limit) {
            page.next = std::to_string(page.rows.back().event.envelope.position.number);
            break;
        }
        Event event = ledger::recorded_event(call.service.book.journal(), each.position);
        const Money amount = posted(event, account);
        page.rows.push_back({std::move(event), amount, in_books(account, each.balance_after)});
    }
    return page;
}

/// Those of a piece of the log that moved the account, in its order.
std::vector<AccountEntry> moved_within(const Call& call, const std::string& account,
                                       const Span& piece) {
    std::vector<AccountEntry> found;
    auto reader = call.service.book.journal().read(piece.after.next());
    while (const auto entry = reader.next()) {
        if (entry->position > piece.until) break;
        Event event = ledger::recorded_event(entry->bytes);
        const Money amount = posted(event, account);
        if (!amount.is_zero()) found.push_back({std::move(event), amount, {}});
    }
    return found;
}

/// What the account held behind an event: a day of the log is read for it at most.
Money balance_behind(const Call& call, const std::string& account, Position position) {
    constexpr std::chrono::seconds patience(5);
    const auto& days = call.service.read_models.account_days;
    if (!call.service.read_models.runner.wait_for(days, position, patience))
        throw Problem(503, "position_must_be_reached", "account",
                      "the read model " + days.name() + " has not seen it yet: ask again");
    const projections::TableView view(days.live());
    Money balance;
    projections::KnownAccounts(view, call.service.book.journal(), position)
        .each_turnover(account, {1}, {UINT32_MAX}, [&](const projections::Turnover& each) {
            if (each.account == account) balance = each.closing;
        });
    return balance;
}

void state_balances(const Call& call, const std::string& account,
                    std::vector<AccountEntry>& newest_first) {
    if (newest_first.empty()) return;
    Money balance = balance_behind(call, account, newest_first.front().event.envelope.position);
    for (AccountEntry& each : newest_first) {
        each.balance_after = balance;
        balance -= each.amount;
    }
}

/// Backwards, piece by piece.
Entries by_log(const Call& call, const std::string& account, Span span, std::size_t limit) {
    Entries page;
    const std::uint64_t lowest = span.until.number - std::min(span.until.number, most_looked_at);
    while (span.until > span.after && span.until.number > lowest && page.rows.size() < limit) {
        const std::uint64_t begin = span.until.number - std::min(span.until.number, at_once);
        const Span piece{std::max(span.after, Position{begin}), span.until};
        auto found = moved_within(call, account, piece);
        std::move(found.rbegin(), found.rend(), std::back_inserter(page.rows));
        span.until = piece.after;
        refuse_while_stopping(call);
    }
    if (page.rows.size() > limit) {
        page.rows.erase(page.rows.begin() + static_cast<std::ptrdiff_t>(limit), page.rows.end());
        page.next = std::to_string(page.rows.back().event.envelope.position.number);
    } else if (span.until > span.after) {
        page.next = std::to_string(span.until.next().number);
    }
    state_balances(call, account, page.rows);
    return page;
}

}  // namespace

Entries account_entries(const Call& call, const std::string& account, const Span& span,
                        std::size_t limit) {
    return projections::Balances::keeps_statement(account)
               ? by_statement(call, account, span, limit)
               : by_log(call, account, span, limit);
}

}  // namespace api
