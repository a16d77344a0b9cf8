#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>

#include <CLI/CLI.hpp>
#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "ledger/journal/audit.hpp"
#include "ledger/journal/known_checkpoint.hpp"
#include "ledger/proofs/checkpoint.hpp"
#include "ledger/proofs/log_hashes.hpp"
#include "ledger/rules/apply.hpp"
#include "ledger/rules/laws.hpp"
#include "ledger/rules/office/signing_keys.hpp"
#include "ledger/rules/postings.hpp"
#include "ledger/values/judging.hpp"
#include "tools/meterbook/audited_past.hpp"
#include "tools/meterbook/bundle/verify_commands.hpp"
#include "tools/meterbook/command_line.hpp"
#include "tools/meterbook/past/kept_beside.hpp"
#include "tools/meterbook/scratch_folder.hpp"
#include "tools/meterbook/stopped_book.hpp"
#include "tools/meterbook/used_keys.hpp"

namespace meterbook {
namespace {

/// Holds the whole log against itself: bytes against hashes, events against the laws.
class Verification {
public:
    Verification(const ledger::Journal& journal, const ScratchFolder& scratch,
                 std::filesystem::path book)
        : journal_(journal),
          book_(std::move(book)),
          past_(journal, scratch / "index"),
          keys_(scratch / "keys") {}

    std::optional<Finding> run() {
        ProgressLine progress("verify");
        const std::uint64_t all = journal_.head().last.number;
        ledger::Audit audit(journal_);
        auto reader = journal_.read({1});
        while (const auto entry = reader.next()) {
            if (const auto wrong = audit.take(*entry)) return at(entry->position, "bytes", *wrong);
            const ledger::Event event = event_in(*entry);
            if (auto found = take_judging(event)) return found;
            if (audit.ended() && audit.ended()->committed_at != event.envelope.recorded_at)
                return at(entry->position, frames_give_the_root_and_chain,
                          "its frame has another time");
            progress.show(entry->position.number, all);
        }
        if (const auto wrong = audit.finish()) return at(journal_.head().last, "bytes", *wrong);
        if (auto found = check_balances()) return found;
        return check_checkpoints();
    }

    std::uint64_t events() const { return state_.last.number; }
    std::size_t wallets() const { return state_.wallets.size(); }

private:
    static Finding at(ledger::Position position, std::string law, std::string detail) {
        return {position.number, std::move(law), std::move(detail)};
    }

    /// Whoever can write to the disk can write any number.
    std::optional<Finding> take_judging(const ledger::Event& event) {
        try {
            const ledger::Judging judging;
            return take(event);
        } catch (const ledger::Impossible& impossible) {
            return impossible_at(event.envelope.position.number, impossible);
        }
    }

    std::optional<Finding> take(const ledger::Event& event) {
        const ledger::Position position = event.envelope.position;
        const auto past_of = [&](const ledger::MeterId& meter, std::size_t most) {
            return past_.of(state_, meter, most);
        };
        if (const auto breach = ledger::find_breach(state_, event, past_of))
            return at(position, std::string(to_text(breach->law)), breach->detail);
        const std::string& key = event.envelope.idempotency_key;
        if (!key.empty() && !keys_.is_new(key, position))
            return at(position, "idempotency_keys_are_used_once",
                      fmt::format("key '{}' stands on an earlier event too", key));
        for (const ledger::Posting& each : ledger::postings(event.payload))
            balances_[each.account] += each.amount;
        ledger::apply(state_, event);
        return std::nullopt;
    }

    /// The state's balances against the plain sums of all postings.
    std::optional<Finding> check_balances() const {
        try {
            const ledger::Judging judging;
            return compare_balances();
        } catch (const ledger::Impossible& impossible) {
            return impossible_at(state_.last.number, impossible);
        }
    }

    std::optional<Finding> compare_balances() const {
        ledger::Money sum;
        for (const auto& [account, balance] : balances_) sum += balance;
        if (!sum.is_zero()) return at(state_.last, "all_balances_sum_to_zero", to_text(sum));
        for (const auto& [id, wallet] : state_.wallets) {
            const auto posted = balances_.find(ledger::wallet_account(id));
            const ledger::Money credit =
                posted == balances_.end() ? ledger::Money{} : -posted->second;
            if (credit != wallet.balance)
                return at(state_.last, "balance_is_the_sum_of_postings",
                          fmt::format("wallet {}: {} is posted, {} is held", id.text(),
                                      to_text(credit), to_text(wallet.balance)));
        }
        return std::nullopt;
    }

    /// What was signed is this log, and was signed by its keys.
    std::optional<Finding> check_checkpoints() const {
        const ledger::LogHashes hashes(journal_);
        const std::string origin = ledger::origin_of(journal_.store());
        const std::vector<ledger::VerifierKey> keys = signing_keys();
        std::optional<Finding> found;
        journal_.each_checkpoint(0, [&](std::uint64_t size, ledger::BytesView bytes) {
            const auto read = ledger::signed_checkpoint_from(bytes);
            const bool holds =
                read && size <= journal_.head().last.number &&
                read->checkpoint == ledger::Checkpoint{origin, {size, hashes.root_at(size)}} &&
                std::ranges::any_of(keys,
                                    [&](const auto& key) { return read->note.is_signed_by(key); });
            if (!holds)
                found = at({size}, checkpoints_are_signed,
                           "the checkpoint of this size is not of this log, or not signed by its "
                           "keys");
            return holds;
        });
        return found;
    }

