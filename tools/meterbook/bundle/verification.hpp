#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ledger/journal/known_checkpoint.hpp"
#include "tools/meterbook/bundle/checklist.hpp"
#include "tools/meterbook/bundle/findings.hpp"
#include "tools/meterbook/bundle/parsed_block.hpp"

namespace meterbook {

/// What to verify, and how much of it.
struct VerificationWish {
    std::string file;
    std::string trusted;  ///< a vkey
    Depth depth = Depth::events;
    bool folds_projections = true;
    std::optional<ledger::KnownCheckpoint> known{};  ///< that the log has to continue
    std::function<void(std::uint64_t done, std::uint64_t all)> progress{};
};

/// What came out.
struct VerificationResult {
    std::string origin;
    std::uint64_t events = 0;
    std::uint64_t frames = 0;
    std::size_t checkpoints = 0;
    std::optional<std::size_t> wallets;  ///< where all events were judged, and break no law
    ledger::Hash root{};
    std::vector<Finding> findings;
    std::optional<Finding> first;  ///< the lowest position
    Checklist checks{{}};
    bool is_part = false;  ///< something that nobody wanted to be left out was not checked
};

/// Re-hashes, re-rates and folds a whole bundle on several threads: the blocks are taken apart by
/// as many as there are cores, and go in order past the tree, the laws and the projections. Throws
/// Cannot where the file cannot be read, or the key is none.
VerificationResult verify_bundle(const VerificationWish& wish);

}  // namespace meterbook
