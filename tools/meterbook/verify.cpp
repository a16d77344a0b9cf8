#include <map>
#include <optional>

#include <CLI/CLI.hpp>
#include <fmt/core.h>
#include <nlohmann/json.hpp>

#include "ledger/journal/audit.hpp"
#include "ledger/rules/apply.hpp"
#include "ledger/rules/laws.hpp"
#include "ledger/rules/postings.hpp"
#include "tools/meterbook/audited_past.hpp"
#include "tools/meterbook/command_line.hpp"
#include "tools/meterbook/past/kept_beside.hpp"
#include "tools/meterbook/scratch_folder.hpp"
#include "tools/meterbook/stopped_book.hpp"
#include "tools/meterbook/used_keys.hpp"

namespace meterbook {
namespace {

/// What is wrong, and where first.
struct Finding {
    std::uint64_t position;
    std::string law;
    std::string detail;
};

/// Holds the whole log against itself: bytes against hashes, events against the laws.
class Verification {
public:
    Verification(const ledger::Journal& journal, const ScratchFolder& scratch)
        : journal_(journal), past_(journal, scratch / "index"), keys_(scratch / "keys") {}

    std::optional<Finding> run() {
        ProgressLine progress("verify");
        const std::uint64_t all = journal_.head().last.number;
        ledger::Audit audit(journal_);
        auto reader = journal_.read({1});
        while (const auto entry = reader.next()) {
            if (const auto wrong = audit.take(*entry)) return at(entry->position, "bytes", *wrong);
            if (auto found = take(event_in(*entry))) return found;
            progress.show(entry->position.number, all);
        }
        if (const auto wrong = audit.finish()) return at(journal_.head().last, "bytes", *wrong);
        return check_balances();
    }

    std::uint64_t events() const { return state_.last.number; }
    std::size_t wallets() const { return state_.wallets.size(); }

private:
    static Finding at(ledger::Position position, std::string law, std::string detail) {
        return {position.number, std::move(law), std::move(detail)};
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

    const ledger::Journal& journal_;
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
                {"position", found->position}, {"law", found->law}, {"detail", found->detail}};
        fmt::print("{}\n", json.dump(2));
    } else if (found) {
        fmt::print("WRONG at event {}: {}: {}\n", found->position, found->law, found->detail);
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

int verify(const std::string& directory, bool as_json) {
    const ScratchFolder scratch;
    std::optional<ledger::Journal> journal;
    try {
        journal.emplace(open_stopped(directory));
        Verification run(*journal, scratch);
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

}  // namespace

void add_verify(CLI::App& app, Chosen& chosen) {
    auto* verifying = app.add_subcommand(
        "verify", "Re-hash the whole log, rate every reading again, hold every law");
    auto directory = std::make_shared<std::string>();
    auto as_json = std::make_shared<bool>(false);
    verifying->add_option("BOOK", *directory, "Directory of a book that is not being served")
        ->required();
    verifying->add_flag("--json", *as_json, "Answer for machines");
    verifying->footer("Example: meterbook verify ./book");
    verifying->callback([=, &chosen] { chosen = [=] { return verify(*directory, *as_json); }; });
}

}  // namespace meterbook
