#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "ledger/values/id.hpp"

namespace api {

/// Time that only goes on, as limits on patience want it.
using Ticks = std::function<std::chrono::steady_clock::time_point()>;

/// What a browser is given when its operator signed in.
struct SessionStart {
    std::string token;       ///< goes into the cookie
    std::string csrf_token;  ///< comes back in a header of every change
};

/// Who holds the token of a cookie.
struct OpenSession {
    ledger::OperatorId who;
    std::string csrf_token;
};

/// Who is signed in. In memory alone, so a restart signs everybody out; of the token only its
/// digest. Any thread.
class Sessions {
public:
    static constexpr std::chrono::minutes longest_idle{30};
    static constexpr std::chrono::hours longest{12};
    static constexpr std::size_t most_of_an_operator = 8;  ///< the oldest ends for a ninth

    explicit Sessions(Ticks now) : now_(std::move(now)) {}

    /// Always a new token: nobody can have chosen it before.
    SessionStart start(const ledger::OperatorId& who);

    /// Nothing where it is unknown, was idle too long or is too old. Counts as use.
    std::optional<OpenSession> find(const std::string& token);

    void end(const std::string& token);

    /// All of an operator but the one with this token; may be empty.
    void end_all(const ledger::OperatorId& who, const std::string& but_token);

private:
    struct Kept {
        OpenSession open;
        std::chrono::steady_clock::time_point started;
        std::chrono::steady_clock::time_point used;
    };
    bool is_over(const Kept& session) const;
    void make_room(const ledger::OperatorId& who);

    Ticks now_;
    std::mutex mutex_;
    std::map<std::string, Kept> sessions_;  ///< by the digest of the token
};

}  // namespace api
