#include "ledger/journal/recovery.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include <fmt/core.h>

#include "ledger/journal/big_endian.hpp"
#include "ledger/journal/sha256.hpp"

namespace ledger {
namespace {

constexpr const char* way_out = "keep a copy of the directory, then restore the last backup";

[[noreturn]] void damaged(Position at, std::string_view what) {
    throw JournalDamaged(at, fmt::format("event {}: {}: {}", at.number, what, way_out));
}

Hash leaf_at(Store& store, Position position) {
    const auto bytes = store.get(Store::log, position_key(position));
    if (!bytes) damaged(position, "it is missing from the log");
    return leaf_hash(*bytes);
}

std::vector<Hash> hashes_of(const Bytes& tile) {
    std::vector<Hash> hashes(tile.size() / sizeof(Hash));
    std::memcpy(hashes.data(), tile.data(), hashes.size() * sizeof(Hash));
    return hashes;
}

Hash tile_root(Store& store, std::uint8_t level, std::uint64_t index, Position near) {
    const auto tile = store.get(Store::tiles, tile_key(level, index));
    if (!tile || tile->size() != MerkleTree::tile_width * sizeof(Hash))
        damaged(near, fmt::format("hash tile {}/{} is missing", level, index));
    return perfect_root(hashes_of(*tile));
}

/// Behind the full tiles no leaf is recorded: the first frame whose root does not come out holds
/// what is wrong. `size` events are in full tiles, and `edge` holds the hashes of those behind.
[[noreturn]] void name_wrong_frame(Store& store, std::uint64_t size,
                                   std::vector<std::vector<Hash>> edge, Position last) {
    const std::vector<Hash> leaves = std::exchange(edge[0], {});
    MerkleTree tree = MerkleTree::resume(size, std::move(edge));
    Position from = Position{size}.next();
    for (const Hash& leaf : leaves) {
        tree.append(leaf);
        const auto frame = frame_ending_at(store, {tree.size()});
        if (!frame) continue;
        if (frame->root != tree.root())
            damaged(std::max(from, frame->first),
                    fmt::format("its bytes, or those of an event up to {}, do not give the "
                                "recorded root",
                                frame->last().number));
        from = frame->last().next();
    }
    damaged(last, "the hashes before it do not give the recorded root");
}

}  // namespace

std::optional<Frame> frame_ending_at(Store& store, Position last) {
    const std::unique_ptr<rocksdb::Iterator> frames(
        store.db().NewIterator({}, store.family(Store::frames)));
    frames->SeekForPrev(position_key(last));
    throw_unless_read(frames->status(), last);
    if (!frames->Valid()) return std::nullopt;
    const auto frame = decode_frame(frames->value().ToStringView());
    return frame && frame->last() == last ? frame : std::nullopt;
}

MerkleTree rebuild_tree(Store& store, const Head& head) {
    std::vector<std::vector<Hash>> edge(1);
    const std::uint64_t size = head.last.number;
    for (std::uint64_t p = size - size % MerkleTree::tile_width + 1; p <= size; ++p)
        edge[0].push_back(leaf_at(store, {p}));
    std::uint64_t full = size / MerkleTree::tile_width;
    for (std::uint8_t level = 0; full > 0; ++level, full /= MerkleTree::tile_width) {
        edge.emplace_back();
        for (std::uint64_t i = full - full % MerkleTree::tile_width; i < full; ++i)
            edge.back().push_back(tile_root(store, level, i, head.last));
    }
    MerkleTree tree = MerkleTree::resume(size, edge);
    if (size > 0 && tree.root() != head.root)
        name_wrong_frame(store, size - size % MerkleTree::tile_width, std::move(edge), head.last);
    return tree;
}

void hold_against_anchor(Store& store, const Head& head, const std::optional<Anchor>& anchor) {
    if (!anchor) return;
    if (anchor->last > head.last)
        damaged(head.last.next(),
                fmt::format("the log ends before it, and events up to {} were acknowledged",
                            anchor->last.number));
    if (anchor->last.is_none()) return;
    const auto frame = frame_ending_at(store, anchor->last);
    if (!frame || frame->chain != anchor->chain || frame->number != anchor->frames ||
        frame->epoch != anchor->epoch)
        damaged(anchor->last, "the log says otherwise than what was acknowledged up to here");
}

namespace {

/// The bytes of the events after `from` give the hashes that are recorded in the full tiles.
void check_leaves(Store& store, std::uint64_t from, Position last) {
    const std::uint64_t tiles = last.number / MerkleTree::tile_width;
    for (std::uint64_t i = from / MerkleTree::tile_width; i < tiles; ++i) {
        const auto tile = store.get(Store::tiles, tile_key(0, i));
        const auto known = tile ? hashes_of(*tile) : std::vector<Hash>();
        for (std::uint64_t k = 0; k < MerkleTree::tile_width; ++k) {
            const Position position{i * MerkleTree::tile_width + k + 1};
            if (known.size() <= k || leaf_at(store, position) != known[k])
                damaged(position, "its bytes do not give the recorded hash");
        }
    }
}

bool continues(const Frame& frame, const Frame& before) {
    return frame.first == before.last().next() && frame.previous_chain == before.chain;
}

/// The last frame, when from the one that holds the event after `from` on each continues the one
/// before it.
std::optional<Frame> check_frames(Store& store, std::uint64_t from) {
    const std::unique_ptr<rocksdb::Iterator> frames(
        store.db().NewIterator({}, store.family(Store::frames)));
    std::optional<Frame> before;
    for (frames->SeekForPrev(position_key({from + 1})); frames->Valid(); frames->Next()) {
        const Position next = before ? before->last().next() : Position{from + 1};
        auto frame = decode_frame(frames->value().ToStringView());
        if (!frame || chain_of(*frame) != frame->chain)
            damaged(next, "its frame does not give the recorded chain");
        if (before && !continues(*frame, *before))
            damaged(next, "its frame does not continue the one before");
        before = frame;
    }
    throw_unless_read(frames->status(), before ? before->last().next() : Position{from + 1});
    return before;
}

}  // namespace

void check_tail(Store& store, const Head& head, const MerkleTree& tree, std::uint64_t how_many) {
    ensure(tree.size() == head.last.number, "the tree is as long as the log");
    const std::uint64_t from = head.last.number > how_many ? head.last.number - how_many : 0;
    check_leaves(store, from, head.last);
    const auto last = check_frames(store, from);
    if (head.last.is_none()) return;
    const Head due =
        last ? Head{last->number, last->last(), last->committed_at, last->chain, last->root}
             : Head{};
    if (due != head) damaged(head.last, "the last frame is not where the head says");
}

}  // namespace ledger
