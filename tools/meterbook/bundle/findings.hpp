#pragma once
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "ledger/rules/laws.hpp"
#include "ledger/values/judging.hpp"

namespace meterbook {

/// What is wrong, and where first; position 0: about no single event.
struct Finding {
    std::uint64_t position;
    std::string check;
    std::string detail;
};

// The checks of docs/bundle_format.md that are no laws of the ledger.
inline constexpr const char* bundle_is_whole = "bundle_is_whole";
inline constexpr const char* entries_give_their_leaves = "entries_give_their_leaves";
inline constexpr const char* frames_give_the_root_and_chain = "frames_give_the_root_and_chain";
inline constexpr const char* checkpoints_are_signed = "checkpoints_are_signed";
inline constexpr const char* keys_follow_each_other = "keys_follow_each_other";
inline constexpr const char* events_are_of_the_vocabulary = "events_are_of_the_vocabulary";
inline constexpr const char* known_checkpoint_holds = "known_checkpoint_is_of_this_log";
inline constexpr const char* commands_are_whole = "commands_are_whole";
inline constexpr const char* event_ids_are_used_once = "event_ids_are_used_once";
inline constexpr const char* keys_are_used_once = "idempotency_keys_are_used_once";
inline constexpr const char* all_balances_sum_to_zero = "all_balances_sum_to_zero";
inline constexpr const char* balance_is_the_sum = "balance_is_the_sum_of_postings";
inline constexpr const char* summary_is_true = "summary_is_what_the_events_give";
inline constexpr const char* projections_are_true = "projections_are_what_the_events_give";

/// The one at the lower position; what is about no event stands behind the others.
inline std::optional<Finding> earlier(std::optional<Finding> one, std::optional<Finding> other) {
    if (!one || !other) return one ? one : other;
    return other->position - 1 < one->position - 1 ? other : one;
}

/// An event that breaks a law.
Finding finding_at(std::uint64_t position, const ledger::Breach& breach);

/// An event that breaks no law and leads where no book can be: the law of possible values, too.
Finding impossible_at(std::uint64_t position, const ledger::Impossible& impossible);

/// What several threads find. Each reports once what it met first, and goes no further. Whoever is
/// faster, the same stands in the same order: by position, what is about no event behind the
/// others, what TreeCheck finds before what the events say, and then by name. Of what a check finds
/// at one place one detail is said, the first by its letters.
class Findings {
public:
    void add(Finding finding);

    /// The one that stands first.
    std::optional<Finding> first() const {
        const std::lock_guard lock(mutex_);
        return all_.empty() ? std::nullopt : std::optional(all_.front());
    }

    std::vector<Finding> all() const {
        const std::lock_guard lock(mutex_);
        return all_;
    }

private:
    mutable std::mutex mutex_;
    std::vector<Finding> all_;
};

}  // namespace meterbook
