#pragma once
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "api/http/http.hpp"

namespace api {

/// How much a bucket of requests holds, and how fast it fills up again.
struct Rate {
    double per_second = 0;  ///< 0: no limit
    double at_once = 0;
};

struct RateLimits {
    Rate per_key{1'000, 2'000};  ///< API key or session
    Rate per_address{2'000,
                     4'000};  ///< of IPv6 its first 64 bits; this machine's own is not counted
    std::size_t most_buckets = 10'000;
};

/// Token buckets: one for each key or session, one for each address. Any thread.
class RateLimiter {
public:
    using Moment = std::chrono::steady_clock::time_point;

    explicit RateLimiter(const RateLimits& limits) : limits_(limits) {}

    /// Takes one out of the buckets of whoever asks. Where one is empty nothing is taken, and the
    /// answer is how long it takes until there is one.
    std::optional<std::chrono::seconds> refuse(const Request& request, Moment now);

private:
    struct Bucket {
        Rate rate;
        double tokens;
        Moment seen;
        void fill(Moment now);
    };
    Bucket* bucket_of(std::uint64_t whose, const Rate& rate, Moment now);
    void make_room(Moment now);

    const RateLimits limits_;
    std::mutex mutex_;
    std::unordered_map<std::uint64_t, Bucket> buckets_;
    Moment looked_{};  ///< for full ones, last
};

}  // namespace api
