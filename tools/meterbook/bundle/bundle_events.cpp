#include "tools/meterbook/bundle/bundle_events.hpp"

#include <fstream>

#include <fmt/core.h>

#include "ledger/journal/merkle.hpp"
#include "ledger/journal/sha256.hpp"

namespace meterbook {
namespace {

using ledger::Position;

constexpr std::uint64_t width = ledger::MerkleTree::tile_width;

}  // namespace

/// Keeps one block, so that a run of events is read and hashed once.
class BundleEvents::Reader final : public ledger::EventReader {
public:
    Reader(const BundleEvents& bundle, Position from)
        : bundle_(bundle),
          in_(bundle.file_, std::ios::binary),
          next_(std::max(from.number, std::uint64_t{1})) {}

    std::optional<ledger::Entry> next() override {
        if (next_ > bundle_.size_) return std::nullopt;
        const std::uint64_t number = (next_ - 1) / width;
        if (block_.entries.empty() || number != number_) take(number);
        const Position position{next_++};
        return ledger::Entry{position, block_.entries[(position.number - 1) % width]};
    }

private:
    void take(std::uint64_t number) {
        const Place& place = bundle_.blocks_[number];
        body_.resize(place.length);
        in_.seekg(static_cast<std::streamoff>(place.offset));
        in_.read(body_.data(), static_cast<std::streamsize>(place.length));
        auto block = in_ ? Block::from_body(body_) : std::nullopt;
        if (!block || block->first != number * width + 1)
            throw BundleBroken(
                fmt::format("what stood at byte {} stands there no more: leave the bundle alone "
                            "while it is read",
                            place.offset));
        block_ = std::move(*block);
        number_ = number;
        hold_against_leaves();
    }

    void hold_against_leaves() const {
        const auto hashes = ledger::leaf_hashes(block_.entries);
        for (std::size_t i = 0; i < hashes.size(); ++i) {
            if (hashes[i] == block_.leaves[i]) continue;
            const Position wrong{block_.first + i};
            throw ledger::JournalDamaged(
                wrong, fmt::format("event {}: its bytes do not give the hash beside them: verify "
                                   "the bundle, and take another copy",
                                   wrong.number));
        }
    }

    const BundleEvents& bundle_;
    std::ifstream in_;
    std::uint64_t next_;
    std::uint64_t number_ = 0;  ///< of the block
    ledger::Bytes body_;
    Block block_;  ///< views into the body
};

BundleEvents::BundleEvents(const std::filesystem::path& file) : file_(file) {
    BundleReader reader(file.string());
    while (const auto record = reader.next())
        if (record->kind == RecordKind::block) note(*record);
    if (size_ != reader.header().size)
        throw BundleBroken(fmt::format("{} holds {} events and says {}: take another copy of it",
                                       file.string(), size_, reader.header().size));
}

void BundleEvents::note(const Record& record) {
    const auto block = Block::from_body(record.body);
    if (!block || size_ % width != 0 || block->first != size_ + 1)
        throw BundleBroken(
            fmt::format("the block at byte {} does not go on with event {}: take another copy of "
                        "the bundle",
                        record.offset, size_ + 1));
    blocks_.push_back({record.offset, record.body.size()});
    size_ = block->last();
}

ledger::Bytes BundleEvents::get(Position position) const {
    const auto entry = Reader(*this, position).next();
    if (position.is_none() || !entry)
        throw ledger::JournalDamaged(
            position, fmt::format("event {}: the bundle does not hold it", position.number));
    return ledger::Bytes(entry->bytes);
}

std::unique_ptr<ledger::EventReader> BundleEvents::read(Position from) const {
    return std::make_unique<Reader>(*this, from);
}

}  // namespace meterbook
