#pragma once
#include <optional>
#include <utility>

#include "api/lists.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/rules/money/approval.hpp"

namespace api {

// What is common to all that waits for a second person: adjustments, and what is paid back.

/// The API token speaks for whomever it says, and is one pair of eyes under however many names: it
/// approves what somebody proposed who signed in. `waits` says whether this position is a proposal
/// that can be approved.
void refuse_one_pair_of_eyes(const Call& call, ledger::Position position, bool waits);

/// Whoever proposed it may take it back, and asks again under the same key for ever; to decline
/// what another proposed takes the right to approve it. Throws Problem 403.
void need_right_to_decline(const Call& call, ledger::Position position);

/// What waits, what the wallet holds now and would hold if it were done, and whether its account is
/// closed: then it is declined, and nothing else.
template <class Proposed>
struct Waiting {
    ledger::Position position;
    Proposed proposed;
    ledger::Money balance;
    ledger::Money balance_after;
    bool is_closed;
};

/// Why something was proposed, and when.
Json said_with(const ledger::Book& book, ledger::Position position);

/// GET …?cursor=&limit=: what waits in this map of the state, with what a second person judges by
template <class MapOf>
Response list_waiting(const Call& call, const MapOf& map_of) {
    using Map = std::remove_cvref_t<std::invoke_result_t<MapOf, const ledger::State&>>;
    using Row = Waiting<typename Map::mapped_type>;
    const ledger::Book& book = call.service.book;
    const ledger::Position last = book.journal().head().last;
    const auto copy = [last](const ledger::State& state, const auto& entry) {
        const auto& [position, proposed] = entry;
        if (position > last) return std::optional<Row>();  // it is not on the disk yet
        const ledger::Wallet& wallet = state.wallets.at(proposed.wallet);
        return std::optional(Row{position, proposed, wallet.balance, balance_after(state, proposed),
                                 !state.accounts.contains(wallet.account)});
    };
    return page_response(page_of(call, limit_of(call.request), map_of, copy), [&](const Row& row) {
        Json json{{"proposal", row.position.number}};
        json.update(write_record(row.proposed));
        json.update(said_with(book, row.position));
        json["balance"] = write_value(row.balance);
        json["balance_after"] = write_value(row.balance_after);
        json["is_closed"] = row.is_closed;
        return json;
    });
}

}  // namespace api
