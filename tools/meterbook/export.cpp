#include "api/register/export.hpp"

#include <fstream>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "api/json/json_writer.hpp"
#include "api/problem.hpp"
#include "api/register/register_file.hpp"
#include "tools/meterbook/beancount_journal.hpp"
#include "tools/meterbook/bundle/export_bundle.hpp"
#include "tools/meterbook/command_line.hpp"
#include "tools/meterbook/export_register.hpp"
#include "tools/meterbook/hledger_journal.hpp"
#include "tools/meterbook/import.hpp"
#include "tools/meterbook/posting_sheet.hpp"
#include "tools/meterbook/stopped_book.hpp"

namespace meterbook {
namespace {

void write_ndjson(const ledger::EventSource& log, std::ostream& out) {
    ProgressLine progress("export");
    const auto reader = log.read({1});
    while (const auto entry = reader->next()) {
        out << api::dump(api::write_event(event_in(*entry))) << '\n';
        progress.show(entry->position.number, log.last().number);
    }
}

/// Event after event, to what writes them in another program's words.
template <class Sheet>
void write_for(const ledger::EventSource& log, std::ostream& out) {
    ProgressLine progress("export");
    Sheet sheet(out);
    const auto reader = log.read({1});
    while (const auto entry = reader->next()) {
        sheet.take(event_in(*entry));
        progress.show(entry->position.number, log.last().number);
    }
}

void write_log(const std::string& directory, const std::string& format, std::ostream& out) {
    if (format == "tlog") return write_bundle(directory, out);
    const auto log = open_log(directory);
    if (format == "hledger") return write_for<HledgerJournal>(*log, out);
    if (format == "beancount") return write_for<BeancountJournal>(*log, out);
    if (format == "csv") return write_for<PostingSheet>(*log, out);
    write_ndjson(*log, out);
}

/// Before anything is given out. The log that is written then ends with it.
void tell_log_export(const WantedExport& wanted) {
    if (wanted.person.empty()) return;
    if (wanted.format != "ndjson" && wanted.format != "csv")
        throw Cannot(
            fmt::format("--operator: what is written as {} is not recorded as taken: take "
                        "ndjson or csv, or leave it out",
                        wanted.format));
    const auto book = open_for_import(wanted.book);
    const auto format =
        wanted.format == "csv" ? ledger::ExportFormat::csv : ledger::ExportFormat::json;
    tell_export(*book, wanted, format, book->journal().head().last.number + 1);
}

int export_log(const WantedExport& wanted) {
    const std::string& file = wanted.file;
    tell_log_export(wanted);
    std::ofstream written;
    if (!file.empty()) {
        written.open(file, std::ios::binary | std::ios::trunc);
        if (!written) throw Cannot(fmt::format("cannot write {}: give another file", file));
    }
    std::ostream& out = file.empty() ? std::cout : written;
    write_log(wanted.book, wanted.format, out);
    out.flush();
    if (!out)
        throw Cannot(fmt::format("the export is not whole: see that the disk has room for {}",
                                 file.empty() ? "the output" : file));
    return all_well;
}

int export_any(const WantedExport& wanted) {
    if (wanted.book.empty() && wanted.format != "template")
        throw Cannot("BOOK: name the directory of a book, or a bundle");
    if (!wanted.person.empty() && !ledger::OperatorId::is_well_formed(wanted.person))
        throw Cannot("--operator: give a name of 1 to 40 of A-Z a-z 0-9 _ -");
    const bool is_of_the_register = wanted.format == "register" || wanted.format == "template";
    return is_of_the_register ? export_register(wanted) : export_log(wanted);
}

}  // namespace

void add_export(CLI::App& app, Chosen& chosen) {
    auto* exporting =
        app.add_subcommand("export", "Write the whole log, or the register, for others");
    auto wanted = std::make_shared<WantedExport>();
    exporting->add_option("BOOK", wanted->book, "Directory of a book, or a bundle");
    exporting
        ->add_option(
            "--format", wanted->format,
            "ndjson: an event a line; tlog: a bundle that 'verify' proves without the book; "
            "csv: a posting a line; hledger, beancount: plain text accounting; register: "
            "what 'import' reads; template: what to fill in for it, without a BOOK")
        ->check(CLI::IsMember(
            {"ndjson", "tlog", "csv", "hledger", "beancount", "register", "template"}));
    exporting->add_option("--out", wanted->file, "File; standard output where it is not given");
    exporting->add_option("--operator", wanted->person,
                          "Who takes it: it is recorded; nothing is where nobody is named");
    exporting->footer("Example: meterbook export ./book --format hledger --out book.journal");
    exporting->callback([=, &chosen] { chosen = [=] { return export_any(*wanted); }; });
}

}  // namespace meterbook
