#pragma once
#include <cstdint>
#include <filesystem>
#include <map>
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
///
/// Each life of the process gives its items a name of its own beside their numbers: whatever a disk
/// has lost of what it had promised to keep, no number under a name is ever given to another item.
class Queue {
public:
    explicit Queue(const std::filesystem::path& directory);
    ~Queue();
    Queue(const Queue&) = delete;
    Queue& operator=(const Queue&) = delete;

    /// Items of one life. The book takes one life after the other.
    struct Life {
        std::string name;    ///< random, made when that life began
        std::uint64_t next;  ///< what follows the newest of its items
        bool is_over;        ///< a former one: it gets no more items
    };
    Life life() const;  ///< of the first item that is held; of this process where there is none

    /// Gives the item's number.
    std::uint64_t append(ledger::BytesView item);

    std::uint64_t first() const;  ///< of the items that are held; `next()` where there are none
    std::uint64_t next() const;   ///< what the next item will be numbered
    std::uint64_t waiting() const { return next() - first(); }

    /// Items from a number on, in order, of whichever lives: at most so many, and no more once they
    /// have so many bytes.
    std::vector<ledger::Bytes> read(std::uint64_t from, std::size_t most,
                                    std::size_t most_bytes) const;

    /// The book has everything up to this number, as of this place in its log: the disk forgets it.
    void forget(std::uint64_t through, ledger::Position seen);
    ledger::Position seen() const;  ///< the newest place that was told

    /// Small things by name, such as the newest register; empty bytes: not kept any more. Not
    /// urgent: may be lost with the power, but of what is kept at once all or nothing is.
    using Things = std::map<std::string, ledger::Bytes>;
    void keep(const Things& things);
    std::optional<ledger::Bytes> kept(const std::string& what) const;
    Things kept_under(const std::string& beginning) const;  ///< all whose names begin so

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace edge
