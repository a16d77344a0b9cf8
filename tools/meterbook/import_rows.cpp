#include <optional>

#include <fmt/core.h>

#include "api/batch.hpp"
#include "ledger/journal/sha256.hpp"
#include "ledger/rules/state_codec.hpp"
#include "tools/meterbook/command_line.hpp"
#include "tools/meterbook/import.hpp"

namespace meterbook {
namespace {

/// The rows of a file, and what they sum to where they are money.
struct Rows {
    std::vector<api::Imported> rows;
    std::optional<ledger::Money> total;
};

Rows rows_of(const WantedImport& wanted) {
    const std::string text = content_of(wanted.file);
    if (wanted.kind == "balances") {
        api::ImportedBalances file = api::balances_in(text);
        return {std::move(file.balances), file.total};
    }
    return {api::accounts_in(text,
                             wanted.kind == "accounts" ? api::Moment::now : api::Moment::prepared),
            {}};
}

void print_verdict(const std::string& file, const api::Imported& row,
                   const ledger::Outcome& outcome, bool is_dry_run) {
    const api::Json verdict = api::verdict_json(row, outcome, is_dry_run);
    fmt::print("{}:{}: {}: {}", file, row.line, row.name, verdict["verdict"].get<std::string>());
    if (!outcome) {
        fmt::print(": {}: {}\n", outcome.error().field, outcome.error().detail);
        return;
    }
    fmt::print(", {} event{}\n", outcome->count, outcome->count == 1 ? "" : "s");
    for (const ledger::Event& event : outcome->events) {
        if (is_dry_run) fmt::print("    {}\n", api::dump(api::write_event(event)));
    }
}

void print_text(const WantedImport& wanted, const Rows& file, const api::BatchOutcome& batch) {
    for (std::size_t i = 0; i < file.rows.size(); ++i)
        print_verdict(wanted.file, file.rows[i], batch.outcomes[i], wanted.is_dry_run);
    if (file.total) fmt::print("total {}, as the file says\n", to_text(*file.total));
    fmt::print("{} rows, {} refused: {}\n", file.rows.size(), batch.refused,
               batch.is_written ? "written" : "nothing was written");
}

void print_json(const WantedImport& wanted, const Rows& file, const api::BatchOutcome& batch) {
    api::Json json{{"written", batch.is_written}, {"refused", batch.refused}};
    if (file.total) json["total"] = to_text(*file.total);
    json["rows"] = api::Json::array();
    for (std::size_t i = 0; i < file.rows.size(); ++i)
        json["rows"].push_back(
            api::verdict_json(file.rows[i], batch.outcomes[i], wanted.is_dry_run));
    fmt::print("{}\n", json.dump(2));
}

/// A row that was brought in before is known by what it says, in whichever file it comes again.
void give_keys(std::vector<api::Imported>& rows) {
    for (api::Imported& row : rows) {
        const ledger::Hash hash = ledger::sha256(ledger::BytesView(encode(row.command)));
        row.key = row.name + "/" + ledger::to_hex(ledger::view(hash)).substr(0, 32);
    }
}

}  // namespace

int import_rows(const WantedImport& wanted) {
    Rows file = rows_of(wanted);
    give_keys(file.rows);
    const auto book = open_for_import(wanted.book, wanted.is_new);
    const api::BatchOutcome batch = api::run_batch(
        *book, file.rows, {actor_of(wanted), wanted.reason, "import"}, wanted.is_dry_run);
    wanted.as_json ? print_json(wanted, file, batch) : print_text(wanted, file, batch);
    return batch.refused == 0 ? all_well : something_wrong;
}

}  // namespace meterbook
