#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "tools/meterbook/command_line.hpp"
#include "tools/meterbook/long_running.hpp"
#include "tools/meterbook/scratch_folder.hpp"

namespace {

int say(const std::string& sentence) {
    fmt::print(stderr, "meterbook: {}\n", sentence);
    return meterbook::cannot;
}

/// A word that nobody knows explains more than what is missing because of it.
int refuse(const CLI::App& app, const CLI::ParseError& error) {
    const std::vector<std::string> unknown = app.remaining(true);
    if (unknown.empty()) return say(fmt::format("{}: see --help", error.what()));
    return say(fmt::format("'{}' is not known here: see --help", unknown.front()));
}

/// An answer that did not reach its reader is none; a service may lose lines of its log.
bool is_answer_lost() {
    return (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) && !meterbook::is_told_to_stop();
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
    add_key(app, chosen);
    try {
        app.parse(argc, argv);
    } catch (const CLI::Success& wish) {  // --help, --version
        return app.exit(wish);
    } catch (const CLI::ParseError& error) {
        return refuse(app, error);
    }
    try {
        const int code = chosen();
        if (!is_answer_lost()) return code;
    } catch (const std::filesystem::filesystem_error& error) {
        return say(
            fmt::format("cannot use {}: {}: give another directory, or the right to write "
                        "there",
                        ScratchFolder::named(error.path1().string()), error.code().message()));
    } catch (const std::exception& error) {
        if (std::ferror(stdout) == 0) return say(ScratchFolder::named(error.what()));
    }
    return say("the output is not whole: see that the disk has room for it");
}
