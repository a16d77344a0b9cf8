#pragma once
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>

#include "api/http/http.hpp"
#include "api/log/event_filter.hpp"
#include "ledger/book.hpp"

namespace api {

struct StreamPace {
    std::chrono::milliseconds heartbeat{15'000};     ///< after so long a silence
    std::size_t most_untold_bytes = 256 << 10;       ///< that wait for one listener
    std::chrono::milliseconds welcome_every{1'000};  ///< so often it is asked who may still listen
    std::chrono::minutes longest{15};  ///< then it ends, and who comes again is asked who they are
};

/// What a listener is told, and until when.
struct Following {
    EventFilter filter;
    ledger::Position after;
    std::function<bool()> is_welcome;  ///< asked again and again; false: its stream ends
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

    /// From now on it is told of the events behind this position, as long as it is welcome. Does
    /// not wait.
    void follow(std::shared_ptr<Listener> listener, Following following);

    /// How many listen.
    std::size_t count() const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace api
