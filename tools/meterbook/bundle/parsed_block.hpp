#pragma once
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ledger/events/event.hpp"
#include "ledger/proofs/checkpoint.hpp"
#include "tools/meterbook/bundle/block_tree.hpp"
#include "tools/meterbook/bundle/bundle_file.hpp"
#include "tools/meterbook/bundle/findings.hpp"

namespace meterbook {

constexpr std::size_t events_ahead = 8;

/// A block of a bundle, taken apart and hashed again on any thread, with the checkpoints behind it.
struct ParsedBlock {
    std::uint64_t offset = 0;  ///< of the body in the file
    ledger::Bytes body;
    Block block;
    BlockTree tree;
    std::vector<ledger::Event> events;  ///< as many as could be read before the first finding
    std::size_t sound = 0;  ///< events from the first on that break no law by themselves
    std::vector<ledger::Instant> recorded;
    std::vector<std::string> checkpoints;  ///< notes
    std::optional<Finding> wrong;          ///< the first thing that is

    /// Where the length of an entry stands in the file.
    std::uint64_t offset_of(std::size_t entry) const;

    /// The next few events from this one on, as many as there are.
    std::span<const ledger::Event> events_from(std::size_t event) const;

    /// Asks for their memory, and does not wait for it: another processor wrote it.
    void fetch_events(std::size_t event) const;
};

using BlockPtr = std::shared_ptr<const ParsedBlock>;

/// How deep to look: hashes alone, or the events too.
enum class Depth { hashes, events };

/// Takes the body apart, re-hashes the entries, decodes them and looks at each by itself.
BlockPtr parse_block(std::uint64_t offset, ledger::Bytes body, std::vector<std::string> checkpoints,
                     Depth depth);

}  // namespace meterbook
