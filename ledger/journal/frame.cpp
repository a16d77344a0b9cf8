#include "ledger/journal/frame.hpp"

#include <cstring>

#include "ledger/journal/big_endian.hpp"
#include "ledger/journal/sha256.hpp"

// frame := number u64 | first u64 | count u32 | epoch u64 | committed_at i64 (µs)
//          | previous_chain 32 | chain 32 | root 32
// head  := frames u64 | last u64 | committed_at i64 | chain 32 | root 32

namespace ledger {
namespace {

constexpr std::size_t frame_size = 8 + 8 + 4 + 8 + 8 + 3 * sizeof(Hash);
constexpr std::size_t head_size = 8 + 8 + 8 + 2 * sizeof(Hash);

Hash take_hash(BytesView& bytes) {
    Hash hash;
    std::memcpy(hash.data(), bytes.data(), hash.size());
    bytes.remove_prefix(hash.size());
    return hash;
}

}  // namespace

Hash chain_of(const Frame& frame) {
    Bytes fields;
    put_big_endian(frame.epoch, fields);
    put_big_endian(frame.first.number, fields);
    put_big_endian(frame.count, fields);
    put_big_endian(frame.last().number, fields);  // the size of the tree after this frame
    fields += view(frame.root);
    put_big_endian(frame.committed_at.micros, fields);
    return sha256({"frame", view(frame.previous_chain), fields});
}

Bytes encode(const Frame& frame) {
    Bytes out;
    put_big_endian(frame.number, out);
    put_big_endian(frame.first.number, out);
    put_big_endian(frame.count, out);
    put_big_endian(frame.epoch, out);
    put_big_endian(frame.committed_at.micros, out);
    for (const Hash* hash : {&frame.previous_chain, &frame.chain, &frame.root}) out += view(*hash);
    return out;
}

std::optional<Frame> decode_frame(BytesView bytes) {
    if (bytes.size() != frame_size) return std::nullopt;
    Frame frame{};
    frame.number = take_big_endian<std::uint64_t>(bytes);
    frame.first.number = take_big_endian<std::uint64_t>(bytes);
    frame.count = take_big_endian<std::uint32_t>(bytes);
    frame.epoch = take_big_endian<std::uint64_t>(bytes);
    frame.committed_at.micros = take_big_endian<std::int64_t>(bytes);
    for (Hash* hash : {&frame.previous_chain, &frame.chain, &frame.root}) *hash = take_hash(bytes);
    return frame;
}

Bytes encode(const Head& head) {
    Bytes out;
    put_big_endian(head.frames, out);
    put_big_endian(head.last.number, out);
    put_big_endian(head.committed_at.micros, out);
    for (const Hash* hash : {&head.chain, &head.root}) out += view(*hash);
    return out;
}

std::optional<Head> decode_head(BytesView bytes) {
    if (bytes.size() != head_size) return std::nullopt;
    Head head;
    head.frames = take_big_endian<std::uint64_t>(bytes);
    head.last.number = take_big_endian<std::uint64_t>(bytes);
    head.committed_at.micros = take_big_endian<std::int64_t>(bytes);
    for (Hash* hash : {&head.chain, &head.root}) *hash = take_hash(bytes);
    return head;
}

}  // namespace ledger
