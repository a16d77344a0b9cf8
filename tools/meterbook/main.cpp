#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "ingest/profile.hpp"
#include "ledger/journal/fault.hpp"
#include "tools/meterbook/command_line.hpp"

int main(int argc, char** argv) {
    using namespace meterbook;
    CLI::App app{
        "Meterbook: a prepaid-electricity ledger that can show how every number came to be."};
    app.require_subcommand(1);
    app.set_version_flag("--version", METERBOOK_VERSION);
    app.footer("Exit codes: 0 done, 1 something is wrong in the book, 2 it could not be done.");
    Chosen chosen;
    add_serve(app, chosen);
    add_verify(app, chosen);
    add_replay(app, chosen);
    add_export(app, chosen);
    add_bench(app, chosen);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? all_well : cannot;
    }
    try {
        return chosen();
    } catch (const ledger::JournalDamaged& damaged) {
        fmt::print(stderr, "meterbook: {}\n", damaged.what());
    } catch (const std::exception& error) {
        fmt::print(stderr, "meterbook: {}\n", error.what());
    }
    return cannot;
}
