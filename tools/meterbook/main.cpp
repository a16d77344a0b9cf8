#include <filesystem>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "tools/meterbook/command_line.hpp"

namespace {

int say(const std::string& sentence) {
    fmt::print(stderr, "meterbook: {}\n", sentence);
    return meterbook::cannot;
}

}  // namespace

int main(int argc, char** argv) {
    using namespace meterbook;
    CLI::App app{
        "Meterbook: a prepaid-electricity ledger that can show how every number came to be."};
    app.require_subcommand(1);
    app.set_version_flag("--version", METERBOOK_VERSION);
    app.footer("Exit codes: 0 done, 1 something is wrong in the book, 2 it could not be done.");
    Chosen chosen;
    add_serve(app, chosen);
    add_collect(app, chosen);
    add_deliver(app, chosen);
    add_forward(app, chosen);
    add_certificate(app, chosen);
    add_verify(app, chosen);
    add_replay(app, chosen);
    add_explain(app, chosen);
    add_export(app, chosen);
    add_import(app, chosen);
    add_line(app, chosen);
    add_operator(app, chosen);
    add_bench(app, chosen);
    add_diff(app, chosen);
    add_inspect(app, chosen);
    add_backup(app, chosen);
    add_restore(app, chosen);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& wish) {  // --help, --version
        return app.exit(wish);
    } catch (const CLI::ParseError& error) {
        return say(fmt::format("{}: see --help", error.what()));
    }
    try {
        return chosen();
    } catch (const std::filesystem::filesystem_error& error) {
        return say(
            fmt::format("cannot use {}: {}: give another directory, or the right to write "
                        "there",
                        error.path1().string(), error.code().message()));
    } catch (const std::exception& error) {
        return say(error.what());
    }
}