    /// Those that the log names; before the first rotation the one that lies beside it.
    std::vector<ledger::VerifierKey> signing_keys() const {
        std::vector<std::string> texts = ledger::signing_keys_of(state_);
        if (texts.empty()) {
            std::ifstream in(book_ / "signing" / "1.vkey");
            std::getline(in, texts.emplace_back());
        }
        std::vector<ledger::VerifierKey> keys;
        for (const std::string& each : texts) {
            if (auto key = ledger::verifier_key_from_text(each)) keys.push_back(std::move(*key));
        }
        return keys;
    }

    const ledger::Journal& journal_;
    std::filesystem::path book_;
    AuditedPast past_;
    ledger::State state_;
    std::map<std::string, ledger::Money> balances_;
    UsedKeys keys_;
};

int print(const std::optional<Finding>& found, const Verification& run, const std::string& root,
          bool as_json) {
    if (as_json) {
        nlohmann::ordered_json json{
            {"ok", !found}, {"events", run.events()}, {"wallets", run.wallets()}, {"root", root}};
        if (found)
            json["first_wrong"] = {
                {"position", found->position}, {"law", found->check}, {"detail", found->detail}};
        fmt::print("{}\n", json.dump(2));
    } else if (found) {
        fmt::print("WRONG at event {}: {}: {}\n", found->position, found->check, found->detail);
    } else {
        fmt::print(
            "verified: {} events, {} wallets, every charge rated again, all laws hold\n"
            "Merkle root {}\n",
            run.events(), run.wallets(), root);
    }
    return found ? something_wrong : all_well;
}

/// What the book keeps beside its log, where the log is sound.
std::optional<Finding> found_beside(const std::string& directory, const ledger::Journal& journal,
                                    const ScratchFolder& scratch) {
    const auto beside = disagreement_beside(directory, journal, scratch);
    if (!beside) return std::nullopt;
    return Finding{beside->position.number, beside->check, beside->detail};
}

int verify(const std::string& directory, const std::string& known_checkpoint, bool as_json) {
    const ScratchFolder scratch;
    std::optional<ledger::Journal> journal;
    try {
        journal.emplace(open_stopped(directory));
        if (!known_checkpoint.empty()) ledger::hold_against_known(*journal, known_checkpoint);
        Verification run(*journal, scratch, directory);
        const auto found = run.run();
        return print(found ? found : found_beside(directory, *journal, scratch), run,
                     ledger::to_hex(ledger::view(journal->head().root)), as_json);
    } catch (const ledger::JournalDamaged& damaged) {
        if (as_json) {
            const nlohmann::ordered_json json{{"ok", false},
                                              {"first_wrong",
                                               {{"position", damaged.first_wrong.number},
                                                {"law", "bytes"},
                                                {"detail", damaged.what()}}}};
            fmt::print("{}\n", json.dump(2));
        } else {
            fmt::print("WRONG: {}\n", damaged.what());
        }
        return something_wrong;
    }
}

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

int verify_typed(const Typed& typed) {
    if (!typed.receipt.empty()) return verify_receipt_file(typed.receipt, typed.key, typed.as_json);
    if (typed.what.empty())
        throw Cannot(
            "BOOK: give a book, a bundle, or 'receipt' and its file: see 'meterbook "
            "verify --help'");
    if (std::filesystem::is_directory(typed.what))
        return verify(typed.what, typed.known_checkpoint, typed.as_json);
    if (!std::filesystem::exists(typed.what))
        throw Cannot(
            fmt::format("{} holds no book, and is no bundle: give another path", typed.what));
    if (typed.key.empty())
        throw Cannot("--key: a bundle is verified against the log's public key: give its vkey");
    ProgressLine progress("verify");
    VerificationWish wish{typed.what, key_given(typed.key)};
    wish.depth = typed.hashes_only ? Depth::hashes : Depth::events;
    wish.folds_projections = !typed.leaves_read_models;
    if (!typed.known_checkpoint.empty()) wish.known = checkpoint_given(typed.known_checkpoint);
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
                          "Of a bundle: the log's public key (vkey), or a file with it");
    verifying->add_option("--known-checkpoint,--checkpoint", typed->known_checkpoint,
                          "A checkpoint that was kept elsewhere: an old copy is told by it");
    verifying->add_flag(
        "--hashes-only", typed->hashes_only,
        "Of a bundle: hashes, frames and checkpoints alone; says that it is a part");
    verifying->add_flag("--without-read-models", typed->leaves_read_models,
                        "Of a bundle: leaves the read models out; says that it is a part");
    verifying->add_flag("--json", typed->as_json, "Answer for machines");
    add_receipt(*verifying, typed);
    verifying->footer("Example: meterbook verify ./book");
    verifying->callback([=, &chosen] { chosen = [=] { return verify_typed(*typed); }; });
}

}  // namespace meterbook
