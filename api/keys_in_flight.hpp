#pragma once
#include <mutex>
#include <set>
#include <string>

#include "api/http/http.hpp"

namespace api {

/// The idempotency keys of the requests that are being answered. Any thread.
class KeysInFlight {
public:
    /// Holds the key of a request as long as it lives; none where it has none, or changes nothing.
    class Hold {
    public:
        /// Throws Problem 409 where another request holds it.
        Hold(KeysInFlight& keys, const Request& request);
        ~Hold();
        Hold(const Hold&) = delete;
        Hold& operator=(const Hold&) = delete;

    private:
        KeysInFlight& keys_;
        std::string key_;
    };

private:
    std::mutex mutex_;
    std::set<std::string> held_;
};

}  // namespace api
