#pragma once
#include <array>
#include <memory>
#include <mutex>
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

/// The beginning of the hash of an idempotency key.
using KeyHash = std::array<std::uint8_t, 16>;

constexpr std::size_t events_ahead = 8;

/// A block of a bundle, taken apart and hashed again on any thread, with the checkpoints behind it.
struct ParsedBlock {
    std::uint64_t offset = 0;  ///< of the body in the file
    ledger::Bytes body;
    Block block;
    BlockTree tree;
    std::vector<ledger::Hash> chains;   ///< that its frames give
    std::vector<ledger::Event> events;  ///< as many as could be read before the first finding
    std::size_t sound = 0;  ///< events from the first on that break no law by themselves
    std::vector<ledger::Instant> recorded;
    std::vector<KeyHash> keys;  ///< of the events that have an idempotency key, in their order
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

/// Memory of blocks that nobody looks at any more, for those to come: it was touched lately, and to
/// ask for as much anew costs a fault for each page. Lives longer than its blocks. Any thread.
class BlockMemory {
public:
    /// Whatever stands in it.
    ledger::Bytes body();

    /// One that says nothing.
    std::shared_ptr<ParsedBlock> block();

private:
    void keep(ParsedBlock& block);

    std::mutex mutex_;
    std::vector<ledger::Bytes> bodies_;
    std::vector<std::vector<ledger::Event>> events_;
};

/// Takes the body apart, re-hashes the entries, decodes them and looks at each by itself.
BlockPtr parse_block(BlockMemory& memory, Record record, std::vector<std::string> checkpoints,
                     Depth depth);

}  // namespace meterbook
