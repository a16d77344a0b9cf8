#pragma once
#include <array>
#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "api/access/sessions.hpp"

namespace api {

/// Holds back whoever guesses passwords: after five wrong ones in a row a network's next attempt at
/// that name must wait 1 s, then 2 s … up to 15 minutes; after one, where fifty came from anywhere.
/// So nobody is kept out by others. Each network (network.hpp) alike, after fifty at any names that
/// no sign-in made up for; a name that nobody has is held back as others are. Any thread.
class Lockout {
public:
    explicit Lockout(Ticks now) : now_(std::move(now)) {}

    /// Begins an attempt, which counts as a wrong one until it is known to be another; or how long
    /// the next one must still wait.
    std::optional<std::chrono::seconds> begin(const std::string& name, const std::string& address);

    void succeeded(const std::string& name, const std::string& address);

    /// Nobody looked at the password.
    void take_back(const std::string& name, const std::string& address);

private:
    using Instant = std::chrono::steady_clock::time_point;
    struct Failures {
        unsigned count = 0;
        Instant until{};  ///< no attempt before
        Instant newest{};
    };
    /// Of one name or one network.
    struct Suspect {
        std::string key;
        unsigned free_attempts;
    };
    static std::array<Suspect, 2> suspects_of(const std::string& name, const std::string& address);
    void count(const Suspect& suspect);
    void take_off(const std::string& key, unsigned attempts);
    void forget_old();

    Ticks now_;
    std::mutex mutex_;
    std::map<std::string, Failures> failures_;  ///< by the key of a suspect
};

}  // namespace api
