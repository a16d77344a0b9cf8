#include "tools/meterbook/import.hpp"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "tools/meterbook/book_clock.hpp"
#include "tools/meterbook/command_line.hpp"

namespace meterbook {

std::string content_of(const std::string& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in) throw Cannot(fmt::format("cannot read {}: give a file that is there", file));
    return {std::istreambuf_iterator<char>(in), {}};
}

std::unique_ptr<ledger::Book> open_for_import(const std::string& directory, bool is_new) {
    const bool is_there =
        std::filesystem::is_directory(std::filesystem::path(directory) / "journal");
    if (!is_there && !is_new)
        throw Cannot(
            fmt::format("{} holds no book: give the directory that 'serve --data' was "
                        "given, or --new to begin one",
                        directory));
    if (is_there && is_new)
        throw Cannot(fmt::format("{} holds a book: leave --new out", directory));
    return ledger::Book::open({directory, book_clock({}, 1), {}});  // a broken disk is thrown to us
}

namespace {

/// `FILE BOOK`, or `KIND FILE BOOK`.
void take_words(WantedImport& wanted, const std::vector<std::string>& words) {
    if (words.size() == 3) wanted.kind = words[0];
    wanted.file = words[words.size() - 2];
    wanted.book = words.back();
    if (wanted.kind.empty()) return;
    if (wanted.kind != "accounts" && wanted.kind != "prepared" && wanted.kind != "balances")
        throw Cannot(
            fmt::format("'{}' is no kind of file: give accounts, prepared or balances, "
                        "or no kind for a register",
                        wanted.kind));
    if (wanted.reason.empty()) throw Cannot("--reason: say why; it stays in the book");
}

int import(WantedImport wanted, const std::vector<std::string>& words) {
    take_words(wanted, words);
    if (!ledger::OperatorId::is_well_formed(wanted.person))
        throw Cannot("--operator: give a name of 1 to 40 of A-Z a-z 0-9 _ -");
    return wanted.kind.empty() ? import_register_file(wanted) : import_rows(wanted);
}

}  // namespace

void add_import(CLI::App& app, Chosen& chosen) {
    auto* importing = app.add_subcommand(
        "import", "Bring a register, accounts or old balances into a stopped book");
    auto wanted = std::make_shared<WantedImport>();
    auto words = std::make_shared<std::vector<std::string>>();
    importing
        ->add_option("[KIND] FILE BOOK", *words,
                     "A register (.xlsx, .csv, .zip of .csv, .json) and the directory of a book; "
                     "with a KIND before them a CSV of docs/accounts.md: accounts (to be opened "
                     "now), prepared (on their day) or balances (of an older system)")
        ->required()
        ->expected(2, 3);
    importing->add_option("--sheet", wanted->sheet,
                          "What a CSV file is, where its columns do not say: meters, lines ...");
    importing->add_option("--profiles", wanted->profiles,
                          "Directory of meter profiles, besides the built-in ones");
    importing->add_option("--reason", wanted->reason, "Why; it stays in the book");
    importing->add_option("--operator", wanted->person, "Who; 'import' where it is not given");
    importing->add_flag("--dry-run", wanted->is_dry_run, "Show what would be, and write nothing");
    importing->add_flag("--new", wanted->is_new, "Begin a new book in a directory without one");
    importing->add_flag("--json", wanted->as_json, "Answer for machines");
    importing->footer(
        "All rows are held against the rules before any is written; the same file again changes "
        "nothing.\nExample: meterbook import building.xlsx ./book --dry-run\n"
        "         meterbook import balances old.csv ./book --reason 'moved in'");
    importing->callback(
        [wanted, words, &chosen] { chosen = [=] { return import(*wanted, *words); }; });
}

}  // namespace meterbook
