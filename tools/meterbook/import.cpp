#include <fstream>
#include <iterator>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "api/batch.hpp"
#include "ledger/journal/sha256.hpp"
#include "ledger/rules/state_codec.hpp"
#include "tools/meterbook/book_clock.hpp"
#include "tools/meterbook/command_line.hpp"

namespace meterbook {
namespace {

struct Wanted {
    std::string book, kind, file, reason;
    std::string person = "import";
    bool is_dry_run = false;
    bool as_json = false;
};

/// The rows of a file, and what they sum to where they are money.
struct Rows {
    std::vector<api::Imported> rows;
    std::optional<ledger::Money> total;
};

std::string content_of(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw Cannot(fmt::format("cannot read {}: give a file that is there", file));
    return {std::istreambuf_iterator<char>(in), {}};
}

Rows rows_of(const Wanted& wanted) {
    const std::string text = content_of(wanted.file);
    if (wanted.kind == "balances") {
        api::ImportedBalances file = api::balances_in(text);
        return {std::move(file.balances), file.total};
    }
    return {api::accounts_in(text,
                             wanted.kind == "accounts" ? api::Moment::now : api::Moment::prepared),
            {}};
}

std::unique_ptr<ledger::Book> open_book(const std::string& directory) {
    if (!std::filesystem::is_directory(std::filesystem::path(directory) / "journal"))
        throw Cannot(
            fmt::format("{} holds no book: give the directory that 'serve --data' was "
                        "given",
                        directory));
    return ledger::Book::open({directory, book_clock({}, 1), {}});  // a broken disk is thrown to us
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

void print_text(const Wanted& wanted, const Rows& file, const api::BatchOutcome& batch) {
    for (std::size_t i = 0; i < file.rows.size(); ++i)
        print_verdict(wanted.file, file.rows[i], batch.outcomes[i], wanted.is_dry_run);
    if (file.total) fmt::print("total {}, as the file says\n", to_text(*file.total));
    fmt::print("{} rows, {} refused: {}\n", file.rows.size(), batch.refused,
               batch.is_written ? "written" : "nothing was written");
}

void print_json(const Wanted& wanted, const Rows& file, const api::BatchOutcome& batch) {
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

int import(const Wanted& wanted) {
    if (!ledger::OperatorId::is_well_formed(wanted.person))
        throw Cannot("--operator: give a name of 1 to 40 of A-Z a-z 0-9 _ -");
    Rows file = rows_of(wanted);
    give_keys(file.rows);
    const auto book = open_book(wanted.book);
    const api::BatchOutcome batch = api::run_batch(
        *book, file.rows, {{ledger::ActorKind::person, wanted.person, ""}, wanted.reason, "import"},
        wanted.is_dry_run);
    wanted.as_json ? print_json(wanted, file, batch) : print_text(wanted, file, batch);
    return batch.refused == 0 ? all_well : something_wrong;
}

}  // namespace

void add_import(CLI::App& app, Chosen& chosen) {
    auto* importing = app.add_subcommand(
        "import", "Bring accounts or old balances into a stopped book from a CSV file");
    auto wanted = std::make_shared<Wanted>();
    importing
        ->add_option("KIND", wanted->kind,
                     "accounts: to be opened now; prepared: on their day; balances: of an older "
                     "system")
        ->required()
        ->check(CLI::IsMember({"accounts", "prepared", "balances"}));
    importing->add_option("FILE", wanted->file, "CSV, as docs/accounts.md shows it")->required();
    importing->add_option("BOOK", wanted->book, "Directory of a book")->required();
    importing->add_option("--reason", wanted->reason, "Why; it stays in the book")->required();
    importing->add_option("--operator", wanted->person, "Who; 'import' where it is not given");
    importing->add_flag("--dry-run", wanted->is_dry_run, "Show the events, and write nothing");
    importing->add_flag("--json", wanted->as_json, "Answer for machines");
    importing->footer(
        "All rows are held against the rules before any is written; the same file again changes "
        "nothing.\nExample: meterbook import balances old.csv ./book --reason 'moved in' "
        "--dry-run");
    importing->callback([wanted, &chosen] { chosen = [wanted] { return import(*wanted); }; });
}

}  // namespace meterbook
