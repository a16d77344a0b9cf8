#include "api/batch.hpp"

#include <algorithm>
#include <cstdint>

#include "api/problem.hpp"
#include "ledger/events/event_codec.hpp"
#include "ledger/journal/journal.hpp"

namespace api {
namespace {

std::string word_of(const ledger::Outcome& outcome) {
    if (!outcome) return "refused";
    if (outcome->repeated) return "repeated";
    return outcome->count > 0 ? "accepted" : "unchanged";
}

/// Events that were asked for together stand beside each other: what is behind the last one or
/// before the first is of the same batch where the list asked for more.
bool is_a_part_only(const ledger::Journal& journal, const std::vector<ledger::Outcome>& outcomes,
                    const std::string& key) {
    std::uint64_t first = UINT64_MAX;
    std::uint64_t last = 0;
    for (const ledger::Outcome& each : outcomes) {
        for (const ledger::Event& event : each->events) {
            first = std::min(first, event.envelope.position.number);
            last = std::max(last, event.envelope.position.number);
        }
    }
    const auto is_of_batch = [&](std::uint64_t position) {
        if (position == 0 || position > journal.head().last.number) return false;
        const auto envelope = ledger::decode_envelope(journal.get({position}));
        return envelope && envelope->idempotency_key.starts_with(key + "/");
    };
    return is_of_batch(first - 1) || is_of_batch(last + 1);
}

/// Answered as it was the first time, where all of it was written then.
void replay(const ledger::Journal& journal, BatchOutcome& batch, const std::string& key) {
    const bool was_written = std::ranges::all_of(
        batch.outcomes, [](const ledger::Outcome& each) { return each && each->repeated; });
    if (!was_written) return;
    if (is_a_part_only(journal, batch.outcomes, key))
        throw Problem(422, "idempotency_key_must_keep_its_command", "idempotency_key",
                      "key '" + key +
                          "' was used for a batch of more rows: repeat it as it was, or "
                          "give this one a key of its own");
    batch.is_replayed = true;
    for (ledger::Outcome& each : batch.outcomes) each->repeated = false;
}

}  // namespace

BatchOutcome run_batch(ledger::Book& book, const std::vector<Imported>& rows,
                       const BatchAsker& asker, bool is_dry_run) {
    std::vector<ledger::Request> requests;
    for (const Imported& row : rows)
        requests.push_back({row.command, asker.actor, asker.reason,
                            asker.key + "/" + (row.key.empty() ? row.name : row.key), false});
    BatchOutcome batch{
        is_dry_run ? book.preview_all(requests) : book.submit_together(std::move(requests)).get(),
        0, false, false};
    if (!is_dry_run) replay(book.journal(), batch, asker.key);
    batch.refused = static_cast<std::size_t>(std::ranges::count_if(
        batch.outcomes, [](const ledger::Outcome& each) { return !each.has_value(); }));
    batch.is_written = !is_dry_run && batch.refused == 0;
    return batch;
}

Json verdict_json(const Imported& row, const ledger::Outcome& outcome, bool is_dry_run) {
    Json json{{"line", row.line}, {"name", row.name}, {"verdict", word_of(outcome)}};
    if (!outcome) {
        const Problem problem = problem_of(outcome.error());
        json["code"] = problem.code;
        json["field"] = problem.field;
        json["detail"] = problem.detail;
        return json;
    }
    json["count"] = outcome->count;
    if (!is_dry_run) return json;
    json["events"] = Json::array();
    for (const ledger::Event& event : outcome->events) json["events"].push_back(write_event(event));
    return json;
}

}  // namespace api
