#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "ledger/events/words.hpp"
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

/// Told of sessions that ended: whose, why, and how many. Called while no lock is held.
using SessionsEnded =
    std::function<void(const ledger::OperatorId&, ledger::SessionEnd, std::uint64_t)>;

/// Who is signed in. In memory alone, so a restart signs everybody out; of the token only its
/// digest. Any thread.
class Sessions {
public:
    static constexpr std::chrono::minutes longest_idle{30};
    static constexpr std::chrono::hours longest{12};
    static constexpr std::size_t most_of_an_operator = 8;  ///< the oldest ends for a ninth

    Sessions(Ticks now, SessionsEnded ended) : now_(std::move(now)), ended_(std::move(ended)) {}

    /// Always a new token: nobody can have chosen it before.
    SessionStart start(const ledger::OperatorId& who);

    /// Nothing where it is unknown, was idle too long or is too old. Counts as use.
    std::optional<OpenSession> find(const std::string& token);

    /// True as long as `find` would know it. Is no use of it.
    bool is_open(const std::string& token);

    void end(const std::string& token, ledger::SessionEnd cause);

    /// All of an operator but the one with this token; may be empty.
    void end_all(const ledger::OperatorId& who, const std::string& but_token,
                 ledger::SessionEnd cause);

    /// What nobody used for too long, or is too old; asked at every request, looks once a minute.
    void end_expired();

private:
    struct Kept {
        OpenSession open;
        std::chrono::steady_clock::time_point started;
        std::chrono::steady_clock::time_point used;
    };
    using Whose = std::map<ledger::OperatorId, std::uint64_t>;  ///< and how many
    bool is_over(const Kept& session) const;
    template <class Wanted>
    Whose take(const Wanted& is_wanted);
    Whose make_room(const ledger::OperatorId& who);
    void tell(const Whose& whose, ledger::SessionEnd cause) const;

    Ticks now_;
    SessionsEnded ended_;
    std::chrono::steady_clock::time_point next_look_{};
    std::mutex mutex_;
    std::map<std::string, Kept> sessions_;  ///< by the digest of the token
};

}  // namespace api
