#include "ledger/journal/journal.hpp"

#include <condition_variable>
#include <mutex>
#include <utility>

#include <fmt/core.h>
#include <openssl/rand.h>

#include "ledger/journal/anchor.hpp"
#include "ledger/journal/big_endian.hpp"
#include "ledger/journal/merkle.hpp"
#include "ledger/journal/recovery.hpp"
#include "ledger/journal/sha256.hpp"
#include "ledger/journal/store.hpp"

namespace ledger {
namespace {

constexpr std::string_view format_version = "1";
constexpr std::size_t store_id_size = 16;
constexpr std::uint64_t checked_at_start = 64 << 10;
constexpr std::size_t protection_bytes = 8;
constexpr std::uint64_t epoch = 1;

Bytes fresh_store_id() {
    Bytes id(store_id_size, '\0');
    const int done =
        RAND_bytes(reinterpret_cast<unsigned char*>(id.data()), static_cast<int>(id.size()));
    ensure(done == 1, "the system is random");
    return id;
}

/// "store" := format version, one space, 16 bytes: written with the first opening. A log that has
/// begun and is without it lost its beginning, and is left as it is.
Bytes store_id(Store& store, const JournalOptions& wanted, bool has_begun) {
    const std::string prefix = std::string(format_version) + " ";
    auto known = store.get(Store::meta, "store");
    if (!known && has_begun)
        throw JournalDamaged({1},
                             "event 1: the log has lost its beginning: keep a copy of the "
                             "directory, then restore the last backup");
    if (!known) {
        known = prefix + (wanted.store.empty() ? fresh_store_id() : wanted.store);
        rocksdb::WriteOptions options;
        options.sync = true;
        const rocksdb::Status written =
            wanted.read_only ? rocksdb::Status::IOError("it holds no journal")
                             : store.db().Put(options, store.family(Store::meta), "store", *known);
        if (!written.ok())
            throw JournalUnavailable(
                fmt::format("cannot begin a journal: {}: see that the disk "
                            "has room and the directory is the right one",
                            written.ToString()));
    }
    if (!known->starts_with(prefix) || known->size() != prefix.size() + store_id_size)
        throw JournalUnavailable(
            "the journal is of a format that this release does not know: "
            "use the release that wrote it, or a newer one");
    return known->substr(prefix.size());
}

Head stored_head(Store& store) {
    const auto bytes = store.get(Store::meta, "head");
    if (!bytes) {
        const std::unique_ptr<rocksdb::Iterator> any(
            store.db().NewIterator({}, store.family(Store::log)));
        any->SeekToFirst();
        throw_unless_read(any->status(), {1});
        if (any->Valid())
            throw JournalDamaged({1},
                                 "event 1: the log has events and no head: keep a copy of the "
                                 "directory, then restore the last backup");
        return {};
    }
    const auto head = decode_head(*bytes);
    if (!head) throw JournalDamaged({}, "the head of the log is not one: restore the last backup");
    return *head;
}

}  // namespace

/// What one open journal is made of.
struct Journal::Parts {
    std::filesystem::path directory;
    std::shared_ptr<Store> store;
    Bytes id;
    MerkleTree tree;  ///< of what is sealed, as is the head beside it
    Head sealed;
    std::unique_ptr<AnchorFile> anchor;  ///< none: read only
    mutable std::mutex mutex;            ///< guards what follows
    mutable std::condition_variable grown;
    Head head;
    bool broken = false;
    std::vector<std::unique_ptr<SealedFrame::Parts>> written;  ///< frames, for their memory

