#pragma once
#include "ledger/journal/anchor.hpp"
#include "ledger/journal/merkle.hpp"
#include "ledger/journal/store.hpp"

namespace ledger {

/// The frame that begins the run which ends at this position, if a frame ends there.
std::optional<Frame> frame_ending_at(Store& store, Position last);

/// The Merkle tree as it stood at this head: edge tiles rebuilt from full tiles and the last
/// events.
MerkleTree rebuild_tree(Store& store, const Head& head);

/// Throws JournalDamaged unless the log reaches at least as far as the anchor and continues it.
void hold_against_anchor(Store& store, const Head& head, const std::optional<Anchor>& anchor);

/// Re-hashes the last events (at least `how_many` of them where there are so many) against their
/// tiles and the frame chain. Throws JournalDamaged with the first position that is wrong.
void check_tail(Store& store, const Head& head, const MerkleTree& tree, std::uint64_t how_many);

}  // namespace ledger
