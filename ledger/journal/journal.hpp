#pragma once
#include <chrono>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "ledger/journal/fault.hpp"
#include "ledger/journal/frame.hpp"
#include "ledger/values/bytes.hpp"

namespace rocksdb {
class Env;
}

namespace ledger {

enum class AppendOutcome {
    committed,  ///< on stable storage
    conflict,   ///< the head is not the expected one: nothing was written
    ambiguous   ///< the disk failed; whether it is written shows when the journal is opened again
};

struct JournalOptions {
    rocksdb::Env* env = nullptr;  ///< none: the system's files
    bool read_only = false;       ///< for audits beside nobody: takes no lock, writes nothing
    std::chrono::milliseconds anchor_window{50};
    Bytes store{};  ///< 16 bytes that name a log which is begun now; empty: it gets its own name
    /// The anchor could not be written; events are taken all the same. Called by its own thread.
    std::function<void(const std::string&)> on_trouble{};
};

/// One event of the log as it is stored and hashed.
struct Entry {
    Position position;
    BytesView bytes;  ///< until the next call of the reader
};

/// Reads the log in order, up to what was durable when it was made. One thread.
class JournalReader {
public:
    ~JournalReader();
    JournalReader(const JournalReader&) = delete;
    JournalReader& operator=(const JournalReader&) = delete;
    JournalReader(JournalReader&&) noexcept;
    JournalReader& operator=(JournalReader&&) noexcept;

    /// The next event; nothing at the end. Throws JournalDamaged where a position is missing or
    /// its bytes are wrong, JournalUnavailable where the disk does not give them now.
    std::optional<Entry> next();

private:
    friend class Journal;
    struct Parts;
    explicit JournalReader(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

/// A frame that stands in the tree and the chain and waits to be written.
class SealedFrame {
public:
    SealedFrame();
    ~SealedFrame();
    SealedFrame(const SealedFrame&) = delete;
    SealedFrame& operator=(const SealedFrame&) = delete;
    SealedFrame(SealedFrame&&) noexcept;
    SealedFrame& operator=(SealedFrame&&) noexcept;

private:
    friend class Journal;
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

/// The immutable log: frames of events in RocksDB, hashed into one Merkle tree and one chain.
/// One thread appends, or one seals and another commits; any thread reads. See
/// docs/journal_format.md.
class Journal {
public:
    static constexpr std::size_t most_events = 1'024;   ///< of a frame
    static constexpr std::size_t most_bytes = 1 << 20;  ///< of a frame's events

    /// Opens or creates. Throws JournalUnavailable or JournalDamaged.
    static Journal open(const std::filesystem::path& directory, const JournalOptions& options);
    ~Journal();
    Journal(const Journal&) = delete;
    Journal& operator=(const Journal&) = delete;
    Journal(Journal&&) noexcept;
    Journal& operator=(Journal&&) noexcept;

    /// Appends one frame after `expected` and waits until it is on the disk. After `ambiguous` the
    /// journal takes nothing more: the process has to end and open it again.
    AppendOutcome append(std::span<const Bytes> events, Instant committed_at, const Head& expected);

    /// The two halves of `append`, so that one frame is hashed while the one before it is written:
    /// frames are committed in the order in which they were sealed, each of them.
    SealedFrame seal(std::span<const BytesView> events, Instant committed_at);
    AppendOutcome commit(SealedFrame frame);

    /// Where the durable log ends.
    Head head() const;

    /// The stored bytes of one event. Throws JournalDamaged when there is none at this position.
    Bytes get(Position position) const;

    JournalReader read(Position from) const;

    /// The frame whose first event, or whose last event, stands at this position, if one does.
    std::optional<Frame> frame_beginning_at(Position first) const;
    std::optional<Frame> frame_ending_at(Position last) const;

    /// Calls `each` for every frame in order until it says no.
    void each_frame(const std::function<bool(const Frame&)>& each) const;

    /// The full tile of this level and index, if it was completed.
    std::optional<Bytes> tile(std::uint8_t level, std::uint64_t index) const;

    /// Keeps a signed checkpoint of the log at this size, on the disk when it returns. Throws
    /// JournalUnavailable.
    void keep_checkpoint(std::uint64_t size, BytesView note);

    /// Calls `each` for every checkpoint of this size and above, in order, until it says no.
    using EachCheckpoint = std::function<bool(std::uint64_t size, BytesView note)>;
    void each_checkpoint(std::uint64_t from, const EachCheckpoint& each) const;

    /// The one of the greatest size, if any was signed.
    std::optional<Bytes> newest_checkpoint() const;

    /// Waits until the head is past this position; false when the time is over first.
    bool wait_past(Position position, std::chrono::milliseconds timeout) const;

    /// 16 bytes that name this log.
    const Bytes& store() const;

    /// Where it lies.
    const std::filesystem::path& directory() const;

    /// Makes a directory that holds this journal as it is now, and nothing that comes later: hard
    /// links, on the same disk, for a copy that is taken while the book goes on. What is durable
    /// now is in it. Throws JournalUnavailable where it cannot, or where it is there already.
    void freeze(const std::filesystem::path& directory) const;

private:
    struct Parts;
    explicit Journal(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace ledger
