#pragma once
#include <string>
#include <vector>

#include "api/accounts/imported.hpp"
#include "api/json/json_writer.hpp"
#include "ledger/book.hpp"

namespace api {

/// Who asks for a batch, and under which key each of its rows may be asked again: the batch's,
/// a slash, and the row's.
struct BatchAsker {
    ledger::Actor actor;
    std::string reason;
    std::string key;
};

/// What became of each row, in their order.
struct BatchOutcome {
    std::vector<ledger::Outcome> outcomes;
    std::size_t refused = 0;
    bool is_written = false;
    bool is_replayed = false;  ///< it was written before, and is answered as it was then
};

/// Writes all rows, or where one is refused none of them: each is held against what the ones before
/// it leave. A batch that was written before is a repetition; one of other rows under its key is
/// refused, a part of it by Problem 422.
BatchOutcome run_batch(ledger::Book& book, const std::vector<Imported>& rows,
                       const BatchAsker& asker, bool is_dry_run);

/// A row's verdict: `accepted`, `repeated`, `unchanged` or `refused`, with the rule's words and,
/// after a dry run, the events.
Json verdict_json(const Imported& row, const ledger::Outcome& outcome, bool is_dry_run);

}  // namespace api
