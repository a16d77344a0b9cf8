#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "ledger/proofs/checkpoint.hpp"
#include "tools/meterbook/bundle/findings.hpp"
#include "tools/meterbook/bundle/summary.hpp"

namespace meterbook {

/// The keys that sign a log, as its events hand over from one to the next. One thread.
class KeyChain {
public:
    /// `first`: the vkey that stands in no event; empty: the first event that hands over names it.
    explicit KeyChain(std::string first);

    /// The next event as it is stored: what is wrong, where it hands over.
    std::optional<Finding> take(std::uint64_t position, ledger::BytesView stored);

    /// Where no event named the first key.
    void begin_with(const std::string& first);

    const std::vector<Summary::Key>& keys() const { return keys_; }

    /// By the key that held when the log had that size.
    bool is_signed_then(const ledger::SignedCheckpoint& checkpoint) const;

    /// By the trusted vkey, or one that is reached from it.
    bool is_reached(const ledger::SignedCheckpoint& checkpoint, const std::string& trusted) const;

private:
    std::vector<Summary::Key> keys_;
};

/// The vkey of this number, from 1 on, that lies beside the log of a book or a backup; empty: none
/// does. Throws Cannot where what lies there is none: whoever goes on believes that it was looked
/// at.
std::string key_beside(const std::filesystem::path& book, unsigned number = 1);

}  // namespace meterbook
