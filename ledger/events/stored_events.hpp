#pragma once
#include <cstddef>
#include <vector>

#include "ledger/events/event.hpp"
#include "ledger/values/bytes.hpp"

namespace ledger {

/// Events as they are stored, one behind another in one piece of memory, which is used again: what
/// was written last lies beside what is written next, and no event costs an allocation.
class StoredEvents {
public:
    void add(const Envelope& envelope, const Payload& payload);

    std::size_t count() const { return ends_.size(); }
    std::size_t bytes() const { return ends_.empty() ? 0 : ends_.back(); }

    /// Each of them, until the next is added.
    std::vector<BytesView> views() const;

    /// Forgets the events and keeps their memory.
    void clear() { ends_.clear(); }

private:
    Bytes paper_;  ///< may be longer than what is written on it
    std::vector<std::size_t> ends_;
};

}  // namespace ledger
