#pragma once
#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

#include "ledger/journal/journal.hpp"
#include "ledger/proofs/kept_checkpoints.hpp"
#include "ledger/proofs/log_hashes.hpp"
#include "ledger/proofs/signing_keys.hpp"

namespace ledger {

/// When and for whom a log is signed.
struct SignerOptions {
    std::filesystem::path directory;          ///< of the keys
    std::vector<std::string> named;           ///< vkeys of the log's rotations, oldest first
    std::function<Position()> period_closed;  ///< the newest event that closed one
    std::function<void(const std::string&)> on_trouble{};  ///< it could not sign now, and tries on
    std::function<void(const std::string&)> on_failure{};  ///< the log is not what it was
    std::chrono::milliseconds interval{10'000};
    std::uint64_t events = 8'192;  ///< unsigned, that do not wait for the interval
};

/// Signs the log as it grows, on a thread of its own that reads what is durable and never holds up
/// whoever writes. It signs no tree that does not continue the one it signed last: the consistency
/// proof between them is made and held against both roots before. And it signs nothing with a key
/// of signing/RETIRED: such a key has signed events that this log does not hold.
class Signer {
public:
    /// Throws JournalDamaged where the log is shorter than, or another than, what was signed last,
    /// or lacks a checkpoint that it kept; SigningKeyUnusable.
    Signer(Journal& journal, SignerOptions options);
    ~Signer();
    Signer(const Signer&) = delete;
    Signer& operator=(const Signer&) = delete;

    /// Signs what is not signed yet, and ends the thread. Once; nobody writes any more.
    void finish();

    /// The newest checkpoint as a note; nothing of a log without events. Any thread.
    std::optional<std::string> newest() const;

    /// The newest one of at least this size: signs now, where the last signing is a second ago.
    /// Nothing: ask again in a second. Any thread.
    std::optional<std::string> newest_of(std::uint64_t size);

    /// Makes the next key, which signs from then on if `record` says that the log holds the
    /// rotation; nothing is signed meanwhile. Any thread.
    void hand_over(const std::function<bool(const KeyRotation&)>& record);
    std::vector<std::string> keys() const;

    /// The key in use is retired: it has to hand over before anything is signed. Any thread.
    bool has_to_hand_over() const;

private:
    using Moment = std::chrono::steady_clock::time_point;

    void follow();
    bool is_due() const;
    void sign_or_tell();
    void sign(const Head& head);
    void tell();
    bool is_retired() const;
    void hold_against(const SignedCheckpoint& signed_before, const std::string& where) const;

    Journal& journal_;
    SignerOptions options_;
    mutable std::mutex mutex_;  ///< guards what follows
    LogHashes hashes_;
    std::optional<SigningKeys> keys_;
    TreeHead signed_;
    std::string note_;  ///< the newest
    KeptCheckpoints kept_;
    bool is_told_ = true;  ///< signing/LAST tells of the newest one
    Moment signed_at_;
    bool failed_ = false;
    bool stopping_ = false;
    std::condition_variable wake_;
    std::thread thread_;
};

}  // namespace ledger
