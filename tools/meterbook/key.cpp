#include <filesystem>

#include <CLI/CLI.hpp>
#include <fmt/core.h>

#include "ledger/book.hpp"
#include "ledger/proofs/signer.hpp"
#include "tools/meterbook/book_clock.hpp"
#include "tools/meterbook/bundle/key_chain.hpp"
#include "tools/meterbook/command_line.hpp"

namespace meterbook {
namespace {

namespace fs = std::filesystem;

/// What the public files of a book say; they may be read while it is served.
std::vector<std::string> kept_keys(const fs::path& book) {
    std::vector<std::string> keys;
    for (unsigned number = 1;; ++number) {
        std::string key = key_beside(book, number);
        if (key.empty()) return keys;
        keys.push_back(std::move(key));
    }
}

std::unique_ptr<ledger::Book> opened(const fs::path& book) {
    if (!fs::is_directory(book / "journal"))
        throw Cannot(fmt::format(
            "{} holds no book: give the directory that 'serve --data' was given", book.string()));
    return ledger::Book::open({book, book_clock({}, 1), {}});
}

std::vector<std::string> rotated(const fs::path& directory, const std::string& reason) {
    const auto book = opened(directory);
    ledger::Request request{};
    request.actor = {ledger::ActorKind::system, "operator", ""};
    request.reason = reason;
    const ledger::Outcome outcome = book->rotate_signing_key(std::move(request));
    if (!outcome) throw Cannot(outcome.error().detail);
    return book->signer().keys();
}

int show_keys(const std::string& directory, bool rotates, const std::string& reason) {
    std::vector<std::string> keys = rotates ? rotated(directory, reason) : kept_keys(directory);
    if (keys.empty()) keys = opened(directory)->signer().keys();
    for (const std::string& each : keys) fmt::print("{}\n", each);
    return all_well;
}

}  // namespace

void add_key(CLI::App& app, Chosen& chosen) {
    auto* showing = app.add_subcommand(
        "key", "Show the public keys that sign the log, oldest first; makes the first one");
    auto directory = std::make_shared<std::string>();
    auto rotates = std::make_shared<bool>(false);
    auto reason = std::make_shared<std::string>();
    showing->add_option("BOOK", *directory, "Directory of a book")->required();
    showing->add_flag("--rotate", *rotates,
                      "Let the key hand over to a new one; the book must not be served");
    showing->add_option("--reason", *reason, "Why it is rotated");
    showing->footer("Example: meterbook key ./book > book.vkey");
    showing->callback(
        [=, &chosen] { chosen = [=] { return show_keys(*directory, *rotates, *reason); }; });
}

}  // namespace meterbook
