#include "api/batch.hpp"

#include <algorithm>

#include "api/problem.hpp"

namespace api {
namespace {

std::string word_of(const ledger::Outcome& outcome) {
    if (!outcome) return "refused";
    if (outcome->repeated) return "repeated";
    return outcome->count > 0 ? "accepted" : "unchanged";
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
        0, false};
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
        json["detail"] = problem.what();
        return json;
    }
    json["count"] = outcome->count;
    if (!is_dry_run) return json;
    json["events"] = Json::array();
    for (const ledger::Event& event : outcome->events) json["events"].push_back(write_event(event));
    return json;
}

}  // namespace api
