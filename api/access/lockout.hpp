#pragma once
#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "api/access/sessions.hpp"

namespace api {

/// Holds back whoever guesses passwords: after five wrong ones in a row the next attempt of that
/// name, and from that address, must wait 1 s, then 2 s, 4 s … up to 15 minutes. A name that nobody
/// has is held back alike. Any thread.
class Lockout {
public:
    explicit Lockout(Ticks now) : now_(std::move(now)) {}

    /// How long the next attempt must still wait; nothing: it may be made now.
    std::optional<std::chrono::seconds> wait(const std::string& name, const std::string& address);

    void failed(const std::string& name, const std::string& address);
    void succeeded(const std::string& name, const std::string& address);

private:
    using Instant = std::chrono::steady_clock::time_point;
    struct Failures {
        unsigned count = 0;
        Instant until{};  ///< no attempt before
        Instant newest{};
    };
    void count(const std::string& key);
    void forget_old();

    Ticks now_;
    std::mutex mutex_;
    std::map<std::string, Failures> failures_;  ///< by "n" name and "a" address
};

}  // namespace api