    std::unique_ptr<SealedFrame::Parts> blank_frame();
    void keep_memory(std::unique_ptr<SealedFrame::Parts> frame);
};

struct SealedFrame::Parts {
    rocksdb::WriteBatch batch{1 << 16, 0, protection_bytes, 0};
    Head head;  ///< of the log that ends with this frame
};

/// A frame is a quarter of a megabyte: as memory that is asked for and given back each time it
/// costs the system more than what is written there.
std::unique_ptr<SealedFrame::Parts> Journal::Parts::blank_frame() {
    const std::lock_guard lock(mutex);
    if (written.empty()) return std::make_unique<SealedFrame::Parts>();
    auto frame = std::move(written.back());
    written.pop_back();
    return frame;
}

void Journal::Parts::keep_memory(std::unique_ptr<SealedFrame::Parts> frame) {
    frame->batch.Clear();
    const std::lock_guard lock(mutex);
    written.push_back(std::move(frame));
}

SealedFrame::SealedFrame() = default;
SealedFrame::~SealedFrame() = default;
SealedFrame::SealedFrame(SealedFrame&&) noexcept = default;
SealedFrame& SealedFrame::operator=(SealedFrame&&) noexcept = default;

Journal::Journal(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Journal::~Journal() = default;
Journal::Journal(Journal&&) noexcept = default;
Journal& Journal::operator=(Journal&&) noexcept = default;

Journal Journal::open(const std::filesystem::path& directory, const JournalOptions& options) {
    const std::filesystem::path anchor_file = directory / "ANCHOR";
    if (!options.read_only) {
        std::error_code failed;
        std::filesystem::create_directories(directory, failed);
        if (failed)
            throw JournalUnavailable(
                fmt::format("cannot create {}: {}: give another directory, or "
                            "the right to write there",
                            directory.string(), failed.message()));
    }
    // Before the log, so that one which grows meanwhile is never behind what the anchor says.
    const auto anchor = read_anchor(anchor_file);
    auto parts = std::make_unique<Parts>();
    parts->directory = directory;
    const bool has_begun = std::filesystem::exists(anchor_file);
    parts->store = Store::open(directory / "log", options, has_begun);
    parts->id = store_id(*parts->store, options, has_begun);
    parts->head = stored_head(*parts->store);
    if (!anchor && !parts->head.last.is_none())
        throw JournalDamaged(
            {}, fmt::format("{} is missing or broken, so whether the log lost its end cannot be "
                            "told: bring the file back, or restore the last backup",
                            anchor_file.string()));
    if (anchor && anchor->store != parts->id)
        throw JournalDamaged({}, fmt::format("{} belongs to another log: bring this log's own "
                                             "back, or restore the last backup",
                                             anchor_file.string()));
    hold_against_anchor(*parts->store, parts->head, anchor);
    parts->tree = rebuild_tree(*parts->store, parts->head);
    check_tail(*parts->store, parts->head, parts->tree, checked_at_start);
    parts->sealed = parts->head;
    if (!options.read_only) {
        parts->anchor =
            std::make_unique<AnchorFile>(anchor_file, options.anchor_window, options.on_trouble);
        parts->anchor->drop(
            {parts->id, epoch, parts->head.frames, parts->head.last, parts->head.chain});
        parts->anchor->flush();
    }
    return Journal(std::move(parts));
}

AppendOutcome Journal::append(std::span<const Bytes> events, Instant committed_at,
                              const Head& expected) {
    if (parts_->broken) return AppendOutcome::ambiguous;
    if (parts_->head != expected) return AppendOutcome::conflict;
    const std::vector<BytesView> views(events.begin(), events.end());
    return commit(seal(views, committed_at));
}

SealedFrame Journal::seal(std::span<const BytesView> events, Instant committed_at) {
    Parts& parts = *parts_;
    ensure(parts.anchor != nullptr, "a journal opened for reading is not written");
    ensure(!events.empty() && events.size() <= most_events, "a frame holds 1 to 1,024 events");

    SealedFrame sealed;
    sealed.parts_ = parts.blank_frame();
    bool well = true;
    const auto put = [&](Store::Family family, BytesView key, BytesView value) {
        well = well &&
               sealed.parts_->batch
                   .Put(parts.store->family(family), rocksdb::Slice(key), rocksdb::Slice(value))
                   .ok();
    };
    Head& head = parts.sealed;
    const Position first = head.last.next();
    for (const BytesView event : events) {
        head.last = head.last.next();
        put(Store::log, position_key(head.last), event);
    }
    parts.tree.append(leaf_hashes(events));
    for (const Tile& tile : parts.tree.take_full_tiles())
        put(Store::tiles, tile_key(tile.level, tile.index), tile.hashes);

    Frame frame{.number = head.frames + 1,
                .first = first,
                .count = static_cast<std::uint32_t>(events.size()),
                .epoch = epoch,
                .committed_at = committed_at,
                .previous_chain = head.chain,
                .chain = {},
                .root = parts.tree.root()};
    frame.chain = chain_of(frame);
    head = {frame.number, head.last, committed_at, frame.chain, frame.root};
    put(Store::frames, position_key(frame.first), encode(frame));
    put(Store::meta, "head", encode(head));
    ensure(well, "a batch in memory takes an entry");
    sealed.parts_->head = head;
    return sealed;
}

AppendOutcome Journal::commit(SealedFrame frame) {
    Parts& parts = *parts_;
    if (parts.broken) return AppendOutcome::ambiguous;
    const Head& head = frame.parts_->head;
    ensure(head.frames == parts.head.frames + 1, "frames are committed as they were sealed");
    rocksdb::WriteOptions options;
    options.sync = true;
    if (!parts.store->db().Write(options, &frame.parts_->batch).ok()) {
        parts.broken = true;
        return AppendOutcome::ambiguous;
    }
    {
        const std::lock_guard lock(parts.mutex);
        parts.head = head;
    }
    parts.grown.notify_all();
    parts.anchor->drop({parts.id, epoch, head.frames, head.last, head.chain});
    parts.keep_memory(std::move(frame.parts_));
    return AppendOutcome::committed;
}

Head Journal::head() const {
    const std::lock_guard lock(parts_->mutex);
    return parts_->head;
}

Bytes Journal::get(Position position) const {
    auto bytes = parts_->store->get(Store::log, position_key(position));
    if (!bytes)
        throw JournalDamaged(position, fmt::format("event {} is missing from the log: keep a copy "
                                                   "of the directory, then restore the last backup",
                                                   position.number));
    return std::move(*bytes);
}

std::optional<Frame> Journal::frame_beginning_at(Position first) const {
    const auto bytes = parts_->store->get(Store::frames, position_key(first));
    return bytes ? decode_frame(*bytes) : std::nullopt;
}

std::optional<Frame> Journal::frame_ending_at(Position last) const {
    return ledger::frame_ending_at(*parts_->store, last);
}

void Journal::each_frame(const std::function<bool(const Frame&)>& each) const {
    Store& store = *parts_->store;
    const std::unique_ptr<rocksdb::Iterator> frames(
        store.db().NewIterator({}, store.family(Store::frames)));
    for (frames->SeekToFirst(); frames->Valid(); frames->Next()) {
        const auto frame = decode_frame(frames->value().ToStringView());
        if (!frame)
            throw JournalDamaged({}, "a frame of the log is not one: restore the last backup");
        if (!each(*frame)) return;
    }
    throw_unless_read(frames->status(), {});
}

void Journal::keep_checkpoint(std::uint64_t size, BytesView note) {
    Store& store = *parts_->store;
    rocksdb::WriteOptions options;
    options.sync = true;
    const rocksdb::Status written =
        store.db().Put(options, store.family(Store::checkpoints),
                       rocksdb::Slice(position_key({size})), rocksdb::Slice(note));
    if (!written.ok())
        throw JournalUnavailable(
            fmt::format("cannot keep a checkpoint: {}: see that the disk has room and works",
                        written.ToString()));
}

void Journal::each_checkpoint(std::uint64_t from, const EachCheckpoint& each) const {
    Store& store = *parts_->store;
    const std::unique_ptr<rocksdb::Iterator> notes(
        store.db().NewIterator({}, store.family(Store::checkpoints)));
    for (notes->Seek(position_key({from})); notes->Valid(); notes->Next()) {
        BytesView key = notes->key().ToStringView();
        if (!each(take_big_endian<std::uint64_t>(key), notes->value().ToStringView())) return;
    }
    throw_unless_read(notes->status(), {});
}

std::optional<Bytes> Journal::newest_checkpoint() const {
    Store& store = *parts_->store;
    const std::unique_ptr<rocksdb::Iterator> notes(
        store.db().NewIterator({}, store.family(Store::checkpoints)));
    notes->SeekToLast();
    throw_unless_read(notes->status(), {});
    return notes->Valid() ? std::optional(notes->value().ToString()) : std::nullopt;
}

std::optional<Bytes> Journal::tile(std::uint8_t level, std::uint64_t index) const {
    return parts_->store->get(Store::tiles, tile_key(level, index));
}

bool Journal::wait_past(Position position, std::chrono::milliseconds timeout) const {
    std::unique_lock lock(parts_->mutex);
    return parts_->grown.wait_for(lock, timeout, [&] { return parts_->head.last > position; });
}

const Bytes& Journal::store() const { return parts_->id; }

const std::filesystem::path& Journal::directory() const { return parts_->directory; }

void Journal::freeze(const std::filesystem::path& directory) const {
    const Head durable = head();
    std::filesystem::create_directories(directory);
    parts_->store->freeze(directory / "log");
    AnchorFile anchor(directory / "ANCHOR", std::chrono::milliseconds(0));
    anchor.drop({parts_->id, epoch, durable.frames, durable.last, durable.chain});
    anchor.flush();
}

// --- reading ---------------------------------------------------------------------------------

struct JournalReader::Parts {
    std::shared_ptr<Store> store;
    std::unique_ptr<rocksdb::Iterator> events;
    Position next;
    Position last;
    bool started = false;
};

JournalReader::JournalReader(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
JournalReader::~JournalReader() {
    if (parts_) parts_->events.reset();  // before the database it reads
}
JournalReader::JournalReader(JournalReader&&) noexcept = default;
JournalReader& JournalReader::operator=(JournalReader&&) noexcept = default;

JournalReader Journal::read(Position from) const {
    rocksdb::ReadOptions options;
    options.fill_cache = false;
    options.readahead_size = 1 << 20;
    auto parts = std::make_unique<JournalReader::Parts>();
    parts->store = parts_->store;
    parts->last = head().last;
    parts->next = std::max(from, Position{1});
    Store& store = *parts->store;
    parts->events.reset(store.db().NewIterator(options, store.family(Store::log)));
    parts->events->Seek(position_key(parts->next));
    return JournalReader(std::move(parts));
}

std::optional<Entry> JournalReader::next() {
    Parts& parts = *parts_;
    if (parts.next > parts.last) return std::nullopt;
    if (parts.started) parts.events->Next();
    parts.started = true;
    const bool there =
        parts.events->Valid() && parts.events->key().ToStringView() == position_key(parts.next);
    throw_unless_read(parts.events->status(), parts.next);
    if (!there)
        throw JournalDamaged(parts.next,
                             fmt::format("event {} is missing: keep a copy of the directory, then "
                                         "restore the last backup",
                                         parts.next.number));
    const Entry entry{parts.next, parts.events->value().ToStringView()};
    parts.next = parts.next.next();
    return entry;
}

}  // namespace ledger
