#pragma once
#include <stdexcept>
#include <string>
#include <vector>

#include "ingest/notices/http_client.hpp"
#include "ledger/values/id.hpp"

namespace hooks {

/// The book cannot be asked now, or what it answers is not what it should: one sentence.
struct BookTrouble : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// An event as the book's API answers it.
struct EventText {
    ledger::Position position;
    std::string type;
    std::string json;
};

/// The book's log, over its HTTP API. Of one thread. Everything throws BookTrouble.
class EventSource {
public:
    struct Address {
        std::string url;    ///< http://127.0.0.1:8080
        std::string token;  ///< empty: it wants none
    };
    EventSource(Address address, notices::HttpClient client);

    /// Where the log ends.
    ledger::Position end();

    /// The next events behind a position, in their order; none: that is where it ends.
    std::vector<EventText> after(ledger::Position position);

private:
    std::string get(const std::string& target);

    Address address_;
    notices::HttpClient client_;
};

}  // namespace hooks
