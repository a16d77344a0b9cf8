#include "api/register/export.hpp"

#include <fstream>
#include <iostream>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "api/json_writer.hpp"
#include "api/problem.hpp"
#include "api/register/register_file.hpp"
#include "tools/meterbook/beancount_journal.hpp"
#include "tools/meterbook/bundle/export_bundle.hpp"
#include "tools/meterbook/command_line.hpp"
#include "tools/meterbook/export_register.hpp"
#include "tools/meterbook/hledger_journal.hpp"
#include "tools/meterbook/posting_sheet.hpp"
#include "tools/meterbook/stopped_book.hpp"

namespace meterbook {
namespace {

void write_ndjson(const ledger::Journal& journal, std::ostream& out) {
    ProgressLine progress("export");
    auto reader = journal.read({1});
    while (const auto entry = reader.next()) {
        out << api::dump(api::write_event(event_in(*entry))) << '\n';
        progress.show(entry->position.number, journal.head().last.number);
    }
}

/// Event after event, to what writes them in another program's words.
template <class Sheet>
void write_for(const ledger::Journal& journal, std::ostream& out) {
    ProgressLine progress("export");
    Sheet sheet(out);
    auto reader = journal.read({1});
    while (const auto entry = reader.next()) {
        sheet.take(event_in(*entry));
        progress.show(entry->position.number, journal.head().last.number);
    }
}

void write_log(const std::string& directory, const std::string& format, std::ostream& out) {
    if (format == "tlog") return write_bundle(directory, out);
    const ledger::Journal journal = open_stopped(directory);
    if (format == "hledger") return write_for<HledgerJournal>(journal, out);
    if (format == "beancount") return write_for<BeancountJournal>(journal, out);
    if (format == "csv") return write_for<PostingSheet>(journal, out);
    write_ndjson(journal, out);
}

int export_log(const std::string& directory, const std::string& format, const std::string& file) {
    std::ofstream written;
    if (!file.empty()) {
        written.open(file, std::ios::binary | std::ios::trunc);
        if (!written) throw Cannot(fmt::format("cannot write {}: give another file", file));
    }
    std::ostream& out = file.empty() ? std::cout : written;
    write_log(directory, format, out);
    out.flush();
    if (!out)
        throw Cannot(fmt::format("the export is not whole: see that the disk has room for {}",
                                 file.empty() ? "the output" : file));
    return all_well;
}

int export_any(const std::string& directory, const std::string& format, const std::string& file) {
    if (directory.empty() && format != "template")
        throw Cannot("BOOK: name the directory of a book");
    const bool is_of_the_register = format == "register" || format == "template";
    return is_of_the_register ? export_register(directory, format, file)
                              : export_log(directory, format, file);
}

}  // namespace

void add_export(CLI::App& app, Chosen& chosen) {
    auto* exporting =
        app.add_subcommand("export", "Write the whole log, or the register, for others");
    auto directory = std::make_shared<std::string>();
    auto format = std::make_shared<std::string>("ndjson");
    auto file = std::make_shared<std::string>();
    exporting->add_option("BOOK", *directory, "Directory of a book");
    exporting
        ->add_option(
            "--format", *format,
            "ndjson: an event a line; tlog: a bundle that 'verify' proves without the book; "
            "csv: a posting a line; hledger, beancount: plain text accounting; register: "
            "what 'import' reads; template: what to fill in for it, without a BOOK")
        ->check(CLI::IsMember(
            {"ndjson", "tlog", "csv", "hledger", "beancount", "register", "template"}));
    exporting->add_option("--out", *file, "File; standard output where it is not given");
    exporting->footer("Example: meterbook export ./book --format hledger --out book.journal");
    exporting->callback(
        [=, &chosen] { chosen = [=] { return export_any(*directory, *format, *file); }; });
}

}  // namespace meterbook
