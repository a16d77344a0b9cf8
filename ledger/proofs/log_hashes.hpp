#pragma once
#include <map>

#include "ledger/journal/journal.hpp"
#include "ledger/proofs/merkle_proof.hpp"

namespace ledger {

/// The hashes of a journal's tree: from its tiles, and for the tiles that are not full from the
/// events. Up to what was durable when it is asked. Remembers the roots of the tiles it has gone
/// through: whoever asks again and again keeps it. One thread. Throws JournalDamaged.
class LogHashes {
public:
    explicit LogHashes(const Journal& journal) : journal_(journal) {}

    Hash node(std::uint32_t level, std::uint64_t index) const;

    /// Of a C2SP tile: hashes at this level of tiles from its beginning, `width` of them.
    Bytes tile(std::uint8_t level, std::uint64_t index, std::uint64_t width) const;

    Hash root_at(std::uint64_t size) const;
    std::vector<Hash> inclusion(std::uint64_t index, std::uint64_t size) const;
    std::vector<Hash> consistency(std::uint64_t from, std::uint64_t to) const;

private:
    NodeHash as_function() const;
    std::vector<Hash> hashes(std::uint32_t tile_level, std::uint64_t from,
                             std::uint64_t count) const;
    std::vector<Hash> leaves(std::uint64_t from, std::uint64_t count) const;
    Hash root_of_tile(std::uint32_t tile_level, std::uint64_t index) const;

    const Journal& journal_;
    mutable std::map<std::pair<std::uint32_t, std::uint64_t>, Hash> known_roots_;
};

}  // namespace ledger
