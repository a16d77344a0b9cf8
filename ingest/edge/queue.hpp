#pragma once
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "ledger/values/bytes.hpp"
#include "ledger/values/id.hpp"

namespace edge {

/// The queue cannot be written or read: one sentence. The process should end and be started again.
struct QueueBroken : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// What a gateway holds on its disk: the items that the book does not have yet, numbered 1, 2, 3 …
/// without gaps, and some small things by name. A RocksDB of its own. An item is on the disk when
/// `append` returns. Every call may be made from any thread; each throws QueueBroken.
class Queue {
public:
    explicit Queue(const std::filesystem::path& directory);
    ~Queue();
    Queue(const Queue&) = delete;
    Queue& operator=(const Queue&) = delete;

    /// A random name that was made with the queue: numbers of another queue are other numbers.
    std::string name() const;

    /// Gives the item's number.
    std::uint64_t append(ledger::BytesView item);

    std::uint64_t first() const;  ///< of the items that are held; `next()` where there are none
    std::uint64_t next() const;   ///< what the next item will be numbered
    std::uint64_t waiting() const { return next() - first(); }

    /// Items from a number on, in order: at most so many, and no more once they have so many bytes.
    std::vector<ledger::Bytes> read(std::uint64_t from, std::size_t most,
                                    std::size_t most_bytes) const;

    /// The book has everything up to this number, as of this place in its log: on the disk, too.
    void forget(std::uint64_t through, ledger::Position seen);
    ledger::Position seen() const;  ///< the newest place that was told

    /// Holds nothing, under a new name: its numbers are of no use any more.
    void begin_anew();

    /// Small things by name, such as the newest register. Not urgent: may be lost with the power.
    void keep(const std::string& what, ledger::BytesView bytes);
    std::optional<ledger::Bytes> kept(const std::string& what) const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace edge
