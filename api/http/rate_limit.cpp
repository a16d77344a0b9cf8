#include "api/http/rate_limit.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <string_view>

#include "api/http/network.hpp"

namespace api {
namespace {

/// Who finds no room among the buckets shares this one with all others who do not.
constexpr std::uint64_t everybody_else = 0;

std::uint64_t named(std::string_view kind, std::string_view name) {
    const std::size_t hash = std::hash<std::string_view>{}(name);
    return std::max<std::uint64_t>(1, hash * 31 + std::hash<std::string_view>{}(kind));
}

/// The key or session, as a secret that is not kept; nothing where none is shown.
std::optional<std::uint64_t> key_of(const Request& request) {
    for (const char* name : {"authorization", "cookie"}) {
        const auto found = request.headers.find(name);
        if (found != request.headers.end()) return named(name, found->second);
    }
    return std::nullopt;
}

std::optional<std::uint64_t> place_of(const Request& request) {
    const std::string network = network_of(request.address);
    return network.empty() ? std::nullopt : std::optional(named("address", network));
}

}  // namespace

void RateLimiter::Bucket::fill(Moment now) {
    const double passed = std::chrono::duration<double>(now - seen).count();
    tokens = std::min(rate.at_once, tokens + std::max(passed, 0.0) * rate.per_second);
    seen = now;
}

std::optional<std::chrono::seconds> RateLimiter::refuse(const Request& request, Moment now) {
    const std::lock_guard lock(mutex_);
    make_room(now);
    std::array<Bucket*, 2> taken{};
    if (const auto key = key_of(request)) taken[0] = bucket_of(*key, limits_.per_key, now);
    if (const auto place = place_of(request))
        taken[1] = bucket_of(*place, limits_.per_address, now);
    for (const Bucket* each : taken) {
        if (each == nullptr || each->tokens >= 1) continue;
        const double wait = std::ceil((1 - each->tokens) / each->rate.per_second);
        return std::chrono::seconds(std::max(1L, static_cast<long>(wait)));
    }
    for (Bucket* each : taken) {
        if (each != nullptr) each->tokens -= 1;
    }
    return std::nullopt;
}

/// Nothing where there is no limit. An unordered map does not move what it holds.
RateLimiter::Bucket* RateLimiter::bucket_of(std::uint64_t whose, const Rate& rate, Moment now) {
    if (rate.per_second <= 0) return nullptr;
    auto found = buckets_.find(whose);
    if (found == buckets_.end()) {
        const bool has_room = buckets_.size() < limits_.most_buckets;
        found =
            buckets_.try_emplace(has_room ? whose : everybody_else, rate, rate.at_once, now).first;
    }
    found->second.fill(now);
    return &found->second;
}

/// A full bucket says as much as none. Looks at all of them once a second at most.
void RateLimiter::make_room(Moment now) {
    if (buckets_.size() < limits_.most_buckets || now - looked_ < std::chrono::seconds(1)) return;
    looked_ = now;
    for (auto each = buckets_.begin(); each != buckets_.end();) {
        Bucket& bucket = each->second;
        bucket.fill(now);
        each = bucket.tokens >= bucket.rate.at_once ? buckets_.erase(each) : std::next(each);
    }
}

}  // namespace api
