#pragma once
#include <chrono>
#include <cstddef>
#include <memory>

#include "api/event_filter.hpp"
#include "api/http.hpp"
#include "ledger/book.hpp"

namespace api {

struct StreamPace {
    std::chrono::milliseconds heartbeat{15'000};  ///< after so long a silence
    std::size_t most_untold_bytes = 256 << 10;    ///< that wait for one listener
    std::chrono::minutes longest{15};  ///< then it ends, and who comes again is asked who they are
};

/// Tells listeners of the log's events as they are written, as server-sent events whose id is the
/// position, on one thread of its own however many listen. Who hears slowly is told slowly: an
/// event is made into text when there is room for it, so that nobody holds anything up. Any thread.
class EventStreams {
public:
    /// The book outlives it.
    explicit EventStreams(const ledger::Book& book, StreamPace pace = {});

    /// Ends every stream.
    ~EventStreams();
    EventStreams(const EventStreams&) = delete;
    EventStreams& operator=(const EventStreams&) = delete;

    /// From now on it is told of the events behind this position. Does not wait.
    void follow(std::shared_ptr<Listener> listener, EventFilter filter, ledger::Position after);

    /// How many listen.
    std::size_t count() const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace api
