#include "api/keys_in_flight.hpp"

#include "api/problem.hpp"

namespace api {

KeysInFlight::Hold::Hold(KeysInFlight& keys, const Request& request)
    : keys_(keys), key_(request.method == "GET" ? "" : request.header("idempotency-key")) {
    if (key_.empty()) return;
    const std::lock_guard lock(keys_.mutex_);
    if (!keys_.held_.insert(key_).second)
        throw Problem(409, "key_is_in_flight", "Idempotency-Key",
                      "a request with this key is being answered: ask again when it is done, and "
                      "be given its answer");
}

KeysInFlight::Hold::~Hold() {
    if (key_.empty()) return;
    const std::lock_guard lock(keys_.mutex_);
    keys_.held_.erase(key_);
}

}  // namespace api
