#pragma once
#include <optional>
#include <string>

#include "ledger/journal/journal.hpp"
#include "ledger/proofs/checkpoint.hpp"

namespace ledger {

/// How many checkpoints a log keeps, and a hash over all of them in order: signing/LAST says both
/// under a signature, so that one that is gone, or another one, is missed.
struct KeptCheckpoints {
    std::uint64_t count = 0;
    Hash digest{};

    void add(BytesView note);

    /// Those of the sizes from `first` to `last`.
    void add(const Journal& journal, std::uint64_t first, std::uint64_t last = UINT64_MAX);

    /// Behind the three lines of a checkpoint, with its newline.
    std::string line() const;

    friend bool operator==(const KeptCheckpoints&, const KeptCheckpoints&) = default;
};

/// The line in the text of signing/LAST; nothing in one that an earlier release wrote.
std::optional<KeptCheckpoints> kept_checkpoints_in(const std::string& text);

/// What the log keeps now, held against what signing/LAST says.
struct KeptNow {
    KeptCheckpoints all;
    bool is_all_told = true;           ///< or signing/LAST has to be written anew
    std::optional<std::string> fault;  ///< one sentence
};

/// Reads every checkpoint of the log. One that was kept just before the power went may stand behind
/// the last that is told of, and no more.
KeptNow kept_now(const Journal& journal, const std::optional<SignedCheckpoint>& last);

}  // namespace ledger
