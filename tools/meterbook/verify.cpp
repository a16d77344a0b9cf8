#include <filesystem>
#include <optional>

#include <CLI/CLI.hpp>
#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "ledger/journal/known_checkpoint.hpp"
#include "tools/meterbook/book_audit.hpp"
#include "tools/meterbook/bundle/verify_commands.hpp"
#include "tools/meterbook/command_line.hpp"
#include "tools/meterbook/past/kept_beside.hpp"
#include "tools/meterbook/scratch_folder.hpp"
#include "tools/meterbook/stopped_book.hpp"

namespace meterbook {
namespace {

/// What was typed behind `verify`.
struct Typed {
    std::string what;  ///< a book, or a bundle
    std::string receipt;
    std::string key;
    std::string known_checkpoint;
    bool as_json = false;
    bool hashes_only = false;
    bool leaves_read_models = false;
};

void print(const std::optional<Finding>& found, const BookAudit& run, const std::string& root) {
    const Checklist checks = run.checks(found);
    if (found)
        fmt::print("WRONG at event {}: {}: {}\n", found->position, found->check, found->detail);
    else
        fmt::print(
            "{}: {} events, {} wallets, every charge rated again, all laws hold\n"
            "Merkle root {}\n",
            checks.is_complete() ? "verified" : "PARTLY verified", run.events(), run.wallets(),
            root);
    checks.print();
}

void print_json(const std::optional<Finding>& found, const BookAudit& run,
                const std::string& root) {
    const Checklist checks = run.checks(found);
    nlohmann::ordered_json json{{"ok", !found},           {"complete", checks.is_complete()},
                                {"events", run.events()}, {"wallets", run.wallets()},
                                {"root", root},           {"checks", checks.json()}};
    if (found)
        json["first_wrong"] = {
            {"position", found->position}, {"law", found->check}, {"detail", found->detail}};
    fmt::print("{}\n", json.dump(2));
}

/// What the book keeps beside its log, where the log is sound.
std::optional<Finding> found_beside(const std::string& directory, const ledger::Journal& journal,
                                    const ScratchFolder& scratch) {
    const auto beside = disagreement_beside(directory, journal, scratch);
    if (!beside) return std::nullopt;
    return Finding{beside->position.number, beside->check, beside->detail};
}

int print_damage(const ledger::JournalDamaged& damaged, bool as_json) {
    if (!as_json) {
        fmt::print("WRONG: {}\n", damaged.what());
        return something_wrong;
    }
    const nlohmann::ordered_json json{
        {"ok", false},
        {"complete", false},
        {"first_wrong",
         {{"position", damaged.first_wrong.number}, {"law", "bytes"}, {"detail", damaged.what()}}}};
    fmt::print("{}\n", json.dump(2));
    return something_wrong;
}

int verify_book(const Typed& typed) {
    if (typed.hashes_only || typed.leaves_read_models)
        throw Cannot(fmt::format("{} is for bundles: a book is verified whole, leave it out",
                                 typed.hashes_only ? "--hashes-only" : "--without-read-models"));
    const std::string trusted = typed.key.empty() ? "" : key_given(typed.key);
    const ScratchFolder scratch;
    try {
        const ledger::Journal journal = open_stopped(typed.what);
        if (!typed.known_checkpoint.empty())
            ledger::hold_against_known(journal, typed.known_checkpoint);
        BookAudit run(journal, scratch, typed.what, trusted);
        auto found = run.run();
        if (!found) found = found_beside(typed.what, journal, scratch);
        (typed.as_json ? print_json : print)(found, run,
                                             ledger::to_hex(ledger::view(journal.head().root)));
        if (found) return something_wrong;
        return run.lacks_key() ? partly : all_well;
    } catch (const ledger::JournalDamaged& damaged) {
        return print_damage(damaged, typed.as_json);
    }
}

int verify_typed(const Typed& typed) {
    if (!typed.receipt.empty()) return verify_receipt_file(typed.receipt, typed.key, typed.as_json);
    if (typed.what.empty())
        throw Cannot(
            "BOOK: give a book, a bundle, or 'receipt' and its file: see 'meterbook "
            "verify --help'");
    if (std::filesystem::is_directory(typed.what)) return verify_book(typed);
    if (!std::filesystem::exists(typed.what))
        throw Cannot(
            fmt::format("{} holds no book, and is no bundle: give another path", typed.what));
    if (typed.key.empty())
        throw Cannot("--key: a bundle is verified against the log's public key: give its vkey");
    ProgressLine progress("verify");
    VerificationWish wish{typed.what, key_given(typed.key)};
    wish.depth = typed.hashes_only ? Depth::hashes : Depth::events;
    wish.folds_projections = !typed.leaves_read_models;
    if (!typed.known_checkpoint.empty())
        wish.known = ledger::known_checkpoint_in(typed.known_checkpoint);
    wish.progress = [&](std::uint64_t done, std::uint64_t all) { progress.show(done, all); };
    return verify_bundle_file(wish, typed.as_json);
}

void add_receipt(CLI::App& verifying, const std::shared_ptr<Typed>& typed) {
    auto* receipt = verifying.add_subcommand("receipt", "A signed receipt, without the book");
    receipt->add_option("FILE", typed->receipt, "The receipt (.tlog-proof)")->required();
    receipt->add_option("--key", typed->key, "The log's public key (vkey), or a file with it")
        ->required();
    receipt->add_flag("--json", typed->as_json, "Answer for machines");
    receipt->footer("Example: meterbook verify receipt sale.tlog-proof --key book.vkey");
}

}  // namespace

void add_verify(CLI::App& app, Chosen& chosen) {
    auto* verifying = app.add_subcommand(
        "verify", "Re-hash a whole log, rate every reading again, hold every law");
    auto typed = std::make_shared<Typed>();
    verifying->add_option("BOOK", typed->what,
                          "Directory of a book that is not being served, or an exported bundle");
    verifying->add_option("--key", typed->key,
                          "The log's public key (vkey), or a file with it; a bundle needs it");
    verifying->add_option("--known-checkpoint,--checkpoint", typed->known_checkpoint,
                          "A checkpoint that was kept elsewhere: an old copy is told by it");
    verifying->add_flag(
        "--hashes-only", typed->hashes_only,
        "Of a bundle: hashes, frames and checkpoints alone; says that it is a part");
    verifying->add_flag("--without-read-models", typed->leaves_read_models,
                        "Of a bundle: leaves the read models out; says that it is a part");
    verifying->add_flag("--json", typed->as_json, "Answer for machines");
    add_receipt(*verifying, typed);
    verifying->footer(
        "Exit code 3: nothing wrong was found, and not all could be looked at.\n"
        "Example: meterbook verify ./book");
    verifying->callback([=, &chosen] { chosen = [=] { return verify_typed(*typed); }; });
}

}  // namespace meterbook
