#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "ledger/journal/audit.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/rules/state.hpp"
#include "tools/meterbook/audited_past.hpp"
#include "tools/meterbook/bundle/checklist.hpp"
#include "tools/meterbook/bundle/command_runs.hpp"
#include "tools/meterbook/bundle/key_chain.hpp"
#include "tools/meterbook/bundle/summary.hpp"
#include "tools/meterbook/scratch_folder.hpp"
#include "tools/meterbook/used_keys.hpp"

namespace meterbook {

/// Holds the whole log of a book against itself: bytes against hashes, events against the laws,
/// checkpoints against the keys. One thread.
class BookAudit {
public:
    /// `trusted`: the vkey that was given; empty: the one that lies beside the log is believed.
    BookAudit(const ledger::Journal& journal, const ScratchFolder& scratch,
              std::filesystem::path book, std::string trusted);

    /// The first wrong position, if any is.
    std::optional<Finding> run();

    std::uint64_t events() const { return state_.last.number; }
    std::size_t wallets() const { return state_.wallets.size(); }

    /// There are signatures, and no public key to hold them against.
    bool lacks_key() const { return lacks_key_; }

    /// What came of its checks, `found` among them.
    Checklist checks(const std::optional<Finding>& found) const;

private:
    std::optional<Finding> read_all();
    std::optional<Finding> take(const ledger::Entry& entry, ledger::Audit& audit);
    std::optional<Finding> take_judging(const ledger::Event& event);
    std::optional<Finding> take_event(const ledger::Event& event);
    std::optional<Finding> check_balances() const;
    std::optional<Finding> check_checkpoints(std::uint64_t below);
    std::optional<Finding> check_trusted(const ledger::SignedCheckpoint& newest) const;
    std::optional<Finding> check_last() const;
    std::optional<std::string> fault_in(const ledger::SignedCheckpoint& checkpoint) const;

    const ledger::Journal& journal_;
    std::filesystem::path book_;
    std::string trusted_;
    AuditedPast past_;
    ledger::State state_;
    Balances balances_;
    UsedKeys keys_;
    CommandRuns runs_;
    KeyChain chain_;
    bool lacks_key_ = false;
    std::string unsigned_;  ///< why no signature was looked at
};

}  // namespace meterbook
